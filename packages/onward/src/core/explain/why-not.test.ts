/** What is told of ways on is what the step does: over random lives of the zoo. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { step } from '../step/index.ts';
import type { Input, State } from '../step/index.ts';
import { zoo } from '../step/zoo.fixture.ts';
import { after, moveTo, program, start } from './program.fixture.ts';
import { waysOn } from './ways-on.ts';
import { whyNot } from './why-not.ts';

const begin = Date.UTC(2026, 10, 20, 9);

function event(type: string, data: Record<string, boolean | number> = {}): Input {
  return { kind: 'event', type, source: 'sys', id: 'e', occurredAt: begin, data };
}

const events = fc.oneof(
  fc.constantFrom('arrived', 'left', 'noise', 'early', 'odd').map((name) => event(`sys.${name}`)),
  fc.integer({ min: 0, max: 10 }).map((score) => event('sys.scored', { score })),
  fc.integer({ min: -9, max: 15 }).map((days) => {
    return event('sys.moved', { start: begin + days * 86_400_000 });
  }),
);

/** Time passes to what is due next, something comes, or somebody does the first thing they can. */
const plays = fc.array(
  fc.oneof(
    events.map((input) => ({ kind: 'input', input }) as const),
    fc.constant({ kind: 'wait' } as const),
    fc.integer({ min: 0, max: 3 }).map((pick) => ({ kind: 'act', pick }) as const),
    fc.constantFrom('done', 'rejected').map((outcome) => ({ kind: 'answer', outcome }) as const),
  ),
  { maxLength: 12 },
);

const journey = zoo.journeys['main'];

function actsIn(state: State): readonly Input[] {
  return state.obligations.flatMap(({ slot, opened, step: name, kind }) => {
    const at = journey?.steps[name];
    const isOfStep = kind === 'task' || (kind === 'park' && slot < 60);
    const actions = isOfStep && at !== undefined && 'actions' in at ? Object.keys(at.actions) : [];
    return actions.map((action): Input => {
      const data = action === 'found' ? { start: begin } : {};
      return { kind: 'act', slot, opened, action, actor: 'p-1', data };
    });
  });
}

function expectAsTold(state: State, now: number): void {
  if (journey === undefined || state.status === 'ended') return;
  const told = whyNot(zoo, state, now);
  const all = waysOn(journey, state).flatMap(({ transitions }) => transitions);
  expect(all).toHaveLength(told.length);
  const openOf = (kind: string, name: string, at?: string) =>
    all.filter((_, index) => {
      const { on, state: is, step: here } = told[index] ?? { on: { kind: '', name: '' } };
      return on.kind === kind && on.name === name && is === 'open' && (at ?? here) === here;
    });
  const types = new Set(told.filter(({ on }) => on.kind === 'event').map(({ on }) => on.name));
  for (const type of types) {
    const result = step(zoo, state, event(type), now);
    const followed = result.kind === 'stepped' ? result.followed[0] : undefined;
    expect(followed).toBe(openOf('event', type)[0]);
  }
  for (const input of actsIn(state)) {
    if (input.kind !== 'act') continue;
    const at = state.obligations.find(({ slot }) => slot === input.slot)?.step;
    const result = step(zoo, state, input, now);
    const followed = result.kind === 'stepped' ? result.followed[0] : undefined;
    expect(followed).toBe(openOf('action', input.action, at)[0]);
  }
  const due = state.obligations.filter((each) => each.due <= now);
  const [late] = due;
  if (due.length !== 1 || late === undefined || state.parked !== undefined) return;
  if (late.kind === 'exception') return;
  const result = step(zoo, state, { kind: 'deadline' }, now);
  const followed = result.kind === 'stepped' ? result.followed[0] : undefined;
  const open = all.find((_, index) => {
    const { on, state: is, step: here, track } = told[index] ?? { on: { kind: '' } };
    return on.kind === 'deadline' && is === 'open' && here === late.step && track === late.track;
  });
  expect(followed).toBe(open);
}

test('what is open is what is taken, and what is blocked is not', () => {
  fc.assert(
    fc.property(fc.boolean(), plays, (urgent, life) => {
      const enrol = { kind: 'enrol', journey: 'main', event: event('sys.started', { urgent }) };
      const begun = step(zoo, null, enrol as Input, begin);
      let state = begun.kind === 'stepped' ? begun.state : undefined;
      let now = begin;
      for (const play of life) {
        if (state === undefined || state.status === 'ended') return;
        expectAsTold(state, now);
        let input: Input | undefined;
        if (play.kind === 'input') ({ input } = play);
        else if (play.kind === 'act') input = actsIn(state)[play.pick];
        else if (play.kind === 'wait') {
          now = Math.max(now, Math.min(...state.obligations.map(({ due }) => due)));
          expectAsTold(state, now);
          input = { kind: 'deadline' };
        } else {
          const asked = state.obligations.find(({ command }) => command !== undefined);
          if (asked?.command === undefined) continue;
          const answer = {
            kind: 'outcome',
            key: asked.command,
            name: asked.name,
            data: {},
          } as const;
          const { outcome } = play;
          input = { ...answer, passing: false, step: asked.step, outcome: outcome as 'done' };
        }
        const result = input && step(zoo, state, input, now);
        if (result?.kind === 'stepped') ({ state } = result);
      }
    }),
    { numRuns: 400 },
  );
});

test('an ended journey has no way on', () => {
  const ended = after([1, moveTo('completed')]);
  expect(whyNot(program, ended, start)).toEqual([]);
});

test('what blocks is said in words, and so is what is met', () => {
  const enrol = { kind: 'enrol', journey: 'main', event: event('sys.started', { urgent: true }) };
  const begun = step(zoo, null, enrol as Input, begin);
  if (begun.kind === 'refused') throw new Error('It does not begin.');
  const told = whyNot(zoo, begun.state, begin);
  expect(told.find(({ id }) => id === 'arrival/event:sys.arrived/0')).toMatchObject({
    to: 'both',
    state: 'open',
    met: ['urgent is true'],
    unmet: [],
  });
  expect(told.find(({ id }) => id === 'arrival/event:sys.arrived/1')).toMatchObject({
    to: 'triage',
    state: 'blocked',
    unmet: ['urgent is not true'],
  });
  expect(told.find(({ on }) => on.kind === 'deadline')).toMatchObject({
    to: 'chase',
    state: 'blocked',
    unmet: ['sys has been asked'],
  });
});
