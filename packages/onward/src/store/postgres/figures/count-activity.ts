/**
 * Counts journals into quarters of an hour, in passes: each counts the last quarters again and puts
 * them in the place of what stood there, so that a pass that is made twice changes nothing.
 */
import type { Program } from '../../../core/index.ts';
import type { Counted } from '../../activity.ts';
import { float8s, int4s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { tallied } from './tally-activity.ts';
import type { EntryCount, TouchCount } from './tally-activity.ts';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** One pass counts no more than so much: what was missed is caught up with step by step. */
const mostMs = 4 * hourMs;
/** Counted in quarters so long, then in days. */
const quartersMs = 30 * dayMs;
/** Kept so long. */
const keptMs = 366 * dayMs;

interface Claimed {
  readonly since: number | null;
  readonly countedTo: number | null;
  readonly snapshotAt: number | null;
  readonly mergedAt: number | null;
}

const claim: Statement = {
  name: 'claim-counting',
  text: `
    select since, counted_to as "countedTo", snapshot_at as "snapshotAt", merged_at as "mergedAt"
      from cell.counting
     where part = 'activity' and next_at <= to_timestamp($1::float8 / 1000)
       for update skip locked`,
};

const note: Statement = {
  name: 'note-counting',
  text: `
    update cell.counting
       set since = to_timestamp($1::float8 / 1000), counted_to = to_timestamp($2::float8 / 1000),
           snapshot_at = to_timestamp($3::float8 / 1000),
           merged_at = to_timestamp($4::float8 / 1000), next_at = to_timestamp($5::float8 / 1000)
     where part = 'activity'`,
};

const quarter = `date_bin('15 minutes', l.at, to_timestamp(0))`;
/** The entries of a time, by the batches that took them. */
const during = `
      (select u.journey, u.seq
         from cell.taken t cross join unnest(t.journeys, t.seqs) as u(journey, seq)
        where t.at >= to_timestamp($1::float8 / 1000) and t.at < to_timestamp($2::float8 / 1000)) t
      join cell.journal l on l.journey = t.journey and l.seq = t.seq`;

/** Every entry of the journals' rows that is counted, by what decides whose it was. */
const entries: Statement = {
  name: 'count-entries',
  text: `
    select ${quarter} as bucket, j.program, j.journey, l.body -> 'input' ->> 'kind' as input,
           e.value ->> 'kind' as kind, e.value ->> 'obligation' as obligation,
           coalesce(e.value ->> 'outcome', e.value ->> 'from', e.value ->> 'name', '') as name,
           count(*)::integer as count
      from ${during}
      join cell.journeys j on j.id = l.journey
     cross join lateral json_array_elements(l.body -> 'entries') e
     where e.value ->> 'kind' in ('enrolled', 'moved', 'closed', 'ended')
     group by 1, 2, 3, 4, 5, 6, 7`,
};

/** What people did; the first step that it led from, or what it closed, says whose it was. */
const touches: Statement = {
  name: 'count-touches',
  text: `
    select ${quarter} as bucket, j.program, j.journey, c.value ->> 'kind' as kind,
           c.value ->> 'obligation' as obligation,
           coalesce(c.value ->> 'from', c.value ->> 'name', '') as name, count(*)::integer as count
      from ${during}
      join cell.journeys j on j.id = l.journey
      left join lateral (
        select e.value from json_array_elements(l.body -> 'entries') e
         where e.value ->> 'kind' in ('moved', 'closed') limit 1) c on true
     where l.body -> 'input' ->> 'kind' in ('act', 'control')
     group by 1, 2, 3, 4, 5, 6`,
};

/** Where nothing happened for long, nothing is counted step by step. */
const first: Statement = {
  name: 'first-to-count',
  text: `select min(at) as at from cell.taken where at >= to_timestamp($1::float8 / 1000)`,
};

/** What no pass will count again. */
const passed: Statement = {
  name: 'forget-taken',
  text: `delete from cell.taken where at < to_timestamp($1::float8 / 1000)`,
};

const clear: Statement = {
  name: 'clear-activity',
  text: `
    delete from cell.activity
     where bucket >= to_timestamp($1::float8 / 1000) and bucket < to_timestamp($2::float8 / 1000)
       and not daily and (what = 'open') = $3::boolean`,
};

const put: Statement = {
  name: 'put-activity',
  text: `
    insert into cell.activity (bucket, daily, program, journey, what, name, by, count)
    select to_timestamp(u.bucket / 1000), false, u.program, u.journey, u.what, u.name, u.by, u.count
      from unnest($1::float8[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                  $7::integer[]) as u(bucket, program, journey, what, name, by, count)`,
};

/** The row without names says that it was counted, also where nothing is open. */
const snapshot: Statement = {
  name: 'snapshot-activity',
  text: `
    insert into cell.activity (bucket, daily, program, journey, what, name, by, count)
    select to_timestamp($1::float8 / 1000), false, coalesce(p.program, ''),
           coalesce(p.journey, ''), 'open', coalesce(p.stage, ''), '', count(distinct o.journey)
      from cell.obligations o
      join cell.places p on p.id = o.place
     group by grouping sets ((p.program, p.journey, p.stage), ())`,
};

/** Days of UTC; of what was open the last word of the day. */
const merge: Statement = {
  name: 'merge-activity',
  text: `
    with old as (
      delete from cell.activity
       where bucket < to_timestamp($1::float8 / 1000) and not daily
      returning date_bin('1 day', bucket, to_timestamp(0)) as day, activity.*
    ), last as (
      select day, max(bucket) as bucket from old where what = 'open' group by day
    )
    insert into cell.activity (bucket, daily, program, journey, what, name, by, count)
    select old.day, true, old.program, old.journey, old.what, old.name, old.by, sum(old.count)
      from old
      left join last on last.day = old.day
     where old.what <> 'open' or old.bucket = last.bucket
     group by old.day, old.program, old.journey, old.what, old.name, old.by
        on conflict do nothing`,
};

const forget: Statement = {
  name: 'forget-activity',
  text: `delete from cell.activity where bucket < to_timestamp($1::float8 / 1000)`,
};

export interface CountingBy {
  readonly now: number;
  readonly restMs: () => number;
  readonly program: (id: number) => Promise<Program>;
}

/** One pass, under a claim of the cell's row; undefined: it is not time, or another makes it. */
export async function countActivity(runner: Runner, by: CountingBy): Promise<Counted | undefined> {
  const [claimed] = (await runner.run<Claimed>(claim, [by.now])).rows;
  if (claimed === undefined) return undefined;
  const since = claimed.since ?? floor(by.now, quarterMs);
  const from = Math.max(since, floor((claimed.countedTo ?? since) - quarterMs, quarterMs));
  const next = (await runner.run<{ at: number | null }>(first, [from])).rows[0]?.at ?? by.now;
  const to = Math.min(by.now, Math.max(from, floor(next, quarterMs)) + mostMs);
  await recount(runner, by, { from, to });
  await runner.run(passed, [from]);
  const isBehind = to < by.now;
  const snapshotAt = isBehind ? claimed.snapshotAt : await takeSnapshot(runner, by.now, claimed);
  const mergedAt = await mergeOld(runner, by.now, claimed);
  const nextAt = isBehind ? by.now : by.now + by.restMs();
  await runner.run(note, [since, to, snapshotAt, mergedAt, nextAt]);
  return { more: isBehind };
}

/** The last quarter is counted as far as it has come. */
async function recount(
  runner: Runner,
  { program }: CountingBy,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const end = to + 1;
  const [found, touched] = [
    (await runner.run<EntryCount>(entries, [from, end])).rows,
    (await runner.run<TouchCount>(touches, [from, end])).rows,
  ];
  const ids = [...new Set([...found, ...touched].map((each) => each.program))];
  const programs = new Map<number, Program>();
  for (const id of ids) programs.set(id, await program(id));
  const rows = tallied(programs, found, touched);
  await runner.run(clear, [from, end, false]);
  if (rows.length === 0) return;
  await runner.run(put, [
    float8s(rows, ({ bucket }) => bucket),
    texts(rows, (row) => row.program),
    texts(rows, ({ journey }) => journey),
    texts(rows, ({ what }) => what),
    texts(rows, ({ name }) => name),
    texts(rows, (row) => row.by),
    int4s(rows, ({ count }) => count),
  ]);
}

/** What is open now, once for each hour; it reads every obligation. */
async function takeSnapshot(runner: Runner, now: number, { snapshotAt }: Claimed): Promise<number> {
  const hour = floor(now, hourMs);
  if (snapshotAt !== null && snapshotAt >= hour) return snapshotAt;
  await runner.run(clear, [hour, hour + 1, true]);
  await runner.run(snapshot, [hour]);
  return now;
}

async function mergeOld(runner: Runner, now: number, { mergedAt }: Claimed): Promise<number> {
  const today = floor(now, dayMs);
  if (mergedAt !== null && mergedAt >= today) return mergedAt;
  await runner.run(merge, [today - quartersMs]);
  await runner.run(forget, [today - keptMs]);
  return now;
}

function floor(at: number, ms: number): number {
  return Math.floor(at / ms) * ms;
}
