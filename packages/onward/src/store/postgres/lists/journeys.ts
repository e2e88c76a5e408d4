/** Lists journeys: filters on where they rest read the slim rows of obligations, not the states. */
import type { State } from '../../../core/index.ts';
import type { JourneyFilter, Page } from '../../reads.ts';
import type { Runner, Statement } from '../sql.ts';

export interface JourneyRow {
  readonly id: number;
  readonly program: number;
  readonly state: State;
  readonly opened_at: number;
  readonly ended_at: number | null;
}

const columns = `j.id, j.program, j.state, j.opened_at, j.ended_at`;

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
  const { resting, own } = conditions(filter);
  if (resting.length === 0) {
    const { rows } = await runner.run<JourneyRow>(byNumber(filter.status, own), [
      page.after,
      page.limit,
      ...own.map((each) => each.value),
    ]);
    return rows;
  }
  // An ended journey rests nowhere and owes nothing.
  if (filter.status === 'ended') return [];
  const ids = await restingJourneys(runner, [...resting, ...own.map(ofJourney)], page);
  const { rows } = ids.length === 0 ? { rows: [] } : await runner.run<JourneyRow>(byIds, [ids]);
  return rows;
}

const byIds: Statement = {
  name: 'journeys-by-ids',
  text: `select ${columns} from cell.journeys j where j.id = any($1::bigint[]) order by j.id`,
};

interface Condition {
  readonly name: string;
  readonly value: unknown;
  readonly sql: (parameter: string) => string;
}

function conditions(filter: JourneyFilter): { resting: Condition[]; own: Condition[] } {
  const given = (name: string, value: unknown, sql: Condition['sql']): Condition[] =>
    value === undefined ? [] : [{ name, value, sql }];
  return {
    // `coalesce` keeps a planner without statistics from sorting the whole table for one page.
    own: [
      ...given('program', filter.program, (at) => {
        const versions = `select p.id from cell.programs p where p.name = ${at}`;
        return `coalesce(j.program = any(array(${versions})), false)`;
      }),
      ...given('journey', filter.journey, (at) => `coalesce(j.journey = ${at}, false)`),
    ],
    resting: [
      ...given('stage', filter.stage, (at) => `o.stage = ${at}`),
      ...given('step', filter.step, (at) => `o.step = ${at}`),
      ...given('owner', filter.owner, (at) => `o.owner = ${at}`),
      ...given('overdue', filter.overdueAt, (at) => `o.due <= to_timestamp(${at}::float8 / 1000)`),
    ],
  };
}

/** A condition on the journey of an obligation, asked row by row: a page reads few of them. */
function ofJourney({ sql, ...rest }: Condition): Condition {
  return {
    ...rest,
    sql: (at) => `(select ${sql(at)} from cell.journeys j where j.id = o.journey)`,
  };
}

function where(all: readonly Condition[]): string {
  return all.map(({ sql }, index) => ` and ${sql(`$${index + 3}`)}`).join('');
}

/** The status stands in the text, not in a parameter, so that its partial index serves the page. */
function byNumber(status: JourneyFilter['status'], own: readonly Condition[]): Statement {
  const only = status === undefined ? '' : ` and j.status = '${status}'`;
  return {
    name: ['journeys', status ?? 'any', ...own.map((each) => each.name)].join('-'),
    text: `
      select ${columns} from cell.journeys j
       where j.id > $1::bigint${only}${where(own)}
       order by j.id
       limit $2`,
  };
}

/** Finds the page in the slim rows of obligations; a journey with several of them counts once. */
async function restingJourneys(
  runner: Runner,
  all: readonly Condition[],
  page: Page,
): Promise<readonly number[]> {
  const statement: Statement = {
    name: ['resting', ...all.map((each) => each.name)].join('-'),
    text: `
      select o.journey from cell.obligations o
       where o.journey > $1::bigint${where(all)}
       order by o.journey
       limit $2`,
  };
  const ids = new Set<number>();
  for (let { after } = page; ids.size < page.limit;) {
    const values = all.map((each) => each.value);
    const { rows } = await runner.run<{ journey: number }>(statement, [
      after,
      page.limit,
      ...values,
    ]);
    for (const { journey } of rows) if (ids.size < page.limit) ids.add(journey);
    const last = rows.at(-1);
    if (last === undefined || rows.length < page.limit) break;
    after = last.journey;
  }
  return [...ids];
}
