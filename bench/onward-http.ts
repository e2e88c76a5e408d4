/**
 * Onward over HTTP: a server in a process of its own, and CloudEvents sent to the door of trusted
 * senders. More is done than in process: outside ids are sealed, and kept in the edge's vault.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { heapFlags } from '../packages/onward/src/cli/compose/memory.ts';
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import { openPool } from './database.ts';
import { openLine } from './http-line.ts';
import type { HttpLine, HttpRequest } from './http-line.ts';
import { verifyOnward } from './onward.ts';
import type { Open } from './system.ts';
import { shareOf, together } from './workload.ts';

const server = fileURLToPath(new URL('http-server.ts', import.meta.url));
/** Senders that each wait for an answer: as in process, and more where each sends one event. */
const linesAlone = 128;
const linesBatched = 40;

/** A sender with so many events in each request. */
export function openOnwardHttp(eventsPerRequest: number): Open {
  return async ({ connection, schema }) => {
    const args = [JSON.stringify(connection), schema];
    const child = fork(server, args, { execArgv: heapFlags });
    const gone = once(child, 'exit');
    const [url] = (await once(child, 'message')) as [string];
    const parties = eventsPerRequest === 1 ? linesAlone : linesBatched;
    const lines = await Promise.all(
      Array.from({ length: parties }, () => openLine(new URL(url), 202)),
    );
    const pool = openPool(connection, 1);
    const idle = async (): Promise<void> => {
      const answered = once(child, 'message');
      child.send('idle');
      await answered;
    };
    const free = lineKeeper(lines);
    return {
      run: async (workload) => {
        await together(parties, async (party) => {
          const line = lines[party];
          const share = { party, parties, chunk: eventsPerRequest };
          for (const events of shareOf(workload, share)) await line?.send(requestOf(events));
        });
        await idle();
      },
      take: (event) => free((line) => line.send(requestOf([event])).then(() => undefined)),
      settle: idle,
      verify: (workload) => verifyOnward(pool, schema, workload),
      close: async () => {
        for (const line of lines) line.close();
        await pool.end();
        child.disconnect();
        await gone;
      },
    };
  };
}

const single = 'application/cloudevents+json';
const batch = 'application/cloudevents-batch+json';

function requestOf(events: readonly OperationalEvent[]): HttpRequest {
  const items = events.map(({ id, type, source, occurredAt, data }) => {
    return { specversion: '1.0', id, source, type, time: new Date(occurredAt).toISOString(), data };
  });
  const [only] = items;
  const isOne = items.length === 1;
  return {
    path: '/v1/events',
    headers: { 'content-type': isOne ? single : batch },
    body: JSON.stringify(isOne ? only : items),
  };
}

/** Gives each call a line that nobody uses, the next one that is given back where none is free. */
function lineKeeper(lines: readonly HttpLine[]) {
  const free = [...lines];
  const waiting: ((line: HttpLine) => void)[] = [];
  return async <T>(use: (line: HttpLine) => Promise<T>): Promise<T> => {
    const line = free.pop() ?? (await new Promise<HttpLine>((resolve) => waiting.push(resolve)));
    try {
      return await use(line);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(line);
      else next(line);
    }
  };
}
