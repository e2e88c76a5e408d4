/**
 * One transaction in one cell: lock and read, write a whole batch and commit, in two round trips.
 */
import { RetryError } from '../../core/index.ts';
import type { CellTransaction, WriteSet } from '../port.ts';
import type { Commit } from './connection.ts';
import type { PlacesOfCell } from './places.ts';
import { forgottenOf } from './retention/keys.ts';
import type { Addition, Change, Runner, Writer } from './sql.ts';
import { appendJournal, insertInbox, insertTaken } from './statements/append-journal.ts';
import {
  addConsents,
  endMessages,
  lockPeople,
  messagesMerged,
  writeReceipts,
} from './statements/attention.ts';
import { armTimers, disarmTimers } from './statements/arm-timers.ts';
import {
  endedOf,
  insertRefs,
  journeysOfRefs,
  readEnrolled,
  readInbox,
} from './statements/correlate.ts';
import { identityTransaction } from './statements/identity.ts';
import { lockJourneys } from './statements/lock-journeys.ts';
import { readRestored, writeRestored } from './statements/restored.ts';
import { insertUnmatched, placeUnmatched, unmatchedKeys } from './statements/unmatched.ts';
import { insertJourneys, updateJourneys } from './statements/write-journeys.ts';
import { programNames, writeObligations } from './statements/write-obligations.ts';
import type { PlacesOfBatch } from './statements/write-obligations.ts';
import { completeOutbox, insertOutbox } from './statements/write-outbox.ts';

/** The port's transaction over a connection that has begun one. */
export function cellTransaction(
  writer: Writer,
  places: PlacesOfCell,
  commit: Commit,
): CellTransaction {
  return {
    lock: ({ subjects, journeys }) =>
      none(subjects) && none(journeys) ? empty() : lockJourneys(writer, subjects, journeys),
    inbox: (keys) => (none(keys) ? empty() : readInbox(writer, keys)),
    journeysOfRefs: (refs) => (none(refs) ? empty() : journeysOfRefs(writer, refs)),
    enrolled: (journeys, keys) => (none(keys) ? empty() : readEnrolled(writer, journeys, keys)),
    endedOf: (subjects) => (none(subjects) ? empty() : endedOf(writer, subjects)),
    forgotten: (subjects) => (none(subjects) ? empty() : forgottenOf(writer, subjects)),
    unmatchedKeys: (keys) => (none(keys) ? empty() : unmatchedKeys(writer, keys)),
    people: (subjects) => (none(subjects) ? empty() : lockPeople(writer, subjects)),
    merged: (into) => (none(into) ? empty() : messagesMerged(writer, into)),
    restored: (journeys) => (none(journeys) ? empty() : readRestored(writer, journeys)),
    identity: identityTransaction(writer),
    write: (set) => write({ writer, places }, set),
    writeLast: (set) => write({ writer, places, commit }, set),
  };
}

function none(list: readonly unknown[]): boolean {
  return list.length === 0;
}

function empty<T>(): Promise<T[]> {
  return Promise.resolve([]);
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25P02';
}

/** What is looked at before it is kept; the commit waits for it. */
function mustWait({ consents, unmatched }: WriteSet): boolean {
  return !none(consents) || !none(unmatched);
}

interface Open {
  readonly writer: Writer;
  readonly places: PlacesOfCell;
  /** Absent: something follows the writes. */
  readonly commit?: Commit;
}

/**
 * All statements are made before the first leaves, and leave together, the commit behind them where
 * it may; a lost race undoes the batch.
 * @throws RetryError ONW-RACE-LOST; the error of the statement that failed.
 */
async function write({ writer, places, commit }: Open, set: WriteSet): Promise<void> {
  const writes = writesOf(set, { places, names: await programNames(set, places) });
  const sent = writes.map((each) => writer.send(each).catch(lostOr(each)));
  if (!none(set.consents)) sent.push(addConsents(writer, set.consents));
  if (!none(set.unmatched)) sent.push(keepUnmatched(writer, set));
  if (commit !== undefined && !mustWait(set)) sent.push(commit());
  const failed = (await Promise.allSettled(sent)).filter((each) => each.status === 'rejected');
  // After the first failure the others only say that the transaction is aborted.
  const first = failed.find(({ reason }) => !isAborted(reason)) ?? failed[0];
  if (first !== undefined) throw first.reason;
}

function writesOf(set: WriteSet, of: PlacesOfBatch): readonly (Change | Addition)[] {
  return [
    ...(none(set.created) ? [] : [insertJourneys(set)]),
    ...updateJourneys(set),
    ...writeObligations(set, of),
    ...(none(set.journal) ? [] : [appendJournal(set.journal), insertTaken(set)]),
    ...(none(set.inbox) ? [] : [insertInbox(set.inbox)]),
    ...(none(set.outbox) ? [] : [insertOutbox(set)]),
    ...(none(set.completions) ? [] : [...completeOutbox(set), ...endMessages(set.completions)]),
    ...armTimers(set.arm),
    ...(none(set.disarm) ? [] : [disarmTimers(set.disarm)]),
    ...(none(set.refs) ? [] : [insertRefs(set.refs)]),
    ...(none(set.restored) ? [] : [writeRestored(set.restored)]),
    ...(none(set.receipts) ? [] : [writeReceipts(set.receipts)]),
    ...(none(set.placed) ? [] : placeUnmatched(set.placed, set.now)),
  ];
}

async function keepUnmatched(runner: Runner, { unmatched }: WriteSet): Promise<void> {
  if ((await insertUnmatched(runner, unmatched)) !== unmatched.length) throw raceLost();
}

const uniqueViolation = '23505';

function lostOr(sent: Change | Addition): (error: unknown) => never {
  return (error) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === uniqueViolation;
    throw isTaken && 'isRace' in sent ? raceLost() : error;
  };
}

function raceLost(): RetryError {
  return new RetryError('ONW-RACE-LOST', 'Another process took the same input first.');
}
