/**
 * One transaction in one cell: lock, read, and write a whole batch in two round trips and a commit.
 */
import { RetryError } from '../../core/index.ts';
import type { CellTransaction, JourneyRow, WriteSet } from '../port.ts';
import type { PlacesOfCell } from './places.ts';
import { forgottenOf } from './retention/keys.ts';
import type { Writer } from './sql.ts';
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
import { writeObligations } from './statements/write-obligations.ts';
import { completeOutbox, insertOutbox } from './statements/write-outbox.ts';

/** The port's transaction over a connection that has begun one. */
export function cellTransaction(writer: Writer, places: PlacesOfCell): CellTransaction {
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
    write: (set) => write(writer, set, places),
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

/** All statements leave together; a lost race undoes the batch. */
async function write(writer: Writer, set: WriteSet, places: PlacesOfCell): Promise<void> {
  const armed: readonly JourneyRow[] = set.arm;
  const work: Promise<unknown>[] = [];
  const counted: Promise<boolean>[] = [];
  if (!none(set.created)) {
    counted.push(insertJourneys(writer, set));
  }
  if (!none(set.changed)) work.push(updateJourneys(writer, set));
  if (!none(set.created) || !none(set.changed)) {
    work.push(writeObligations(writer, set, places));
  }
  if (!none(set.journal)) work.push(appendJournal(writer, set.journal), insertTaken(writer, set));
  if (!none(set.inbox)) {
    counted.push(insertInbox(writer, set.inbox));
  }
  if (!none(set.outbox)) work.push(insertOutbox(writer, set));
  if (!none(set.completions)) {
    work.push(completeOutbox(writer, set), endMessages(writer, set.completions));
  }
  if (!none(armed)) work.push(armTimers(writer, armed));
  if (!none(set.disarm)) work.push(disarmTimers(writer, set.disarm));
  if (!none(set.refs)) work.push(insertRefs(writer, set.refs));
  if (!none(set.restored)) work.push(writeRestored(writer, set.restored));
  if (!none(set.consents)) work.push(addConsents(writer, set.consents));
  if (!none(set.receipts)) work.push(writeReceipts(writer, set.receipts));
  if (!none(set.placed)) work.push(placeUnmatched(writer, set.placed, set.now));
  if (!none(set.unmatched)) {
    counted.push(
      insertUnmatched(writer, set.unmatched).then((count) => count === set.unmatched.length),
    );
  }
  const [taken, others] = await Promise.all([
    Promise.allSettled(counted),
    Promise.allSettled(work),
  ]);
  if (taken.some((each) => each.status === 'fulfilled' && !each.value)) {
    throw new RetryError('ONW-RACE-LOST', 'Another process took the same input first.');
  }
  // After the first failure the others only say that the transaction is aborted.
  const failed = [...others, ...taken].filter((each) => each.status === 'rejected');
  const first = failed.find(({ reason }) => !isAborted(reason)) ?? failed[0];
  if (first !== undefined) throw first.reason;
}
