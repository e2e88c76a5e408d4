/** Ports: taken ones are told before anything is started, and in words that say what to do. */
import { createServer } from 'node:net';
import { declared, joined, sentence, StopError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** The option that names another port. */
  readonly option: '--port' | '--edge-port' | '--mllp-port';
}

const loopback = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/u;

/**
 * Told before anything is started, since a database takes its time.
 * @throws StopError ONW-PORT-IN-USE or ONW-LISTEN, when a port could not be listened on now, and
 * ONW-LISTEN-OPEN when everyone could call without a token
 */
export async function checkPorts(
  program: Program,
  { http, edge, mllp, token }: Addresses,
): Promise<void> {
  if (token === undefined && http !== undefined && !loopback.test(http.host)) {
    throw new StopError(
      'ONW-LISTEN-OPEN',
      'Beyond this machine Onward listens with a token only; give --token, or use 127.0.0.1.',
    );
  }
  if (http !== undefined) await checkPort({ ...http, option: '--port' });
  if (edge !== undefined) await checkPort({ ...edge, option: '--edge-port' });
  if (mllp !== undefined && speaksHl7(program)) await checkPort({ ...mllp, option: '--mllp-port' });
}

export interface Addresses {
  readonly http?: { readonly host: string; readonly port: number };
  readonly edge?: { readonly host: string; readonly port: number };
  readonly mllp?: { readonly host: string; readonly port: number };
  readonly token: string | undefined;
}

/** Whether the HL7 line is needed at all. */
export function speaksHl7(program: Program): boolean {
  return Object.values(program.systems).some(({ connector }) => connector === 'hl7v2');
}

async function checkPort(at: Listening): Promise<void> {
  if (at.port === 0) return;
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: at.host, port: at.port }, resolve);
  try {
    await promise;
  } catch (error) {
    throw portError(error, at);
  }
  await new Promise<void>((closed) => {
    server.close(() => closed());
  });
}

/** What a failure to listen means to the user; any other error is passed on. */
export function portError(error: unknown, { host, port, option }: Listening): unknown {
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined);
  if (code === 'EADDRINUSE') {
    const other = declared(option);
    const message = joined(
      sentence`Port ${port} is taken;`,
      sentence`stop what has it, or give ${other} (0: a free one).`,
    );
    return new StopError('ONW-PORT-IN-USE', message, { cause: error });
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    const at = declared(host);
    const other = declared(option);
    const message = joined(
      sentence`${at}:${port} cannot be listened on here;`,
      sentence`name another host or ${other}.`,
    );
    return new StopError('ONW-LISTEN', message, { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
