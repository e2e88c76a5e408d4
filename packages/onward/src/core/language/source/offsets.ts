/** A tree of text offsets beside the plain data, so that a finding can say its line and column. */
import type { Path } from '../problem.ts';

export interface Offsets {
  /** Offset of the value. */
  readonly value: number;
  /** Offset of the key it stands under; of the value itself in a list. */
  readonly key: number;
  readonly parts: ReadonlyMap<string, Offsets>;
}

/** The offset of the value or key at a path; of the nearest parent's key when it is not there. */
export function locateIn(root: Offsets | undefined, path: Path, key: boolean): number {
  if (root === undefined) return 0;
  let offsets = root;
  for (const part of path) {
    const next = offsets.parts.get(String(part));
    if (next === undefined) return offsets.key;
    offsets = next;
  }
  return key ? offsets.key : offsets.value;
}
