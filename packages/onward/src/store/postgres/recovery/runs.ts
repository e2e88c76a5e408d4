/** Recovery runs: kept in the directory, each worked on by one process at a time. */
import type {
  ItemMark,
  ItemStatus,
  RecoveryItemRow,
  RecoveryRunRow,
  StatusCounts,
} from '../../recovery.ts';
import { float8s, int4s, int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const columns = `
           r.id, r.token, r.cause, r.kind, r.act, r.given, r.previewed_at as "previewedAt", r.actor,
           r.started_at as "startedAt", r.ended_at as "endedAt"`;
const counted = `${columns},
           (select json_object_agg(c.status, c.count)
              from (select i.status, count(*) as count from home.recovery_items i
                     where i.run = r.id group by i.status) c) as counts`;

type Nullable<T> = { readonly [key in keyof T]: T[key] | null };
type Row = RecoveryRunRow & { readonly counts: StatusCounts | null };
export type CountedRun = RecoveryRunRow & { readonly counts: StatusCounts };

/** What is null is absent. */
function present<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;
}

function countedOf({ counts, ...row }: Row): CountedRun {
  return { ...present(row), counts: counts ?? {} };
}

const insertRun: Statement = {
  name: 'insert-recovery-run',
  text: `
    insert into home.recovery_runs (id, token, cause, kind, act, given, previewed_at)
    values ($1::bigint, $2, $3, $4, $5, $6::json, to_timestamp($7::float8 / 1000))`,
};
const insertItems: Statement = {
  name: 'insert-recovery-items',
  text: `
    insert into home.recovery_items (run, place, item, version, journey, name, status, code, would,
                                     at)
    select $1::bigint, u.place, u.item, u.version, u.journey, u.name, u.status, u.code,
           u.would::json, to_timestamp(u.at / 1000)
      from unnest($2::integer[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[],
                  $8::text[], $9::text[], $10::float8[])
        as u(place, item, version, journey, name, status, code, would, at)`,
};
const outdated = `
           select id from home.recovery_runs
            where started_at is null and previewed_at < to_timestamp($1::float8 / 1000)
            order by id limit 100`;
const removeItems: Statement = {
  name: 'remove-old-preview-items',
  text: `delete from home.recovery_items where run in (${outdated})`,
};
const removeRuns: Statement = {
  name: 'remove-old-previews',
  text: `delete from home.recovery_runs where started_at is null and id in (${outdated})`,
};

/** In one transaction. */
export async function insertPreview(
  runner: Runner,
  { run, items }: { readonly run: RecoveryRunRow; readonly items: readonly RecoveryItemRow[] },
  before: number,
): Promise<void> {
  const { id, token, cause, kind, act, given, previewedAt } = run;
  await runner.run(removeItems, [before]);
  await runner.run(removeRuns, [before]);
  await runner.run(insertRun, [id, token, cause, kind, act, JSON.stringify(given), previewedAt]);
  await runner.run(insertItems, [
    id,
    int4s(items, (row) => row.place),
    texts(items, (row) => row.item),
    int8s(items, (row) => row.version),
    texts(items, (row) => row.journey ?? null),
    texts(items, (row) => row.name),
    texts(items, (row) => row.status),
    texts(items, (row) => row.code ?? null),
    texts(items, (row) => (row.would === undefined ? null : JSON.stringify(row.would))),
    float8s(items, (row) => row.at),
  ]);
}

/** The same token again changes nothing and tells of the same run. */
const start: Statement = {
  name: 'start-recovery-run',
  text: `
    update home.recovery_runs r
       set actor = coalesce(r.actor, $2),
           started_at = coalesce(r.started_at, to_timestamp($3::float8 / 1000))
     where r.token = $1
       and (r.started_at is not null or r.previewed_at >= to_timestamp($4::float8 / 1000))
    returning ${columns}`,
};

export async function startRun(
  runner: Runner,
  by: {
    readonly token: string;
    readonly actor: string;
    readonly at: number;
    readonly notBefore: number;
  },
): Promise<RecoveryRunRow | undefined> {
  const values = [by.token, by.actor, by.at, by.notBefore];
  const [row] = (await runner.run<Row>(start, values)).rows;
  return row && present(row);
}

const one: Statement = {
  name: 'one-recovery-run',
  text: `select ${counted} from home.recovery_runs r where r.id = $1::bigint`,
};

export async function oneRun(runner: Runner, id: number): Promise<CountedRun | undefined> {
  const [row] = (await runner.run<Row>(one, [id])).rows;
  return row && countedOf(row);
}

const list: Statement = {
  name: 'recovery-runs',
  text: `
    select ${counted} from home.recovery_runs r
     where r.started_at is not null and r.id < $1::bigint
     order by r.id desc limit $2`,
};

export async function listRuns(
  runner: Runner,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<CountedRun[]> {
  return (await runner.run<Row>(list, [before, limit])).rows.map(countedOf);
}

const items: Statement = {
  name: 'recovery-items',
  text: `
    select place, item, version, journey, name, status, code, would, at
      from home.recovery_items
     where run = $1::bigint and place > $2 and ($4::text is null or status = $4)
     order by place limit $3`,
};

export async function listItems(
  runner: Runner,
  run: number,
  page: { readonly after: number; readonly limit: number; readonly status?: ItemStatus },
): Promise<RecoveryItemRow[]> {
  const values = [run, page.after, page.limit, page.status ?? null];
  const { rows } = await runner.run<RecoveryItemRow & Nullable<RecoveryItemRow>>(items, values);
  return rows.map(present);
}

const claim: Statement = {
  name: 'claim-recovery-runs',
  text: `
    update home.recovery_runs r set worker = $1::bigint
     where r.id = any(array(
             select c.id from home.recovery_runs c
              where c.started_at is not null and c.ended_at is null
                and c.worker <> all($2::bigint[])
              order by c.id limit $3
                for update skip locked))
    returning ${columns}`,
};

export async function claimRuns(
  runner: Runner,
  by: { readonly worker: number; readonly living: readonly number[]; readonly limit: number },
): Promise<RecoveryRunRow[]> {
  const values = [by.worker, int8s(by.living, (each) => each), by.limit];
  return (await runner.run<Row>(claim, values)).rows.map(present);
}

/** Under the lock of the run, so that whoever lost it changes nothing more. */
const own: Statement = {
  name: 'own-recovery-run',
  text: `
    select id from home.recovery_runs
     where id = $1::bigint and worker = $2::bigint and ended_at is null for update`,
};
const mark: Statement = {
  name: 'mark-recovery-items',
  text: `
    update home.recovery_items i
       set status = u.status, code = u.code, at = to_timestamp(u.at / 1000)
      from unnest($2::integer[], $3::text[], $4::text[], $5::float8[]) as u(place, status, code, at)
     where i.run = $1::bigint and i.place = u.place and i.place = any($2::integer[])`,
};

/** In one transaction. */
export async function markItems(
  runner: Runner,
  { run, worker }: { readonly run: number; readonly worker: number },
  marks: readonly ItemMark[],
): Promise<boolean> {
  const { rowCount } = await runner.run(own, [run, worker]);
  if (rowCount === 0) return false;
  await runner.run(mark, [
    run,
    int4s(marks, (row) => row.place),
    texts(marks, (row) => row.status),
    texts(marks, (row) => row.code ?? null),
    float8s(marks, (row) => row.at),
  ]);
  return true;
}

const end: Statement = {
  name: 'end-recovery-run',
  text: `
    update home.recovery_runs set ended_at = to_timestamp($3::float8 / 1000)
     where id = $1::bigint and worker = $2::bigint and ended_at is null`,
};

export async function endRun(
  runner: Runner,
  { run, worker }: { readonly run: number; readonly worker: number },
  at: number,
): Promise<void> {
  await runner.run(end, [run, worker, at]);
}
