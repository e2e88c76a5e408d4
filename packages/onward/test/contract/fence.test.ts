/** The fence: which databases are known again, and what it does to those that are not. */
import { randomBytes } from 'node:crypto';
import { afterEach, expect, inject, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import type { Mark, OpenStore, Witness } from '../../src/store/index.ts';
import { sql } from '../sql.ts';

const now = Date.UTC(2026, 10, 20, 9);
const opened: OpenStore[] = [];

interface Ground {
  readonly open: OpenStore;
  readonly schema: string;
  readonly marks: Map<string, Mark>;
}

function witnessOf(marks: Map<string, Mark>): Witness {
  return {
    read: (installation) => Promise.resolve(marks.get(installation)),
    write: (mark) => Promise.resolve(void marks.set(mark.installation, mark)),
  };
}

async function ground(): Promise<Ground> {
  const schema = `f${randomBytes(6).toString('hex')}`;
  const marks = new Map<string, Mark>();
  const connection = inject('database');
  const open = await openStore({ connection, schema, witness: witnessOf(marks) });
  opened.push(open);
  return { open, schema, marks };
}

afterEach(async () => {
  for (const { store } of opened.splice(0)) await store.close();
});

test('a database that is known again has no fence, however often it is looked at', async () => {
  const { open, marks } = await ground();
  expect(await open.store.guard(now)).toEqual({ epoch: 0, closed: false });
  expect(await open.store.guard(now + 1)).toEqual({ epoch: 0, closed: false });
  expect(marks.size).toBe(1);
  expect(await open.release({ at: now, by: 'p-1', reason: 'none is up', nothingLost: false })).toBe(
    false,
  );
});

test.for([
  ['another-cluster', `update SCHEMA.installation set system_identifier = '1'`],
  ['another-database', `update SCHEMA.installation set database_oid = 1`],
  [
    'another-database',
    `begin; create table SCHEMA.kept as select * from SCHEMA.installation; drop table
     SCHEMA.installation; alter table SCHEMA.kept rename to installation; commit`,
  ],
  ['another-timeline', `update SCHEMA.installation set timeline = timeline + 1`],
] as const)('%s: the fence goes up', async ([reason, change]) => {
  const { open, schema } = await ground();
  await open.store.guard(now);
  const [before = 0] = await open.store.nextIds(0, 1);
  await sql(change.replaceAll('SCHEMA', schema));
  const fence = await open.store.guard(now);
  expect(fence).toMatchObject({ epoch: 1, closed: true, since: now, reason });
  // Numbers that may have been given out in what was lost are passed over.
  const again = await openStore({ connection: inject('database'), schema });
  opened.push(again);
  const [after = 0] = await again.store.nextIds(0, 1);
  expect(after - before).toBeGreaterThan(1_000_000_000);
  expect(after).toBeGreaterThanOrEqual(fence.lost?.firstNumber ?? Infinity);
  // It is one fence for all, and it stands until a person says so.
  expect(await again.store.guard(now + 9)).toEqual(fence);
});

test('an older copy of the same cluster is known by the witness alone', async () => {
  const { open, schema, marks } = await ground();
  await open.store.guard(now);
  const [[installation, mark] = []] = [...marks];
  if (installation === undefined || mark === undefined) throw new Error('Nobody bore witness.');
  marks.set(installation, { ...mark, position: mark.position + 1e9 });
  const blind = await openStore({ connection: inject('database'), schema });
  opened.push(blind);
  expect(await blind.store.guard(now)).toMatchObject({ epoch: 0, closed: false });
  expect(await open.store.guard(now)).toMatchObject({ epoch: 1, reason: 'behind-witness' });
  // From now on it is an installation of its own; the witness of the newer one is left alone.
  expect(marks.get(installation)?.position).toBe(mark.position + 1e9);
  expect(marks.size).toBe(2);
  expect(await open.store.guard(now)).toMatchObject({ epoch: 1, closed: true });
});

test('several that see it at once raise one fence', async () => {
  const { open, schema } = await ground();
  await open.store.guard(now);
  await sql(`update ${schema}.installation set system_identifier = '1'`);
  const fences = await Promise.all([1, 2, 3, 4].map(() => open.store.guard(now)));
  expect(new Set(fences.map(({ epoch }) => epoch))).toEqual(new Set([1]));
  expect((await sql(`select epoch from ${schema}.fences`)).rows).toEqual([{ epoch: 1 }]);
});

test('a release is kept with who said so and why; only what was lost stays in doubt', async () => {
  const { open, schema } = await ground();
  await open.store.guard(now);
  const strange = `update ${schema}.installation set system_identifier = '1'`;
  await sql(strange);
  const first = await open.store.guard(now);
  const release = { at: now + 1, by: 'p-1', reason: 'last night', nothingLost: false };
  expect(await open.release(release)).toBe(true);
  expect(await open.release(release)).toBe(false);
  const stands = { epoch: 1, closed: false, lost: { ...first.lost, epoch: 1, until: now } };
  expect(await open.store.guard(now + 2)).toMatchObject(stands);
  // Moved later, with nothing lost: the doubt of the first restore stays, none is added.
  await sql(strange);
  expect(await open.store.guard(now + 3)).toMatchObject({ epoch: 2, closed: true });
  await open.release({ at: now + 4, by: 'p-2', reason: 'a new machine', nothingLost: true });
  const { lost, epoch, closed } = await open.fence();
  expect({ lost, epoch, closed }).toEqual({ lost: stands.lost, epoch: 2, closed: false });
  expect(
    (await sql(`select released_by, release_reason, nothing_lost from ${schema}.fences`)).rows,
  ).toEqual([
    { released_by: 'p-1', release_reason: 'last night', nothing_lost: false },
    { released_by: 'p-2', release_reason: 'a new machine', nothing_lost: true },
  ]);
});

test('a database that does not say what it is works, and that is told', async ({ skip }) => {
  const connection = inject('database');
  if ('url' in connection) return skip('a role of its own needs the embedded database');
  const user = `plain_${randomBytes(6).toString('hex')}`;
  const who = `${user} login password 'plain'`;
  await sql(`create role ${who}; grant create on database ${connection.database} to ${user};
             revoke execute on function pg_control_system() from public`);
  try {
    const open = await openStore({
      connection: { ...connection, user, password: 'plain' },
      schema: `b${randomBytes(6).toString('hex')}`,
    });
    try {
      expect(await open.store.guard(now)).toEqual({ epoch: 0, closed: false, blind: true });
      expect(await open.store.nextIds(0, 1)).toHaveLength(1);
    } finally {
      await open.store.close();
    }
  } finally {
    await sql(`grant execute on function pg_control_system() to public;
               drop owned by ${user} cascade; drop role ${user}`);
  }
});
