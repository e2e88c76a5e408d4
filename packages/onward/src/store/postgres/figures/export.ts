/** Journals to be taken elsewhere: journeys in pages by their numbers, with all that each took. */
import type { ExportAsked, ExportedJourney } from '../../figures.ts';
import { int8s } from '../arrays.ts';
import { entryOf } from '../../journal-body.ts';
import type { StoredEntry } from '../../journal-body.ts';
import type { Runner, Statement } from '../sql.ts';

/** Those that were open at some time between. */
const page: Statement = {
  name: 'export-journeys',
  text: `
    select j.id, p.name as program, j.journey
      from cell.journeys j
      join cell.programs p on p.id = j.program
     where j.id > $1::bigint and ($2::text is null or j.journey = $2)
       and ($3::float8 is null or j.ended_at is null
            or j.ended_at >= to_timestamp($3::float8 / 1000))
       and ($4::float8 is null or j.opened_at <= to_timestamp($4::float8 / 1000))
     order by j.id
     limit $5`,
};

const rows: Statement = {
  name: 'export-rows',
  text: `
    select journey, seq, at, occurred_at as "occurredAt", type, source, step,
           body -> 'entries' as entries
      from cell.journal
     where journey = any($1::bigint[])
     order by journey, seq`,
};

interface Row {
  readonly journey: number;
  readonly seq: number;
  readonly at: number;
  readonly occurredAt: number;
  readonly type: string;
  readonly source: string;
  readonly step: string;
  readonly entries: readonly StoredEntry[] | null;
}

export async function exportPage(
  runner: Runner,
  { journey, from, to, after, limit }: ExportAsked,
): Promise<readonly ExportedJourney[]> {
  const values = [after, journey ?? null, from ?? null, to ?? null, limit];
  const found = (await runner.run<Omit<ExportedJourney, 'rows'>>(page, values)).rows;
  if (found.length === 0) return [];
  const own = (await runner.run<Row>(rows, [int8s(found, ({ id }) => id)])).rows;
  const said = own.map((row) => ({ ...row, entries: (row.entries ?? []).map(entryOf) }));
  const byJourney = Map.groupBy(said, (row) => row.journey);
  return found.map((each) => ({ ...each, rows: byJourney.get(each.id) ?? [] }));
}
