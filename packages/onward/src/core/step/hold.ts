/**
 * Hold: while a system is out, nobody is late for what it alone can say or do; what is a matter of
 * safety is checked by hand meanwhile.
 */
import { turnAt, turnOf } from '../clocks/index.ts';
import type { Journey, Span, Step } from '../language/model.ts';
import type { Draft } from './draft.ts';
import type { Held, HoldInput, Obligation, State } from './types.ts';

/** The beginning of the name of a check by hand; what must be checked follows. */
export const byHand = 'check-by-hand:';

/** The system that a step waits for as such; undefined for one that waits for a person or time. */
export function systemOf(step: Step | undefined): string | undefined {
  switch (step?.kind) {
    case 'await':
      return step.from;
    case 'command':
      return step.call.system;
    case 'message':
      return step.via;
    case 'task':
    case 'wait':
    case 'decide':
    case 'tracks':
    case 'depends':
    case 'park':
    case 'end':
    case undefined:
      return undefined;
  }
}

/** The systems without which an obligation cannot be met now, the one it is about first. */
export function systemsOf({ steps }: Journey, obligation: Obligation): readonly string[] {
  const { kind, lookUp, command, readBack } = obligation;
  const step = steps[obligation.step];
  // What stands beside the plan is for people.
  if (step === undefined || kind === 'exception' || kind === 'ad-hoc' || kind === 'park') return [];
  const system = systemOf(step);
  const isOnItsWay = step.kind === 'await' || command !== undefined || readBack !== undefined;
  const asked = lookUp !== undefined && 'overdue' in step ? step.overdue.lookUp?.system : undefined;
  return [isOnItsWay ? system : undefined, asked].filter((each) => each !== undefined);
}

/** How soon a person must check what a step waits for while its system is out, if they must. */
export function safetyOf(
  { steps }: Journey,
  { step: name }: Pick<Obligation, 'step'>,
): Span | undefined {
  const step = steps[name];
  return step !== undefined && 'safety' in step ? step.safety : undefined;
}

/** The hold that an obligation falls under; one whose review has passed holds nothing up. */
function holdOf(draft: Draft, obligation: Obligation, held: Held) {
  for (const system of systemsOf(draft.journey, obligation)) {
    const hold = held[system];
    if (hold !== undefined && hold.review > draft.now) return { system, ...hold };
  }
  return undefined;
}

/**
 * A deadline that comes while the system is out is put off until somebody must look again; the
 * first one afterwards gives what was left of it. False: it is to be fired.
 */
export function putOff(draft: Draft, obligation: Obligation, held: Held = {}): boolean {
  const { due, name } = obligation;
  const isSafety = safetyOf(draft.journey, obligation) !== undefined;
  const hold = isSafety ? undefined : holdOf(draft, obligation, held);
  if (hold === undefined) return takeOffHold(draft, obligation);
  const { system, since, review } = hold;
  const leftMs = obligation.onHold?.leftMs ?? Math.max(0, due - since);
  draft.change(obligation, { onHold: { system, since, leftMs }, due: review });
  draft.say({ kind: 'on-hold', name, system, due: review });
  return true;
}

/** False when it is not on hold. */
function takeOffHold(draft: Draft, obligation: Obligation): boolean {
  const { onHold, ...rest } = obligation;
  if (onHold === undefined) return false;
  const due = draft.now + onHold.leftMs;
  draft.replace(obligation, { ...rest, due });
  draft.say({ kind: 'off-hold', name: obligation.name, system: onHold.system, due });
  return true;
}

/** As it would be if the hold ended now: for whatever makes its deadline anew. */
export function offHold(obligation: Obligation, now: number): Obligation {
  const { onHold, ...rest } = obligation;
  return onHold === undefined ? obligation : { ...rest, due: now + onHold.leftMs };
}

/** How the systems stand has changed: raises checks, and wakes what needs to wait no longer. */
export function applyHold(draft: Draft, { held }: HoldInput): boolean {
  const before = draft.entries.length;
  for (const obligation of [...draft.obligations]) {
    const hold = holdOf(draft, obligation, held);
    if (hold === undefined) takeOffHold(draft, obligation);
    else checkByHand(draft, obligation);
  }
  return draft.entries.length > before;
}

/** What may not wait for a system becomes a person's, once. */
function checkByHand(draft: Draft, obligation: Obligation): void {
  const { slot, opened, name, step, owner } = obligation;
  const span = safetyOf(draft.journey, obligation);
  if (span === undefined) return;
  const checks = `${opened}.${slot}`;
  if (draft.obligations.some((each) => each.checks === checks)) return;
  draft.open({
    slot: draft.freeSlot(),
    kind: 'exception',
    name: `${byHand}${name}`,
    step,
    track: '',
    owner,
    due: draft.dueIn(span, owner),
    checks,
  });
}

/** What was waited for has come, or is not waited for any more: nobody need check it. */
export function closeChecks(draft: Draft): void {
  const checks = draft.obligations.filter((each) => each.checks !== undefined);
  if (checks.length === 0) return;
  const open = new Set(draft.waiting().map(({ slot, opened }) => `${opened}.${slot}`));
  for (const check of checks) if (!open.has(check.checks ?? '')) draft.close(check);
}

/**
 * The systems on whose account the time of a journey goes while they are out. Where somebody else
 * must do something as well, time is theirs as ever.
 */
export function chargedTo(journey: Journey, state: State): readonly string[] {
  if (journey.clocks === undefined || state.parked !== undefined) return [];
  const turn = turnOf(journey, state);
  const systems: string[] = [];
  for (const { step: name, ended } of state.places) {
    const step = ended === undefined ? journey.steps[name] : undefined;
    if (step === undefined || step.kind === 'tracks' || turnAt(step) !== turn) continue;
    const system = systemOf(step);
    if (system === undefined) return [];
    systems.push(system);
  }
  return systems;
}
