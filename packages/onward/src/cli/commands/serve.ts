/** `onward serve`: runs a program for real: no moved clock, no made-up secrets, no stand-ins. */
import type { Program } from '../../core/index.ts';
import { checkUrl } from '../compose/database.ts';
import { openLog } from '../compose/log.ts';
import { realClock } from '../compose/movable-clock.ts';
import { checkPorts } from '../compose/ports.ts';
import { environment, secretNames, targetNames, type Secrets } from '../compose/secrets.ts';
import { start } from '../compose/start.ts';
import type { StartOptions } from '../compose/start-options.ts';
import { witnessFolder } from '../compose/witness.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, programOf } from '../program/load.ts';
import type { Terminal } from '../terminal.ts';
import { proveProgram } from '../program/proof.ts';
import { prove } from '../program/proving.ts';
import type { Acceptance } from '../../store/index.ts';
import { edgePortOf, hostNames, sharedToken, type ServerFlags } from './server-options.ts';
import { stopInTime, stopRequest } from './until-stopped.ts';

export interface ServeFlags extends ServerFlags {
  /** Properties that may stay unproved, each with the reason. */
  readonly accept?: readonly Acceptance[];
  /** The edge is a process of its own. */
  readonly edgeAway?: boolean;
  /** Where browsers reach the edge. */
  readonly edgeUrl?: string;
  /** What the two planes share. */
  readonly edgeToken?: string;
  /** Milliseconds between two rounds in which each detector is tripped. */
  readonly drills: number | 'never';
  readonly heartbeat?: string;
  readonly heartbeatUrl?: string;
}

export async function serve(
  path: string,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadProgram(path);
  const program = programOf(loaded, terminal.note);
  const { data: folder, databaseUrl, host, port, token } = flags;
  const mllp = { host: flags.mllpHost, port: flags.mllpPort };
  // Wrong use is told first: a proof takes its time.
  const edge = edgeOf(flags);
  const doors = edge.kind === 'here' ? { edge: { host, port: edge.port }, mllp } : {};
  await checkPorts(program, { http: { host, port }, ...doors, token });
  if (databaseUrl !== undefined) checkUrl(databaseUrl);
  const terms = { prove, accept: flags.accept ?? [], at: Date.now(), path };
  const proof = await proveProgram(loaded, terms, terminal);
  const secrets = environment();
  if (edge.kind === 'here') warnOfMissing(program, secrets, terminal);
  const stopping = stopRequest();
  const running = await start({
    program,
    proof,
    folder,
    databaseUrl,
    witness: witnessFolder(flags.witness),
    retain: flags.retain,
    host,
    port,
    mllp,
    token,
    edge,
    drills: drillsOf(flags),
    privateHosts: hostNames(flags.privateHost),
    clock: realClock,
    secrets,
    log: openLog(flags.logLevel),
    onProgress: (text) => terminal.note(terminal.paint('dim', text)),
  });
  if (running.mllpPort !== undefined)
    terminal.note(`HL7 v2 on ${flags.mllpHost}:${running.mllpPort}`);
  if (running.edgeUrl !== undefined) terminal.note(`the edge on ${running.edgeUrl}`);
  terminal.out(`ready ${running.url}`);
  await stopping.asked;
  terminal.note('stopping');
  await stopInTime(() => running.stop());
  stopping.release();
  return exitCodes.ok;
}

function drillsOf({ drills, heartbeat, heartbeatUrl }: ServeFlags): StartOptions['drills'] {
  return drills === 'never' ? undefined : { everyMs: drills, heartbeat, heartbeatUrl };
}

/** @throws StopError ONW-EDGE-TOKEN when the edge is elsewhere and nothing is shared with it */
function edgeOf(flags: ServeFlags): StartOptions['edge'] {
  const { edgeAway, edgeUrl: url } = flags;
  if (edgeAway !== true) return { kind: 'here', port: edgePortOf(flags), url };
  return { kind: 'away', token: sharedToken(flags.edgeToken), url };
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
