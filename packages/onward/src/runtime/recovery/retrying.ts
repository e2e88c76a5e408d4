/**
 * Whether what failed may be sent once more: only what was certainly not done, or what its system
 * does once under its key.
 */
import { declared } from '../../core/index.ts';
import type { Obligation, Program, Reorder } from '../../core/index.ts';
import type { Lost, Reads, RestoredRow } from '../../store/index.ts';
import type { Outlet } from '../types.ts';
import { failedOrders, journalOf } from './failed-orders.ts';
import type { Refusal } from './types.ts';

export interface RetryParts {
  readonly reads: Pick<Reads, 'journal'>;
  readonly idempotent: Outlet['idempotent'];
  /** What was lost in the last restore, and how the journey went on; nothing where none was. */
  lost(journey: number): Promise<LostOf | undefined>;
}

interface LostOf {
  readonly lost: Lost;
  readonly row: RestoredRow | undefined;
}

export type Retryable =
  | { readonly kind: 'orders'; readonly orders: readonly Reorder[] }
  | { readonly kind: 'refused'; readonly why: Refusal };

/** The orders of an exception with the keys that they were sent under, or why they stay. */
export async function retryable(
  { id, program }: { readonly id: number; readonly program: Program },
  exception: Obligation,
  parts: RetryParts,
): Promise<Retryable> {
  if ((exception.again?.length ?? 0) > 0) return refused('ONW-RECOVERY-UNDER-WAY', underWay);
  const found = failedOrders(program, await journalOf(parts.reads, id), exception);
  if (found.length === 0) return refused('ONW-RECOVERY-NO-ORDER', noOrder);
  const restored = await parts.lost(id);
  const orders: Reorder[] = [];
  for (const { order, outcome } of found) {
    const { key, passing, ...rest } = order;
    const effect = { kind: 'command', index: 0, passing, ...rest } as const;
    // One that was done, and is not shown, may have been done all the same.
    const mayBeDone = outcome === 'unknown' || outcome === 'done';
    if (mayBeDone && !parts.idempotent({ program, effect })) {
      return refused('ONW-RECOVERY-UNSAFE', unsafe);
    }
    const epoch = restored && epochOf(id, Number.parseInt(key, 10), restored);
    // What is in doubt may have been done under a key that nobody knows any more.
    const isDoubtful = restored !== undefined && mayBeDone;
    if (epoch === 'unsure' || isDoubtful) return refused('ONW-RECOVERY-RESTORED', lostKey);
    orders.push(epoch === undefined || epoch === 0 ? order : { ...order, epoch });
  }
  return { kind: 'orders', orders };
}

/** Under which restore an order was asked for; 0: none. */
function epochOf(journey: number, seq: number, { lost, row }: LostOf): number | 'unsure' {
  if (row !== undefined && seq > row.fromSeq) return row.epoch;
  if (row === undefined && journey >= lost.firstNumber) return lost.epoch;
  return lost.epoch === 1 ? 0 : 'unsure';
}

function refused(code: Refusal['code'], message: string): Retryable {
  return { kind: 'refused', why: { code, message: declared(message) } };
}

const underWay = 'The order is on its way once more already; wait for what comes of it.';
const noOrder = 'The journal does not hold the order any more; ask for it in its own system.';
const unsafe =
  'Nobody knows whether it was done, and the system may do it twice; look there first.';
const lostKey = 'It may have been done in what a restored backup has lost; look there first.';
