/**
 * An answer to something asked: the step's way on, a look-up's end, or a late or failed exception.
 */
import type { CommandStep, Transitions } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { fire } from './deadline.ts';
import { putOff } from './hold.ts';
import { known, nextChannel } from './message.ts';
import { ownerOf, take } from './move.ts';
import { asAnswered, beginReading, hearBack, readOnce } from './read-back.ts';
import { takeMessageOutcome } from './reminder-answers.ts';
import type { Obligation, OutcomeInput } from './types.ts';

/** Applies the outcome of a command, message or look-up. */
export function applyOutcome(draft: Draft, input: OutcomeInput): void {
  draft.data = input.data;
  const retried = draft.obligations.find((each) => each.again?.includes(input.key));
  const asked = draft.waiting().find((each) => each.command === input.key);
  const lookedUp = draft.waiting().find((each) => each.lookUp === input.key);
  const readBack = draft.waiting().find((each) => each.readBack?.asked === input.key);
  if (readBack !== undefined) {
    draft.data = readBack.readBack?.data ?? {};
    if (hearBack(draft, readBack, input)) showsIt(draft, readBack);
  } else if (retried !== undefined) {
    answerAgain(draft, { retried, asked }, input);
  } else if (asked !== undefined) {
    answer(draft, asked, input);
  } else if (lookedUp !== undefined) {
    // What the system had to say has come as events; whoever still waits goes on without.
    draft.say({ kind: 'taken', what: input.name, how: 'handled', reason: input.outcome });
    // In a park the clocks rest: what follows a look-up follows when it ends. What is done since,
    // and read back, has a deadline of its own.
    const isOver = lookedUp.readBack !== undefined;
    if (draft.obligations.includes(lookedUp) && !isOver) lookedAt(draft, lookedUp, input);
  } else if (!takeMessageOutcome(draft, input)) {
    late(draft, input);
  }
  draft.data = {};
}

/** What was written stands there: the command is done, or its exception over. */
function showsIt(draft: Draft, obligation: Obligation): void {
  const step = draft.stepNamed(obligation.step);
  if (obligation.kind === 'exception') draft.close(obligation);
  else if (step.kind === 'command') {
    const done = asAnswered(obligation);
    draft.replace(obligation, done);
    goOn(draft, done, { then: step.done, outcome: 'done' });
  }
}

/** Of a system that is out a look-up tells nothing: it is asked again afterwards. */
function lookedAt(draft: Draft, obligation: Obligation, { outcome, held }: OutcomeInput): void {
  const isPutOff = outcome !== 'done' && putOff(draft, obligation, held);
  const now = isPutOff ? draft.obligations.find(isSame(obligation)) : obligation;
  if (now === undefined) return;
  const { lookUp: _failed, ...unasked } = now;
  const { onHold: _over, ...answered } = now;
  if (isPutOff) draft.replace(now, unasked);
  else if (now.onHold === undefined) fire(draft, now);
  else {
    draft.replace(now, answered);
    fire(draft, answered);
  }
}

function isSame({ slot, opened }: Obligation): (each: Obligation) => boolean {
  return (each) => each.slot === slot && each.opened === opened;
}

interface Again {
  /** The exception that stands for the order. */
  readonly retried: Obligation;
  /** The step that waits for it still. */
  readonly asked: Obligation | undefined;
}

/** The exception is over when all that it is about is done; else it says how it ended now. */
function answerAgain(draft: Draft, { retried, asked }: Again, input: OutcomeInput): void {
  const { name, key, outcome: reason } = input;
  const again = (retried.again ?? []).filter((each) => each !== key);
  if (reason !== 'done') {
    draft.say({ kind: 'taken', what: name, how: 'exception', reason });
    draft.change(retried, { name: `${name}:${reason}`, again });
    return;
  }
  const orders = (retried.orders ?? []).filter((each) => each !== key);
  if (asked === undefined) draft.say({ kind: 'taken', what: name, how: 'handled', reason });
  else answer(draft, asked, input);
  // What was done before and not shown is over when it is shown.
  if (retried.writes !== undefined && orders.length === 0) readOnce(draft, retried, input);
  else if (orders.length === 0) draft.close(retried);
  else draft.change(retried, { orders, again });
}

function answer(draft: Draft, obligation: Obligation, input: OutcomeInput): void {
  const step = draft.stepNamed(obligation.step);
  draft.say({ kind: 'taken', what: input.name, how: 'handled', reason: input.outcome });
  if (step.kind === 'command' && step.readBack !== undefined && input.outcome === 'done') {
    beginReading(draft, obligation, input);
  } else if (step.kind === 'command') {
    goOn(draft, obligation, { then: step[input.outcome], outcome: input.outcome });
  } else if (step.kind === 'message') {
    if (input.outcome === 'done' && step.until === 'sent') known(draft, obligation, step);
    else if (input.outcome === 'rejected' || input.outcome === 'exhausted') {
      nextChannel(draft, obligation, step);
    }
    // Sent but not yet known, or unknown: the receipt or the deadline decides.
  }
}

function goOn(
  draft: Draft,
  obligation: Obligation,
  { then, outcome }: { readonly then: Transitions; readonly outcome: string },
): void {
  const place = draft.places.find((each) => each.step === obligation.step);
  if (place === undefined || !take(draft, then, place)) {
    draft.raise(`${obligation.name}:${outcome}`, obligation.owner, obligation.step);
  }
}

function late(draft: Draft, input: OutcomeInput): void {
  const step = draft.journey.steps[input.step];
  const { name, outcome } = input;
  if (!input.passing) {
    // A message or look-up that nobody waits for any more says nothing new.
    const isCommand = step?.kind === 'command' && name === nameOf(step);
    const policy = isCommand ? step.late : ({ kind: 'ignore', reason: 'not-awaited' } as const);
    if (policy.kind === 'ignore') {
      draft.say({ kind: 'taken', what: name, how: 'late', reason: policy.reason });
      return;
    }
  }
  draft.say({ kind: 'taken', what: name, how: 'exception', reason: outcome });
  const root = draft.root();
  const system = draft.program.systems[name.slice(0, name.indexOf('.'))];
  const owner = system?.owner ?? (step === undefined ? '' : ownerOf(draft, step));
  draft.raise(`${name}:${outcome}`, owner, root?.step ?? '');
  // One exception stands for all orders that failed alike: asked again, each must be done.
  const same = draft.obligations.find(
    (each) => each.kind === 'exception' && each.name === `${name}:${outcome}`,
  );
  if (same?.orders === undefined || same.orders.includes(input.key)) return;
  draft.change(same, { orders: [...same.orders, input.key] });
}

function nameOf({ call: { system, command } }: CommandStep): string {
  return `${system}.${command}`;
}
