import { expect, test } from 'vitest';
import type { OperationalEvent } from '../../core/index.ts';
import { RejectError, RetryError } from '../../core/index.ts';
import type { EventResult } from '../../runtime/index.ts';
import { inCompany } from './submissions.ts';

const event = (id: string): OperationalEvent => ({ id }) as unknown as OperationalEvent;
const accepted = (events: readonly OperationalEvent[]): readonly EventResult[] =>
  events.map(({ id }) => ({ id, status: 'accepted', journeys: [] }));
const sizes: number[] = [];

test('what arrives meanwhile goes together, and each is told its own', async () => {
  sizes.length = 0;
  const submit = inCompany(async (events) => {
    sizes.push(events.length);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return accepted(events);
  });
  const ids = Array.from({ length: 1_200 }, (_, at) => `e${at}`);
  const results = await Promise.all(ids.map((id) => submit([event(id), event(`${id}b`)])));
  expect(results.map((each) => each.map(({ id }) => id))).toEqual(ids.map((id) => [id, `${id}b`]));
  expect(sizes.slice(0, 2)).toEqual([2, 2]);
  expect(Math.max(...sizes)).toBe(500);
  expect(sizes.length).toBeLessThan(12);
});

test('one that is refused does not take the others with it', async () => {
  const submit = inCompany(async (events) => {
    await Promise.resolve();
    if (events.some(({ id }) => id === 'bad')) throw new RejectError('ONW-EVENT-DATA', 'No.');
    return accepted(events);
  });
  const ids = ['a', 'b', 'c', 'bad', 'd'];
  const ends = await Promise.allSettled(ids.map((id) => submit([event(id)])));
  expect(ends.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});

test('while nobody answers all are told so, and later ones are tried', async () => {
  let isAway = true;
  const submit = inCompany(async (events) => {
    await Promise.resolve();
    if (isAway) throw new RetryError('ONW-COORDINATOR-AWAY', 'It is away.');
    return accepted(events);
  });
  const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => submit([event(id)])));
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  isAway = false;
  expect(await submit([event('e')])).toMatchObject([{ id: 'e' }]);
});
