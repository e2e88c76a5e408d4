/** The laws of the step, over random lives of the zoo's journeys. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFact } from '../facts/index.ts';
import { nextDue, step } from './index.ts';
import type { Input, State, StepResult } from './index.ts';
import { zoo } from './zoo.fixture.ts';

const begin = Date.UTC(2026, 10, 20, 9);
const enrol: Input = {
  kind: 'enrol',
  journey: 'main',
  event: event('sys.started', { urgent: true }),
};

function event(
  type: string,
  data: Extract<Input, { kind: 'event' }>['data'] = {},
): Extract<Input, { kind: 'event' }> {
  return { kind: 'event', type, source: 'sys', id: 'e', occurredAt: begin, data };
}

const types = [
  'arrived',
  'moved',
  'scored',
  'left',
  'noise',
  'early',
  'odd',
  'message.read',
  'message.failed',
];
/** Data of the right and of the wrong types: the step must hold either way. */
const data = fc.oneof(
  fc.record({ start: fc.integer({ min: begin - 1e9, max: begin + 2e9 }) }),
  fc.record({ score: fc.integer({ min: -5, max: 20 }) }),
  fc.record({ urgent: fc.boolean() }),
  fc.record({ score: fc.constant('many'), start: fc.constant(Number.NaN) }),
  fc.constant({}),
);
const key = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 2 }))
  .map((pair) => pair.join('.'));
const people = fc.constantFrom('p-1', 'p-4', 'nobody');
const owner = fc.constantFrom('desk', 'lead', 'nowhere');
/** The system is on hold until then, or not. */
const reviews = fc.oneof(
  fc.constant({}),
  fc
    .integer({ min: -1e6, max: 2e9 })
    .map((ahead) => ({ sys: { since: begin, review: begin + ahead } })),
);
const steps = fc.constantFrom(...Object.keys(zoo.journeys['main']?.steps ?? {}), 'none');
const milestone = fc.constantFrom('half', 'other');

/** Where an input may refer to what is open, the number picks one of the open obligations. */
type Play = (state: State, pick: number) => Input;
function at(state: State, pick: number): { readonly slot: number; readonly opened: number } {
  const open = state.obligations[pick % Math.max(1, state.obligations.length)];
  return { slot: open?.slot ?? 9, opened: open?.opened ?? 9 };
}
const plays: fc.Arbitrary<Play> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...types), data, fc.option(key))
    .map(([type, facts, answers]): Play => (state, pick) => ({
      ...event(`sys.${type}`, facts),
      ...(answers === null ? {} : { answers: state.obligations[pick % 3]?.command ?? answers }),
    })),
  fc.constant<Play>(() => ({ kind: 'deadline' })),
  fc.constant<Play>(() => ({ kind: 'deadline' })),
  fc
    .tuple(fc.constantFrom<'deadline' | 'hold'>('deadline', 'hold'), reviews)
    .map(([kind, held]): Play => () => ({ kind, held })),
  fc
    .tuple(
      key,
      fc.constantFrom('done', 'rejected', 'exhausted', 'unknown'),
      steps,
      fc.boolean(),
      data,
      reviews,
    )
    .map(([given, outcome, name, passing, facts, held]): Play => (state, pick) => {
      const open = state.obligations[pick % Math.max(1, state.obligations.length)];
      return {
        kind: 'outcome',
        key: open?.command ?? open?.lookUp ?? given,
        name: 'sys.order',
        passing,
        step: name,
        outcome,
        data: facts,
        held,
      };
    }),
  fc
    .tuple(
      fc.constantFrom('found', 'no-answer', 'done', 'away', 'again', 'close', 'resume', 'x'),
      people,
      data,
    )
    .map(([action, actor, facts]): Play => (state, pick) => ({
      kind: 'act',
      ...at(state, pick),
      action,
      actor,
      data: facts,
    })),
  fc.tuple(people, owner).map(([actor, to]): Play => () => ({
    kind: 'control',
    control: 'park',
    actor,
    parking: { owner: to, reason: 'on-holiday', reviewEvery: { kind: 'business-days', days: 2 } },
  })),
  people.map((actor): Play => () => ({ kind: 'control', control: 'resume', actor })),
  fc.tuple(people, steps).map(([actor, to]): Play => () => ({
    kind: 'control',
    control: 'override',
    actor,
    to,
    reason: 'asked',
  })),
  fc.tuple(people, owner).map(([actor, to]): Play => (state, pick) => ({
    kind: 'control',
    control: 'assign',
    actor,
    ...at(state, pick),
    owner: to,
  })),
  fc
    .tuple(people, owner, fc.integer({ min: -1e6, max: 1e9 }))
    .map(([actor, to, ahead]): Play => () => ({
      kind: 'control',
      control: 'add-task',
      actor,
      owner: to,
      due: begin + ahead,
      reason: 'call-the-pharmacy',
    })),
  fc.oneof(
    milestone.map((name): Play => () => ({
      kind: 'signal',
      journey: 'side',
      says: { kind: 'milestone', milestone: name },
    })),
    fc.constantFrom('finished', 'dropped').map((outcome): Play => () => ({
      kind: 'signal',
      journey: 'side',
      says: { kind: 'ended', outcome, milestones: [] },
    })),
    fc.constant<Play>(() => ({ kind: 'signal', journey: 'side', says: { kind: 'started' } })),
    fc.constant<Play>(() => ({ kind: 'signal', journey: 'side', says: { kind: 'absent' } })),
  ),
  fc.constant<Play>(() => ({ kind: 'fault', code: 'ONW-STEP-FAULT' })),
);
interface Turn {
  readonly play: Play;
  readonly pick: number;
  readonly afterMs: number;
}

const life: fc.Arbitrary<Turn[]> = fc.array(
  fc.record({
    play: plays,
    pick: fc.nat({ max: 7 }),
    afterMs: fc.constantFrom(0, 1_000, 3_600_000, 90_000_000, 800_000_000),
  }),
  { maxLength: 40 },
);

/** The promise of every state: owned and dated while open, clean once ended, typed always. */
function holds(state: State): void {
  if (state.status === 'ended') {
    expect(state.obligations).toEqual([]);
    expect(state.deferred).toEqual([]);
    expect(state.outcome).toBeDefined();
    expect(nextDue(state)).toBeNull();
  } else {
    expect(state.obligations.length).toBeGreaterThan(0);
    expect(nextDue(state)).not.toBeNull();
  }
  const slots = state.obligations.map((each) => each.slot);
  expect(new Set(slots).size).toBe(slots.length);
  for (const obligation of [...state.obligations, ...(state.parked?.resting ?? [])]) {
    expect(Object.keys(zoo.teams)).toContain(obligation.owner);
    expect(Number.isFinite(obligation.due)).toBe(true);
    expect(zoo.journeys['main']?.steps).toHaveProperty([obligation.step]);
  }
  for (const [name, value] of Object.entries(state.facts)) {
    const type = zoo.journeys['main']?.facts[name];
    expect(type !== undefined && isFact(type, value, zoo.codes)).toBe(true);
  }
}

/** What is no longer kept was taken somehow, and the journal says how. */
function accounted(before: State, { state, entries }: StepTaken): void {
  for (const type of new Set(before.deferred.map(({ event: { type: kept } }) => kept))) {
    const count = ({ deferred }: State): number =>
      deferred.filter((kept) => kept.event.type === type).length;
    const said = entries.filter((entry) => entry.kind === 'taken' && entry.what === type);
    expect(said.length).toBeGreaterThanOrEqual(count(before) - count(state));
  }
}

/** Lives a life and returns each input with its time, and the states it led through. */
function live(plan: readonly Turn[]): {
  taken: { input: Input; now: number }[];
  last: State;
} {
  let now = begin;
  let state = stepped(step(zoo, null, enrol, now)).state;
  const taken = [{ input: enrol, now }];
  holds(state);
  for (const { play, pick, afterMs } of plan) {
    now += afterMs;
    const input = play(state, pick);
    const before = structuredClone(state);
    const result = step(zoo, state, input, now);
    expect(step(zoo, before, structuredClone(input), now)).toEqual(result);
    expect(state).toEqual(before);
    if (result.kind === 'refused') {
      expect(result.code).toMatch(/^ONW-[A-Z-]+$/);
      continue;
    }
    expect(result.state.version).toBe(state.version + 1);
    expect(result.entries.length, JSON.stringify(input)).toBeGreaterThan(0);
    accounted(state, result);
    state = result.state;
    taken.push({ input, now });
    holds(state);
  }
  return { taken, last: state };
}

type StepTaken = Extract<StepResult, { kind: 'stepped' }>;

function stepped(result: StepResult): StepTaken {
  if (result.kind === 'refused') throw new Error(result.code);
  return result;
}

test('any life keeps the promise, is deterministic, and changes nothing it was given', () => {
  fc.assert(
    fc.property(life, (plan) => {
      live(plan);
    }),
    { numRuns: 400 },
  );
});

test('the journal, as JSON, folds to the state', () => {
  fc.assert(
    fc.property(life, (plan) => {
      const { taken, last } = live(plan);
      const journal = JSON.parse(JSON.stringify(taken)) as typeof taken;
      let state: State | null = null;
      for (const { input, now } of journal) state = stepped(step(zoo, state, input, now)).state;
      expect(state).toEqual(JSON.parse(JSON.stringify(last)));
    }),
    { numRuns: 200 },
  );
});

test('when everyone falls silent, deadlines lead to an end or to an accountable owner', () => {
  fc.assert(
    fc.property(life, (plan) => {
      const { last } = live(plan);
      let state = last;
      let now = begin + 100_000_000_000;
      for (let round = 0; round < 60 && state.status === 'open'; round++) {
        now = Math.max(now, nextDue(state)?.due ?? now);
        state = stepped(step(zoo, state, { kind: 'deadline' }, now)).state;
        holds(state);
      }
      if (state.status === 'ended') return;
      // Whoever is left is accountable: a role at the last rung, or whoever a person parked it
      // with.
      for (const { owner: left, kind } of state.obligations) {
        expect(kind === 'park' || zoo.teams[left]?.role).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
