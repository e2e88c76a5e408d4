/**
 * One transaction in one cell: lock, read, and write a whole batch in two round trips and a commit.
 */
import { RetryError } from '../../core/index.ts';
import type { CellTransaction, JourneyRow, WriteSet } from '../port.ts';
import type { PlacesOfCell } from './places.ts';
import { forgottenOf } from './retention/keys.ts';
import type { Runner } from './sql.ts';
import { appendJournal, insertInbox } from './statements/append-journal.ts';
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
export function cellTransaction(runner: Runner, places: PlacesOfCell): CellTransaction {
  return {
    lock: ({ subjects, journeys }) =>
      none(subjects) && none(journeys) ? empty() : lockJourneys(runner, subjects, journeys),
    inbox: (keys) => (none(keys) ? empty() : readInbox(runner, keys)),
    journeysOfRefs: (refs) => (none(refs) ? empty() : journeysOfRefs(runner, refs)),
    enrolled: (journeys, keys) => (none(keys) ? empty() : readEnrolled(runner, journeys, keys)),
    endedOf: (subjects) => (none(subjects) ? empty() : endedOf(runner, subjects)),
    forgotten: (subjects) => (none(subjects) ? empty() : forgottenOf(runner, subjects)),
    unmatchedKeys: (keys) => (none(keys) ? empty() : unmatchedKeys(runner, keys)),
    people: (subjects) => (none(subjects) ? empty() : lockPeople(runner, subjects)),
    merged: (into) => (none(into) ? empty() : messagesMerged(runner, into)),
    restored: (journeys) => (none(journeys) ? empty() : readRestored(runner, journeys)),
    identity: identityTransaction(runner),
    write: (set) => write(runner, set, places),
  };
}

function none(list: readonly unknown[]): boolean {
  return list.length === 0;
}

function empty<T>(): Promise<T[]> {
  return Promise.resolve([]);
}

/** All statements leave together; a lost race shows in a count and undoes the batch. */
async function write(runner: Runner, set: WriteSet, places: PlacesOfCell): Promise<void> {
  const armed: readonly JourneyRow[] = set.arm;
  const work: Promise<unknown>[] = [];
  const counted: Promise<boolean>[] = [];
  if (!none(set.created)) {
    counted.push(insertJourneys(runner, set).then((count) => count === set.created.length));
  }
  if (!none(set.changed)) work.push(updateJourneys(runner, set));
  if (!none(set.created) || !none(set.changed)) {
    work.push(writeObligations(runner, set, places));
  }
  if (!none(set.journal)) work.push(appendJournal(runner, set.journal));
  if (!none(set.inbox)) {
    counted.push(insertInbox(runner, set.inbox).then((count) => count === set.inbox.length));
  }
  if (!none(set.outbox)) work.push(insertOutbox(runner, set));
  if (!none(set.completions)) {
    work.push(completeOutbox(runner, set), endMessages(runner, set.completions));
  }
  if (!none(armed)) work.push(armTimers(runner, armed));
  if (!none(set.disarm)) work.push(disarmTimers(runner, set.disarm));
  if (!none(set.refs)) work.push(insertRefs(runner, set.refs));
  if (!none(set.restored)) work.push(writeRestored(runner, set.restored));
  if (!none(set.consents)) work.push(addConsents(runner, set.consents));
  if (!none(set.receipts)) work.push(writeReceipts(runner, set.receipts));
  if (!none(set.placed)) work.push(placeUnmatched(runner, set.placed, set.now));
  if (!none(set.unmatched)) {
    counted.push(
      insertUnmatched(runner, set.unmatched).then((count) => count === set.unmatched.length),
    );
  }
  const settled = await Promise.allSettled([...work, ...counted]);
  // After the first failure the others only say that the transaction is aborted.
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if ((await Promise.all(counted)).every(Boolean)) return;
  throw new RetryError('ONW-RACE-LOST', 'Another process took the same input first.');
}
