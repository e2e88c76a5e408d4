/** A journey as it was known at a time: the fold of its journal up to then. */
import { recallInput, step } from '../core/index.ts';
import type { State } from '../core/index.ts';
import type { JourneyView, Reads } from '../store/index.ts';

const pageSize = 500;

/**
 * What was taken after `at` is left out, whenever it happened outside. Undefined where nothing had
 * been taken by then.
 */
export async function asOf(
  reads: Pick<Reads, 'journal'>,
  view: JourneyView,
  at: number,
): Promise<JourneyView | undefined> {
  const { id, program } = view;
  let state: State | null = null;
  let last = at;
  for (let after = 0; ;) {
    const page = await reads.journal(id, { after, limit: pageSize });
    for (const row of page) {
      if (row.at > at) return told(view, state, last);
      const result = step(program, state, recallInput(row.body.input, row), row.at);
      // A chain that does not fold is told of by the audit; here it ends where it breaks.
      if (result.kind === 'refused') return told(view, state, last);
      ({ state } = result);
      last = row.at;
      after = row.seq;
    }
    if (page.length < pageSize) return told(view, state, last);
  }
}

function told(view: JourneyView, state: State | null, last: number): JourneyView | undefined {
  if (state === null) return undefined;
  const { endedAt: _now, ...rest } = view;
  return state.status === 'ended' ? { ...rest, state, endedAt: last } : { ...rest, state };
}
