/**
 * Figures and their lists go by their indexes: at size, no page reads more rows than it shows and
 * its ranges ask for, wherever it begins, and whichever plan the server prefers.
 */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openStore } from '../../index.ts';
import type { MessageFilter } from '../../index.ts';
import type { Runner } from '../sql.ts';
import { newestEnded } from './ended.ts';
import { newestMessages } from './messages.ts';
import { readBy } from './read-by.fixture.ts';
import { recordOf } from './record.ts';
import { sweepStates } from './states.ts';

const schema = `t${randomBytes(6).toString('hex')}`;
const rows = 40_000;
const limit = 51;
const begin = Date.UTC(2026, 0, 5);

let client: pg.Client;
beforeAll(async () => {
  const connection = inject('database');
  const { store } = await openStore({ connection, schema });
  await store.close();
  client = new pg.Client('url' in connection ? connection.url : connection);
  await client.connect();
  await client.query(`set search_path to ${schema}_0, ${schema}`);
  await client.query(filled);
  await client.query('vacuum analyze');
});
afterAll(async () => {
  await client.query(`drop schema ${schema}_0 cascade; drop schema ${schema} cascade`);
  await client.end();
});

const time = `to_timestamp(${begin / 1_000}) + n * interval '1 second'`;
const filled = `
  insert into programs (id, hash, name, body, deployed_at)
  select n, 'h' || n, 'bench', '{}', now() from generate_series(1, 3) n;
  insert into journeys (id, subject, program, journey, enrol_key, status, state, hash, opened_at,
                        ended_at, timer_due, next_due, next_owner)
  select n * 1024, n * 1024, 1 + n % 3, 'journey-' || n % 2, n,
         case when n % 10 > 0 then 'ended' else 'open' end, '{}', '', ${time},
         case when n % 10 > 0 then ${time} end, now(), now(), 'desk'
    from generate_series(1, ${rows}) n;
  insert into journal
  select n * 1024, 1, ${time}, ${time},
         case when n % 4000 = 7 then 'override' when n % 20 = 3 then 'act' else 'sys.event' end,
         case when n % 20 = 3 then 'p-' || n % 7 else 'sys' end, '', '',
         json_build_object('input', json_build_object('action', 'done')), ''
    from generate_series(1, ${rows}) n;
  insert into messages (journey, seq, index, subject, system, template, purpose, channel, matter,
                        words, fate, asked_at, at)
  select n * 1024, 1, 0, n, 's', 'text-' || n % 5, 'care', 'sms', '', gen_random_uuid(),
         case when n % 9000 = 5 then 'failed' when n % 50 = 0 then 'withheld' else 'sent' end,
         ${time}, ${time}
    from generate_series(1, ${rows}) n;
  insert into reveals
  select n, n * 1024, 1, 0, 'p-' || n % 7, 'care', 'brief', ${time}
    from generate_series(1, ${rows}) n`;

const filters: readonly MessageFilter[] = [
  {},
  { fate: 'failed' },
  { fate: 'leaving' },
  { fate: 'withheld', template: 'text-0' },
  { fate: 'withheld', template: 'text-1' },
  { template: 'text-3' },
  { template: 'none' },
];
const acts = { types: ['act', 'override', 'park'], limit, action: undefined, of: undefined };
const latest = { at: 9e12, a: 0, b: 0 };
const middle = { at: begin + (rows * 1_000) / 2, a: 0, b: 0 };
const spot = { askedAt: middle.at, journey: 1, seq: 1, index: 0 };

type Ask = (runner: Runner) => Promise<unknown>;

describe.each(['force_custom_plan', 'force_generic_plan'])('with %s', (mode) => {
  const lists: (readonly [string, Ask])[] = [
    ...filters.flatMap((filter) =>
      [undefined, spot].map((before) => {
        const page = before === undefined ? { limit } : { limit, before };
        const ask: Ask = (runner) => newestMessages(runner, filter, page);
        return [`messages ${JSON.stringify({ ...filter, ...before })}`, ask] as const;
      }),
    ),
    ...[latest, middle].flatMap((before) =>
      [undefined, 'p-3', 'nobody'].map((actor) => {
        const ask: Ask = (runner) => recordOf(runner, 'acts', { ...acts, actor, before });
        return [`acts of ${actor ?? 'all'} before ${before.at}`, ask] as const;
      }),
    ),
    [
      'overrides',
      (runner) =>
        recordOf(runner, 'acts', {
          ...acts,
          types: ['override'],
          actor: undefined,
          before: latest,
        }),
    ],
    [
      'reveals',
      (runner) => recordOf(runner, 'reveals', { ...acts, actor: undefined, before: middle }),
    ],
    ...[0, 2].map((program): readonly [string, Ask] => {
      const after = { program, journey: 'journey-0', id: 0 };
      return [`a sweep after ${program}`, (runner) => sweepStates(runner, { after, limit })];
    }),
  ];

  test.for(lists)('%s', async ([, ask]) => {
    await client.query(`set plan_cache_mode = ${mode}`);
    const { whole, rows: read } = await readBy(client, ask);
    expect(whole).toEqual([]);
    expect(read).toBeLessThan(limit * 20);
  });

  test('of what has ended the newest are read, and no more', async () => {
    await client.query(`set plan_cache_mode = ${mode}`);
    const { whole, rows: read } = await readBy(client, (runner) => newestEnded(runner, 'bench', 9));
    expect(whole).toEqual([]);
    expect(read).toBeLessThan(4_100);
  });
});
