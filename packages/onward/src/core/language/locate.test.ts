import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { compileObject } from './compile.ts';
import { compileFiles, journeyText, programText } from './program.fixture.ts';
import type { Spot } from './spot.ts';
import { standIns } from './stand-in.fixture.ts';

const visitText = journeyText(`
first:
  await: [billing.payment.succeeded, billing.payment.failed]
  from: billing
  within: 24h
  on:
    billing.payment.failed: [{ when: { known: at }, to: call }, { to: end }]
  then: call
  ignore:
    crm.left: it was said before
  exception:
    crm.told: lead
  overdue:
    look-up: billing.payment
    then: call
call:
  task: call
  within: 1d
  actions:
    asked:
      with: { sure: flag }
      then:
        - { when: { is: { event.sure: true } }, to: both }
        - { to: end }
    booked: { to: end, milestone: booked }
    gave-up: end
    lost:
      - { to: end }
  overdue: { escalate: [lead], every: 1d }
both:
  tracks:
    a:
      start: inner
      steps:
        inner:
          wait: { for: 1d }
          then: { to: inner-end, set: { ok: true } }
        inner-end: { end: one }
  join: all
  then: end
`)
  .replace('start: first', 'start: first\non:\n  crm.left: end')
  .replace('    steps:', '    defer:\n      crm.told: 14d\n    steps:');

const files = { 'visit.yaml': visitText };
const { locate, problems } = compileFiles(files);

/** The text from where the spot stands to the end of its line; the file before it. */
function textAt(spot: Spot): string | undefined {
  const at = locate?.(spot);
  if (at === undefined) return undefined;
  const text = at.file === 'visit.yaml' ? visitText : programText;
  const line = text.split('\n')[at.line - 1] ?? '';
  return `${at.file}: ${line.slice(at.column - 1)}`;
}

/** Below a step of the journey. */
function inStep(step: string, ...below: Spot['below']): string | undefined {
  return textAt({ journey: 'visit', step, below })?.replace('visit.yaml: ', '');
}

test('a spot is found by the words of its source, at its name', () => {
  expect(problems).toEqual([]);
  expect(inStep('first')).toBe('first:');
  expect(inStep('first', 'within')).toBe('within: 24h');
  expect(inStep('first', 'await', 1)).toBe('billing.payment.failed]');
  expect(inStep('first', 'on', 'billing.payment.failed', 1, 'to')).toBe('to: end }]');
  expect(inStep('call', 'overdue', 'escalate', 0)).toBe('lead], every: 1d }');
});

test('a step in a track is found by its name alone', () => {
  expect(inStep('inner')).toBe('inner:');
  expect(inStep('inner', 'then', 0, 'set', 'ok')).toBe('ok: true } }');
  expect(inStep('both', 'tracks', 'a', 'start')).toBe('start: inner');
});

test('where one way on is written without its list, the way on itself is meant', () => {
  expect(inStep('first', 'overdue', 'then', 0, 'to')).toBe('then: call');
  expect(inStep('call', 'actions', 'gave-up', 0)).toBe('gave-up: end');
  expect(inStep('call', 'actions', 'booked', 0, 'milestone')).toBe('milestone: booked }');
  expect(inStep('call', 'actions', 'booked', 'then', 0, 'to')).toBe('to: end, milestone: booked }');
  expect(inStep('call', 'actions', 'asked', 1, 'to')).toBe('to: end }');
  expect(inStep('call', 'actions', 'asked', 'then', 1, 'to')).toBe('to: end }');
  expect(inStep('call', 'actions', 'lost', 'then', 0)).toBe('{ to: end }');
  expect(inStep('call', 'actions', 'asked', 7)).toBe('then:');
});

test('what happens to an event is found wherever its level says it', () => {
  expect(inStep('first', 'on', 'crm.left', 0)).toBe('crm.left: it was said before');
  expect(inStep('first', 'on', 'crm.told', 0, 'to')).toBe('crm.told: lead');
  expect(inStep('first', 'on', 'billing.payment.succeeded', 0)).toBe('then: call');
  const stage = { journey: 'visit', stage: 'main' };
  expect(textAt({ ...stage, below: ['on', 'crm.told', 1] })).toBe('visit.yaml: crm.told: 14d');
  const on = ['on', 'crm.left', 0, 'to'];
  expect(textAt({ journey: 'visit', below: on })).toBe('visit.yaml: crm.left: end');
});

test('what is not written is looked for at the nearest place above', () => {
  expect(inStep('first', 'overdue', 'park', 'owner')).toBe('overdue:');
  expect(inStep('first', 'on', 'crm.odd')).toBe('on:');
  expect(inStep('inner', 'on', 'crm.odd', 0)).toBe('inner:');
  expect(inStep('call', 'actions', 'length')).toBe('actions:');
  expect(inStep('first', 'await', 'length')).toMatch(/^await: /u);
  expect(textAt({ journey: 'visit', stage: 'main', below: [] })).toBe('visit.yaml: main:');
  expect(textAt({ journey: 'visit', below: [] })).toBe('visit.yaml: journey: visit');
  expect(textAt({ journey: 'visit', below: ['enrol', 0, 'once-per'] })).toBe(
    'visit.yaml: once-per: subject }',
  );
});

test('without a journey a spot lies in the program file; a role is a team', () => {
  expect(textAt({ below: ['teams', 'desk', 'fallback'] })).toBe('program.yaml: fallback: lead }');
  expect(textAt({ below: ['teams', 'lead', 'people', 0] })).toBe('program.yaml: p-2] }');
  expect(textAt({ below: ['teams', 'nobody'] })).toBe('program.yaml: teams:');
  expect(textAt({ below: [] })).toBe('program.yaml: program: clinic');
});

test('what the program does not have stands nowhere', () => {
  expect(textAt({ journey: 'other', below: [] })).toBeUndefined();
  expect(textAt({ journey: 'visit', stage: 'other', below: [] })).toBeUndefined();
  expect(inStep('other')).toBeUndefined();
  expect(compileFiles({ 'visit.yaml': 'journey: visit' }).locate).toBeUndefined();
});

test('a program given as an object has its places, too, and keeps them in a copy', () => {
  const journeys = [parse(visitText) as unknown];
  const written = { ...(parse(programText) as object), journeys };
  const result = { ...compileObject(written, standIns), problems: [] };
  const spot = { journey: 'visit', step: 'inner', below: ['then', 0] };
  expect(result.locate?.(spot)).toEqual({ file: 'program', line: 1, column: 1 });
  expect(result.locate?.({ ...spot, step: 'other' })).toBeUndefined();
});
