/**
 * Reading back: what a system has done is believed once it says so itself. Until then the write is
 * unverified, and the journey rests where it asked for it.
 */
import type { CommandStep, Facts, ReadBack } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { evaluate } from './guard.ts';
import type { Obligation, OutcomeInput, ReadingBack } from './types.ts';

/** How a write is called that its system did not show in time. */
export const unverified = 'unverified';

/** What is written, as the facts are when it is asked for. */
export function writesOf(draft: Draft, { readBack }: CommandStep): { readonly writes?: Facts } {
  if (readBack === undefined) return {};
  return { writes: valuesOf(draft, readBack, (kind) => kind !== 'event') };
}

function valuesOf(
  draft: Draft,
  { with: stated }: ReadBack,
  isMeant: (kind: string) => boolean,
): Facts {
  const values = Object.entries(stated).flatMap(([name, expression]) => {
    const value = isMeant(expression.kind) ? evaluate(expression, draft) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
}

/** The system has done it: it is asked what it holds now, and has its time to say so. */
export function beginReading(
  draft: Draft,
  obligation: Obligation,
  { key: order, data }: Pick<OutcomeInput, 'key' | 'data'>,
): void {
  const { readBack } = commandOf(draft, obligation);
  if (readBack === undefined) return;
  const returned = valuesOf(draft, readBack, (kind) => kind === 'event');
  const { command: _answered, onHold: _over, ...done } = obligation;
  // In a park its clock rests, and goes on as it was.
  const isResting = !draft.obligations.includes(obligation);
  const due = isResting ? obligation.due : draft.now + readBack.withinMs;
  const writes = { ...obligation.writes, ...returned };
  const asked = { ...done, due, writes, readBack: { order, data } };
  draft.replace(obligation, asked);
  if (!isResting) draft.say({ kind: 'rescheduled', name: done.name, due });
  ask(draft, asked, asked.readBack);
}

/** It was done once more, for an exception that stands until it is shown. */
export function readOnce(
  draft: Draft,
  { again: _done, ...exception }: Obligation,
  { key: order, data }: Pick<OutcomeInput, 'key' | 'data'>,
): void {
  const { readBack } = commandOf(draft, exception);
  const found = draft.obligations.find(({ slot }) => slot === exception.slot);
  if (readBack === undefined || found === undefined) return;
  const returned = valuesOf(draft, readBack, (kind) => kind === 'event');
  const asked = { ...exception, writes: { ...exception.writes, ...returned } };
  draft.replace(found, asked);
  ask(draft, asked, { order, data });
}

/** Asks once more; false where it is being asked already, or nothing was written. */
export function askBack(draft: Draft, obligation: Obligation): boolean {
  const { readBack, orders = [], writes } = obligation;
  if (writes === undefined || readBack?.asked !== undefined) return false;
  const { next: _now, ...reading } = readBack ?? { order: orders[0] ?? '', data: {} };
  ask(draft, obligation, reading);
  return true;
}

function ask(draft: Draft, obligation: Obligation, reading: ReadingBack): void {
  const { readBack } = commandOf(draft, obligation);
  if (readBack === undefined) return;
  const { system, lookUp: name, until } = readBack;
  const says = { until, data: obligation.writes ?? {} };
  const { step } = obligation;
  const asked = draft.ask({ kind: 'look-up', system, name, step, says }, `${system}.${name}`);
  draft.change(obligation, { readBack: { ...reading, asked } });
}

/** Asks again about what was not there yet; false when nothing was to be asked now. */
export function readAgain(draft: Draft): boolean {
  const now = draft.obligations.filter(({ readBack }) => (readBack?.next ?? Infinity) <= draft.now);
  for (const obligation of now) askBack(draft, obligation);
  return now.length > 0;
}

/**
 * The system says what was written, or not. Returns true where it does: then its command is done,
 * or the exception is over.
 */
export function hearBack(
  draft: Draft,
  obligation: Obligation,
  { name, outcome }: Pick<OutcomeInput, 'name' | 'outcome'>,
): boolean {
  const isSaid = outcome === 'done';
  const reason = isSaid ? 'agrees' : outcome === 'rejected' ? 'differs' : outcome;
  draft.say({ kind: 'taken', what: name, how: 'handled', reason });
  const { readBack: reading, ...rest } = obligation;
  if (isSaid || reading === undefined) return isSaid;
  const { asked: _answered, ...still } = reading;
  const everyMs = commandOf(draft, obligation).readBack?.everyMs ?? Infinity;
  // An exception is asked about again when its own time comes, or when a person wants it.
  const isException = obligation.kind === 'exception';
  const next = { ...still, next: draft.now + everyMs };
  draft.replace(obligation, isException ? rest : { ...rest, readBack: next });
  return false;
}

/** As a command stands that was answered otherwise. */
export function asAnswered({ readBack, writes: _said, ...rest }: Obligation): Obligation {
  return readBack === undefined ? rest : { ...rest, command: readBack.order };
}

/** It was not said in time: whoever answers for the system is told, and can do it once more. */
export function giveUpReading(draft: Draft, obligation: Obligation): void {
  const { readBack, writes } = obligation;
  const { name, step } = obligation;
  const system = draft.program.systems[commandOf(draft, obligation).call.system];
  draft.say({ kind: 'taken', what: name, how: 'exception', reason: unverified });
  draft.replace(obligation, asAnswered(obligation));
  draft.raise(`${name}:${unverified}`, system?.owner ?? obligation.owner, step);
  const raised = draft.obligations.find((each) => {
    return each.kind === 'exception' && each.name === `${name}:${unverified}`;
  });
  if (raised === undefined || readBack === undefined || writes === undefined) return;
  // The newest write counts: the system can only say what it holds now.
  draft.change(raised, { step, writes, orders: [readBack.order] });
}

function commandOf(draft: Draft, obligation: Obligation): CommandStep {
  const step = draft.stepNamed(obligation.step);
  if (step.kind !== 'command') throw new TypeError('What is read back was asked by a command.');
  return step;
}
