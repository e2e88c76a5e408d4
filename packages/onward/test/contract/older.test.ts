/** What an older version left in its tables is taken over by the migrations, and goes on. */
import { readdir, readFile } from 'node:fs/promises';
import { afterEach, expect, inject, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { openStore } from '../../src/store/index.ts';
import { event, Stage } from '../stage.ts';
import { sql } from '../sql.ts';

/** As older versions had them, in their order. */
const journeyColumns = `id, subject, program, journey, enrol_key, status, state, hash, opened_at,
  ended_at, timer_due, next_due, next_owner`;

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

/** A cell as it was before the version's migration, with what `fill` puts into it. */
async function olderCell(schema: string, version: number, fill: string): Promise<void> {
  const folder = new URL('../../sql/cell/', import.meta.url);
  const files = (await readdir(folder)).filter((file) => Number.parseInt(file, 10) < version);
  const texts = await Promise.all(
    files.toSorted().map((file) => readFile(new URL(file, folder), 'utf8')),
  );
  await sql(`
    begin;
    create schema ${schema}_0;
    set local search_path to ${schema}_0;
    create table migrations (version integer primary key);
    insert into migrations values ${files.map((file) => `(${Number.parseInt(file, 10)})`).join()};
    ${texts.join('\n')}
    ${fill};
    commit`);
}

test('orders that an older version left are taken over by their batches', async () => {
  const schema = `older${process.pid}orders`;
  const effect = { kind: 'command', system: 'sys', command: 'note', step: 'here', index: 0 };
  const due = Date.UTC(2026, 0, 5);
  const order = `
    insert into outbox values (1024, 7, 8, 9, 3, '${JSON.stringify(effect)}', 1, 2,
                               to_timestamp(${due / 1_000}), true)`;
  await olderCell(schema, 4, order);
  const { store } = await openStore({ connection: inject('database'), schema });
  try {
    const by = { worker: 2, aliveSince: due, limit: 10 };
    expect(await store.claimOutbox(0, by)).toEqual([
      {
        ...{ batch: 1_024, place: 0, journey: 7, subject: 8, program: 9, seq: 3, effect },
        ...{ attempts: 2, nextAt: due, started: true },
      },
    ]);
  } finally {
    await store.close();
  }
});

test('obligations that an older version left stand in the lists, and move on', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  const names = ['old-1', 'old-2', 'old-3'];
  await stage.send(...names.map((name) => event('started', name, { data: { urgent: true } })));
  await stage.send(event('arrived', 'old-2'), event('left', 'old-3'));
  await stage.engine.idle();
  const schema = `older${process.pid}lists`;
  const from = `${stage.schema}_0`;
  await olderCell(
    schema,
    6,
    `insert into programs select * from ${from}.programs;
     insert into journeys (${journeyColumns})
     select ${journeyColumns} from ${from}.journeys;
     insert into timers select * from ${from}.timers;
     insert into obligations
     select j.id, (o.value ->> 'slot')::smallint, (o.value ->> 'opened')::integer,
            o.value ->> 'kind', o.value ->> 'name', j.state ->> 'stage', o.value ->> 'step',
            o.value ->> 'owner', to_timestamp((o.value ->> 'due')::float8 / 1000),
            to_timestamp((o.value ->> 'due')::float8 / 1000)::date
       from ${from}.journeys j cross join json_array_elements(j.state -> 'obligations') o`,
  );
  const older = await openStore({ connection: inject('database'), schema });
  try {
    for (const filter of [{ step: 'exam' }, { owner: 'desk' }, { status: 'ended' } as const, {}]) {
      const page = { after: 0, limit: 10 };
      const found = await older.reads.journeys(filter, page);
      expect(found).toEqual(await stage.open.reads.journeys(filter, page));
      expect(found).not.toEqual([]);
    }
    const owed = await older.reads.obligations({}, { limit: 10 });
    expect(owed).toEqual(await stage.open.reads.obligations({}, { limit: 10 }));
    // The same place has the same number, whether it was written by the migration or is by us.
    const places = `select * from $schema_0.places order by id`;
    const { rows: migrated } = await sql(places.replace('$schema', schema));
    const { rows: written } = await sql(places.replace('$schema', stage.schema));
    expect(migrated).not.toEqual([]);
    expect(written).toEqual(expect.arrayContaining(migrated));
    const examined = await older.examine(stage.now);
    expect(examined.filter(({ rows }) => rows > 0)).toEqual([]);
  } finally {
    await older.store.close();
  }
});

test('what was late or on hold before is known to be', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  await stage.send(
    event('started', 'old-4', { data: { urgent: true } }),
    event('arrived', 'old-4'),
  );
  await stage.send(event('started', 'old-5', { data: { urgent: true } }));
  await stage.wait(5 * 86_400_000);
  const { rows: written } = await sql(
    `select journey, slot, due, standing from ${stage.schema}_0.obligations order by 1, 2`,
  );
  expect(written).toContainEqual(expect.objectContaining({ standing: 1 }));
  const schema = `older${process.pid}standing`;
  const from = `${stage.schema}_0`;
  await olderCell(
    schema,
    11,
    `insert into journeys (${journeyColumns})
     select ${journeyColumns} from ${from}.journeys;
     insert into journeys (${journeyColumns})
     select 7168, subject, program, journey, 'damaged', status, '[1, "onHold"]', hash, opened_at,
            null, timer_due, next_due, next_owner from ${from}.journeys limit 1;
     insert into obligations (journey, place, due, slot)
     select journey, place, due, slot from ${from}.obligations`,
  );
  const older = await openStore({ connection: inject('database'), schema });
  try {
    const { rows: migrated } = await sql(
      `select journey, slot, due, standing from ${schema}_0.obligations order by 1, 2`,
    );
    expect(migrated).toEqual(written);
  } finally {
    await older.store.close();
  }
});

test('journeys of an older version go on, and what is not yet counted is counted', async () => {
  const stage = await Stage.set({ program: zoo });
  stages.push(stage);
  await stage.send(event('started', 'old-6', { data: { urgent: true } }));
  await stage.send(event('started', 'old-7', { data: { urgent: true } }), event('left', 'old-7'));
  await stage.engine.idle();
  const schema = `older${process.pid}log`;
  const from = `${stage.schema}_0`;
  const tables = ['programs', 'timers', 'journal', 'inbox', 'obligations', 'places', 'refs'];
  await olderCell(
    schema,
    14,
    `insert into journeys (${journeyColumns}) select ${journeyColumns} from ${from}.journeys;
     ${tables.map((table) => `insert into ${table} select * from ${from}.${table}`).join(';\n')};
     update counting set since = to_timestamp(0), counted_to = to_timestamp(${stage.now / 1_000})`,
  );
  const older = await openStore({ connection: inject('database'), schema });
  try {
    const rows = `select * from $schema.journeys order by id`;
    const { rows: migrated } = await sql(rows.replace('$schema', `${schema}_0`));
    const { rows: written } = await sql(rows.replace('$schema', from));
    expect(migrated).toHaveLength(2);
    expect(migrated).toEqual(written);
    expect((await older.examine(stage.now)).filter((each) => each.rows > 0)).toEqual([]);
    const { activity } = older.figures;
    await activity.count(0, { now: stage.now + 1, restMs: () => 0 });
    const counted = await activity.days(0, 'UTC');
    expect(counted.filter(({ what }) => what !== 'open').length).toBeGreaterThan(0);
    const { rows: taken } = await sql(`select count(*)::int as count from ${schema}_0.taken`);
    expect(taken).not.toEqual([{ count: 0 }]);
    await activity.count(0, { now: stage.now + 3_600_000, restMs: () => 0 });
    await activity.count(0, { now: stage.now + 3_600_000, restMs: () => 0 });
    const { rows: passed } = await sql(`select count(*)::int as count from ${schema}_0.taken`);
    expect(passed).toEqual([{ count: 0 }]);
  } finally {
    await older.store.close();
  }
});
