/**
 * What came before its time was an exception then. It is told again to a journey that has a way on
 * for it by now: the step itself is asked, on a copy.
 */
import { isWhole, step } from '../../core/index.ts';
import type { State } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { Store } from '../../store/index.ts';
import type { Suspect } from './settling.ts';

/** Leaves out what was too early, and still leads nowhere. */
export async function wanted(
  suspects: readonly Suspect[],
  parts: { readonly store: Store; now(): number },
): Promise<readonly Suspect[]> {
  const early = suspects.filter(({ differs }) => differs.believed?.isEarly === true);
  if (early.length === 0) return suspects;
  const states = await statesOf(early, parts.store);
  const useless = new Set<Suspect>();
  for (const suspect of early) {
    const state = states.get(suspect.journey?.id ?? -1);
    const leads = state !== undefined && (await leadsOn(suspect, state, parts));
    if (!leads) useless.add(suspect);
  }
  return suspects.filter((each) => !useless.has(each));
}

async function statesOf(
  suspects: readonly Suspect[],
  { reconciling }: Store,
): Promise<ReadonlyMap<number, State>> {
  const ids = [...new Set(suspects.flatMap(({ journey }) => journey?.id ?? []))];
  const rows = await Promise.all(
    [...Map.groupBy(ids, cellOf)].map(([cell, each]) => reconciling.states(cell, each)),
  );
  return new Map(rows.flat().map(({ id, state }) => [id, state]));
}

async function leadsOn(
  { journey, differs }: Suspect,
  state: State,
  parts: { readonly store: Store; now(): number },
): Promise<boolean> {
  const { event } = differs.found ?? {};
  if (journey === undefined || event === undefined) return false;
  const program = await parts.store.program(cellOf(journey.id), journey.program);
  if (!isWhole(program, state)) return false;
  const { type, source, id, occurredAt, data } = event;
  const input = { kind: 'event', type, source, id, occurredAt, data } as const;
  const result = step(program, state, input, parts.now());
  const taken = result.kind === 'stepped' ? result.entries : [];
  return taken.some((entry) => entry.kind === 'taken' && entry.how === 'handled');
}
