/** Before a start: sees whether a former server still stands on the data, and waits or ends it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inUse, unusable } from './failures.ts';
import { readPassword, type Layout } from './folder.ts';
import { maintenance, sight, type Sighting } from './own.ts';
import { forget, isServing, readPostmaster, type Postmaster } from './postmaster.ts';

const lookPauseMs = 100;
const patienceMs = 30_000;

/**
 * How many looks in a row settle a question. An owner that died is seen for an instant longer; a
 * server that just started is seen before its owner took the lock; a socket comes after its file.
 */
const looks: Readonly<Record<Exclude<Sighting, 'busy'>, number>> = {
  held: 10,
  free: 30,
  silent: 3,
};

/**
 * Returns when no server runs on the data. Throws ONW-DATA-IN-USE when one has a living owner, or
 * is not done starting or stopping in half a minute.
 */
export async function makeWay(layout: Layout, report: (text: string) => void): Promise<void> {
  const password = await readPassword(layout);
  const deadline = AbortSignal.timeout(patienceMs);
  let last: Sighting | undefined;
  let inARow = 0;
  for (;;) {
    const postmaster = await readPostmaster(layout.data);
    if (!postmaster) return;
    const seen = await look(postmaster, layout, password);
    inARow = seen === last ? inARow + 1 : 1;
    if (last === undefined) report('looking whether the former database process is still there');
    last = seen;
    if (seen !== 'busy' && inARow >= looks[seen]) {
      if (seen === 'held') throw inUse();
      if (seen === 'silent') return forget(postmaster, layout.data);
      return stopOrphan(postmaster, layout.data, deadline);
    }
    if (deadline.aborted) throw inUse();
    await sleep(lookPauseMs);
  }
}

/** Asking by the socket comes first: it answers across containers, where process ids do not. */
async function look(
  { pid, sockets }: Postmaster,
  { data }: Layout,
  password: string,
): Promise<Sighting> {
  const seen = sockets === '' ? 'silent' : await sight(maintenance(sockets, password));
  return seen === 'silent' && (await isServing(pid, data)) ? 'busy' : seen;
}

/** A server whose owner and watchdog were both killed is stopped, since nobody would stop it. */
async function stopOrphan({ pid }: Postmaster, data: string, deadline: AbortSignal): Promise<void> {
  if (!(await isServing(pid, data))) throw inUse();
  process.kill(pid, 'SIGINT');
  while (await isServing(pid, data)) {
    if (deadline.aborted) throw unusable('a former PostgreSQL process does not stop; end it');
    await sleep(lookPauseMs);
  }
}
