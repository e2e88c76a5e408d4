/**
 * Lists journeys. A page is merged from ranges of an index: one for each place where obligations
 * rest, or one for each version and journey there is. What it costs depends on how many of those
 * there are, which are names in programs, and not on how many journeys.
 */
import type { State } from '../../../core/index.ts';
import type { JourneyFilter, Page } from '../../reads.ts';
import type { Runner, Statement } from '../sql.ts';
import { overdueIn, restingIn } from './resting.ts';

export interface JourneyRow {
  readonly id: number;
  readonly program: number;
  readonly state: State;
  readonly opened_at: number;
  readonly ended_at: number | null;
  readonly journey: string;
  readonly status: 'open' | 'ended';
  readonly next_owner: string | null;
  readonly next_due: number | null;
}

const columns = `j.id, j.program, j.state, j.opened_at, j.ended_at, j.journey, j.status,
           j.next_owner, j.next_due`;

const one: Statement = {
  name: 'one-journey',
  text: `select ${columns} from cell.journeys j where j.id = $1::bigint`,
};

export async function oneJourney(runner: Runner, id: number): Promise<JourneyRow | undefined> {
  const { rows } = await runner.run<JourneyRow>(one, [id]);
  return rows[0];
}

/** A page of journeys, from old to new. */
export async function listJourneys(
  runner: Runner,
  filter: JourneyFilter,
  page: Page,
): Promise<JourneyRow[]> {
  const { status, overdueAt } = filter;
  const names = namesOf(filter);
  const values = [page.after, page.limit, ...names.map(({ value }) => value)];
  const ask = async (statement: Statement, more: readonly unknown[] = []): Promise<JourneyRow[]> =>
    (await runner.run<JourneyRow>(statement, [...values, ...more])).rows;
  const rests = overdueAt !== undefined || names.some(({ column }) => isOfPlace(column));
  if (!rests) {
    if (status !== undefined) return ask(ofStatus(status, names));
    if (names.length === 0) return ask(all);
    const both = await Promise.all([ask(ofStatus('open', names)), ask(ofStatus('ended', names))]);
    return both
      .flat()
      .toSorted((a, b) => a.id - b.id)
      .slice(0, page.limit);
  }
  // An ended journey rests nowhere and owes nothing.
  if (status === 'ended') return [];
  return overdueAt === undefined ? ask(resting(names)) : ask(overdue(names), [overdueAt]);
}

/** A name that is asked for, by its column among the places. */
interface Name {
  readonly column: 'program' | 'journey' | 'stage' | 'step' | 'owner';
  readonly value: string;
}

function namesOf(filter: JourneyFilter): readonly Name[] {
  const asked = ['program', 'journey', 'stage', 'step', 'owner'] as const;
  return asked.flatMap((column) => {
    const value = filter[column];
    return value === undefined ? [] : [{ column, value }];
  });
}

function isOfPlace(column: Name['column']): boolean {
  return column !== 'program' && column !== 'journey';
}

/** The parameters of names follow those of the page. */
function named(names: readonly Name[], columnOf: (column: Name['column']) => string): string {
  const conditions = names.map(({ column }, index) => `${columnOf(column)} = $${index + 3}`);
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}

const nameOf = (kind: string, names: readonly Name[]): string =>
  ['journeys', kind, ...names.map(({ column }) => column)].join('-');

const all: Statement = {
  name: 'journeys-any',
  text: `
    select ${columns} from cell.journeys j where j.id > $1::bigint order by j.id limit $2`,
};

/** The rows of a page whose numbers another query finds. */
function rowsOf(numbers: string): string {
  return `
    select ${columns} from cell.journeys j
     where j.id = any(array(${numbers}))
     order by j.id`;
}

/**
 * Which kinds of journeys there are is read off the index itself, from each to the next. The status
 * stands in the text, not in a parameter, so that its partial index serves; a kind is bounded by
 * comparing rows, not by `=`, so that no other index does.
 */
function ofStatus(status: 'open' | 'ended', names: readonly Name[]): Statement {
  const next = (behind: string): string => `
        select j.program, j.journey from cell.journeys j
         where j.status = '${status}' ${behind}
         order by j.program, j.journey limit 1`;
  const columnOf = (column: string): string => (column === 'program' ? 'p.name' : 'kind.journey');
  const numbers = `
      with recursive kind as (
        (${next('')})
        union all
        select n.* from kind k cross join lateral (${next(
          'and (j.program, j.journey) > (k.program, k.journey)',
        )}) n
      )
      select j.id
        from kind
        join cell.programs p on p.id = kind.program
       cross join lateral (
         select j.id from cell.journeys j
          where j.status = '${status}'
            and (j.program, j.journey, j.id) > (kind.program, kind.journey, $1::bigint)
            and (j.program, j.journey) <= (kind.program, kind.journey)
          order by j.program, j.journey, j.id limit $2) j
       ${named(names, columnOf)}
       order by j.id limit $2`;
  return { name: nameOf(status, names), text: rowsOf(numbers) };
}

const placed = (column: string): string => `p.${column}`;

function resting(names: readonly Name[]): Statement {
  return {
    name: nameOf('resting', names),
    text: rowsOf(restingIn(`select p.id from cell.places p ${named(names, placed)}`)),
  };
}

function overdue(names: readonly Name[]): Statement {
  const places = `select p.id from cell.places p ${named(names, placed)}`;
  return {
    name: nameOf('overdue', names),
    text: rowsOf(overdueIn(places, `$${names.length + 3}`)),
  };
}
