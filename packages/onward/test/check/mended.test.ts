/** What the proof, random lives and a second verifier found wrong, each mended and kept so. */
import { expect, test } from 'vitest';
import { check, step } from '../../src/core/index.ts';
import type { Input, JourneyInput, Program, State } from '../../src/core/index.ts';
import { clinicProgram, desk, ladder } from './corpus/clinic.ts';

const now = Date.UTC(2026, 0, 5, 9);
const hourMs = 3_600_000;

function program(journey: Partial<JourneyInput> & Pick<JourneyInput, 'stages'>): Program {
  const base = { journey: 'main', subject: 'patient', start: 'begin', owner: 'desk' };
  const enrol = { on: 'clinic.referred', 'once-per': 'subject' } as const;
  return clinicProgram({
    program: 'mended',
    systems: ['clinic', 'lab', 'app'],
    journeys: [{ ...base, enrol, ...journey }],
  });
}

function event(type: string, data: Extract<Input, { kind: 'event' }>['data'] = {}): Input {
  return { kind: 'event', type, source: 'clinic', id: type, occurredAt: now, data };
}

/** The state after these inputs, each at its time. */
function after(of: Program, inputs: readonly (readonly [Input, number])[]): State {
  const first = event('clinic.referred');
  if (first.kind !== 'event') throw new Error('An event was made.');
  let result = step(of, null, { kind: 'enrol', journey: 'main', event: first }, now);
  for (const [input, at] of inputs) {
    if (result.kind === 'refused') throw new Error(result.code);
    result = step(of, result.state, input, at);
  }
  if (result.kind === 'refused') throw new Error(result.code);
  return result.state;
}

test('a deadline moved to the very time of its escalation starts afresh all the same', () => {
  const visits = program({
    facts: { visit: 'instant' },
    on: { 'clinic.moved': { set: { visit: 'event.start' } } },
    stages: {
      only: {
        steps: {
          begin: {
            await: 'clinic.arrived',
            from: 'clinic',
            owner: 'desk',
            within: { until: 'visit', plus: '1h', else: '1d' },
            on: { 'clinic.arrived': 'done' },
            overdue: ladder,
          },
          done: { end: 'done' },
        },
      },
    },
  });
  const due = now + 2 * hourMs;
  const moved = (start: number): Input => event('clinic.moved', { start });
  const escalated = after(visits, [
    [moved(due - hourMs), now],
    [{ kind: 'deadline' }, due],
  ]);
  expect(escalated.obligations).toMatchObject([
    { level: 1, owner: 'lead', due: due + 24 * hourMs },
  ]);
  const state = after(visits, [
    [moved(due - hourMs), now],
    [{ kind: 'deadline' }, due],
    [moved(due + 23 * hourMs), due],
  ]);
  expect(state.obligations).toMatchObject([{ level: 0, owner: 'desk', due: due + 24 * hourMs }]);
});

test.each([
  ['the first', { first: 'ignore', second: 'defer' }],
  ['the second', { first: 'defer', second: 'ignore' }],
] as const)('beside a track that ignores it, %s keeps an event for later', (_name, hears) => {
  const word = (how: 'ignore' | 'defer'): object =>
    how === 'ignore'
      ? { ignore: { 'lab.result': 'it is for the other' } }
      : { defer: { 'lab.result': '2d' } };
  const track = (name: 'first' | 'second'): object => ({
    start: name,
    steps: {
      [name]: { task: name, ...desk, ...word(hears[name]), actions: { done: `${name}-done` } },
      [`${name}-done`]: { end: 'ok' },
    },
  });
  const sides = { one: track('first'), two: track('second') };
  const beside = program({
    stages: {
      only: {
        steps: {
          begin: { tracks: sides, join: 'all', then: 'done' },
          done: { end: 'done' },
        },
      },
    },
  } as never);
  const state = after(beside, [[event('lab.result'), now]]);
  expect(state.deferred.map((kept) => kept.event.type)).toEqual(['lab.result']);
});

test('what is set to now and compared with a fixed date is not said to be proved', () => {
  const timed = program({
    facts: { at: 'instant' },
    stages: {
      only: {
        steps: {
          begin: {
            task: 'call',
            ...desk,
            actions: { reached: { to: 'choose', set: { at: 'now' } } },
          },
          choose: {
            decide: [
              { when: { before: { at: '2035-01-01T00:00:00Z' } }, to: 'done' },
              { to: 'late' },
            ],
          },
          done: { end: 'done' },
          late: { end: 'late' },
        },
      },
    },
  } as never);
  const [report] = check(timed, { now }).journeys;
  expect(report?.verdict).not.toBe('proved');
  expect(report?.properties.find(({ id }) => id === 'C4')).toMatchObject({ verdict: 'unknown' });
});
