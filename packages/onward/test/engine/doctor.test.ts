/**
 * The doctor: silent on all that the engine does, and told of each violation planted under its
 * feet.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { parseJourneyId } from '../../src/core/index.ts';
import type { Program } from '../../src/core/index.ts';
import type { Engine } from '../../src/runtime/index.ts';
import type { Examined, StoredProof } from '../../src/store/index.ts';
import { event, Stage } from '../stage.ts';
import type { StageOptions } from '../stage.ts';
import { sql } from '../sql.ts';

const hour = 3_600_000;
const day = 24 * hour;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** The zoo, in which `gone` gives up, and an order is undone by telling. */
const undoing: Program = structuredClone(zoo);
const steps = undoing.journeys['main']?.steps as Record<string, object>;
steps['gone'] = { ...steps['gone'], abort: true };
steps['order'] = { ...steps['order'], undo: 'tell' };

type Control = Parameters<Engine['control']>[0]['control'];
const override = (to: string): Control => {
  return { kind: 'control', control: 'override', actor: 'p-1', to, reason: 'asked' };
};

/** Journeys in every kind of place, by what they are examples of. */
interface People {
  readonly waiting: string;
  readonly tracks: string;
  readonly kept: string;
  readonly asking: string;
  readonly parked: string;
  readonly told: string;
  readonly depending: string;
  readonly aborted: string;
}

async function peopled(
  options: Partial<StageOptions> = {},
): Promise<{ readonly stage: Stage; readonly people: People }> {
  let isAnswered = true;
  const stage = await Stage.set({
    program: undoing,
    send: () => {
      return isAnswered ? { kind: 'done', data: {} } : { kind: 'retry', code: 'ONW-OUT-BUSY' };
    },
    ...options,
  });
  stages.push(stage);
  const begun = async (name: string, to?: string): Promise<string> => {
    const [result] = await stage.send(event('started', name, { data: { urgent: true } }));
    const journey = result?.journeys[0] ?? '';
    if (to !== undefined) await stage.engine.control({ journey, control: override(to) });
    return journey;
  };
  const told = await begun('told', 'tell');
  const aborted = await begun('aborted', 'order');
  await stage.engine.idle();
  await stage.send(event('left', 'aborted'));
  isAnswered = false;
  const people = {
    told,
    aborted,
    waiting: await begun('waiting'),
    tracks: await begun('tracks'),
    kept: await begun('kept'),
    asking: await begun('asking', 'order'),
    parked: await begun('parked', 'order'),
    depending: await begun('depending', 'other'),
  };
  await stage.send(event('arrived', 'tracks'));
  await stage.send(event('scored', 'kept', { data: { score: 3 } }));
  await stage.send(event('arrived', 'nobody knows'), event('started', 'waiting'));
  const reviewEvery = { kind: 'wall', ms: day } as const;
  const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
  const park = { kind: 'control', control: 'park', actor: 'p-1', parking } as const;
  await stage.engine.control({ journey: people.parked, control: park });
  return { stage, people };
}

/** Only what is broken, and of whom. */
function broken(examined: readonly Examined[]): Record<string, readonly number[]> {
  const rows = examined.filter((each) => each.rows > 0);
  return Object.fromEntries(rows.map(({ property, some }) => [property, some.map(({ id }) => id)]));
}

describe.each([1, 2])('on %i cell(s)', (cells) => {
  test('whatever the engine does, every property holds', async () => {
    const { stage, people } = await peopled({ cells });
    expect(await stage.open.examine(stage.now)).toHaveLength(11);
    expect(broken(await stage.open.examine(stage.now))).toEqual({});
    for (const ms of [hour, 12 * hour, day, 2 * day, 20 * day, 40 * day]) {
      await stage.wait(ms);
      expect(broken(await stage.open.examine(stage.now)), `${ms} later`).toEqual({});
    }
    const { status } = await stage.state(people.aborted);
    expect(status).toBe('ended');
    expect(await stage.open.lastEntryAt()).toBeGreaterThan(stage.now - 10 * day);
  });
});

test('an installation without a journey holds every property', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  expect(broken(await stage.open.examine(stage.now))).toEqual({});
  expect(await stage.open.lastEntryAt()).toBeUndefined();
});

const steady = `'{journeys,main,steps,arrival}'`;
const deadEnd = `'{"kind":"await","stage":"first","track":"","on":{},"owner":"desk"}'`;
const stateOf = (path: string, value: string): string =>
  `update cell.journeys set state = jsonb_set(state::jsonb, '${path}', '${value}')::json`;
const bodyOf = (path: string, value: string): string =>
  `update cell.programs set body = jsonb_set(body::jsonb, '${path}', '${value}')::json`;
const refuted = { journeys: [{ journey: 'main', properties: [{ id: 'C5', verdict: 'refuted' }] }] };
const unconstrained = 'alter table cell.journeys drop constraint journeys_owned_and_dated;';
/** What the journey asked for counts as ended, and nobody was told of it. */
const lose = `update cell.outbox b set ended = b.ended || (o.at - 1)::int
  from cell.outbox x, json_array_elements(x.orders) with ordinality as o(value, at)
 where x.id = b.id and (o.value ->> 'journey')::bigint = $who`;

/** What is broken, of whom, by which SQL (`$who` is the number of the journey). */
const plants: readonly (readonly [string, keyof People, string, readonly string[]])[] = [
  [
    'an open journey without an owner',
    'waiting',
    `${unconstrained} update cell.journeys set next_owner = null where id = $who`,
    ['C1'],
  ],
  ['nothing that is owed', 'waiting', 'delete from cell.obligations where journey = $who', ['C1']],
  ['no timer', 'tracks', 'delete from cell.timers where journey = $who', ['C1']],
  [
    'a timer that comes too late',
    'tracks',
    `update cell.timers set due = due + interval '9 days' where journey = $who`,
    ['C1'],
  ],
  [
    'an owner who is no team',
    'waiting',
    `insert into cell.places select 1, program, journey, stage, step, 'ghost', kind
       from cell.places limit 1;
     update cell.obligations set place = 1 where journey = $who`,
    ['C1', 'C11'],
  ],
  [
    'a place that has no names',
    'waiting',
    `update cell.obligations set place = 1 where journey = $who`,
    ['C1', 'C11'],
  ],
  [
    'a deadline that passed unfired',
    'waiting',
    `update cell.timers set due = due - interval '9 days' where journey = $who`,
    ['C2'],
  ],
  ['a command that nobody sends', 'asking', lose, ['C3']],
  ['a command at rest that nobody sends', 'parked', lose, ['C3']],
  [
    'a message that was never answered',
    'told',
    `delete from cell.journal where journey = $who and type = 'outcome'`,
    ['C3'],
  ],
  [
    'an event kept beyond its time',
    'kept',
    `${stateOf('{deferred,0,expires}', '0')} where id = $who`,
    ['C4'],
  ],
  [
    'an event kept for nobody',
    'kept',
    `${stateOf('{deferred,0,owner}', '""')} where id = $who`,
    ['C4'],
  ],
  [
    'a step without a way to an end',
    'waiting',
    `${bodyOf('{journeys,main,on}', '{}')};
    update cell.programs set body = jsonb_set(body::jsonb, ${steady}, ${deadEnd})::json`,
    ['C5'],
  ],
  [
    'a version whose C5 is refuted',
    'asking',
    `update cell.programs set proof = '${JSON.stringify(refuted)}'`,
    ['C5'],
  ],
  [
    'something owed after the end',
    'aborted',
    'insert into cell.obligations select $who, place, due, slot from cell.obligations limit 1',
    ['C6'],
  ],
  [
    'an event kept after the end',
    'aborted',
    `${stateOf('{deferred}', '[{"expires":1}]')} where id = $who`,
    ['C6'],
  ],
  [
    'a park after the end',
    'aborted',
    `${stateOf('{parked}', '{"since":1}')} where id = $who`,
    ['C6'],
  ],
  [
    'an order after the end',
    'aborted',
    `insert into cell.outbox (id, worker, asked_at, total, orders, ended, tries)
     select 1, 0, asked_at, 1, json_build_array(json_build_object(
              'journey', $who::bigint, 'subject', 1, 'program', 1, 'seq', 99,
              'effect', orders -> 0 -> 'effect')), '{}', '{}'
       from cell.outbox limit 1`,
    ['C6'],
  ],
  [
    'a journey in a circle of its own',
    'waiting',
    `insert into cell.journal
     select $who, 1000 + n, to_timestamp(n * 60), to_timestamp(0), 'deadline', 'clock', '', '',
            '{}', ''
       from generate_series(1, 1001) n`,
    ['C7'],
  ],
  [
    'a step that is none',
    'waiting',
    `${stateOf('{places,0,step}', '"nowhere"')} where id = $who`,
    ['C5', 'C8'],
  ],
  [
    'a journey that its version lacks',
    'waiting',
    `update cell.journeys set journey = 'other' where id = $who`,
    ['C5', 'C8'],
  ],
  [
    'an abort that undid nothing',
    'aborted',
    bodyOf('{journeys,main,steps,order,undo}', '"pause"'),
    ['C9'],
  ],
  [
    'waiting for a journey that is none',
    'depending',
    `${stateOf('{obligations,0,name}', '"ghost"')} where id = $who`,
    ['C10'],
  ],
  [
    'waiting for a journey without a date',
    'depending',
    `alter table cell.obligations alter column due drop not null;
     update cell.obligations set due = null where journey = $who`,
    ['C1', 'C10'],
  ],
  ['a team without people', 'waiting', bodyOf('{teams,desk,people}', '[]'), ['C11']],
];

test.for(plants)('found: %s', async ([, who, text, properties]) => {
  const { stage, people } = await peopled();
  await stage.engine.stop();
  const id = parseJourneyId(people[who]) ?? 0;
  await plant(stage, text.replaceAll('$who', String(id)));
  const found = broken(await stage.open.examine(stage.now));
  expect(Object.keys(found)).toEqual(properties);
  for (const property of properties) expect(found[property]).toContain(id);
});

test('found: input that belongs to no journey, and to nobody', async () => {
  const { stage } = await peopled();
  await stage.engine.stop();
  await plant(stage, `update cell.unmatched set owner = 'ghost'`);
  const examined = await stage.open.examine(stage.now);
  expect(Object.keys(broken(examined))).toEqual(['C4']);
  expect(examined[3]?.some).toMatchObject([{ kind: 'unmatched' }]);
});

test('a clock that stood still for two days is told of everyone it forgot', async () => {
  const { stage } = await peopled();
  await stage.engine.stop();
  const examined = await stage.open.examine(stage.now + 2 * day);
  expect(examined[1]).toMatchObject({ property: 'C2' });
  expect(examined[1]?.rows).toBeGreaterThan(10);
  expect(examined[1]?.some).toHaveLength(new Set(examined[1]?.some.map(({ id }) => id)).size);
});

const proved = (boundMs: number): StoredProof => ({
  verdict: 'proved',
  checkedAt: 1,
  journeys: [
    {
      journey: 'main',
      verdict: 'proved',
      configurations: 1,
      properties: [{ id: 'C2', verdict: 'proved', boundMs }],
    },
  ],
  accepted: [],
});
const forgotten = `
  update cell.journeys set next_due = next_due + interval '90 days', timer_due = timer_due
                         + interval '90 days' where status = 'open';
  update cell.timers set due = due + interval '90 days'`;

test.for([
  ['the bound that was proved', proved(3 * day), 3],
  ['thirty days where none is kept', undefined, 30],
] as const)('a ladder that is not climbed is found after %s', async ([, proof, days]) => {
  const { stage, people } = await peopled({ engine: proof === undefined ? {} : { proof } });
  await stage.wait(day + hour);
  await stage.engine.stop();
  await plant(stage, forgotten);
  const id = parseJourneyId(people.tracks) ?? 0;
  const after = async (waited: number): Promise<readonly number[]> =>
    broken(await stage.open.examine(stage.now + waited))['C2'] ?? [];
  expect(await after((days + 1) * day - 2 * hour)).not.toContain(id);
  expect(await after((days + 1) * day)).toContain(id);
});

async function plant(stage: Stage, text: string): Promise<void> {
  await sql(text.replaceAll('cell.', `${stage.schema}_0.`));
}
