/** Looks whether the cause is gone: nothing is called verified that cannot be seen. */
import type { Reads } from '../../store/index.ts';
import { journalOf } from './failed-orders.ts';
import type { Standing } from './standing.ts';
import type { Deed, Seen } from './types.ts';

type Looked = Omit<Deed, 'again'>;

/** `closed`: whether all orders of a retry were answered as done. */
export async function seenOf(
  { obligation, view }: Standing,
  { act, with: given }: Looked,
  closed: () => Promise<'done' | 'open' | 'otherwise'>,
): Promise<Seen> {
  if (act === 're-route') {
    const isTheirs = obligation?.owner === given.owner;
    return isTheirs ? { status: 'verified' } : { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  }
  if (act === 'retry') {
    // What was done once more is verified when its system shows it.
    if (obligation?.readBack !== undefined) return { status: 'unverified' };
    if (obligation !== undefined) return stillOpen(obligation.again, obligation.name);
    const how = await closed();
    if (how === 'done') return { status: 'verified' };
    return { status: 'failed', code: 'ONW-RECOVERY-OVERTAKEN' };
  }
  if (obligation === undefined) return { status: 'verified' };
  if (act === 'override' && view.state.status === 'ended') return { status: 'verified' };
  return { status: 'unverified' };
}

/** On its way, or answered otherwise than as done. */
function stillOpen(again: readonly string[] | undefined, name: string): Seen {
  if (again !== undefined && again.length > 0) return { status: 'unverified' };
  const outcome = name.slice(name.lastIndexOf(':') + 1);
  return { status: 'failed', code: codes[outcome] ?? 'ONW-RECOVERY-FAILED' };
}

const codes: Readonly<Record<string, `ONW-${string}`>> = {
  rejected: 'ONW-RECOVERY-REJECTED',
  exhausted: 'ONW-RECOVERY-EXHAUSTED',
  unknown: 'ONW-RECOVERY-UNKNOWN',
  unverified: 'ONW-RECOVERY-UNVERIFIED',
};

/** How the orders that a retry asked for once more were answered since. */
export async function closedSince(
  reads: Pick<Reads, 'journal'>,
  { view }: Standing,
  keyOf: (journey: number) => string,
): Promise<'done' | 'open' | 'otherwise'> {
  const journal = await journalOf(reads, view.id);
  const key = keyOf(view.id);
  const asked = journal.find(({ eventId }) => eventId === key);
  const input = asked?.body.input;
  if (asked === undefined || input?.kind !== 'control' || input.control !== 'retry') {
    return 'otherwise';
  }
  const left = new Set(input.orders.map((order) => order.key));
  for (const { seq, body } of journal) {
    const { input: after } = body;
    if (seq <= asked.seq || after.kind !== 'outcome' || after.outcome !== 'done') continue;
    left.delete(after.key);
  }
  return left.size === 0 ? 'done' : 'otherwise';
}
