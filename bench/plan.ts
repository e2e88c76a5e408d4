/** What planning costs a step: a visit is moved, with ten reminders pending and with none. */
import { measureArbiter } from './arbiter.ts';
import type { ArbiterTime } from './arbiter.ts';
import { appointmentsWith } from './plan-program.ts';
import { step } from '../packages/onward/src/core/index.ts';
import type { EventInput, Program, State } from '../packages/onward/src/core/index.ts';
import { median } from './statistics.ts';
import { table } from './table.ts';

const goalMs = 0.2;
const hourMs = 3_600_000;
const begin = Date.UTC(2026, 0, 5, 9);
/** Rounds take turns, so that a machine that is busy for a while is busy for both. */
const rounds = { full: 30, short: 5 };
const warmUps = 5;
const stepsPerRound = 2_000;

/** Milliseconds of one step, the median of rounds. */
export interface PlanTime {
  readonly withoutMs: number;
  readonly withMs: number;
  readonly addedMs: number;
  readonly goalMs: number;
  readonly isMet: boolean;
  readonly arbiter: ArbiterTime;
}

/** Measures moves of one booked visit. Needs no database. */
export function measurePlan(isShort: boolean): PlanTime {
  const [without, withTen] = [0, 10].map((count) => rebooking(appointmentsWith(count), count));
  if (without === undefined || withTen === undefined) throw new Error('There is nothing to move.');
  const found: { readonly without: number; readonly with: number }[] = [];
  const most = warmUps + (isShort ? rounds.short : rounds.full);
  for (let round = 0; round < most; round++) {
    const each = { without: without(), with: withTen() };
    if (round >= warmUps) found.push(each);
  }
  const withoutMs = median(found.map((each) => each.without));
  const withMs = median(found.map((each) => each.with));
  const addedMs = withMs - withoutMs;
  const arbiter = measureArbiter(isShort);
  return { withoutMs, withMs, addedMs, goalMs, isMet: addedMs <= goalMs, arbiter };
}

/** One round of moves, each from the state that the one before it led to; milliseconds of each. */
function rebooking(program: Program, count: number): () => number {
  let at = begin;
  let state = stepped(program, null, at);
  const planned = state.messages?.next;
  if ((planned !== undefined) !== count > 0) throw new Error('The plan is not what it should be.');
  return () => {
    const start = performance.now();
    for (let move = 0; move < stepsPerRound; move++) {
      at += 1;
      state = stepped(program, state, at);
    }
    return (performance.now() - start) / stepsPerRound;
  };
}

/** Moves the visit to a month ahead, or begins the journey so. */
function stepped(program: Program, state: State | null, now: number): State {
  const type = state === null ? 'clinic.booked' : 'clinic.moved';
  const data = { start: now + 720 * hourMs };
  const event: EventInput = { kind: 'event', type, source: 'c', id: 'e', occurredAt: now, data };
  const input = state === null ? ({ kind: 'enrol', journey: 'visit', event } as const) : event;
  const result = step(program, state, input, now);
  if (result.kind === 'refused') throw new Error(result.message);
  return result.state;
}

/** Markdown that is aligned as plain text too. */
export function planMarkdown({ withoutMs, withMs, addedMs, isMet, arbiter }: PlanTime): string {
  const micros = (ms: number): string => (ms * 1_000).toFixed(1);
  const met = (is: boolean): string => (is ? 'yes' : 'no');
  const { intents, arbiterMs } = arbiter;
  const arbiterGoal = `${arbiter.goalMs} ms`;
  return table([
    ['a visit is moved', 'µs a step', 'goal', 'met'],
    ['no reminder', micros(withoutMs), '', ''],
    ['ten reminders pending', micros(withMs), '', ''],
    ['planning adds', micros(addedMs), `${micros(goalMs)} µs`, met(isMet)],
    [`${intents} messages weighed`, micros(arbiterMs), arbiterGoal, met(arbiter.isMet)],
  ]).join('\n');
}
