/** Incidents of sources: opened, raised and closed by whichever process is first. */
import type { IncidentRow, SourceStore } from '../../sources.ts';
import type { Runner, Statement } from '../sql.ts';
import { told } from './told.ts';

const columns = `
  id, kind, system, code, since, opened_at as "openedAt", owner, due, level,
  closed_at as "closedAt"`;

const list: Statement = {
  name: 'list-incidents',
  text: `
    select ${columns} from home.incidents
     where closed_at is null or closed_at >= to_timestamp($1::float8 / 1000)
     order by opened_at desc, id desc limit 1000`,
};

export async function listIncidents(home: Runner, closedSince?: number): Promise<IncidentRow[]> {
  const { rows } = await home.run(list, [closedSince ?? null]);
  return rows.map((row) => told(row) as IncidentRow);
}

const open: Statement = {
  name: 'open-incident',
  text: `
    insert into home.incidents (kind, system, code, since, opened_at, owner, due, level)
    select $1::text, $2::text, $3::text, to_timestamp($4::float8 / 1000),
           to_timestamp($5::float8 / 1000), $6::text, to_timestamp($7::float8 / 1000), 0
        on conflict (system, kind) where closed_at is null do nothing`,
};

export async function openIncident(
  home: Runner,
  row: Parameters<SourceStore['openIncident']>[0],
): Promise<boolean> {
  const { kind, system, code = null, since, openedAt, owner, due } = row;
  const result = await home.run(open, [kind, system, code, since, openedAt, owner, due]);
  return result.rowCount === 1;
}

const raise: Statement = {
  name: 'raise-incident',
  text: `
    update home.incidents set level = $2::smallint + 1, owner = $3::text,
           due = to_timestamp($4::float8 / 1000)
     where id = $1::bigint and level = $2::smallint and closed_at is null
       and due < to_timestamp($4::float8 / 1000)`,
};

export async function raiseIncident(
  home: Runner,
  { id, level, owner, due }: Pick<IncidentRow, 'id' | 'level' | 'owner' | 'due'>,
): Promise<boolean> {
  return (await home.run(raise, [id, level, owner, due])).rowCount === 1;
}

const close: Statement = {
  name: 'close-incident',
  text: `
    update home.incidents set closed_at = to_timestamp($2::float8 / 1000)
     where id = $1::bigint and closed_at is null`,
};

export async function closeIncident(home: Runner, id: number, at: number): Promise<boolean> {
  return (await home.run(close, [id, at])).rowCount === 1;
}
