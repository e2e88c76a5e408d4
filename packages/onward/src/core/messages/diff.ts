/** What a change of state means for planned messages: kept, moved, cancelled, added. */
import type { Intent } from './types.ts';

export interface Difference {
  /** The same message, about the same instant. */
  readonly keep: readonly Intent[];
  /** The same words about another instant. */
  readonly move: readonly { readonly from: Intent; readonly to: Intent }[];
  readonly cancel: readonly Intent[];
  readonly add: readonly Intent[];
}

/** Compares two plans of one journey. */
export function diff(before: readonly Intent[], after: readonly Intent[]): Difference {
  const known = new Map(before.map((intent) => [intent.key, intent]));
  const keep = after.filter(({ key }) => known.has(key));
  for (const { key } of keep) known.delete(key);
  const gone = new Map([...known.values()].map((intent) => [intent.what, intent]));
  const move: { from: Intent; to: Intent }[] = [];
  const add: Intent[] = [];
  const kept = new Set(keep);
  for (const to of after) {
    if (kept.has(to)) continue;
    const from = gone.get(to.what);
    if (from === undefined) add.push(to);
    else move.push({ from, to });
    gone.delete(to.what);
  }
  return { keep, move, cancel: [...gone.values()], add };
}
