import { expect, test } from 'vitest';
import { declared } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { Found } from './dispatch.ts';
import type { Refetch } from './quarantine.ts';
import { refetch } from './refetch.ts';

const event = { type: 'ehr.appointment.booked', id: 'a' } as unknown as OperationalEvent;
const refusal = { kind: 'refused', code: 'ONW-EVENT-DATA', message: declared('No.') } as const;

function items(...agains: readonly string[]): Refetch[] {
  return agains.map((again, at) => {
    return { id: `${at}`, system: 'ehr', code: 'ONW-EVENT-DATA', again, tries: 1 };
  });
}

async function run(waiting: Refetch[], answer: (again: string) => Found, fails = false) {
  const closed: string[] = [];
  const committed: OperationalEvent[] = [];
  const ends = await refetch({
    quarantine: {
      take: ({ limit }) => Promise.resolve(waiting.splice(0, limit)),
      close: (id, state) => Promise.resolve(closed.push(`${id} ${state}`) > 0),
    },
    dispatch: { refetch: (_system, again) => Promise.resolve(answer(again)) },
    commit(events) {
      if (fails) return Promise.reject(new Error('away'));
      committed.push(...events);
      return Promise.resolve();
    },
    nowMs: () => 0,
  });
  return { ends, closed, committed };
}

test('what fits now is committed before its item is closed; what is gone is given up', async () => {
  const { ends, closed, committed } = await run(items('fits', 'gone', 'away', 'unfit'), (again) => {
    if (again === 'fits') return { kind: 'found', events: [event], refusals: [] };
    if (again === 'gone') return { kind: 'nothing' };
    if (again === 'away') return { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
    return { kind: 'found', events: [], refusals: [refusal] };
  });
  expect(ends).toEqual({ refetched: 1, givenUp: 1, left: 2 });
  expect(closed).toEqual(['0 refetched', '1 given-up']);
  expect(committed).toEqual([event]);
});

test('what cannot be committed stays', async () => {
  const found: Found = { kind: 'found', events: [event], refusals: [] };
  const { ends, closed } = await run(items('fits'), () => found, true);
  expect(ends).toEqual({ refetched: 0, givenUp: 0, left: 1 });
  expect(closed).toEqual([]);
});

test('page after page is tried, and what was tried too often is given up', async () => {
  const many = items(...Array.from({ length: 120 }, () => 'unfit')).map((item) => {
    return { ...item, tries: 12 };
  });
  const { ends } = await run(many, () => ({ kind: 'found', events: [], refusals: [refusal] }));
  expect(ends).toEqual({ refetched: 0, givenUp: 120, left: 0 });
});
