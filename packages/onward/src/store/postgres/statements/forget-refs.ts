/** Forgets outside refs: what names them later is of somebody new. */
import { uuids } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/** Every ref of a cell is read; a subject is erased seldom. */
const ofJourneys: Statement = {
  name: 'refs-of-a-subjects-journeys',
  text: `
    select replace(r.ref::text, '-', '') as ref
      from cell.refs r
     where r.journey in (select id from cell.journeys where subject = $1::bigint
                         union all
                         select id from cell.begun where subject = $1::bigint)`,
};
const forgetOwn: Statement = {
  name: 'forget-refs-of-journeys',
  text: `
    delete from cell.refs
     where ref = any($1::uuid[])
       and journey in (select id from cell.journeys where subject = $2::bigint
                       union all
                       select id from cell.begun where subject = $2::bigint)`,
};
const forgetTaught: Statement = {
  name: 'forget-refs-of-subject',
  text: `delete from home.directory where ref = any($1::uuid[]) and subject = $2::bigint`,
};

const forgetContacts: Statement = {
  name: 'forget-contacts-of-subject',
  text: `delete from home.contacts where ref = any($1::uuid[]) and subject = $2::bigint`,
};

/** Refs that a subject's journeys have as their own; 32 hex digits each. */
export async function refsOfJourneys(runner: Runner, subject: number): Promise<string[]> {
  const { rows } = await runner.run<{ ref: string }>(ofJourneys, [subject]);
  return rows.map(({ ref }) => ref);
}

/** Forgets those of the refs that are the subject's or its journeys'. */
export async function forgetRefs(
  runner: Runner,
  subject: number,
  refs: readonly string[],
): Promise<void> {
  const column = uuids(refs, (ref) => ref);
  // The directory last: while it has a ref, what is left can be found by the subject.
  await runner.run(forgetOwn, [column, subject]);
  await runner.run(forgetContacts, [column, subject]);
  await runner.run(forgetTaught, [column, subject]);
}
