/** How systems stand, and their rhythm: a few rows every few seconds, whatever is going on. */
import type { Heard, SourceHour, SourceReport, SourceRow } from '../../sources.ts';
import { bools, float8s, int4s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { told } from './told.ts';

/**
 * The hour is written first, since the silence that has ended is told from the row as it was. Of
 * two processes that speak at once the one that has waited sees the other's row.
 */
const add: Statement = {
  name: 'add-source-hour',
  text: `
    insert into home.source_hours as h (system, hour, events, gap_ms, lags)
    select $1::text, to_timestamp($2::float8 / 1000), $3::integer,
           greatest($4::float8, coalesce($5::float8 - (
             select extract(epoch from s.last_heard) * 1000 from home.sources s
              where s.system = $1::text), 0))::bigint, $6::integer[]
        on conflict (system, hour) do update
       set events = h.events + excluded.events, gap_ms = greatest(h.gap_ms, excluded.gap_ms),
           lags = (select array_agg(coalesce(l.a, 0) + coalesce(l.b, 0) order by l.n)
                     from unnest(h.lags, excluded.lags) with ordinality as l(a, b, n))`,
};

const upsert: Statement = {
  name: 'report-sources',
  text: `
    insert into home.sources as s (system, state, state_at, since, code, last_good, last_heard,
                                   last_refused, last_away, cursor_at, behind, quarantined)
    select u.system, u.state, to_timestamp(u.state_at / 1000), to_timestamp(u.since / 1000),
           u.code, to_timestamp(u.good / 1000), to_timestamp(u.heard / 1000),
           to_timestamp(u.refused / 1000), to_timestamp(u.away / 1000),
           to_timestamp(u.cursor_at / 1000), u.behind, u.quarantined
      from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[], $6::float8[],
                  $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::boolean[],
                  $12::integer[])
        as u(system, state, state_at, since, code, good, heard, refused, away, cursor_at, behind,
             quarantined)
     order by u.system
        on conflict (system) do update
       set state = case when excluded.state_at >= s.state_at then excluded.state else s.state end,
           since = case when excluded.state_at < s.state_at then s.since
                        when excluded.state = s.state then least(s.since, excluded.since)
                        else excluded.since end,
           code = case when excluded.state_at >= s.state_at then excluded.code else s.code end,
           state_at = greatest(s.state_at, excluded.state_at),
           last_good = greatest(s.last_good, excluded.last_good),
           last_heard = greatest(s.last_heard, excluded.last_heard),
           last_refused = greatest(s.last_refused, excluded.last_refused),
           last_away = greatest(s.last_away, excluded.last_away),
           cursor_at = greatest(s.cursor_at, excluded.cursor_at),
           behind = excluded.behind, quarantined = excluded.quarantined`,
};

const hourMs = 3_600_000;

export async function reportSources(home: Runner, rows: readonly SourceReport[]): Promise<void> {
  const sorted = rows.toSorted((a, b) => (a.system < b.system ? -1 : 1));
  for (const { system, heard } of sorted)
    if (heard !== undefined) await addHour(home, system, heard);
  await home.run(upsert, [
    texts(sorted, (row) => row.system),
    texts(sorted, (row) => row.state),
    float8s(sorted, (row) => row.stateAt),
    float8s(sorted, (row) => row.since),
    texts(sorted, (row) => row.code ?? null),
    float8s(sorted, (row) => row.lastGood ?? null),
    float8s(sorted, (row) => row.lastHeard ?? null),
    float8s(sorted, (row) => row.lastRefused ?? null),
    float8s(sorted, (row) => row.lastAway ?? null),
    float8s(sorted, (row) => row.cursorAt ?? null),
    bools(sorted, (row) => row.behind),
    int4s(sorted, (row) => row.quarantined),
  ]);
}

async function addHour(home: Runner, system: string, heard: Heard): Promise<void> {
  const { first, events, gapMs, lags } = heard;
  const hour = first - (first % hourMs);
  await home.run(add, [system, hour, events, gapMs, first, int4s(lags, (each) => each)]);
}

const list: Statement = {
  name: 'list-sources',
  text: `
    select system, state, state_at as "stateAt", since, code, last_good as "lastGood",
           last_heard as "lastHeard", last_refused as "lastRefused", last_away as "lastAway",
           cursor_at as "cursorAt", behind, quarantined
      from home.sources order by system`,
};

export async function listSources(home: Runner): Promise<SourceRow[]> {
  return (await home.run(list, [])).rows.map((row) => told(row) as SourceRow);
}

const hours: Statement = {
  name: 'source-hours',
  text: `
    select system, hour, events, gap_ms as "gapMs", lags from home.source_hours
     where hour >= to_timestamp($1::float8 / 1000) order by system, hour`,
};

export async function sourceHours(home: Runner, from: number): Promise<SourceHour[]> {
  return (await home.run<SourceHour & Record<string, unknown>>(hours, [from])).rows;
}

const forget: Statement = {
  name: 'forget-source-hours',
  text: `delete from home.source_hours where hour < to_timestamp($1::float8 / 1000)`,
};

export async function forgetHours(home: Runner, before: number): Promise<void> {
  await home.run(forget, [before]);
}

const unmatched: Statement = {
  name: 'unmatched-by-system',
  text: `
    select split_part(type, '.', 1) as system, count(*)::integer as count from cell.unmatched
     where closed_at is null group by 1`,
};

/** Over all cells. */
export async function unmatchedBySystem(
  cells: readonly Runner[],
): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    const { rows } = await cell.run<{ system: string; count: number }>(unmatched, []);
    for (const { system, count } of rows) sums.set(system, count + (sums.get(system) ?? 0));
  }
  return sums;
}
