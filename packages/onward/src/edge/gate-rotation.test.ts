/** What a rotation of keys changes for the coordinator: nothing. */
import { expect, test } from 'vitest';

import type { OperationalEvent, Program, System, WireEvent } from '../core/index.ts';
import { createGate } from './gate.ts';
import { memoryEdgeStore } from './store-memory.ts';
import type { World } from './vault.fixture.ts';
import { processOf, refOf, ringOf } from './vault.fixture.ts';
import { canonical, canonicalFacts } from './vault-names.ts';

const clinic: System = {
  connector: 'api',
  owner: 'desk',
  events: {
    booked: {
      refs: {
        patient: { system: 'clinic', of: 'subject' },
        visit: { system: 'scheduler', of: 'journey' },
      },
      data: { order: { kind: 'ref', system: 'lab' }, tries: { kind: 'count', max: 9 } },
    },
  },
  commands: { go: { args: {}, returns: { order: { kind: 'ref', system: 'lab' } } } },
  lookUps: {},
  settings: {},
};
const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: {},
  systems: { clinic },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};

const booked: WireEvent = {
  event: 'booked',
  id: 'E-1',
  refs: { patient: 'MRN-7', visit: 'F-9' },
  data: { order: 'L-1', tries: 2 },
};

/** As the intake does it: gate, vault, canonical refs. */
async function taken({ keys, vault }: World, wire: WireEvent): Promise<OperationalEvent> {
  const passed = createGate({ program, keys }).pass('clinic', wire, 0);
  if (passed.kind !== 'event') throw new Error(passed.code);
  return canonical(passed.event, await vault.remember(passed.outside));
}

test('an event that is delivered again at any step of a rotation is the same event', async () => {
  const store = memoryEdgeStore();
  const wires: readonly WireEvent[] = [
    booked,
    { ...booked, id: 'Eleanor Canary' },
    { ...booked, id: '', covers: { content: 'Canary', part: 2 } },
  ];
  const all = async (world: World): Promise<readonly OperationalEvent[]> => {
    const events: OperationalEvent[] = [];
    for (const wire of wires) events.push(await taken(world, wire));
    return events;
  };
  const first = await all(await processOf(ringOf(1), store));
  expect(first[0]?.refs[0]?.ref).toBe(refOf(ringOf(1), 'clinic', 'MRN-7'));
  expect(await all(await processOf(ringOf(1, 2), store))).toEqual(first);
  const next = await processOf(ringOf(2, 1), store);
  expect(await all(next)).toEqual(first);
  await next.rotate();
  expect(await all(next)).toEqual(first);
  expect(await all(await processOf(ringOf(2), store))).toEqual(first);
  expect(await all(await processOf(ringOf(2), memoryEdgeStore()))).not.toEqual(first);
});

test('so is what a command returns, and what a person states', async () => {
  const store = memoryEdgeStore();
  const returned = async ({ keys, vault }: World): Promise<unknown> => {
    const facts = createGate({ program, keys }).sealReturns('clinic', 'go', { order: 'L-1' });
    if (facts.kind !== 'sealed') throw new Error(facts.kind);
    return canonicalFacts(facts.facts, await vault.remember(facts.outside));
  };
  const stated = async ({ keys, vault }: World): Promise<unknown> => {
    const outside = createGate({ program, keys }).outsideOf('clinic', 'MRN-7');
    if (outside === undefined) throw new Error('no id');
    return (await vault.remember([outside])).get(outside.ref) ?? outside.ref;
  };
  const before = await processOf(ringOf(1, 2), store);
  const known = [await returned(before), await stated(before)];
  const after = await processOf(ringOf(2, 1), store);
  expect([await returned(after), await stated(after)]).toEqual(known);
  expect(known).toEqual([
    { order: refOf(ringOf(1), 'lab', 'L-1') },
    refOf(ringOf(1), 'clinic', 'MRN-7'),
  ]);
  expect(createGate({ program, keys: after.keys }).outsideOf('clinic', '')).toBeUndefined();
});
