/** Starts workers, gives them their shares, and adds up what they did. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { heapFlags } from '../../packages/onward/src/cli/compose/memory.ts';
import type { Connection } from '../../packages/onward/src/store/index.ts';
import type { WorkerAnswer, WorkerOrder } from './worker.ts';

const file = fileURLToPath(new URL('worker.ts', import.meta.url));

export interface Workers {
  readonly pids: readonly number[];
  /** From the start of the processes until the last of them takes events. */
  readonly startMs: number;
  /** Tells each its own order, all at the same time. */
  tell(orderOf: (party: number) => WorkerOrder): Promise<readonly WorkerAnswer[]>;
  stop(): Promise<void>;
}

/** So many processes on one database. */
export async function startWorkers(
  processes: number,
  place: { readonly connection: Connection; readonly schema: string },
): Promise<Workers> {
  const began = performance.now();
  const args = [JSON.stringify(place.connection), place.schema];
  const children = Array.from({ length: processes }, () =>
    fork(file, args, { execArgv: heapFlags }),
  );
  await Promise.all(children.map(answerOf));
  return {
    pids: children.map(({ pid = 0 }) => pid),
    startMs: performance.now() - began,
    tell: (orderOf) =>
      Promise.all(
        children.map((child, party) => {
          const answered = answerOf(child);
          child.send(orderOf(party));
          return answered;
        }),
      ),
    stop: async () => {
      const gone = children.map((child) => once(child, 'exit'));
      for (const child of children) child.disconnect();
      await Promise.all(gone);
    },
  };
}

async function answerOf(child: ChildProcess): Promise<WorkerAnswer> {
  const ended = once(child, 'exit').then((): [WorkerAnswer] => [{ failed: 'A worker ended.' }]);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [WorkerAnswer];
  if (answer.failed !== undefined) throw new Error(answer.failed);
  return answer;
}
