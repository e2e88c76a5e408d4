/**
 * A deadline passes: look it up, climb the ladder, take the way on, or park; it never just stays.
 */
import type { Overdue, Step } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { redeliver } from './deliver.ts';
import { putOff } from './hold.ts';
import { raiseFor, take } from './move.ts';
import { park } from './park.ts';
import { askBack, giveUpReading } from './read-back.ts';
import type { Held, Obligation } from './types.ts';

/**
 * Fires everything that is due by now, in order of due time. Returns false when nothing was. What
 * was kept is tried again after each, so that several at once are as one after the other. What
 * waits for a system on hold is put off instead.
 */
export function applyDeadline(draft: Draft, held?: Held): boolean {
  const due = draft.obligations.filter((each) => each.due <= draft.now);
  const expired = draft.deferred.filter((each) => each.expires <= draft.now);
  for (const obligation of due.toSorted((a, b) => a.due - b.due || a.slot - b.slot)) {
    if (!draft.obligations.includes(obligation)) continue;
    if (putOff(draft, obligation, held)) continue;
    fire(draft, obligation);
    redeliver(draft);
  }
  for (const kept of expired) {
    if (!draft.deferred.includes(kept)) continue;
    draft.deferred = draft.deferred.filter((each) => each !== kept);
    draft.say({ kind: 'taken', what: kept.event.type, how: 'exception', reason: 'kept-too-long' });
    raiseFor(draft, kept.event);
  }
  return due.length + expired.length > 0;
}

/** What follows when this obligation is not met. Afterwards it is closed, or due again later. */
export function fire(draft: Draft, obligation: Obligation): void {
  const step = draft.journey.steps[obligation.step];
  if (obligation.kind === 'exception' || obligation.kind === 'ad-hoc') {
    const { escalate, every } = draft.program.exceptions;
    climb(draft, obligation, { escalate, every });
    lookAgain(draft, obligation);
  } else if (obligation.readBack !== undefined && step?.kind === 'command') {
    giveUpReading(draft, obligation);
    goOn(draft, obligation, step.unknown);
  } else if (obligation.kind === 'park') {
    review(draft, obligation, step);
  } else if (step?.kind === 'wait') {
    goOn(draft, obligation, step.then);
  } else if (step?.kind === 'depends' && obligation.started !== true) {
    draft.say({ kind: 'overdue', name: obligation.name, owner: obligation.owner });
    goOn(draft, obligation, step.neverStarted);
  } else if (step !== undefined && 'overdue' in step) {
    climb(draft, obligation, step.overdue);
  }
}

/** Who is told that a system does not show what was written: perhaps it does by now. */
function lookAgain(draft: Draft, { slot, opened }: Obligation): void {
  const still = draft.obligations.find((each) => each.slot === slot && each.opened === opened);
  if (still !== undefined) askBack(draft, still);
}

function review(draft: Draft, obligation: Obligation, step: Step | undefined): void {
  const { owner, name } = obligation;
  const every =
    draft.parked?.parking.reviewEvery ?? (step?.kind === 'park' ? step.within : undefined);
  const due = draft.dueIn(every ?? draft.program.exceptions.every, owner);
  draft.change(obligation, { due, overdue: true });
  draft.say({ kind: 'overdue', name, owner });
}

function climb(draft: Draft, obligation: Obligation, overdue: Overdue): void {
  const { name, owner, level } = obligation;
  draft.say({ kind: 'overdue', name, owner });
  if (overdue.lookUp !== undefined && obligation.lookUp === undefined) {
    askLookUp(draft, obligation, overdue.lookUp);
    return;
  }
  const rung = overdue.escalate[level];
  if (rung !== undefined) {
    const due = draft.dueIn(overdue.every ?? draft.program.exceptions.every, rung);
    draft.change(obligation, { owner: rung, level: level + 1, due, overdue: true });
    draft.say({ kind: 'escalated', name, owner: rung, level: level + 1, due });
  } else if (overdue.then !== undefined) {
    goOn(draft, obligation, overdue.then);
  } else if (overdue.park !== undefined) {
    park(draft, overdue.park);
  } else {
    remind(draft, obligation, overdue);
  }
}

/** The last rung is asked again and again, whoever was given it meanwhile. */
function remind(draft: Draft, obligation: Obligation, overdue: Overdue): void {
  const owner = overdue.escalate.at(-1) ?? obligation.owner;
  const due = draft.dueIn(overdue.every ?? draft.program.exceptions.every, owner);
  draft.change(obligation, { owner, due, overdue: true });
}

function askLookUp(
  draft: Draft,
  obligation: Obligation,
  lookUp: NonNullable<Overdue['lookUp']>,
): void {
  const { system, name, withinMs } = lookUp;
  const key = draft.ask(
    { kind: 'look-up', system, name, step: obligation.step },
    `${system}.${name}`,
  );
  draft.change(obligation, { lookUp: key, due: draft.now + withinMs, overdue: true });
}

/**
 * Takes the way on; where that leads nowhere else, the obligation becomes due again, and a person
 * is told.
 */
function goOn(draft: Draft, obligation: Obligation, then: Overdue['then'] & object): void {
  const place = draft.places.find(
    (each) => each.step === obligation.step && each.track === obligation.track,
  );
  if (place === undefined || !take(draft, then, place)) {
    draft.raise(`${obligation.name}:overdue`, obligation.owner, obligation.step);
  }
  const still = draft.obligations.find(
    (each) => each.slot === obligation.slot && each.opened === obligation.opened,
  );
  if (still !== undefined && still.due <= draft.now) remind(draft, still, { escalate: [] });
}

/**
 * After a fault: what was due is asked again later, so that the same fault does not come at once.
 */
export function postponeDue(draft: Draft): void {
  for (const obligation of [...draft.obligations]) {
    if (obligation.due <= draft.now) remind(draft, obligation, { escalate: [] });
  }
  const expires = draft.now + 86_400_000;
  draft.deferred = draft.deferred.map((kept) => {
    return kept.expires <= draft.now ? { ...kept, expires } : kept;
  });
}
