/** Where outside ids go in the vault: under which ref, and sealed with whose data key. */
import type { OutsideRef } from './seal-facts.ts';
import type { FoundRow, WrappedKey } from './store.ts';

/** All that is sealed with one data key; `wrapped` is absent while the key is still to be made. */
export interface Group {
  readonly id: string;
  readonly wrapped?: WrappedKey;
}

/** One id in the vault, as it is or as it is to be. */
export interface Planned {
  /** The canonical ref. */
  readonly ref: string;
  readonly group: Group;
  readonly rides: boolean;
  /** The data key that a row which is there was sealed with; absent for a new row. */
  readonly was?: string;
  /** What to seal, where anything changes. */
  readonly outside?: OutsideRef;
}

/**
 * Places each id, by every hash that leads to it. What is known keeps its ref and its group. What
 * is new joins the ref that it stands beside. An id that rode along with one subject leaves: to its
 * own group when it turns out to be somebody's own, or to a group of nobody's when it comes with
 * others as well. So nobody's id is erased with somebody else.
 *
 * @param freshId makes the id of a new data key
 */
export function planVault(
  refs: readonly OutsideRef[],
  found: readonly FoundRow[],
  freshId: () => string,
): ReadonlyMap<string, Planned> {
  const places = new Map<string, Planned>();
  for (const { hash, row, key } of found) {
    const group = { id: row.key, wrapped: key };
    places.set(hash, { ref: row.ref, group, rides: row.rides, was: row.key });
  }
  const fresh = (): Group => ({ id: freshId() });
  for (const outside of refs.toSorted(besideLast)) {
    const hashes = [outside.ref, ...(outside.older ?? [])];
    const known = hashes.map((hash) => places.get(hash)).find((each) => each !== undefined);
    const anchor = outside.beside === undefined ? undefined : places.get(outside.beside);
    const placed =
      known === undefined
        ? join(outside, anchor?.group ?? fresh(), anchor !== undefined)
        : settle(known, { outside, anchor, fresh });
    const all = known === undefined ? hashes : [...hashes, known.ref];
    for (const hash of all) places.set(hash, placed);
  }
  return places;
}

/** Whoever others stand beside comes first. */
function besideLast(a: OutsideRef, b: OutsideRef): number {
  return Number(a.beside !== undefined) - Number(b.beside !== undefined);
}

function join(outside: OutsideRef, group: Group, isBeside: boolean): Planned {
  return { ref: outside.ref, group, rides: isBeside && outside.rides === true, outside };
}

interface Coming {
  readonly outside: OutsideRef;
  readonly anchor: Planned | undefined;
  readonly fresh: () => Group;
}

function settle(known: Planned, { outside, anchor, fresh }: Coming): Planned {
  if (!known.rides) return known;
  if (outside.rides !== true) {
    return { ...known, group: anchor?.group ?? fresh(), rides: false, outside };
  }
  // Data that comes beside nobody says nothing about whose it is.
  if (anchor === undefined || anchor.group.id === known.group.id) return known;
  return { ...known, group: fresh(), rides: false, outside };
}
