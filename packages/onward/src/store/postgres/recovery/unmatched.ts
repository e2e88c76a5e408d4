/** Unmatched input by why it is, and the ways in which a person closes it. */
import type { UnmatchedGroup, UnmatchedState } from '../../recovery.ts';
import type { UnmatchedRow } from '../../port.ts';
import type { Runner, Statement } from '../sql.ts';

const groups: Statement = {
  name: 'unmatched-groups',
  text: `
    select reason, split_part(type, '.', 1) as system, count(*)::integer as count,
           extract(epoch from min(received_at))::float8 * 1000 as oldest,
           array_agg(distinct owner) as owners
      from cell.unmatched
     where closed_at is null
     group by 1, 2`,
};

export async function unmatchedGroups(runner: Runner): Promise<UnmatchedGroup[]> {
  return (await runner.run<UnmatchedGroup>(groups, [])).rows;
}

const items: Statement = {
  name: 'unmatched-of-group',
  text: `
    select id, replace(key::text, '-', '') as key, event, reason, owner, due,
           received_at as "receivedAt"
      from cell.unmatched
     where closed_at is null and id > $3::bigint and reason = $1 and split_part(type, '.', 1) = $2
     order by id limit $4`,
};

export async function unmatchedOfGroup(
  runner: Runner,
  { reason, system }: Pick<UnmatchedGroup, 'reason' | 'system'>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<UnmatchedRow[]> {
  return (await runner.run<UnmatchedRow>(items, [reason, system, after, limit])).rows;
}

const one: Statement = {
  name: 'one-unmatched',
  text: `
    select id, event, reason, owner, received_at as "receivedAt", closed_at is not null as closed,
           placed_in as "placedIn"
      from cell.unmatched where id = $1::bigint`,
};

export async function oneUnmatched(
  runner: Runner,
  id: number,
): Promise<UnmatchedState | undefined> {
  type Row = UnmatchedState & { readonly placedIn: number | null };
  const [row] = (await runner.run<Row>(one, [id])).rows;
  if (row === undefined) return undefined;
  const { placedIn, ...rest } = row;
  return placedIn === null ? rest : { ...rest, placedIn };
}

const skip: Statement = {
  name: 'skip-unmatched',
  text: `
    update cell.unmatched set closed_at = to_timestamp($2::float8 / 1000)
     where id = $1::bigint and closed_at is null`,
};
const forget: Statement = {
  name: 'forget-skipped-refs',
  text: `delete from cell.unmatched_refs where unmatched = $1::bigint`,
};

export async function skipUnmatched(runner: Runner, id: number, at: number): Promise<boolean> {
  const { rowCount } = await runner.run(skip, [id, at]);
  if (rowCount === 1) await runner.run(forget, [id]);
  return rowCount === 1;
}

const assign: Statement = {
  name: 'assign-unmatched',
  text: `update cell.unmatched set owner = $2 where id = $1::bigint and closed_at is null`,
};

export async function assignUnmatched(runner: Runner, id: number, owner: string): Promise<boolean> {
  return (await runner.run(assign, [id, owner])).rowCount === 1;
}
