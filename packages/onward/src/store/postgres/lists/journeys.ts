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

export async function listJourneys(
  runner: Runner,
  filter: JourneyFilter,
  page: Page,
): Promise<JourneyRow[]> {
  const { statement, values } = build(filter);
  const { rows } = await runner.run<JourneyRow>(statement, [page.after, page.limit, ...values]);
  return rows;
}

/** One prepared statement for each combination of filters that is used. */
function build(filter: JourneyFilter): { statement: Statement; values: readonly unknown[] } {
  const values: unknown[] = [];
  const names: string[] = [];
  const when = (name: string, value: unknown, condition: (at: string) => string): string[] => {
    if (value === undefined) return [];
    values.push(value);
    names.push(name);
    return [condition(`$${values.length + 2}`)];
  };
  const status = filter.status ?? 'open';
  const own = [
    'j.id > $1::bigint',
    `j.status = '${status === 'ended' ? 'ended' : 'open'}'`,
    ...when('program', filter.program, (at) => `j.program = any(array(select p.id from cell.programs p where p.name = ${at}))`),
    ...when('journey', filter.journey, (at) => `j.journey = ${at}`),
  ];
  const resting = [
    ...when('stage', filter.stage, (at) => `o.stage = ${at}`),
    ...when('step', filter.step, (at) => `o.step = ${at}`),
    ...when('owner', filter.owner, (at) => `o.owner = ${at}`),
    ...when('overdue', filter.overdueAt, (at) => `o.due <= to_timestamp(${at}::float8 / 1000)`),
  ];
  const where = resting.length === 0
    ? own
    : [...own, `j.id in (select o.journey from cell.obligations o where o.journey > $1::bigint and ${resting.join(' and ')})`];
  const text = `
    select ${columns} from cell.journeys j
     where ${where.join('\n       and ')}
     order by j.id
     limit $2`;
  return { statement: { name: ['journeys', status, ...names].join('-'), text }, values };
}
