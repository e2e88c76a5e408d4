/** People and their messages: locked, weighed and written person by person, many at a time. */
import type { ConsentRecord } from '../../../core/index.ts';
import type { ConsentRow, MessageRow, PersonRow, ReceiptRow } from '../../attention.ts';
import type { Completion, Store } from '../../port.ts';
import type { PeoplePage } from '../../reads.ts';
import { float8s, int2s, int4s, int8s, texts, uuids } from '../arrays.ts';
import type { Change, Runner, Statement } from '../sql.ts';

/** Writing a row is what locks it, also of a person who had none; in order, for all processes. */
const lock: Statement = {
  name: 'lock-people',
  text: `
    insert into cell.people (subject, consents)
    select subject, '[]' from unnest($1::bigint[]) as u(subject) order by subject
        on conflict (subject) do update set consents = people.consents
    returning subject, consents`,
};

interface LockedPerson {
  readonly subject: number;
  readonly consents: readonly ConsentRecord[];
}

export async function lockPeople(
  runner: Runner,
  subjects: readonly number[],
): Promise<LockedPerson[]> {
  const { rows } = await runner.run<LockedPerson>(lock, [int8s(subjects, (each) => each)]);
  return rows;
}

const add: Statement = {
  name: 'add-consents',
  text: `
    insert into cell.people (subject, consents)
    select subject, consents::jsonb
      from unnest($1::bigint[], $2::text[]) as u(subject, consents) order by subject
        on conflict (subject) do update set consents = people.consents || excluded.consents`,
};

/** Adds words to ledgers; one that is there already is not added again. */
export async function addConsents(runner: Runner, rows: readonly ConsentRow[]): Promise<void> {
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  const known = await lockPeople(
    runner,
    [...bySubject.keys()].toSorted((a, b) => a - b),
  );
  const fresh = known.flatMap(({ subject, consents }) => {
    const words = (bySubject.get(subject) ?? []).map(({ word }) => word);
    const added = words.filter((word) => !consents.some(({ id }) => id === word.id));
    return added.length === 0 ? [] : [{ subject, words: JSON.stringify(added) }];
  });
  if (fresh.length === 0) return;
  await runner.run(add, [
    int8s(fresh, ({ subject }) => subject),
    texts(fresh, ({ words }) => words),
  ]);
}

const read: Statement = {
  name: 'consents-of',
  text: `
    select p.consents from cell.people p join cell.journeys j on j.subject = p.subject
     where j.id = $1::bigint`,
};

export async function consentsOf(
  runner: Runner,
  journey: number,
): Promise<readonly ConsentRecord[]> {
  const { rows } = await runner.run<{ consents: ConsentRecord[] }>(read, [journey]);
  return rows[0]?.consents ?? [];
}

const columns = `
  journey, seq, index, subject, system, template, purpose, channel, matter,
  replace(words::text, '-', '') as words, fate, rule, other, until, known,
  asked_at as "askedAt", expires, at`;

const sent: Statement = {
  name: 'messages-sent',
  text: `
    select ${columns} from cell.messages
     where subject = any($1::bigint[]) and fate in ('leaving', 'sent')
       and at >= to_timestamp($2::float8 / 1000)`,
};
const ofJourney: Statement = {
  name: 'messages-of-journey',
  text: `select ${columns} from cell.messages where journey = $1::bigint order by seq, index`,
};
const merged: Statement = {
  name: 'messages-merged',
  text: `select ${columns} from cell.messages where other = any($1::text[]) and fate = 'merged'`,
};

type Stored = { [K in keyof MessageRow]: MessageRow[K] | null };

function messageOf(row: Stored): MessageRow {
  const told = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(told) as unknown as MessageRow;
}

async function messagesSent(
  runner: Runner,
  subjects: readonly number[],
  since: number,
): Promise<MessageRow[]> {
  const { rows } = await runner.run<Stored>(sent, [int8s(subjects, (each) => each), since]);
  return rows.map(messageOf);
}

export async function messagesOfJourney(runner: Runner, journey: number): Promise<MessageRow[]> {
  return (await runner.run<Stored>(ofJourney, [journey])).rows.map(messageOf);
}

/** Messages that were merged into one of these. */
export async function messagesMerged(
  runner: Runner,
  into: readonly string[],
): Promise<MessageRow[]> {
  const { rows } = await runner.run<Stored>(merged, [texts(into, (each) => each)]);
  return rows.map(messageOf);
}

const standing: Statement = {
  name: 'journeys-of-people',
  text: `
    select id, subject, program, state from cell.journeys
     where id = any(array(
             select id from cell.journeys where subject = any($1::bigint[]) and status <> 'ended'
             union
             select unnest($2::bigint[])))
     order by id`,
};

type PersonJourney = PersonRow['journeys'][number] & { readonly subject: number };

async function journeysOfPeople(
  runner: Runner,
  subjects: readonly number[],
  asked: readonly number[],
): Promise<PersonJourney[]> {
  const { rows } = await runner.run<PersonJourney>(standing, [
    int8s(subjects, (each) => each),
    int8s(asked, (each) => each),
  ]);
  return rows;
}

const write: Statement = {
  name: 'write-messages',
  text: `
    insert into cell.messages (journey, seq, index, subject, system, template, purpose, channel,
                               matter, words, fate, rule, other, until, known, at, asked_at,
                               expires)
    select u.journey, u.seq, u.index, u.subject, u.system, u.template, u.purpose, u.channel,
           u.matter, u.words, u.fate, u.rule, u.other, to_timestamp(u.until / 1000), u.known,
           to_timestamp(u.at / 1000), to_timestamp(u.asked_at / 1000),
           to_timestamp(u.expires / 1000)
      from unnest($1::bigint[], $2::int[], $3::smallint[], $4::bigint[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::text[], $10::uuid[], $11::text[], $12::text[],
                  $13::text[], $14::float8[], $15::text[], $16::float8[], $17::float8[],
                  $18::float8[])
        as u(journey, seq, index, subject, system, template, purpose, channel, matter, words,
             fate, rule, other, until, known, at, asked_at, expires)
        on conflict (journey, seq, index) do update
           set fate = excluded.fate, rule = excluded.rule, other = excluded.other,
               until = excluded.until, at = excluded.at`,
};

async function writeMessages(runner: Runner, rows: readonly MessageRow[]): Promise<void> {
  await runner.run(write, [
    int8s(rows, (row) => row.journey),
    int4s(rows, (row) => row.seq),
    int2s(rows, (row) => row.index),
    int8s(rows, (row) => row.subject),
    texts(rows, (row) => row.system),
    texts(rows, (row) => row.template),
    texts(rows, (row) => row.purpose),
    texts(rows, (row) => row.channel),
    texts(rows, (row) => row.matter),
    uuids(rows, (row) => row.words),
    texts(rows, (row) => row.fate),
    texts(rows, (row) => row.rule ?? null),
    texts(rows, (row) => row.other ?? null),
    float8s(rows, (row) => row.until ?? null),
    texts(rows, (row) => row.known ?? null),
    float8s(rows, (row) => row.at),
    float8s(rows, (row) => row.askedAt),
    float8s(rows, (row) => row.expires ?? null),
  ]);
}

const since: Statement = {
  name: 'messages-since',
  text: `
    select ${columns} from cell.messages
     where subject = any($1::bigint[]) and at >= to_timestamp($2::float8 / 1000)
     order by asked_at, journey, seq, index`,
};
/** People with an open journey, or whoever was written to; a page of them, in order. */
const pages: Readonly<Record<'open' | 'any', Statement>> = {
  open: {
    name: 'people-with-journeys',
    text: `
      select distinct subject from cell.journeys
       where subject > $1::bigint and status = 'open' order by subject limit $2`,
  },
  any: {
    name: 'people-page',
    text: `select subject from cell.people where subject > $1::bigint order by subject limit $2`,
  },
};

/** People with what they have said, what they were told since, and their open journeys. */
export async function readPeople(
  runner: Runner,
  { which, after, limit, from }: PeoplePage,
): Promise<(Omit<PersonRow, 'sent'> & { readonly messages: readonly MessageRow[] })[]> {
  const page = await runner.run<{ subject: number }>(pages[which], [after, limit]);
  const subjects = page.rows.map(({ subject }) => subject);
  if (subjects.length === 0) return [];
  const [said, open, words] = await Promise.all([
    runner.run<Stored>(since, [int8s(subjects, (each) => each), from]),
    journeysOfPeople(runner, subjects, []),
    runner.run<LockedPerson>(wordsOf, [int8s(subjects, (each) => each)]),
  ]);
  const messagesOf = Map.groupBy(said.rows.map(messageOf), ({ subject }) => subject);
  const journeysOf = Map.groupBy(open, ({ subject }) => subject);
  const consents = new Map(words.rows.map((row) => [row.subject, row.consents]));
  return subjects.map((subject) => ({
    subject,
    consents: consents.get(subject) ?? [],
    messages: messagesOf.get(subject) ?? [],
    journeys: journeysOf.get(subject) ?? [],
  }));
}

const wordsOf: Statement = {
  name: 'consents-of-people',
  text: `select subject, consents from cell.people where subject = any($1::bigint[])`,
};

/** Of several receipts the surest stands, whatever the order in which they come. */
const receipts: Statement = {
  name: 'write-receipts',
  text: `
    update cell.messages m set known = u.known
      from unnest($1::bigint[], $2::int[], $3::smallint[], $4::text[])
           as u(journey, seq, index, known)
     where m.journey = u.journey and m.seq = u.seq and m.index = u.index
       and m.journey = any($1::bigint[])
       and coalesce(array_position($5::text[], m.known), 0) < array_position($5::text[], u.known)`,
};

const certainty = ['sent', 'delivered', 'read', 'replied', 'confirmed'];

export function writeReceipts(rows: readonly ReceiptRow[]): Change {
  const values = [
    int8s(rows, (row) => row.journey),
    int4s(rows, (row) => row.seq),
    int2s(rows, (row) => row.index),
    texts(rows, (row) => row.known),
    texts(certainty, (each) => each),
  ];
  return { statement: receipts, values };
}

/** See `Store.attend`. */
export async function attend(
  runner: Runner,
  wanted: Parameters<Store['attend']>[1],
  weigh: Parameters<Store['attend']>[2],
): Promise<void> {
  const subjects = wanted.subjects.toSorted((a, b) => a - b);
  const people = await lockPeople(runner, subjects);
  const [said, open] = await Promise.all([
    messagesSent(runner, subjects, wanted.since),
    journeysOfPeople(runner, subjects, wanted.journeys),
  ]);
  const sentOf = Map.groupBy(said, ({ subject }) => subject);
  const journeysOf = Map.groupBy(open, ({ subject }) => subject);
  const rows = await weigh(
    people.map(({ subject, consents }) => {
      const journeys = journeysOf.get(subject) ?? [];
      return { subject, consents, sent: sentOf.get(subject) ?? [], journeys };
    }),
  );
  if (rows.length > 0) await writeMessages(runner, rows);
}

/** What came of handing a message to its system; one that was put off or withheld stays so. */
const ends: Statement = {
  name: 'end-messages',
  text: `
    update cell.messages m set fate = u.fate
      from unnest($1::bigint[], $2::int[], $3::smallint[], $4::text[])
           as u(journey, seq, index, fate)
     where m.journey = u.journey and m.seq = u.seq and m.index = u.index
       and m.journey = any($1::bigint[]) and m.fate = 'leaving'`,
};

/** Of a message that nobody took nobody was told: it does not count. */
export function endMessages(completions: readonly Completion[]): readonly Change[] {
  const ended = completions.filter(({ row }) => row.effect.kind === 'message');
  if (ended.length === 0) return [];
  const values = [
    int8s(ended, ({ row }) => row.journey),
    int4s(ended, ({ row }) => row.seq),
    int2s(ended, ({ row }) => row.effect.index),
    texts(ended, ({ outcome }) => {
      return outcome === 'done' || outcome === 'unknown' ? 'sent' : 'failed';
    }),
  ];
  return [{ statement: ends, values }];
}
