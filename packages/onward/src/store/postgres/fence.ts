/** Knows the database again, or does not; then it raises the fence, once for all processes. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Pool, PoolClient } from 'pg';
import type { Fence, FenceReason, HeldOrders, Lost, Mark, Release, Witness } from '../fence.ts';
import { cellCount } from '../port.ts';
import { firstOfBlock } from './ids.ts';
import type { Runner, Schemas, Statement } from './sql.ts';
import { runner } from './sql.ts';

/** A log file's name says the timeline; what `pg_control_checkpoint` says may be an old one. */
const identity = `
    (pg_control_system()).system_identifier::text as system,
    (select oid::bigint from pg_database where datname = current_database()) as database,
    ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer as timeline,
    (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::float8 as position`;

const look: Statement = {
  name: 'look-at-installation',
  text: `
    select i.id::text as installation, i.system_identifier as known_system,
           i.database_oid as known_database, i.table_oid as known_table,
           i.tableoid::bigint as "table", i.timeline as known_timeline, ${identity}
      from home.installation i`,
};

const settle: Statement = {
  name: 'settle-installation',
  text: `
    insert into home.installation (system_identifier, database_oid, table_oid, timeline)
    select system, database, 'home.installation'::regclass::oid::bigint, timeline
      from (select ${identity}) here
        on conflict do nothing`,
};

interface Look {
  readonly installation: string;
  readonly known_system: string;
  readonly known_database: number;
  readonly known_table: number;
  readonly known_timeline: number;
  readonly system: string;
  readonly database: number;
  readonly table: number;
  readonly timeline: number;
  readonly position: number;
}

const fences: Statement = {
  name: 'read-fences',
  text: `
    select epoch, since, reason, first_block as "firstBlock",
           released_at is null as closed, nothing_lost is true as moved
      from home.fences order by epoch desc`,
};

interface FenceRow {
  readonly epoch: number;
  readonly since: number;
  readonly reason: FenceReason;
  readonly firstBlock: number;
  readonly closed: boolean;
  readonly moved: boolean;
}

/** How the fence stands. */
export async function readFence(home: Runner): Promise<Fence> {
  const { rows } = await home.run<FenceRow>(fences, []);
  const [latest] = rows;
  if (latest === undefined) return { epoch: 0, closed: false };
  const lost = rows.find(({ moved }) => !moved);
  const { epoch, since, reason, closed } = latest;
  return {
    epoch,
    closed,
    since,
    reason,
    ...(lost === undefined ? {} : { lost: lostBy(lost) }),
  };
}

function lostBy({ epoch, since: until, firstBlock }: FenceRow): Lost {
  return { epoch, until, firstNumber: firstOfBlock(firstBlock) * cellCount };
}

/** Numbers of the time that was lost are passed over: so many blocks nobody hands out in it. */
const blocksPassedOver = 65_536;

const raise: Statement = {
  name: 'raise-fence',
  text: `
    insert into home.fences (epoch, since, reason, first_block)
    select coalesce(max(epoch), 0) + 1, to_timestamp($1::float8 / 1000), $2, $3::bigint
      from home.fences`,
};
const settleAnew: Statement = {
  name: 'settle-anew',
  text: `
    update home.installation i
       set id = $1::uuid, system_identifier = here.system,
           database_oid = here.database, table_oid = i.tableoid::bigint,
           timeline = here.timeline
      from (select ${identity}) here`,
};
const passOver: Statement = {
  name: 'pass-over-numbers',
  text: `select setval('home.id_blocks', nextval('home.id_blocks') + $1::bigint) as block`,
};
const lower: Statement = {
  name: 'lower-fence',
  text: `
    update home.fences
       set released_at = to_timestamp($1::float8 / 1000), released_by = $2, release_reason = $3,
           nothing_lost = $4
     where released_at is null`,
};

export interface FencePost {
  readonly pool: Pool;
  readonly schemas: Schemas;
  readonly witness: Witness | undefined;
}

/**
 * Looks whether the database is the one that was left. Where it is not, the fence goes up before
 * anything else is done, and from then on this is an installation of its own: the one it was
 * copied from goes on undisturbed.
 */
export async function guardDatabase(post: FencePost, now: number): Promise<Fence> {
  const home = runner(post.pool, post.schemas, 0);
  try {
    return await guard(post, home, now);
  } catch (error) {
    if (!isUntold(error)) throw error;
    return { ...(await readFence(home)), blind: true };
  }
}

/** A database may lack the functions that say what it is (42883), or not allow them (42501). */
function isUntold(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['42883', '42501'].includes(error.code ?? '');
}

async function guard(post: FencePost, home: Runner, now: number): Promise<Fence> {
  const { witness } = post;
  let found = await lookAt(home);
  if (found === undefined) {
    await home.run(settle, []);
    found = await lookAt(home);
  }
  if (found === undefined) return readFence(home);
  if ((await strangeness(found, witness)) !== undefined) {
    await raiseFence(post, now);
    found = (await lookAt(home)) ?? found;
  }
  await witness?.write(markOf(found));
  return readFence(home);
}

async function lookAt(home: Runner): Promise<Look | undefined> {
  const { rows } = await home.run<Look>(look, []);
  return rows[0];
}

function markOf({ installation, system, timeline, position }: Look): Mark {
  return { installation, system, timeline, position };
}

/** Why this is not the database that was left; undefined: it is. */
async function strangeness(
  found: Look,
  witness: Witness | undefined,
): Promise<FenceReason | undefined> {
  if (found.system !== found.known_system) return 'another-cluster';
  if (found.database !== found.known_database) return 'another-database';
  if (found.table !== found.known_table) return 'another-database';
  if (found.timeline !== found.known_timeline) return 'another-timeline';
  const mark = await witness?.read(found.installation);
  const isSame = mark?.system === found.system && mark.timeline === found.timeline;
  return isSame && mark.position > found.position ? 'behind-witness' : undefined;
}

/** Under a lock, and looked at again: of several processes that see it one raises the fence. */
async function raiseFence({ pool, schemas, witness }: FencePost, now: number): Promise<void> {
  await alone(pool, schemas, async (home) => {
    const found = await lookAt(home);
    const reason = found && (await strangeness(found, witness));
    if (reason === undefined) return;
    const { rows } = await home.run<{ block: number }>(passOver, [blocksPassedOver]);
    await home.run(raise, [now, reason, rows[0]?.block]);
    await home.run(settleAnew, [randomUUID()]);
  });
}

/** Takes the fence down; false: there was none up. */
export async function releaseFence(
  { pool, schemas }: Pick<FencePost, 'pool' | 'schemas'>,
  { at, by, reason, nothingLost }: Release,
): Promise<boolean> {
  const result = await runner(pool, schemas, 0).run(lower, [at, by, reason, nothingLost]);
  return result.rowCount === 1;
}

const held: Statement = {
  name: 'held-orders',
  text: `
    select o.value->'effect'->>'kind' as kind, o.value->'effect'->>'system' as system,
           case when coalesce((o.value->>'epoch')::integer, 0) < $1 then 'before'
                when o.value->>'doubt' = 'true' then 'doubt'
                else 'since' end as asked,
           count(*)::integer as count
      from cell.outbox b, json_array_elements(b.orders) with ordinality as o(value, place)
     where (o.place - 1)::integer <> all(b.ended) and o.value->'effect'->>'kind' <> 'look-up'
     group by 1, 2, 3
     order by 3, 4 desc`,
};

/** What waits for the fence to be taken down, over all cells. */
export async function heldOrders(
  cells: readonly Runner[],
  { epoch }: Pick<Fence, 'epoch'>,
): Promise<HeldOrders[]> {
  const all = await Promise.all(cells.map((cell) => cell.run<HeldOrders>(held, [epoch])));
  const sums = new Map<string, HeldOrders>();
  for (const row of all.flatMap(({ rows }) => rows)) {
    const key = `${row.kind} ${row.system} ${row.asked}`;
    sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()];
}

async function alone(
  pool: Pool,
  schemas: Schemas,
  work: (home: Runner) => Promise<void>,
): Promise<void> {
  const client: PoolClient = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select one from ${schemas.home}.installation for update`);
    await work(runner(client, schemas, 0));
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
