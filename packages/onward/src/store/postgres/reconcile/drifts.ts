/** Drift: one open row for each difference, with both sides, until it is closed. */
import type { DriftClass, DriftPolicy, OnwardCode, OperationalEvent } from '../../../core/index.ts';
import type { DriftEnd, DriftFilter, DriftGroup, DriftRow, DriftWrite } from '../../reconcile.ts';
import { float8s, int8s, texts, uuids } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/**
 * What is open already is seen once more, as the system has it now; what somebody has dismissed
 * stays so until one of the sides says something else.
 */
const keep: Statement = {
  name: 'keep-drifts',
  text: `
    insert into cell.drifts as d (id, key, journey, system, look_up, class, policy,
                                  believed, found, code, owner, due, first_seen, last_seen)
    select u.id, u.key, u.journey, u.system, u.look_up, u.class, u.policy,
           u.believed::json, u.found::json, u.code, u.owner, to_timestamp(u.due / 1000),
           to_timestamp(u.first_seen / 1000), to_timestamp(u.last_seen / 1000)
      from unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[],
                  $13::float8[], $14::float8[])
        as u(id, key, journey, system, look_up, class, policy, believed, found, code,
             owner, due, first_seen, last_seen)
     where not exists (
       select from cell.drifts o
        where o.key = u.key and o.closed_by = 'dismissed'
          and o.found->>'digest' is not distinct from u.found::json->>'digest'
          and o.believed->>'seq' is not distinct from u.believed::json->>'seq')
        on conflict (key) where closed_at is null do update
       set found = excluded.found, believed = excluded.believed, policy = excluded.policy,
           code = excluded.code, last_seen = excluded.last_seen
    returning d.id, replace(d.key::text, '-', '') as key`,
};

/** Those that are open now, by the numbers under which they are kept. */
export async function keepDrifts(
  runner: Runner,
  rows: readonly DriftRow[],
): Promise<readonly DriftRow[]> {
  if (rows.length === 0) return [];
  const text = (value: unknown): string | null =>
    value === undefined ? null : JSON.stringify(value);
  const kept = await runner.run<{ id: number; key: string }>(keep, [
    int8s(rows, (row) => row.id),
    uuids(rows, (row) => row.key),
    int8s(rows, (row) => row.journey),
    texts(rows, (row) => row.system),
    texts(rows, (row) => row.lookUp),
    texts(rows, (row) => row.class),
    texts(rows, (row) => row.policy),
    texts(rows, (row) => text(row.believed)),
    texts(rows, (row) => text(row.found)),
    texts(rows, (row) => row.code ?? null),
    texts(rows, (row) => row.owner),
    float8s(rows, (row) => row.due),
    float8s(rows, (row) => row.firstSeen),
    float8s(rows, (row) => row.lastSeen),
  ]);
  const ids = new Map(kept.rows.map(({ id, key }) => [key, id]));
  return rows.flatMap((row) => {
    const id = ids.get(row.key);
    return id === undefined ? [] : [{ ...row, id }];
  });
}

const columns = `id, replace(key::text, '-', '') as key, journey, system, look_up, class,
           policy, believed, found, code, owner, due, first_seen, last_seen, written_at,
           written_by, command, closed_at, closed_by, actor, reason`;

const open: Statement = {
  name: 'open-drifts',
  text: `
    select ${columns} from cell.drifts
     where closed_at is null and system = $1 and look_up = $2
       and ($3::bigint[] is null or journey = any($3::bigint[]))
     order by id`,
};
const one: Statement = {
  name: 'one-drift',
  text: `select ${columns} from cell.drifts where id = $1::bigint`,
};
const filtered = `
       and ($2::text is null or system = $2)
       and ($3::text is null or class = $3)
       and ($4::bigint is null or journey = $4)
     order by id desc
     limit $5`;
/** Open ones are few, and have an index of their own. */
const lists: Readonly<Record<'any' | 'open' | 'closed', Statement>> = {
  any: {
    name: 'list-drifts',
    text: `select ${columns} from cell.drifts where id < $1::bigint ${filtered}`,
  },
  open: {
    name: 'list-open-drifts',
    text: `
    select ${columns} from cell.drifts where id < $1::bigint and closed_at is null ${filtered}`,
  },
  closed: {
    name: 'list-closed-drifts',
    text: `
    select ${columns} from cell.drifts where id < $1::bigint and closed_at is not null ${filtered}`,
  },
};
const close: Statement = {
  name: 'close-drifts',
  text: `
    update cell.drifts
       set closed_at = to_timestamp($2::float8 / 1000), closed_by = $3, actor = $4, reason = $5
     where id = any($1::bigint[]) and closed_at is null
    returning id`,
};

interface Row {
  readonly id: number;
  readonly key: string;
  readonly journey: number;
  readonly system: string;
  readonly look_up: string;
  readonly class: DriftClass;
  readonly policy: DriftPolicy;
  readonly believed: NonNullable<DriftRow['believed']> | null;
  readonly found: OperationalEvent | null;
  readonly code: OnwardCode | null;
  readonly owner: string;
  readonly due: number;
  readonly first_seen: number;
  readonly last_seen: number;
  readonly written_at: number | null;
  readonly written_by: string | null;
  readonly command: string | null;
  readonly closed_at: number | null;
  readonly closed_by: DriftEnd | null;
  readonly actor: string | null;
  readonly reason: string | null;
}

function viewOf(row: Row): DriftRow {
  const { look_up: lookUp, first_seen: firstSeen, last_seen: lastSeen, ...rest } = row;
  const { written_at: writtenAt, written_by: writtenBy, command, ...kept } = rest;
  const { closed_at: at, closed_by: by, actor, reason, believed, found, code, ...own } = kept;
  const written =
    writtenAt === null || writtenBy === null || command === null
      ? {}
      : { written: { at: writtenAt, by: writtenBy, command } };
  const closed =
    at === null || by === null
      ? undefined
      : {
          at,
          by,
          ...(actor === null ? {} : { actor }),
          ...(reason === null ? {} : { reason }),
        };
  return {
    ...own,
    lookUp,
    firstSeen,
    lastSeen,
    ...(believed === null ? {} : { believed }),
    ...(found === null ? {} : { found }),
    ...(code === null ? {} : { code }),
    ...written,
    ...(closed === undefined ? {} : { closed }),
  };
}

export async function openDrifts(
  runner: Runner,
  of: { readonly system: string; readonly lookUp: string; readonly journeys?: readonly number[] },
): Promise<DriftRow[]> {
  const journeys = of.journeys === undefined ? null : int8s(of.journeys, (each) => each);
  return (await runner.run<Row>(open, [of.system, of.lookUp, journeys])).rows.map(viewOf);
}

export async function oneDrift(runner: Runner, id: number): Promise<DriftRow | undefined> {
  return (await runner.run<Row>(one, [id])).rows.map(viewOf)[0];
}

export async function listDrifts(
  runner: Runner,
  { state, system, class: drift, journey }: DriftFilter,
  { before, limit }: { readonly before?: number; readonly limit: number },
): Promise<DriftRow[]> {
  const { rows } = await runner.run<Row>(lists[state ?? 'any'], [
    before ?? Number.MAX_SAFE_INTEGER,
    system ?? null,
    drift ?? null,
    journey ?? null,
    limit,
  ]);
  return rows.map(viewOf);
}

const groups: Statement = {
  name: 'drift-groups',
  text: `
    select system, look_up, class, count(*)::int as count, min(first_seen) as oldest,
           array_agg(distinct owner order by owner) as owners
      from cell.drifts
     where closed_at is null
     group by system, look_up, class`,
};
const ofGroup: Statement = {
  name: 'drifts-of-group',
  text: `
    select ${columns} from cell.drifts
     where closed_at is null and system = $1 and look_up = $2 and class = $3 and id > $4::bigint
     order by id
     limit $5`,
};

export async function driftGroups(runner: Runner): Promise<DriftGroup[]> {
  interface Group extends Omit<DriftGroup, 'lookUp'> {
    readonly look_up: string;
  }
  const { rows } = await runner.run<Group>(groups, []);
  return rows.map(({ look_up: lookUp, ...row }) => ({ ...row, lookUp }));
}

export async function driftsOfGroup(
  runner: Runner,
  { system, lookUp, class: drift }: Pick<DriftGroup, 'system' | 'lookUp' | 'class'>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<DriftRow[]> {
  return (await runner.run<Row>(ofGroup, [system, lookUp, drift, after, limit])).rows.map(viewOf);
}

export async function closeDrifts(
  runner: Runner,
  ids: readonly number[],
  { at, by, actor, reason }: NonNullable<DriftRow['closed']>,
): Promise<readonly number[]> {
  if (ids.length === 0) return [];
  const { rows } = await runner.run<{ id: number }>(close, [
    int8s(ids, (each) => each),
    at,
    by,
    actor ?? null,
    reason ?? null,
  ]);
  return rows.map(({ id }) => id);
}

/** The first look is soon after it was written. */
const write: Statement = {
  name: 'write-drift',
  text: `
    update cell.drifts
       set written_at = to_timestamp($2::float8 / 1000), written_by = $3, command = $4, owner = $5,
           due = to_timestamp($6::float8 / 1000),
           echo_at = to_timestamp($2::float8 / 1000) + interval '5 seconds'
     where id = $1::bigint and closed_at is null
       and written_at is not distinct from to_timestamp($7::float8 / 1000)
    returning id`,
};
/** Each look comes twice as long after the write as the one before, every five minutes at least. */
const echoes: Statement = {
  name: 'due-echoes',
  text: `
    update cell.drifts d
       set echo_at = case when due > to_timestamp($1::float8 / 1000)
             then to_timestamp($1::float8 / 1000) + least(interval '5 minutes',
                    greatest(interval '5 seconds', to_timestamp($1::float8 / 1000) - written_at))
           end
     where id = any(array(
             select id from cell.drifts
              where closed_at is null and echo_at <= to_timestamp($1::float8 / 1000)
              order by echo_at
              limit $2
                for update skip locked))
    returning ${columns}`,
};

export async function noteWrite(
  runner: Runner,
  {
    id,
    since = null,
    ...so
  }: DriftWrite & Pick<DriftRow, 'id' | 'owner' | 'due'> & { since?: number | null | undefined },
): Promise<boolean> {
  const { at, by, command, owner, due } = so;
  return (await runner.run(write, [id, at, by, command, owner, due, since])).rows.length > 0;
}

export async function dueEchoes(runner: Runner, now: number, limit: number): Promise<DriftRow[]> {
  return (await runner.run<Row>(echoes, [now, limit])).rows.map(viewOf);
}
