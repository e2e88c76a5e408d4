/** A Restate server of the bench's own: in a temporary folder, on this machine only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnBytes } from '../system.ts';

/** A server that runs. */
export interface RestateServer {
  /** Where calls come in. */
  readonly url: URL;
  /** Tells it of an endpoint. */
  register(uri: string): Promise<void>;
  /** Rows of its own tables (docs.restate.dev, "SQL introspection"). */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  bytes(): Promise<OwnBytes>;
  stop(): Promise<void>;
}

const startMs = 30_000;
const noBytes = { written: 0, kept: 0 };

export async function startRestate(): Promise<RestateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-bench-restate-'));
  const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_ADDRESS: `127.0.0.1:${node}`,
    RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${node}`,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_LOG_FILTER: 'error',
  };
  const child = spawn(binary(), ['--base-dir', folder, '--node-name', 'bench', '--no-logo'], {
    env,
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  const ask = asker(`http://127.0.0.1:${admin}`);
  try {
    await ready(`http://127.0.0.1:${ingress}/restate/health`);
    await ready(`http://127.0.0.1:${admin}/health`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: new URL(`http://127.0.0.1:${ingress}`),
    register: async (uri) => {
      await ask('/deployments', { uri });
    },
    query: async (query) => {
      const { rows } = (await ask('/query', { query })) as { rows: Record<string, unknown>[] };
      return rows;
    },
    bytes: async () => (child.pid === undefined ? noBytes : bytesOf(child.pid, folder)),
    stop,
  };
}

/** The program itself, without the script that starts it. */
function binary(): string {
  const { platform, arch } = process;
  const name = `@restatedev/restate-server-${platform}-${arch}/bin/restate-server`;
  return createRequire(import.meta.url).resolve(name);
}

function asker(admin: string) {
  return async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(admin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Restate answers ${response.status} to ${path}: ${text}`);
    return JSON.parse(text);
  };
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok === true) return;
    await sleep(50);
  }
  throw new Error('The Restate server did not become ready.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What the process handed to the disk (proc_pid_io(5)), and what stands in its folder. */
async function bytesOf(pid: number, folder: string): Promise<OwnBytes> {
  const io = await readFile(`/proc/${pid}/io`, 'utf8').catch(() => '');
  const written = Number(/^write_bytes: (\d+)/m.exec(io)?.[1] ?? Number.NaN);
  const files = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(folder, file)).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      ),
    ),
  );
  return { written, kept: sizes.reduce((sum, size) => sum + size, 0) };
}
