/**
 * The orders that an exception is about, as they were asked for: found in the journal, and read off
 * the very step that asked for them, since a journey is the fold of its journal.
 */
import { recallInput, step } from '../../core/index.ts';
import type {
  Effect,
  Obligation,
  OutcomeClass,
  Program,
  Reorder,
  State,
} from '../../core/index.ts';
import type { JournalView, Reads } from '../../store/index.ts';

export interface FailedOrder {
  readonly order: Reorder;
  /** How it ended last. */
  readonly outcome: OutcomeClass;
}

const pageSize = 500;

export async function journalOf(
  reads: Pick<Reads, 'journal'>,
  journey: number,
): Promise<readonly JournalView[]> {
  const all: JournalView[] = [];
  for (let after = 0; ;) {
    const page = await reads.journal(journey, { after, limit: pageSize });
    all.push(...page);
    after = page.at(-1)?.seq ?? 0;
    if (page.length < pageSize) return all;
  }
}

/** Keys of orders that ended as the exception says, and how each ended last. */
function failuresOf(
  journal: readonly JournalView[],
  { name, opened, orders }: Obligation,
): ReadonlyMap<string, OutcomeClass> {
  const last = new Map<string, OutcomeClass>();
  const told = new Set(orders);
  for (const { seq, body } of journal) {
    const { input, entries } = body;
    if (input.kind !== 'outcome') continue;
    last.set(input.key, input.outcome);
    if (orders !== undefined || seq < opened) continue;
    if (`${input.name}:${input.outcome}` !== name) continue;
    const isOurs = entries.some((entry) => {
      return (
        (entry.kind === 'taken' && entry.how === 'exception') ||
        (entry.kind === 'opened' && entry.name === name)
      );
    });
    if (isOurs) told.add(input.key);
  }
  return new Map(
    [...told].flatMap((key) => {
      const outcome = last.get(key);
      return outcome === undefined ? [] : [[key, outcome] as const];
    }),
  );
}

/** Empty where the journal does not hold them: then nothing may be sent. */
export function failedOrders(
  program: Program,
  journal: readonly JournalView[],
  exception: Obligation,
): readonly FailedOrder[] {
  const failures = failuresOf(journal, exception);
  const found: FailedOrder[] = [];
  const last = Math.max(0, ...[...failures.keys()].map((key) => Number.parseInt(key, 10)));
  let state: State | null = null;
  for (const row of journal) {
    if (row.seq > last) break;
    const result = step(program, state, recallInput(row.body.input, row), row.at);
    if (result.kind === 'refused') return [];
    state = result.state;
    for (const effect of result.effects) {
      const order = orderOf(effect, row.seq);
      const outcome = order && failures.get(order.key);
      if (order !== undefined && outcome !== undefined) found.push({ order, outcome });
    }
  }
  return found.length === failures.size ? found : [];
}

function orderOf(effect: Effect, seq: number): Reorder | undefined {
  if (effect.kind !== 'command' || effect.again !== undefined) return undefined;
  const { kind: _kind, index, again: _none, ...rest } = effect;
  return { key: `${seq}.${index}`, ...rest };
}
