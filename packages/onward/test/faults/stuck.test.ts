/** R4: what cannot be worked on is somebody's within a minute, and slows nobody else. */
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJourneyId } from '../../src/core/index.ts';
import type { Program } from '../../src/core/index.ts';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import type { Sent } from '../../src/runtime/index.ts';
import { begin, event } from '../stage.ts';
import { figure, goal, patience, until } from './figures.ts';
import { Machine } from './machine.ts';
import { Postgres } from './postgres.ts';

const day = 24 * 3_600_000;
const rounds = goal({ short: 10, full: 60 });
const each = 200;

let postgres: Postgres;
let client: pg.Client;
beforeAll(async () => {
  postgres = await Postgres.start();
  client = await postgres.client();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

async function machine(schema: string, clock: { time: number }): Promise<Machine> {
  const send = (): Promise<Sent> => Promise.resolve({ kind: 'done', data: {} });
  return Machine.start({ postgres, schema, program: defective, clock, idempotent: true, send });
}

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** The zoo with a defect: whoever is moved goes to a step that is not there. */
const defective: Program = structuredClone(zoo);
const heard = defective.journeys['main']?.on as Record<string, object>;
heard['sys.moved'] = { kind: 'go', transitions: [{ to: 'nowhere', set: [], run: [] }] };
const poison = (name: string) => event('moved', name, { data: { start: begin } });

test(
  'an input that breaks the step is an owned exception at once, and slows nobody',
  patience,
  async () => {
    const tell = figure({
      promise: 'R4',
      fault: 'inputs on which the step breaks, one in a hundred',
      goal: 'visible within 60 s, slows nobody else',
    });
    const clock = { time: begin };
    const one = await machine('poison', clock);
    const begun = await one.engine.events(
      Array.from({ length: each }, (_, index) => event('started', `p-${index}`)),
    );
    const took = { calm: [] as number[], poisoned: [] as number[] };
    let poisons = 0;
    for (let round = 0; round < rounds * 2; round++) {
      const isPoisoned = round % 2 === 1;
      const events = Array.from({ length: each }, (_, index) => event('noise', `p-${index}`));
      if (isPoisoned) events.splice(50, 2, poison('p-50'), poison('p-51'));
      if (isPoisoned) poisons += 2;
      const from = performance.now();
      const results = await one.engine.events(events);
      took[isPoisoned ? 'poisoned' : 'calm'].push(performance.now() - from);
      expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['accepted']));
    }
    for (const at of [50, 51]) {
      const id = parseJourneyId(begun[at]?.journeys[0] ?? '') ?? -1;
      const state = (await one.open.reads.journey(id))?.state;
      const faults = state?.obligations.filter(({ kind }) => kind === 'exception') ?? [];
      expect(faults.length).toBeGreaterThan(0);
      for (const fault of faults) {
        expect(fault.owner).not.toBe('');
        expect(fault.since).toBeLessThanOrEqual(begin + 60_000);
      }
    }
    await one.leave();
    const ratio = median(took.poisoned) / median(took.calm);
    expect(ratio).toBeLessThan(3);
    await tell(
      `${poisons} poisons, each an exception with an owner in the commit that took it; ` +
        `others took ${ratio.toFixed(2)} times as long (median of ${rounds} alternating batches)`,
    );
  },
);

/** By hand: a step that is none, places that are no list, obligations that are gone. */
const damages = [
  `replace(state::text, '"arrival"', '"nowhere"')::json`,
  `jsonb_set(state::jsonb, '{places}', '5')::json`,
  `(state::jsonb - 'obligations')::json`,
] as const;

test('a journey whose stored state is broken by hand holds up nobody else', patience, async () => {
  const tell = figure({
    promise: 'R4',
    fault: 'the stored state of a journey is broken by hand; inputs and a deadline come for it',
    goal: 'visible within 60 s, slows nobody else',
  });
  const clock = { time: begin };
  const one = await machine('broken', clock);
  const names = Array.from({ length: each }, (_, index) => `b-${index}`);
  const begun = await one.engine.events(names.map((name) => event('started', name)));
  const broken = damages.map((_, at) => parseJourneyId(begun[at]?.journeys[0] ?? '') ?? -1);
  for (const [at, damage] of damages.entries()) {
    await client.query(`update broken_0.journeys set state = ${damage} where id = $1`, [
      broken[at],
    ]);
  }
  const took = { whole: [] as number[], broken: [] as number[] };
  let taken = 0;
  let kept = 0;
  for (let round = 0; round < rounds * 2; round++) {
    const isWithout = round % 2 === 0;
    // As many inputs in both.
    const sent = isWithout ? [...names.slice(3), ...names.slice(3, 6)] : names;
    const from = performance.now();
    const results = await Promise.all(
      sent.map((name) => one.engine.events([event('noise', name)])),
    );
    took[isWithout ? 'whole' : 'broken'].push(performance.now() - from);
    const unmatched = results.flat().filter(({ code }) => code === 'ONW-STATE-BROKEN');
    expect(unmatched).toHaveLength(isWithout ? 0 : 3);
    kept += unmatched.length;
    taken += results.flat().filter(({ status }) => status === 'accepted').length;
  }
  expect(taken + kept).toBe(2 * rounds * each);
  clock.time += 3 * day;
  // Everybody else's deadline is passed on, and theirs becomes a notice.
  const rest = `select count(*) as left from broken_0.journeys
                 where status = 'open' and next_due <= to_timestamp($1 / 1000.0)
                   and id <> all($2::bigint[])`;
  const said = `select count(*) as told from broken_0.unmatched
                 where reason = 'ONW-STATE-BROKEN' and type = 'state-broken' and owner <> ''
                   and due is not null and closed_at is null
                   and received_at <= to_timestamp($1 / 1000.0) + interval '60 s'`;
  await until(async () => {
    const left = await client.query<{ left: string }>(rest, [clock.time, broken]);
    const { rows } = await client.query<{ told: string }>(said, [clock.time]);
    return Number(left.rows[0]?.left) === 0 && Number(rows[0]?.told) === 3 ? true : undefined;
  });
  // Their timers rest: nothing is due any more.
  expect(await one.open.store.dueTimers(0, clock.time, 10)).toEqual([]);
  const [, , , , , , , dead] = await one.open.examine(clock.time);
  expect(dead?.some.map(({ id }) => id)).toEqual(broken.toSorted((a, b) => a - b));
  const ratio = median(took.broken) / median(took.whole);
  await one.leave();
  await tell(
    `${kept} of their inputs and 3 deadlines kept with an owner and a date, the doctor names ` +
      `them (C8); ${taken} inputs of others taken, their batches ${ratio.toFixed(1)} times as long`,
  );
});
