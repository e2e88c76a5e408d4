/** The API as the console calls it, over a stage: answers must be as their contract says. */
import { expect } from 'vitest';
import { createApi } from '../src/api/index.ts';
import type { Api, ApiDeps } from '../src/api/index.ts';
import { PlaceCounter } from '../src/runtime/index.ts';
import type { Stage } from './stage.ts';

export interface Told {
  readonly [name: string]: unknown;
}

export interface Console {
  readonly api: Api;
  /** The answer, whose body fits the schema of its status. */
  ask(path: string, body?: object): Promise<{ readonly status: number; readonly told: Told }>;
  /** The body of an answer that must be a success. */
  get<T = Told>(path: string, body?: object): Promise<T>;
}

export function consoleOf(stage: Stage, more: Partial<ApiDeps> = {}): Console {
  const { engine, open } = stage;
  const clock = { now: () => stage.now };
  const counts = new PlaceCounter({
    work: open.work,
    program: () => engine.program,
    now: clock.now,
    wall: () => performance.now(),
  });
  const api = createApi({
    engine,
    reads: open.reads,
    clock,
    intake: {
      receive: () => Promise.resolve([]),
      receiveLine: () => Promise.resolve([]),
      receiveEvents: () => Promise.resolve([]),
    },
    work: { store: open.work, counts, activity: open.figures.activity },
    ready: () => Promise.resolve(true),
    log: () => undefined,
    ...more,
  });
  const ask: Console['ask'] = async (path, body) => {
    const method = body === undefined ? 'GET' : 'POST';
    const init =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await api.fetch(new Request(`http://localhost${path}`, { method, ...init }));
    const text = await answer.text();
    const told = (text === '' ? {} : JSON.parse(text)) as Told;
    expectContract(api.routes, { method, path, status: answer.status, told });
    return { status: answer.status, told };
  };
  return {
    api,
    ask,
    get: async <T = Told>(path: string, body?: object) => {
      const { status, told } = await ask(path, body);
      expect(status, JSON.stringify(told)).toBeLessThan(300);
      return told as T;
    },
  };
}

interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly told: Told;
}

/** What is answered is what the contract of its route says of such a status. */
export function expectContract(routes: Api['routes'], answered: Answered): void {
  const { method, path, status, told } = answered;
  const [pathname = ''] = path.split('?', 1);
  const documented = routes.find((route) => {
    const pattern = new RegExp(`^${route.path.replaceAll(/:[a-z]+/gu, '[^/]+')}$`, 'u');
    const isIt = route.method === method && pattern.test(pathname);
    return isIt && route.responses[status] !== undefined;
  });
  const words = JSON.stringify(told).slice(0, 300);
  expect(documented, `${method} ${path}: ${status} ${words}`).toBeDefined();
  const schema = documented?.responses[status]?.schema;
  expect(schema?.safeParse(told).error?.issues ?? []).toEqual([]);
}
