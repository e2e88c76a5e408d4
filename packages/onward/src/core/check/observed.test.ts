/** The proof against the step: whatever random lives come to, the explorer has been there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Journey, Program } from '../language/model.ts';
import { step } from '../step/index.ts';
import type { Entry, Input, State } from '../step/index.ts';
import { check, classOf, judge } from './check.ts';
import type { Judged } from './check.ts';
import { live } from './random-life.fixture.ts';
import type { Moment } from './random-life.fixture.ts';
import { randomProgram } from './random-program.fixture.ts';

const begin = Date.UTC(2026, 0, 5, 9);

/** The keys of all configurations that were reached, history left out. */
function keysOf({ explorer }: Judged): ReadonlySet<string> {
  const { abstraction, graph } = explorer;
  return new Set(
    graph.nodes.map(({ configuration: { state }, part }) => {
      return `${part?.number ?? ''} ${abstraction.of(state, exploredAt, { part }).key}`;
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
  return parts.map((part) => `${part.number} ${abstraction.of(state, now, { part }).key}`);
}

function journeyOf(program: Program): Journey {
  const journey = program.journeys['main'];
  if (journey === undefined) throw new Error('The random program has no journey.');
  return journey;
}

function isSent(entry: Entry): boolean {
  return entry.kind === 'reminder' && entry.how === 'sent';
}

function stepped(
  program: Program,
  state: State | null,
  { input, now }: { readonly input: Input; readonly now: number },
): State | null {
  try {
    const result = step(program, state, input, now);
    return result.kind === 'stepped' ? result.state : state;
  } catch {
    return null;
  }
}

test('every configuration that a random life comes through is one that was explored', () => {
  let moments = 0;
  let reminders = 0;
  fc.assert(
    fc.property(randomProgram, fc.integer({ min: 1 }), (program, seed) => {
      const judged = judge(program, journeyOf(program), { now: begin, cap: 1_500 });
      if (judged.unknown !== undefined) return;
      const known = keysOf(judged);
      for (let life = 0; life < 6; life++) {
        const main = journeyOf(program);
        const lived = { program, journey: main, begin, seed: seed + life * 7_919, length: 40 };
        for (const moment of live(lived)) {
          moments++;
          reminders += moment.entries.filter(isSent).length;
          for (const place of placesOf(judged, moment)) {
            if (!known.has(place)) throw new Error(`not explored: ${place}`);
          }
        }
      }
    }),
    { numRuns: 150, endOnFailure: true },
  );
  expect(moments).toBeGreaterThan(2_000);
  // They are sent beside all this, and lead nowhere.
  expect(reminders).toBeGreaterThan(40);
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
          let last = begin;
          for (const { input, atMs } of counterexample.story) {
            const now = counterexample.startsAt + atMs;
            const was: State | null = state;
            state = stepped(program, was, { input, now });
            last = now;
          }
          // A story without an end is one that breaks the step.
          const stands = state === null ? undefined : classOf(program, state, last);
          expect(stands).toBe(counterexample.endsIn);
        }
      }
    }),
    { numRuns: 200 },
  );
  console.log(`${stories} stories came true, ${doubts.length} did not: ${doubts.join(' ')}`);
  expect(stories).toBeGreaterThan(200);
}, 300_000);
