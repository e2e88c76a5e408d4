/**
 * Parking: a person holds a journey on purpose; its clocks rest, and a review date keeps it owned.
 */
import type { Parking } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { afresh, parkSlot } from './draft.ts';
import { offHold } from './hold.ts';
import type { Obligation } from './types.ts';

/**
 * Rests every obligation of a place and opens the park's own; parking again only changes the terms.
 */
export function park(draft: Draft, parking: Parking): void {
  const before = draft.obligations.find((each) => each.slot === parkSlot);
  if (before !== undefined) draft.close(before);
  const open = draft.obligations.filter((each) => each.slot < parkSlot);
  const resting = open.map((each) => offHold(each, draft.now));
  draft.obligations = draft.obligations.filter((each) => each.slot > parkSlot);
  draft.parked =
    draft.parked === undefined
      ? { parking, since: draft.now, resting }
      : { ...draft.parked, parking };
  const { owner, reason } = parking;
  draft.say({ kind: 'parked', owner, reason });
  const due = draft.dueIn(parking.reviewEvery, owner);
  const step = draft.root()?.step ?? '';
  draft.open({ slot: parkSlot, kind: 'park', name: reason, step, track: '', owner, due });
}

/**
 * Wakes the resting obligations: the time that was left is left still; the overdue start afresh.
 */
export function resume(draft: Draft): void {
  const { parked } = draft;
  if (parked === undefined) return;
  const held = draft.obligations.find((each) => each.slot === parkSlot);
  if (held !== undefined) draft.close(held);
  draft.parked = undefined;
  for (const obligation of parked.resting) {
    draft.obligations.push(awake(draft, obligation, parked.since));
  }
  draft.say({ kind: 'resumed' });
}

function awake(draft: Draft, obligation: Obligation, since: number): Obligation {
  const step = draft.stepNamed(obligation.step);
  const left = obligation.due - since;
  if (!('within' in step)) return { ...obligation, due: draft.now + Math.max(left, 0) };
  const { within, owner } = step;
  // A deadline that hangs on a fact does not wait for anyone; the fact may have changed meanwhile.
  const isFixed = within.kind === 'fact' && draft.facts[within.fact] !== undefined;
  const due = isFixed ? draft.due(within, owner) : draft.now + left;
  if (due > draft.now) return { ...obligation, due };
  const span = within.kind === 'fact' ? within.otherwise : within;
  return afresh(obligation, owner, draft.dueIn(span, owner));
}
