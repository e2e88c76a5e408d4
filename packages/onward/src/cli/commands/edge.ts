/** `onward edge`: the plane that sees PHI, as a process of its own. */
import { StopError } from '../../core/index.ts';
import { checkUrl } from '../compose/database.ts';
import { startEdgeProcess } from '../compose/edge-process.ts';
import { openLog } from '../compose/log.ts';
import type { LogLevel } from '../compose/log-level.ts';
import { realClock } from '../compose/movable-clock.ts';
import { environment } from '../compose/secrets.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { hostNames, sharedToken } from './server-options.ts';
import { stopInTime, stopRequest } from './until-stopped.ts';

export interface EdgeFlags {
  readonly coordinator: string;
  readonly edgeToken?: string;
  readonly host: string;
  readonly port: number;
  readonly mllpHost: string;
  readonly mllpPort: number;
  readonly data: string;
  readonly databaseUrl?: string;
  readonly token?: string;
  readonly consoleOrigin?: string;
  readonly privateHost?: readonly string[];
  readonly logLevel: LogLevel;
}

export async function edge(flags: EdgeFlags, terminal: Terminal): Promise<ExitCode> {
  const { coordinator: url, edgeToken, databaseUrl, host, port } = flags;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    const message = 'The coordinator’s address is none; write http://host:4400.';
    throw new StopError('ONW-COORDINATOR-URL', message);
  }
  const token = sharedToken(edgeToken);
  if (databaseUrl !== undefined) checkUrl(databaseUrl);
  const stopping = stopRequest();
  const running = await startEdgeProcess({
    coordinator: { url, token },
    folder: flags.data,
    databaseUrl,
    http: { host, port },
    mllp: { host: flags.mllpHost, port: flags.mllpPort },
    token: flags.token,
    consoleOrigin: flags.consoleOrigin,
    privateHosts: hostNames(flags.privateHost),
    clock: realClock,
    secrets: environment(),
    log: openLog(flags.logLevel),
    onProgress: (text) => terminal.note(terminal.paint('dim', text)),
  });
  if (running.mllpPort !== undefined) {
    terminal.note(`HL7 v2 on ${flags.mllpHost}:${running.mllpPort}`);
  }
  terminal.out(`ready ${running.url}`);
  await stopping.asked;
  terminal.note('stopping');
  await stopInTime(() => running.stop());
  stopping.release();
  return exitCodes.ok;
}
