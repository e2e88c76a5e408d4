/** `onward serve`: runs a program for real: no moved clock, no made-up secrets, no stand-ins. */
import type { Program } from '../../core/index.ts';
import { openLog } from '../compose/log.ts';
import { realClock } from '../compose/movable-clock.ts';
import { environment, secretNames, targetNames, type Secrets } from '../compose/secrets.ts';
import { start } from '../compose/start.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, programOf } from '../program/load.ts';
import type { Terminal } from '../terminal.ts';
import type { ServerFlags } from './server-options.ts';
import { stopInTime, stopRequest } from './until-stopped.ts';

export async function serve(
  path: string,
  flags: ServerFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const program = programOf(await loadProgram(path), terminal.note);
  const secrets = environment();
  warnOfMissing(program, secrets, terminal);
  const { data: folder, databaseUrl, host, port, token } = flags;
  const stopping = stopRequest();
  const running = await start({
    program,
    folder,
    databaseUrl,
    host,
    port,
    mllp: { host: flags.mllpHost, port: flags.mllpPort },
    token,
    clock: realClock,
    secrets,
    log: openLog(flags.logLevel),
    onProgress: (text) => terminal.note(terminal.paint('dim', text)),
  });
  if (running.mllpPort !== undefined)
    terminal.note(`HL7 v2 on ${flags.mllpHost}:${running.mllpPort}`);
  terminal.out(`ready ${running.url}`);
  await stopping.asked;
  terminal.note('stopping');
  await stopInTime(() => running.stop());
  stopping.release();
  return exitCodes.ok;
}

function warnOfMissing(program: Program, secrets: Secrets, terminal: Terminal): void {
  for (const [system, name] of secretNames(program)) {
    if (secrets(name) !== undefined) continue;
    const words = `${name} is not set: deliveries of ${system} are refused (ONW-SECRET-MISSING).`;
    terminal.note(terminal.paint('warn', words));
  }
  for (const [system, name] of targetNames(program)) {
    if (secrets(name) !== undefined || program.systems[system]?.connector !== 'webhook') continue;
    const words = `${name} is not set: commands to ${system} are rejected (ONW-TARGET-MISSING).`;
    terminal.note(terminal.paint('warn', words));
  }
}
