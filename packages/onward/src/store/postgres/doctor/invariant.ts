/** The form of an invariant: one query that finds, in one cell, where a property does not hold. */
import type { PropertyId } from '../../../core/index.ts';
import type { Violation } from '../../examined.ts';
import type { QueryResult } from 'pg';
import { int8s } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { isDamaged } from './shape.ts';

export interface Invariant {
  readonly property: PropertyId;
  /** What is looked for, in one sentence. */
  readonly law: string;
  /**
   * The rows that break it, as `(kind text, id bigint)`; `$1` is now in epoch milliseconds. It
   * reads one snapshot: what one transaction writes together is seen together.
   */
  readonly finds: string;
}

/** In SQL: the journeys whose state can be read; the others are a finding of C8. */
const readable = `not materialized (
      select * from cell.journeys j where j.id <> all($2::bigint[]))`;

/** The same query, which leaves out the journeys whose numbers stand in `$2`. */
function statementWithout(invariant: Invariant): Statement {
  const { name, text } = statementOf(invariant);
  const rest = text.replaceAll('cell.journeys', 'readable');
  return {
    name: `${name}-without`,
    text: rest.replace('with found', `with readable as ${readable}, found`),
  };
}

const damaged: Statement = {
  name: 'doctor-damaged',
  text: `
    select array(select j.id::float8 from cell.journeys j where ${isDamaged('j')}) as ids`,
};

/** A query for the rows counts them and names the first few, so that it is one round trip. */
function statementOf({ property, finds }: Invariant): Statement {
  return {
    name: `doctor-${property}`,
    text: `
    with found as materialized (${finds}),
         first as (select distinct kind, id from found order by kind, id limit ${mostNamed})
    select (select count(*) from found)::float8 as rows,
           array(select kind from first order by kind, id) as kinds,
           array(select id::float8 from first order by kind, id) as ids,
           $1::float8 as asked_at`,
  };
}

export const mostNamed = 10;

/** A state that was damaged must not hide what is wrong with the others. */
async function askReadable(
  runner: Runner,
  invariant: Invariant,
  { now, error }: { readonly now: number; readonly error: unknown },
): Promise<QueryResult<Row>> {
  if (!isOfData(error)) throw error;
  const { rows } = await runner.run<{ readonly ids: readonly number[] }>(damaged, []);
  const ids = rows[0]?.ids ?? [];
  if (ids.length === 0) throw error;
  return runner.run<Row>(statementWithout(invariant), [now, int8s(ids, (id) => id)]);
}

/** Class 22 of SQLSTATE: a value was not what a function or a type takes. */
function isOfData(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && error.code.startsWith('22');
}

interface Row {
  readonly rows: number;
  readonly kinds: readonly Violation['kind'][];
  readonly ids: readonly number[];
}

/** How many rows of a cell break the invariant, and some of them. */
export async function ask(
  runner: Runner,
  invariant: Invariant,
  now: number,
): Promise<{ readonly rows: number; readonly some: readonly Violation[] }> {
  const result = await runner
    .run<Row>(statementOf(invariant), [now])
    .catch((error: unknown) => askReadable(runner, invariant, { now, error }));
  const { rows, kinds, ids } = result.rows[0] ?? { rows: 0, kinds: [], ids: [] };
  const some = ids.map((id, index) => ({ kind: kinds[index] ?? 'journey', id }));
  return { rows, some };
}
