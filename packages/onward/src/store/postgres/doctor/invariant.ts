/** The form of an invariant: one query that finds, in one cell, where a property does not hold. */
import type { PropertyId } from '../../../core/index.ts';
import type { Violation } from '../../examined.ts';
import type { Runner, Statement } from '../sql.ts';

export interface Invariant {
  readonly property: PropertyId;
  /** What is looked for, in one sentence. */
  readonly law: string;
  /**
   * The rows that break it, as `(kind text, id bigint)`; `$1` is now in epoch milliseconds. It
   * reads
   * one snapshot: what one transaction writes together is seen together.
   */
  readonly finds: string;
}

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
  const result = await runner.run<Row & Record<string, unknown>>(statementOf(invariant), [now]);
  const { rows, kinds, ids } = result.rows[0] ?? { rows: 0, kinds: [], ids: [] };
  const some = ids.map((id, index) => ({ kind: kinds[index] ?? 'journey', id }));
  return { rows, some };
}
