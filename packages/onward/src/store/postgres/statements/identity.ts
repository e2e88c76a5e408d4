/** Merging subjects: what leads to each and what is theirs, and moving it to another. */
import type {
  IdentityTransaction,
  MergeRow,
  OwnJourney,
  OwnThings,
  SubjectMove,
} from '../../identity.ts';
import { int8s, texts, uuids } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';
import { addConsents } from './attention.ts';
import { resolveRefs } from './directory.ts';

export function identityTransaction(runner: Runner): IdentityTransaction {
  return {
    things: (subjects) => Promise.all(subjects.map((subject) => thingsOf(runner, subject))),
    whose: (known) => resolveRefs(runner, known),
    move: (move) => moveAll(runner, move),
    keep: (merge) => keepMerge(runner, merge),
    merge: (id) => oneMerge(runner, id),
    later: async (id, subjects) => {
      const values = [id, int8s(subjects, (each) => each)];
      return (await runner.run<{ id: number }>(later, values)).rows.map((row) => row.id);
    },
    undo: async ({ id, undoneAt, undoneBy, undoneReason }) => {
      await runner.run(undo, [id, undoneAt, undoneBy, undoneReason]);
    },
    addWords: (rows) => (rows.length === 0 ? Promise.resolve() : addConsents(runner, rows)),
    takeBack: async (subject, words) => {
      await runner.run(takeBack, [subject, texts(words, (word) => word)]);
    },
  };
}

const refs: Statement = {
  name: 'lock-refs-of-subject',
  text: `
    select replace(ref::text, '-', '') as ref from home.directory
     where subject = $1::bigint order by ref for update`,
};
const contacts: Statement = {
  name: 'lock-contacts-of-subject',
  text: `
    select replace(ref::text, '-', '') as ref from home.contacts
     where subject = $1::bigint order by ref for update`,
};
const journeys: Statement = {
  name: 'lock-journeys-of-subject',
  text: `
    select id, journey, status, enrol_key as "enrolKey",
           case when json_typeof(state -> 'version') = 'number'
                then (state ->> 'version')::integer else 0 end as version
      from cell.journeys where subject = $1::bigint order by id for update`,
};
const begun: Statement = {
  name: 'begun-of-subject',
  text: `
    select id, journey, 'removed' as status, enrol_key as "enrolKey", entries as version
      from cell.begun where subject = $1::bigint order by id for update`,
};
const messages: Statement = {
  name: 'count-messages-of-subject',
  text: `
    select count(*)::integer as count from cell.messages
     where subject = $1::bigint and fate in ('leaving', 'sent')`,
};

async function thingsOf(runner: Runner, subject: number): Promise<OwnThings> {
  const [own, shared, kept, gone, told] = await Promise.all([
    runner.run<{ ref: string }>(refs, [subject]),
    runner.run<{ ref: string }>(contacts, [subject]),
    runner.run<OwnJourney>(journeys, [subject]),
    runner.run<OwnJourney>(begun, [subject]),
    runner.run<{ count: number }>(messages, [subject]),
  ]);
  return {
    subject,
    refs: own.rows.map(({ ref }) => ref),
    contacts: shared.rows.map(({ ref }) => ref),
    journeys: [...kept.rows, ...gone.rows],
    messages: told.rows[0]?.count ?? 0,
  };
}

const moveRefs: Statement = {
  name: 'move-refs',
  text: `
    update home.directory set subject = $3::bigint
     where ref = any($1::uuid[]) and subject = $2::bigint`,
};
const addContacts: Statement = {
  name: 'move-contacts',
  text: `
    insert into home.contacts (ref, subject, taught_at)
    select ref, $3::bigint, taught_at from home.contacts
     where ref = any($1::uuid[]) and subject = $2::bigint
        on conflict do nothing`,
};
const dropContacts: Statement = {
  name: 'leave-contacts',
  text: `
    delete from home.contacts
     where ref = any($1::uuid[]) and subject = $2::bigint and ref <> all($3::uuid[])`,
};
const moveJourneys: Statement = {
  name: 'move-journeys',
  text: `
    update cell.journeys j set subject = $3::bigint, enrol_key = u.enrol_key
      from unnest($1::bigint[], $2::text[]) as u(id, enrol_key)
     where j.id = u.id and j.id = any($1::bigint[])`,
};
const moveBegun: Statement = {
  name: 'move-begun',
  text: `
    update cell.begun j set subject = $3::bigint, enrol_key = u.enrol_key
      from unnest($1::bigint[], $2::text[]) as u(id, enrol_key)
     where j.id = u.id and j.id = any($1::bigint[])`,
};
const moveTimers: Statement = {
  name: 'move-timers',
  text: `update cell.timers set subject = $2::bigint where journey = any($1::bigint[])`,
};
const moveMessages: Statement = {
  name: 'move-messages',
  text: `update cell.messages set subject = $2::bigint where journey = any($1::bigint[])`,
};

async function moveAll(runner: Runner, move: SubjectMove): Promise<void> {
  const { from, into, shared } = move;
  const ids = int8s(move.journeys, ({ id }) => id);
  const keys = texts(move.journeys, ({ enrolKey }) => enrolKey);
  const own = uuids(move.refs, (ref) => ref);
  const numbers = uuids(move.contacts, (ref) => ref);
  await runner.run(moveRefs, [own, from, into]);
  await runner.run(addContacts, [numbers, from, into]);
  await runner.run(dropContacts, [numbers, from, uuids(shared, (ref) => ref)]);
  await runner.run(moveJourneys, [ids, keys, into]);
  await runner.run(moveBegun, [ids, keys, into]);
  await runner.run(moveTimers, [ids, into]);
  await runner.run(moveMessages, [ids, into]);
}

const keep: Statement = {
  name: 'keep-merge',
  text: `
    insert into home.merges (id, at, actor, reason, from_subject, into_subject, moved)
    values ($1::bigint, to_timestamp($2::float8 / 1000), $3, $4, $5::bigint, $6::bigint, $7::json)`,
};

async function keepMerge(runner: Runner, merge: MergeRow): Promise<void> {
  const { id, at, actor, reason, from, into, moved } = merge;
  await runner.run(keep, [id, at, actor, reason, from, into, JSON.stringify(moved)]);
}

const columns = `
           id, at, actor, reason, from_subject as "from", into_subject as "into", moved,
           undone_at as "undoneAt", undone_by as "undoneBy", undone_reason as "undoneReason"`;
const one: Statement = {
  name: 'one-merge',
  text: `select ${columns} from home.merges where id = $1::bigint for update`,
};
const later: Statement = {
  name: 'later-merges',
  text: `
    select id from home.merges
     where id > $1::bigint and undone_at is null
       and (from_subject = any($2::bigint[]) or into_subject = any($2::bigint[]))
     order by id desc`,
};
const undo: Statement = {
  name: 'undo-merge',
  text: `
    update home.merges
       set undone_at = to_timestamp($2::float8 / 1000), undone_by = $3, undone_reason = $4
     where id = $1::bigint and undone_at is null`,
};
const takeBack: Statement = {
  name: 'take-words-back',
  text: `
    update cell.people p
       set consents = coalesce((select jsonb_agg(x.word order by x.place)
                                  from jsonb_array_elements(p.consents)
                                       with ordinality as x(word, place)
                                 where x.word ->> 'id' <> all($2::text[])), '[]')
     where p.subject = $1::bigint`,
};

type Row = { readonly [key in keyof MergeRow]: MergeRow[key] | null };

function mergeOf(row: Row): MergeRow {
  const told = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(told) as unknown as MergeRow;
}

async function oneMerge(runner: Runner, id: number): Promise<MergeRow | undefined> {
  const [row] = (await runner.run<Row>(one, [id])).rows;
  return row && mergeOf(row);
}

const list: Statement = {
  name: 'list-merges',
  text: `
    select ${columns} from home.merges where id < $1::bigint order by id desc limit $2`,
};

/** The newest first. */
export async function listMerges(
  runner: Runner,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<MergeRow[]> {
  return (await runner.run<Row>(list, [before, limit])).rows.map(mergeOf);
}
