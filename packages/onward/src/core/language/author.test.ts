import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { defineJourney, defineProgram } from './author.ts';
import { compileObject } from './compile.ts';
import type { ProgramInput } from './index.ts';
import { compileFiles, journeyText, programText } from './program.fixture.ts';
import { standIns } from './stand-in.fixture.ts';

const visit = defineJourney({
  journey: 'visit',
  subject: 'patient',
  owner: 'desk',
  facts: { at: 'instant', tries: { count: 3 }, plan: ['basic', 'plus'] },
  enrol: { on: 'crm.told', 'once-per': 'subject', set: { at: 'event.since' } },
  start: 'first',
  stages: {
    main: {
      steps: {
        first: {
          task: 'call',
          within: { business: '1d' },
          actions: { done: 'end', again: { to: 'first', set: { tries: { add: 1 } } } },
          overdue: { escalate: ['lead'], every: '1d' },
        },
        end: { end: 'done' },
      },
    },
  },
});

const visitText = `
journey: visit
subject: patient
owner: desk
facts: { at: instant, tries: { count: 3 }, plan: [basic, plus] }
enrol: { on: crm.told, once-per: subject, set: { at: event.since } }
start: first
stages:
  main:
    steps:
      first:
        task: call
        within: { business: 1d }
        actions: { done: end, again: { to: first, set: { tries: { add: 1 } } } }
        overdue: { escalate: [lead], every: 1d }
      end: { end: done }
`;

const rest = parse(programText) as Omit<ProgramInput, 'journeys'>;

test('TypeScript and YAML give the same program', () => {
  const written = compileObject(defineProgram({ ...rest, journeys: [visit] }), standIns);
  expect(written.problems).toEqual([]);
  expect(written.program).toEqual(compileFiles({ 'visit.yaml': visitText }).program);
});

test('a problem of an object stands at 1:1 and says its path', () => {
  const bad = { ...rest, journeys: [{ ...visit, start: 'frist' }] };
  expect(compileObject(bad, standIns).problems).toEqual([
    {
      severity: 'error',
      code: 'ONW-LANG-UNKNOWN-STEP',
      file: 'program',
      line: 1,
      column: 1,
      path: '/journeys/0/start',
      message: 'There is no step "frist"; did you mean "first"?',
      allowed: 'end, first',
    },
  ]);
});

test('several problems of an object are all kept', () => {
  const bad = { ...rest, journeys: [{ ...visit, start: 'one', owner: 'two' }] };
  expect(compileObject(bad, standIns).problems.map(({ path }) => path)).toEqual([
    '/journeys/0/owner',
    '/journeys/0/start',
  ]);
});

test('a key that is undefined is a key that is not there', () => {
  const same = { ...rest, journeys: [{ ...visit, on: undefined }] };
  expect(compileObject(same, standIns).problems).toEqual([]);
});

test('JSON is YAML', () => {
  const text = JSON.stringify(parse(journeyText('first: { wait: { for: 1d }, then: end }')));
  expect(compileFiles({ 'visit.yaml': text }).problems).toEqual([]);
});
