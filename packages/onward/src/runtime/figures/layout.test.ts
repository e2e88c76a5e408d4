/** The map of a journey: nothing lies on anything else, nothing is missing, it stays the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomProgram } from '../../core/check/random-program.fixture.ts';
import { compile } from '../../core/index.ts';
import type { Journey } from '../../core/index.ts';
import { standIns } from '../../core/language/stand-in.fixture.ts';
import { zoo } from '../../core/step/zoo.fixture.ts';
import { waysOf } from './edges.ts';
import { mapOf } from './layout.ts';
import type { Box, FlowMap, MapNode } from './layout.ts';

const folder = join(import.meta.dirname, '../../../../../examples/01-telehealth');
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const holidays = { datesOf: () => [], namesNear: () => ({}) };
const example = compile({ entry: 'program.yaml', read }, standIns, holidays).program;

function overlap(a: Box, b: Box): boolean {
  const isBeside = a.x + a.width <= b.x || b.x + b.width <= a.x;
  return !isBeside && a.y + a.height > b.y && b.y + b.height > a.y;
}

function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function expectSound(journey: Journey): FlowMap {
  const map = mapOf(journey);
  const byId = new Map<string, MapNode>(map.nodes.map((node) => [node.id, node]));
  expect(byId.size).toBe(map.nodes.length);
  for (const [at, a] of map.nodes.entries()) {
    const band = map.stages.find(({ name }) => name === a.stage);
    expect(band !== undefined && isWithin(a, band), `${a.id} stands in its stage`).toBe(true);
    for (const b of map.nodes.slice(at + 1)) expect(overlap(a, b), `${a.id} ${b.id}`).toBe(false);
  }
  for (const [at, a] of map.stages.entries()) {
    for (const b of map.stages.slice(at + 1)) expect(overlap(a, b)).toBe(false);
  }
  expect(Object.keys(journey.steps).filter((step) => !byId.has(step))).toEqual([]);
  for (const { from, to, kind, on } of waysOf(journey)) {
    const edge = map.edges.find((each) => {
      return each.from === from && each.to === to && each.kind === kind;
    });
    expect(edge?.on.split(', ')).toContain(on);
  }
  for (const { id, points } of map.edges) {
    expect(points.length, id).toBeGreaterThan(1);
    for (const { x, y } of points) {
      expect(x >= 0 && y >= 0 && x <= map.width && y <= map.height, `${id} is on the map`).toBe(
        true,
      );
    }
  }
  expect(mapOf(structuredClone(journey))).toEqual(map);
  return map;
}

test('the example has a band for each stage, one under the other', () => {
  const journey = example?.journeys['first-visit'];
  if (journey === undefined) throw new Error('It does not compile.');
  const { stages, nodes, edges } = expectSound(journey);
  expect(stages.map(({ name }) => name)).toEqual(Object.keys(journey.stages));
  expect(stages.map(({ y }) => y)).toEqual(stages.map(({ y }) => y).toSorted((a, b) => a - b));
  expect(nodes.find(({ id }) => id === 'withdrawn')?.kind).toBe('outcome');
  expect(edges).toContainEqual(
    expect.objectContaining({ from: ':start', to: 'payment', on: 'billing.checkout.completed' }),
  );
  expect(edges).toContainEqual(
    expect.objectContaining({ from: ':any:', to: 'withdrawn', on: 'patient.withdrew' }),
  );
});

test('every kind of step has its ways', () => {
  for (const journey of Object.values(zoo.journeys)) expectSound(journey);
});

test('whatever the program is, its map is sound', () => {
  fc.assert(
    fc.property(randomProgram, (program) => {
      for (const journey of Object.values(program.journeys)) expectSound(journey);
    }),
    { numRuns: 40 },
  );
});
