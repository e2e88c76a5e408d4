/** Asks systems once more for what did not fit: mappings are mended, and outages end. */
import type { OperationalEvent } from '../core/index.ts';
import type { Dispatch } from './dispatch.ts';
import type { Quarantine, Refetch } from './quarantine.ts';

export interface RefetchParts {
  readonly quarantine: Pick<Quarantine, 'take' | 'close'>;
  readonly dispatch: Pick<Dispatch, 'refetch'>;
  /** Makes events durable. */
  commit(events: readonly OperationalEvent[]): Promise<unknown>;
  nowMs(): number;
}

export interface Refetched {
  /** Items whose events are durable now. */
  readonly refetched: number;
  /** Items that their system no longer has, or that were refused too often. */
  readonly givenUp: number;
  /** Items that are tried again later. */
  readonly left: number;
}

const pageSize = 50;
const mostTries = 12;
/** An item that was tried rests for so long. */
const restMs = 600_000;

/** Tries every open item that is due, once. */
export async function refetch(parts: RefetchParts): Promise<Refetched> {
  const { quarantine } = parts;
  const ends = { refetched: 0, 'given-up': 0, open: 0 };
  for (;;) {
    const items = await quarantine.take({ now: parts.nowMs(), forMs: restMs, limit: pageSize });
    for (const item of items) {
      const end = await once(item, parts);
      ends[end] += 1;
      if (end !== 'open') await quarantine.close(item.id, end);
    }
    if (items.length < pageSize) break;
  }
  return { refetched: ends.refetched, givenUp: ends['given-up'], left: ends.open };
}

async function once(
  { system, again, tries }: Refetch,
  parts: RefetchParts,
): Promise<'refetched' | 'given-up' | 'open'> {
  const later = tries >= mostTries ? 'given-up' : 'open';
  try {
    const found = await parts.dispatch.refetch(system, again);
    if (found.kind === 'retry') return later;
    if (found.kind === 'nothing') return 'given-up';
    if (found.refusals.length > 0) return later;
    if (found.events.length > 0) await parts.commit(found.events);
    return 'refetched';
  } catch {
    return later;
  }
}
