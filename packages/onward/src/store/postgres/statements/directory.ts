/** The directory: whom an outside ref belongs to, over all cells. */
import { plainId } from '../edge-rows.ts';
import type { ContactRow } from '../../port.ts';
import { int8s, texts, uuids } from '../arrays.ts';
import { cutOffStill } from '../connection.ts';
import type { Runner, Statement } from '../sql.ts';

const resolve: Statement = {
  name: 'resolve-refs',
  text: `select ref::text, subject from home.directory where ref = any($1::uuid[])`,
};

/**
 * What one event names. An array whose length is not known looks dearer than one that is, so the
 * other is planned anew each time: 33 µs beside the 12 that it takes.
 */
const few = 4;
const resolveFew: Statement = {
  name: 'resolve-few-refs',
  text: `
    select ref::text, subject from home.directory
     where ref in ($1::uuid, $2::uuid, $3::uuid, $4::uuid)`,
};

export interface DirectoryRow {
  readonly ref: string;
  readonly subject: number;
  /** Whose id it is. */
  readonly system?: string | undefined;
}

/** As bytes: what is no uuid is refused without being shown. */
const fewOf = (refs: readonly string[]): readonly Buffer[] =>
  refs.slice(0, few).map((ref) => Buffer.from(ref, 'hex'));

interface Found {
  readonly ref: string;
  readonly subject: number;
}

/** Refs come back as they went in: 32 hex digits. */
export async function resolveRefs(
  runner: Runner,
  refs: readonly string[],
): Promise<Map<string, number>> {
  const [first] = refs;
  if (first === undefined) return new Map();
  const { rows } = await (refs.length <= few
    ? runner.run<Found>(resolveFew, fewOf([...refs, first, first, first]))
    : runner.run<Found>(resolve, [uuids(refs, (each) => each)]));
  return new Map(rows.map(({ ref, subject }) => [plainId(ref), subject]));
}

const teach: Statement = {
  name: 'teach-refs',
  text: `
    insert into home.directory (ref, subject, taught_at, system)
    select u.ref, u.subject, to_timestamp($3::float8 / 1000), u.system
      from unnest($1::uuid[], $2::bigint[], $4::text[]) as u(ref, subject, system)
        on conflict do nothing`,
};

/** Returns how many were new. */
export async function teachRefs(
  runner: Runner,
  rows: readonly DirectoryRow[],
  at: number,
): Promise<number> {
  const result = await runner.run(teach, [
    uuids(rows, (row) => row.ref),
    int8s(rows, (row) => row.subject),
    at,
    texts(rows, (row) => row.system ?? null),
  ]);
  return result.rowCount ?? 0;
}

const teachContact: Statement = {
  name: 'teach-contacts',
  text: `
    insert into home.contacts (ref, subject, taught_at)
    select u.ref, u.subject, to_timestamp($3::float8 / 1000)
      from unnest($1::uuid[], $2::bigint[]) as u(ref, subject)
        on conflict do nothing`,
};

export async function teachContacts(
  runner: Runner,
  rows: readonly DirectoryRow[],
  at: number,
): Promise<void> {
  await runner.run(teachContact, [
    uuids(rows, (row) => row.ref),
    int8s(rows, (row) => row.subject),
    at,
  ]);
}

/** Whose numbers and addresses, also of those that were taught as if nobody could share them. */
const contacts: Statement = {
  name: 'contacts',
  text: `
    select replace(c.ref::text, '-', '') as ref, c.subject,
           array(select d.system from home.directory d
                  where d.subject = c.subject and d.system is not null) as systems
      from (select ref, subject from home.contacts where ref = any($1::uuid[])
             union
            select ref, subject from home.directory where ref = any($1::uuid[])) c
     order by c.subject`,
};

export async function resolveContacts(
  runner: Runner,
  refs: readonly string[],
): Promise<ContactRow[]> {
  const { rows } = await runner.run<ContactRow>(contacts, [uuids(refs, (each) => each)]);
  return rows;
}

const repoint: Statement = {
  name: 'repoint-refs',
  text: `
    update home.directory set subject = $3::bigint
     where ref = any($1::uuid[]) and subject = $2::bigint`,
};

/** A subject that was made in vain gives its refs to the one that was made first. */
export async function repointRefs(
  runner: Runner,
  refs: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  await runner.run(repoint, [uuids(refs, (ref) => ref), from, to]);
}

const refsOf: Statement = {
  name: 'refs-of-subjects',
  text: `
    select ref::text, subject from home.directory where subject = any($1::bigint[])
     union all
    select ref::text, subject from home.contacts where subject = any($1::bigint[])`,
};

export async function refsOfSubjects(
  runner: Runner,
  subjects: readonly number[],
): Promise<DirectoryRow[]> {
  const { rows } = await runner.run<{ ref: string; subject: number }>(refsOf, [
    int8s(subjects, (each) => each),
  ]);
  return rows.map(({ ref, subject }) => ({ ref: plainId(ref), subject }));
}

const block: Statement = { name: 'next-block', text: `select nextval('home.id_blocks') as block` };

/** The next block of numbers, never handed out before. */
export async function nextBlock(runner: Runner): Promise<number> {
  const { rows } = await runner.run<{ block: number }>(block, []);
  return rows[0]?.block ?? 0;
}

const beat: Statement = {
  name: 'beat',
  text: `
    insert into home.workers as w (worker, beat)
    values ($1::bigint, to_timestamp($2::float8 / 1000))
        on conflict (worker) do update set beat = excluded.beat`,
};
const rest: Statement = {
  name: 'rest',
  text: `delete from home.workers where worker = $1::bigint`,
};

export async function beatWorker(runner: Runner, worker: number, at: number): Promise<void> {
  await Promise.all([runner.run(beat, [worker, at]), runner.run(cutOffStill, [])]);
}

const living: Statement = {
  name: 'living-workers',
  text: `select worker from home.workers where beat > to_timestamp($1::float8 / 1000)`,
};

/** Workers that have beaten since. */
export async function livingWorkers(runner: Runner, since: number): Promise<number[]> {
  const { rows } = await runner.run<{ worker: number }>(living, [since]);
  return rows.map((row) => row.worker);
}

export async function restWorker(runner: Runner, worker: number): Promise<void> {
  await runner.run(rest, [worker]);
}
