/** The proof against the step: whatever random lives come to, the explorer has been there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts, Journey, Program } from '../language/model.ts';
import { nextDue, step } from '../step/index.ts';
import type { Input, State, StepResult } from '../step/index.ts';
import { check, judge } from './check.ts';
import type { Judged } from './check.ts';
import { eventTypes, randomProgram } from './random-program.fixture.ts';

const begin = Date.UTC(2026, 0, 5, 9);
const hourMs = 3_600_000;

/** Chance as a stream of numbers, so that a failing life can be lived again. */
class Chance {
  #seed: number;
  constructor(seed: number) {
    this.#seed = seed || 1;
  }
  below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * limit);
  }
  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

function data(chance: Chance, now: number): Facts {
  const distances = [-50, -2, -1, 0, 1, 47, 48, 49, 400];
  const all: [string, Facts[string]][] = [
    ['flag', chance.below(2) === 0],
    ['color', chance.pick(['red', 'green', 'blue'])],
    ['start', now + chance.pick(distances) * hourMs],
    ['number', chance.below(10)],
  ];
  return Object.fromEntries(all.filter(() => chance.below(4) > 0));
}

function event(type: string, chance: Chance, now: number): Extract<Input, { kind: 'event' }> {
  return { kind: 'event', type, source: 's', id: 'e', occurredAt: now, data: data(chance, now) };
}

/** Something that may happen to a journey now, or a deadline when its time has come. */
function somethingNext(state: State, chance: Chance, now: number): Input {
  const open = [...state.obligations, ...(state.parked?.resting ?? [])];
  const one = chance.pick(open);
  switch (chance.below(6)) {
    case 0:
    case 1:
      return event(chance.pick(eventTypes), chance, now);
    case 2:
      return {
        kind: 'outcome',
        key: one?.command ?? one?.lookUp ?? '9.9',
        name: one?.name ?? 's.do',
        passing: false,
        step: one?.step ?? 'a',
        outcome: chance.pick(['done', 'rejected', 'exhausted', 'unknown']),
        data: {},
      };
    case 3: {
      const action = chance.pick(['yes', 'no', 'again', 'resume', 'done']);
      const { slot, opened } = one ?? { slot: 0, opened: 0 };
      return { kind: 'act', slot, opened, action, actor: 'p-1', data: {} };
    }
    case 4: {
      const kind = chance.pick(['delivered', 'read', 'failed']);
      const receipt = event(`s.message.${kind}`, chance, now);
      return one?.command === undefined ? receipt : { ...receipt, answers: one.command };
    }
    default: {
      const says = chance.pick([
        { kind: 'started' },
        { kind: 'milestone', milestone: 'half' },
        { kind: 'ended', outcome: 'finished', milestones: [] },
      ] as const);
      return { kind: 'signal', journey: 'other', says };
    }
  }
}

interface Moment {
  readonly state: State;
  readonly now: number;
}

/** Lives one life of a journey; every state it comes through, until the step breaks. */
function* live(program: Program, seed: number, length: number): Generator<Moment> {
  const chance = new Chance(seed);
  let now = begin;
  const born = { kind: 'enrol', journey: 'main', event: event('s.begin', chance, now) } as const;
  let state = tried(() => step(program, null, born, now));
  for (let turn = 0; state !== undefined && turn < length; turn++) {
    yield { state, now };
    if (state.status === 'ended') return;
    const due = nextDue(state)?.due ?? now;
    const isDeadline = chance.below(3) === 0 && Number.isFinite(due);
    now = isDeadline
      ? Math.max(now, due)
      : Math.max(now, Math.min(now + chance.below(6) * hourMs, due));
    const was: State = state;
    const input = isDeadline ? ({ kind: 'deadline' } as const) : somethingNext(was, chance, now);
    state = tried(() => step(program, was, input, now), was);
  }
}

/** The state after a step; as before where it was refused, undefined where it broke. */
function tried(take: () => StepResult, before?: State): State | undefined {
  try {
    const result = take();
    return result.kind === 'stepped' ? result.state : before;
  } catch {
    return undefined;
  }
}

/** The keys of all configurations that were reached, history left out. */
function keysOf({ explorer }: Judged): ReadonlySet<string> {
  const { abstraction, graph } = explorer;
  return new Set(
    graph.nodes.map(({ configuration: { state }, part }) => {
      return `${part?.number ?? ''} ${abstraction.of(state, exploredAt, [], part).key}`;
    }),
  );
}
const exploredAt = Date.UTC(2030, 0, 1, 12);

/** Where the explorer ought to have been: as a whole, or in each of the parts. */
function placesOf({ explorer }: Judged, { state, now }: Moment): readonly string[] {
  const { abstraction } = explorer;
  const whole = abstraction.of(state, now);
  const parts = explorer.partsAt(whole);
  if (parts === undefined) return [` ${whole.key}`];
  return parts.map((part) => `${part.number} ${abstraction.of(state, now, [], part).key}`);
}

function journeyOf(program: Program): Journey {
  const journey = program.journeys['main'];
  if (journey === undefined) throw new Error('The random program has no journey.');
  return journey;
}

test('every configuration that a random life comes through is one that was explored', () => {
  let moments = 0;
  fc.assert(
    fc.property(randomProgram, fc.integer({ min: 1 }), (program, seed) => {
      const judged = judge(program, journeyOf(program), { now: begin, cap: 1_500 });
      if (judged.unknown !== undefined) return;
      const known = keysOf(judged);
      for (let life = 0; life < 6; life++) {
        for (const moment of live(program, seed + life * 7_919, 40)) {
          moments++;
          for (const place of placesOf(judged, moment)) {
            if (!known.has(place)) throw new Error(`not explored: ${place}`);
          }
        }
      }
    }),
    { numRuns: 150, endOnFailure: true },
  );
  expect(moments).toBeGreaterThan(2_000);
}, 300_000);

test('every story of a random program is true: the real step comes to the same end', () => {
  let stories = 0;
  const doubts: string[] = [];
  fc.assert(
    fc.property(randomProgram, (program) => {
      const report = check(program, { now: begin, cap: 1_500 });
      for (const { properties } of report.journeys) {
        for (const { id, verdict, reason, counterexample } of properties) {
          if (verdict === 'unknown' && reason?.startsWith('It would') === true) doubts.push(id);
          if (counterexample === undefined || counterexample.story.length === 0) continue;
          stories++;
          let state: State | null = null;
          for (const { input, atMs } of counterexample.story) {
            const result = step(program, state, input, counterexample.startsAt + atMs);
            if (result.kind === 'stepped') ({ state } = result);
          }
        }
      }
    }),
    { numRuns: 200 },
  );
  console.log(`${stories} stories came true, ${doubts.length} did not: ${doubts.join(' ')}`);
  expect(stories).toBeGreaterThan(200);
}, 300_000);
