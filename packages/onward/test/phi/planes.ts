/** Both planes as processes, or one that holds both, with everything around them recorded. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startProcess } from '../process.ts';
import type { Started } from '../process.ts';
import type { Outside } from './outside.ts';
import { writeProgram } from './program.ts';
import { startRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';

export interface Planes {
  /** Of systems and of browsers that show briefs. */
  readonly edgeUrl: string;
  readonly mllpPort: number;
  /** The API, behind a relay that records. */
  readonly apiUrl: string;
  /** The API without the relay, for callers whose own words hold people. */
  readonly bareUrl: string;
  readonly pid: number;
  readonly edgePid: number;
  /** Folders of data, by plane; one folder where both share a process. */
  readonly folders: Readonly<Record<string, string>>;
  /** Where the relays keep what was said. */
  readonly records: string;
  /** All that the processes said about themselves so far, by plane. */
  logs(): Readonly<Record<string, string>>;
  /** Ends all processes as a crash does, and starts them again on the same data. */
  crash(): Promise<void>;
  /** Ends them for good, as a crash does, and completes the records; once. */
  end(): Promise<void>;
}

const token = 'what-both-planes-know';

export async function startPlanes(
  folder: string,
  outside: Outside,
  form: 'one' | 'two',
): Promise<Planes> {
  const program = join(folder, 'program');
  const records = join(folder, 'records');
  await mkdir(records, { recursive: true });
  await writeProgram(program);
  const api = await startRecorder(records, 'callers');
  const between = await startRecorder(records, 'edge');
  const [edgePort, mllpPort] = [await freePort(), await freePort()];
  const at = { folder, program, edgePort, mllpPort, env: outside.variables };
  const logs: Record<string, string> = {};
  let isOver = false;
  let running = await start(form, { ...at, api, between });
  const note = (): void => {
    for (const [name, each] of Object.entries(running))
      logs[name] = (logs[name] ?? '') + each.said();
  };
  return {
    edgeUrl: `http://127.0.0.1:${edgePort}`,
    mllpPort,
    apiUrl: api.url,
    get bareUrl() {
      return running.coordinator.url;
    },
    get pid() {
      return running.coordinator.pid;
    },
    get edgePid() {
      return (running.edge ?? running.coordinator).pid;
    },
    folders: {
      coordinator: join(folder, 'coordinator'),
      ...(form === 'two' ? { edge: join(folder, 'edge') } : {}),
    },
    records,
    logs() {
      const now = Object.entries(running).map(([name, each]) => {
        return [name, (logs[name] ?? '') + each.said()] as const;
      });
      return Object.fromEntries(now);
    },
    async crash() {
      note();
      await Promise.all(Object.values(running).map((each) => each.kill()));
      running = await start(form, { ...at, api, between });
    },
    async end() {
      if (isOver) return;
      isOver = true;
      note();
      await Promise.all(Object.values(running).map((each) => each.kill()));
      await api.close();
      await between.close();
    },
  };
}

interface Place {
  readonly folder: string;
  readonly program: string;
  readonly edgePort: number;
  readonly mllpPort: number;
  readonly env: Readonly<Record<string, string>>;
  readonly api: Recorder;
  readonly between: Recorder;
}

interface Running {
  readonly coordinator: Started;
  readonly edge?: Started;
  readonly [name: string]: Started;
}

async function start(form: 'one' | 'two', place: Place): Promise<Running> {
  const { folder, program, edgePort, mllpPort, env, api, between } = place;
  const level = ['--log-level', 'debug'];
  const data = ['--data', join(folder, 'coordinator')];
  const outward = ['--private-host', '127.0.0.1', '--mllp-port', String(mllpPort)];
  const base = ['serve', program, '--port', '0', ...data, ...level];
  const url = ['--edge-url', `http://127.0.0.1:${edgePort}`];
  if (form === 'one') {
    const here = ['--edge-port', String(edgePort)];
    const coordinator = await startProcess([...base, ...here, ...outward], env);
    api.lead(Number(new URL(coordinator.url).port));
    return { coordinator };
  }
  const secret = { ONWARD_EDGE_TOKEN: token };
  // The coordinator has none of the systems' secrets, and needs none.
  const coordinator = await startProcess([...base, '--edge-away', ...url], secret);
  for (const each of [api, between]) each.lead(Number(new URL(coordinator.url).port));
  const words = ['edge', '--coordinator', between.url, '--port', String(edgePort)];
  const own = ['--data', join(folder, 'edge'), ...outward, ...level];
  const edge = await startProcess([...words, ...own], { ...env, ...secret });
  return { coordinator, edge };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return port;
}
