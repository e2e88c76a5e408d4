import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { holidays } from '../../cli/program/holidays.ts';
import { canonicalJson } from './canonical-json.ts';
import { compile } from './compile.ts';
import { standIns } from './stand-in.fixture.ts';

const folder = join(import.meta.dirname, '../../../../../examples/01-telehealth');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const example = () => compile({ entry: 'program.yaml', read }, standIns, holidays);

test('the example compiles without a problem', () => {
  expect(example().problems).toEqual([]);
});

test('the example keeps its steps, owners and milestones', () => {
  const journey = example().program?.journeys['first-visit'];
  expect(journey?.start).toBe('payment');
  expect(journey?.milestones.toSorted()).toEqual(['booked', 'onboarded', 'paid', 'seen']);
  expect(journey?.steps['payment']).toMatchObject({
    kind: 'await',
    stage: 'onboarding',
    track: '',
    owner: 'billing-desk',
    within: { kind: 'wall', ms: 86_400_000 },
    overdue: { lookUp: { system: 'billing', name: 'payment', withinMs: 900_000 } },
  });
});

test('the same files give the same bytes, and other files do not', () => {
  const [first, second] = [example().program, example().program];
  if (first === undefined || second === undefined) throw new Error('It does not compile.');
  expect(canonicalJson(first)).toBe(canonicalJson(second));
  expect(canonicalJson({ ...first, program: 'other' })).not.toBe(canonicalJson(second));
});
