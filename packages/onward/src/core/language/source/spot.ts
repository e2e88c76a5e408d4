/** A tree of text offsets beside the plain data, so that a finding can say its line and column. */
import type { Path } from '../problem.ts';

export interface Spot {
  /** Offset of the value. */
  readonly value: number;
  /** Offset of the key it stands under; of the value itself in a list. */
  readonly key: number;
  readonly parts: ReadonlyMap<string, Spot>;
}

/** The offset of the value or key at a path; of the nearest parent's key when it is not there. */
export function locateIn(root: Spot | undefined, path: Path, key: boolean): number {
  if (root === undefined) return 0;
  let spot = root;
  for (const part of path) {
    const next = spot.parts.get(String(part));
    if (next === undefined) return spot.key;
    spot = next;
  }
  return key ? spot.key : spot.value;
}
