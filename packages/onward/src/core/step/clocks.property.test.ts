/**
 * The laws of clocks in the step, over random lives: events, actions, holds, overrides, faults, and
 * time that goes on in small steps, in leaps, or from timer to timer.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Charges } from '../clocks/index.ts';
import { nextWake, step } from './index.ts';
import { measured, Played, say, unmeasured } from './clocks.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const begin = Date.UTC(2026, 9, 28, 15);
const lives = { numRuns: Number(process.env['ONWARD_CLOCK_LIVES'] ?? 400) };

type Play = (life: Played, now: number) => boolean;

const types = ['paid', 'formed', 'asked', 'answered', 'moved', 'started'];
const plays: fc.Arbitrary<Play> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...types).map((type): Play => {
      return (life, now) => life.take(say(type), now);
    }),
  },
  fc.constantFrom('done', 'again').map((action): Play => {
    return (life, now) => life.act(action, now);
  }),
  fc.constant<Play>((life, now) => life.hold(now)),
  fc.constant<Play>((life, now) => life.resume(now)),
  fc.constantFrom('payment', 'form', 'call', 'sides', 'visit').map((to): Play => {
    const over = { kind: 'control', control: 'override', actor: 'p-1', reason: 'asked' } as const;
    return (life, now) => life.take({ ...over, to }, now);
  }),
  fc.constant<Play>((life, now) => life.take({ kind: 'deadline' }, now)),
  fc.constant<Play>((life, now) => life.take({ kind: 'fault', code: 'ONW-STEP-UNKNOWN' }, now)),
  fc.constantFrom('arrived').map(
    (type): Play =>
      (life, now) =>
        life.take(say(type), now),
  ),
);
const gap = fc.oneof(
  fc.constantFrom(0, 1, minute, hour, 9 * hour, 60 * hour, 400 * hour),
  fc.integer({ min: 0, max: 200 * hour }),
);
const story = fc.array(fc.tuple(gap, plays, fc.boolean()), { maxLength: 14 });

/** Plays a story; where it is told to, timers fire when they are due, else they come late. */
function live(told: readonly (readonly [number, Play, boolean])[]): Played {
  const life = new Played(measured, begin);
  let now = begin;
  for (const [wait, play, isPrompt] of told) {
    const until = now + wait;
    for (let left = isPrompt ? 200 : 0; left > 0; left -= 1) {
      const wake = nextWake(life.state) ?? Infinity;
      if (wake > until) break;
      now = Math.max(now, wake);
      expect(life.take({ kind: 'deadline' }, now)).toBe(true);
    }
    now = until;
    play(life, now);
  }
  return life;
}

function sum({ us, subject, partner, outage }: Charges): number {
  return us + subject + partner + outage;
}

test('what is charged adds up to what has passed, reset by reset and run by run', () => {
  fc.assert(
    fc.property(story, (told) => {
      const life = live(told);
      for (const [name, run] of Object.entries(life.state.clocks?.runs ?? {})) {
        let since = 0;
        for (const entry of life.told(name)) {
          if (entry.how === 'started') since = entry.at;
          if (entry.how !== 'stopped' && entry.how !== 'reset') continue;
          expect(sum(entry.charged)).toBe(entry.at - since);
          since = entry.at;
        }
        expect(sum(run.charged)).toBe(run.at - run.since);
        expect(run.stopped === undefined || run.stopped === run.at).toBe(true);
        expect(run.counted).toBeLessThanOrEqual(sum(run.charged));
      }
    }),
    lives,
  );
});

test('a target passes once in a run, at its instant, whenever it is looked at', () => {
  fc.assert(
    fc.property(story, (told) => {
      const life = live(told);
      for (const name of ['to-visit', 'ours']) {
        let [passed, started] = [0, 0];
        for (const entry of life.told(name)) {
          if (entry.how === 'started' || entry.how === 'reset') [passed, started] = [0, entry.at];
          if (entry.how !== 'breached') continue;
          expect(++passed).toBe(1);
          expect(entry.at).toBeGreaterThan(started);
        }
      }
      const { clocks, obligations } = life.state;
      for (const [name, run] of Object.entries(clocks?.runs ?? {})) {
        // Nobody is warned of what has passed, or stands still.
        if (run.breached === undefined && run.stopped === undefined) continue;
        expect(obligations.some((each) => each.name === `${name}:target-near`)).toBe(false);
      }
      const names = obligations.flatMap(({ kind, name }) => (kind === 'exception' ? [name] : []));
      expect(names).toEqual([...new Set(names)]);
      if (clocks?.next === undefined) return;
      expect(nextWake(life.state)).toBeLessThanOrEqual(clocks.next);
    }),
    lives,
  );
});

test('a journey that folds its journal has the same clocks', () => {
  fc.assert(
    fc.property(story, (told) => {
      const life = live(told);
      const again = life.inputs.slice(1).reduce((state, { input, now }) => {
        const result = step(measured, state, input, now);
        if (result.kind === 'refused') throw new Error(result.code);
        // What is stored comes back as other objects with keys in another order.
        return JSON.parse(JSON.stringify(result.state)) as typeof state;
      }, new Played(measured, begin).state);
      expect(again).toEqual(life.state);
    }),
    lives,
  );
});

test('clocks change nothing else: without them a journey goes the same way', () => {
  fc.assert(
    fc.property(story, (told) => {
      const life = live(told);
      const plain = new Played(unmeasured, begin);
      for (const { input, now } of life.inputs.slice(1)) {
        // What only a clock woke the journey for is refused there, and makes no version.
        if (input.kind === 'act') plain.act(input.action, now);
        else plain.take(input, now);
      }
      const { places, facts, milestones, parked, status } = life.state;
      expect(plain.state).toMatchObject({ places, facts, milestones, status });
      expect(plain.state.parked?.since).toBe(parked?.since);
      expect(plain.state).not.toHaveProperty('clocks');
    }),
    lives,
  );
});
