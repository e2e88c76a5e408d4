/** Journeys by outside ids: a person's, or a thing's that one journey is about. */
import { int8s, uuids } from '../arrays.ts';
import type { JourneyRow } from '../lists/journeys.ts';
import type { Runner, Statement } from '../sql.ts';

const subjects: Statement = {
  name: 'subjects-of-refs',
  text: `
    select subject from home.directory where ref = any($1::uuid[])
     union
    select subject from home.contacts where ref = any($1::uuid[])`,
};

const journeysAs = `
    select j.id, j.program, j.state, j.opened_at, j.ended_at, j.journey, j.status, j.next_owner,
           j.next_due
      from cell.journeys j`;

/** The second `limit` keeps each lookup to its index. */
const journeys: Statement = {
  name: 'find-journeys-of-refs',
  text: `${journeysAs}
     where j.id = any(array(
             select r.journey from cell.refs r where r.ref = any($1::uuid[])
              union
             select o.id
               from unnest($2::bigint[]) as s(subject)
              cross join lateral (
                select k.id from cell.journeys k where k.subject = s.subject limit 1000) o))
     order by j.status desc, j.id desc
     limit $3`,
};

export async function subjectsOfRefs(
  home: Runner,
  refs: readonly string[],
): Promise<readonly number[]> {
  const { rows } = await home.run<{ readonly subject: number }>(subjects, [
    uuids(refs, (each) => each),
  ]);
  return rows.map(({ subject }) => subject);
}

export async function journeysOfRefs(
  cell: Runner,
  { refs, of }: { readonly refs: readonly string[]; readonly of: readonly number[] },
  limit: number,
): Promise<readonly JourneyRow[]> {
  const values = [uuids(refs, (each) => each), int8s(of, (each) => each), limit];
  return (await cell.run<JourneyRow>(journeys, values)).rows;
}

const several: Statement = {
  name: 'several-journeys',
  text: `${journeysAs}
     where j.id = any($1::bigint[])`,
};

export async function severalJourneys(
  cell: Runner,
  ids: readonly number[],
): Promise<readonly JourneyRow[]> {
  if (ids.length === 0) return [];
  return (await cell.run<JourneyRow>(several, [int8s(ids, (each) => each)])).rows;
}

/** A person has few journeys: all of theirs are read by the index of subjects, and sorted. */
const beside: Statement = {
  name: 'journeys-beside',
  text: `${journeysAs}
     where j.subject = (select o.subject from cell.journeys o where o.id = $1::bigint)
       and j.id <> $1::bigint
     order by j.status desc, j.id desc
     limit $2`,
};

export async function journeysBeside(
  cell: Runner,
  id: number,
  limit: number,
): Promise<readonly JourneyRow[]> {
  return (await cell.run<JourneyRow>(beside, [id, limit])).rows;
}
