/** Finds what a batch belongs to, and what of it was taken already. */
import type { State } from '../../../core/index.ts';
import type { EndedJourney, InboxRow, WriteSet } from '../../port.ts';
import { int8s, texts, uuids } from '../arrays.ts';
import type { Change, Runner, Statement } from '../sql.ts';

const inbox: Statement = {
  name: 'read-inbox',
  text: `
    select replace(key::text, '-', '') as key, replace(digest::text, '-', '') as digest, journey
      from cell.inbox where key = any($1::uuid[])`,
};

/** Read after the journeys are locked: whoever took the same event first has committed by then. */
export async function readInbox(runner: Runner, keys: readonly string[]): Promise<InboxRow[]> {
  const { rows } = await runner.run<{ key: string; digest: string; journey: number }>(inbox, [
    uuids(keys, (each) => each),
  ]);
  return rows;
}

const refs: Statement = {
  name: 'journeys-of-refs',
  text: `
    select replace(ref::text, '-', '') as ref, journey from cell.refs
     where ref = any($1::uuid[])`,
};

export async function journeysOfRefs(
  runner: Runner,
  wanted: readonly string[],
): Promise<{ ref: string; journey: number }[]> {
  const { rows } = await runner.run<{ ref: string; journey: number }>(refs, [
    uuids(wanted, (each) => each),
  ]);
  return rows;
}

const teach: Statement = {
  name: 'insert-refs',
  text: `
    insert into cell.refs (ref, journey)
    select * from unnest($1::uuid[], $2::bigint[])
        on conflict do nothing`,
};

export function insertRefs(rows: WriteSet['refs']): Change {
  const values = [uuids(rows, (row) => row.ref), int8s(rows, (row) => row.journey)];
  return { statement: teach, values };
}

const enrolled: Statement = {
  name: 'enrolled',
  text: `
    select id, journey, enrol_key, status from cell.journeys
     where journey = any($1::text[]) and enrol_key = any($2::text[])
    union all
    select id, journey, enrol_key, 'ended' from cell.begun
     where journey = any($1::text[]) and enrol_key = any($2::text[])`,
};

export interface Enrolled {
  readonly id: number;
  readonly journey: string;
  readonly enrolKey: string;
  readonly open: boolean;
}

export async function readEnrolled(
  runner: Runner,
  journeys: readonly string[],
  keys: readonly string[],
): Promise<Enrolled[]> {
  interface Row {
    readonly id: number;
    readonly journey: string;
    readonly enrol_key: string;
    readonly status: string;
  }
  const { rows } = await runner.run<Row>(enrolled, [
    texts(journeys, (each) => each),
    texts(keys, (each) => each),
  ]);
  return rows.map(({ id, journey, enrol_key: enrolKey, status }) => {
    return { id, journey, enrolKey, open: status === 'open' };
  });
}

const ended: Statement = {
  name: 'ended-of-subjects',
  text: `
    select id, subject, journey, state from cell.journeys
     where subject = any($1::bigint[]) and status <> 'open'
    union all
    select id, subject, journey,
           json_build_object('outcome', outcome, 'milestones', milestones)
      from cell.begun
     where subject = any($1::bigint[])
     order by id desc`,
};

/** Ended journeys, the latest first; of some nothing else is kept. */
export async function endedOf(
  runner: Runner,
  subjects: readonly number[],
): Promise<EndedJourney[]> {
  interface Row {
    readonly id: number;
    readonly subject: number;
    readonly journey: string;
    readonly state: Partial<State> | null;
  }
  const { rows } = await runner.run<Row>(ended, [int8s(subjects, (each) => each)]);
  // What was damaged by hand says nothing of how it ended.
  return rows.map(({ state, ...row }) => {
    const { outcome, milestones } = state ?? {};
    return { ...row, outcome: outcome ?? '', milestones: milestones ?? [] };
  });
}

const subjects: Statement = {
  name: 'subjects-of-journeys',
  text: `
    select id, subject from cell.journeys where id = any($1::bigint[])
    union all
    select id, subject from cell.begun where id = any($1::bigint[])`,
};

export async function subjectsOf(
  runner: Runner,
  journeys: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await runner.run<{ id: number; subject: number }>(subjects, [
    int8s(journeys, (each) => each),
  ]);
  return new Map(rows.map(({ id, subject }) => [id, subject]));
}
