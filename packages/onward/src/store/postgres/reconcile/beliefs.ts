/** What journeys took of a system, and whose is what a system tells. */
import type { Facts, State } from '../../../core/index.ts';
import type { BeliefRow, ComparedJourney } from '../../reconcile.ts';
import { int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/**
 * An event that broke the step came all the same. What was kept may have become an exception in the
 * step of another event: that one came in its time.
 */
const beliefs: Statement = {
  name: 'read-beliefs',
  text: `
    select journey, seq, at, type, occurred_at,
           coalesce(body->'input'->'event'->'data', body->'input'->'data',
                    body->'broken'->'event'->'data', body->'broken'->'data')::text as data,
           body->'input'->>'answers' as answers,
           body::text like '%"how":"exception"%' and exists (
             select from json_array_elements(body->'entries') e
              where e->>'how' = 'exception' and e->>'what' = journal.type) as early
      from cell.journal as journal
     where journey = any($1::bigint[]) and type = any($2::text[])
     order by journey, seq`,
};

interface Row {
  readonly journey: number;
  readonly seq: number;
  readonly at: number;
  readonly type: string;
  readonly occurred_at: number;
  readonly data: string | null;
  readonly answers: string | null;
  readonly early: boolean;
}

export async function readBeliefs(
  runner: Runner,
  journeys: readonly number[],
  types: readonly string[],
): Promise<BeliefRow[]> {
  if (journeys.length === 0 || types.length === 0) return [];
  const { rows } = await runner.run<Row>(beliefs, [
    int8s(journeys, (each) => each),
    texts(types, (each) => each),
  ]);
  return rows.map(({ occurred_at: occurredAt, data, answers, early: isEarly, ...row }) => {
    const belief = { ...row, occurredAt, isEarly, data: JSON.parse(data ?? '{}') as Facts };
    return answers === null ? belief : { ...belief, answers };
  });
}

const columns = `id, subject, program, journey, status = 'open' as open`;

const ofSubjects: Statement = {
  name: 'compared-of-subjects',
  text: `select ${columns} from cell.journeys where subject = any($1::bigint[]) order by id`,
};
const ofNumbers: Statement = {
  name: 'compared-journeys',
  text: `select ${columns} from cell.journeys where id = any($1::bigint[]) order by id`,
};
const open: Statement = {
  name: 'compared-open',
  text: `
    select ${columns} from cell.journeys
     where status = 'open' and id > $1::bigint
     order by id
     limit $2`,
};

export async function comparedOfSubjects(
  runner: Runner,
  subjects: readonly number[],
): Promise<ComparedJourney[]> {
  if (subjects.length === 0) return [];
  return (await runner.run<ComparedJourney>(ofSubjects, [int8s(subjects, (each) => each)])).rows;
}

export async function comparedJourneys(
  runner: Runner,
  journeys: readonly number[],
): Promise<ComparedJourney[]> {
  if (journeys.length === 0) return [];
  return (await runner.run<ComparedJourney>(ofNumbers, [int8s(journeys, (each) => each)])).rows;
}

export async function openJourneys(
  runner: Runner,
  after: number,
  limit: number,
): Promise<ComparedJourney[]> {
  return (await runner.run<ComparedJourney>(open, [after, limit])).rows;
}

const states: Statement = {
  name: 'compared-states',
  text: `
    select id, state from cell.journeys where id = any($1::bigint[]) and status = 'open'`,
};

interface StateRow {
  readonly id: number;
  readonly state: State;
}

export async function comparedStates(
  runner: Runner,
  journeys: readonly number[],
): Promise<StateRow[]> {
  if (journeys.length === 0) return [];
  return (await runner.run<StateRow>(states, [int8s(journeys, (each) => each)])).rows;
}

const resting: Statement = {
  name: 'resting-at',
  text: `
    select distinct o.journey
      from cell.obligations o
      join cell.places p on p.id = o.place
      join unnest($2::text[], $3::text[]) as s(journey, step)
        on s.journey = p.journey and s.step = p.step
     where o.journey = any($1::bigint[])`,
};

export async function restingAt(
  runner: Runner,
  journeys: readonly number[],
  steps: readonly { readonly journey: string; readonly step: string }[],
): Promise<number[]> {
  if (journeys.length === 0 || steps.length === 0) return [];
  const { rows } = await runner.run<{ journey: number }>(resting, [
    int8s(journeys, (each) => each),
    texts(steps, (each) => each.journey),
    texts(steps, (each) => each.step),
  ]);
  return rows.map(({ journey }) => journey);
}
