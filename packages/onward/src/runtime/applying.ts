/** Applies the inputs of a batch one after the other, and gathers what must be written for them. */
import { declared, journeyId, nextWake, RejectError } from '../core/index.ts';
import type { OnwardCode, State } from '../core/index.ts';
import type {
  Completion,
  InboxRow,
  JourneyRow,
  NewJourney,
  UnmatchedRow,
  WriteSet,
} from '../store/index.ts';
import { answerEvent, originOf } from './answers.ts';
import { noticeOf, stateBroken } from './broken.ts';
import { reasonFor, unwanted } from './correlate.ts';
import type { Reason } from './correlate.ts';
import { Delivery } from './delivery.ts';
import type { ReadBatch } from './delivery.ts';
import { isForgotten, tooOld } from './forgotten.ts';
import { isUsed } from './handling.ts';
import { isProposal, mergeProposed } from './merge-proposal.ts';
import { deliverSignals } from './signals.ts';
import type { EventResult } from './types.ts';
import { ownerOfUnmatched } from './unmatched-owner.ts';
import type { DeadlineWork, EventWork, InputWork, Work } from './work.ts';
import { isHeardAnyway } from './words.ts';

/** Answers a caller. */
type Telling = () => void;

export class Applying {
  private readonly batch: ReadBatch;
  private readonly taken: InboxRow[] = [];
  private readonly completions: Completion[] = [];
  private readonly delivery: Delivery;
  private readonly unmatched = new Map<string, UnmatchedRow>();
  private readonly placed: { id: number; journey: number }[] = [];
  /** Journeys whose timer fired; what is next of them is armed again. */
  private readonly fired = new Set<number>();

  constructor(batch: ReadBatch) {
    this.batch = batch;
    this.delivery = new Delivery(batch);
  }

  /**
   * Applies one input; the answer is given by calling what this returns, after the commit. A
   * promise only where the database must be asked once more, which is rare.
   */
  apply(work: Work): Telling | Promise<Telling> {
    if (work.kind === 'completion') {
      this.completions.push(work.completion);
      return () => work.answer.resolve();
    }
    if (work.kind === 'event') {
      return this.spread(this.event(work), (result) => work.answer.resolve(result));
    }
    const error = work.kind === 'input' ? this.input(work) : this.timed(work);
    return this.spread(error, () => {
      if (error === undefined) work.answer.resolve();
      else work.answer.reject(error);
    });
  }

  /** What an input has set off in other journeys of the subject belongs to it. */
  private spread<T>(result: T | Promise<T>, tell: (result: T) => void): Telling | Promise<Telling> {
    if (!(result instanceof Promise) && this.batch.set.signals.length === 0) {
      return () => tell(result);
    }
    return this.spreadLater(result, tell);
  }

  private async spreadLater<T>(
    result: T | Promise<T>,
    tell: (result: T) => void,
  ): Promise<Telling> {
    const told = await result;
    await deliverSignals(this.batch);
    return () => tell(told);
  }

  private event(work: EventWork): EventResult | Promise<EventResult> {
    const { event, key } = work;
    const { broken } = this.batch.set;
    const about = noticeOf(event);
    if (about !== undefined) return this.notice(work, about);
    const before = this.before(key);
    if (before !== undefined && before.digest !== event.digest) {
      return answer(work, 'rejected', {
        code: 'ONW-EVENT-ID-REUSED',
        message: 'This source sent another event under the same id; give each event its own.',
      });
    }
    if (before?.journey !== undefined) {
      return { id: event.id, status: 'duplicate', journeys: [journeyId(before.journey)] };
    }
    const word = this.batch.words.take(work, this.batch.set.now);
    if (isForgotten(work, this.batch.forgotten)) {
      // A word on consent counts whenever it comes, and once.
      if (word !== undefined) return { id: event.id, status: 'accepted', journeys: [] };
      return this.keep(work, before !== undefined, tooOld);
    }
    const journeys = this.delivery.deliver(work, word);
    const first = journeys[0];
    const kept = broken.takers(work, this.batch.own);
    // Of a person without an open journey the ledger alone hears.
    if (first === undefined && word !== undefined && kept.length === 0) {
      return { id: event.id, status: 'accepted', journeys: [] };
    }
    if (first === undefined) {
      return this.keep(work, before !== undefined, kept.length > 0 ? stateBroken : undefined);
    }
    for (const each of kept) broken.keepShare(event, each);
    this.take({ key, digest: event.digest, journey: first });
    const waiting = this.batch.kept.get(key)?.id ?? this.unmatched.get(key)?.id;
    if (waiting !== undefined) this.placed.push({ id: waiting, journey: first });
    return { id: event.id, status: 'accepted', journeys: journeys.map(journeyId) };
  }

  /** A notice has done its work once the journey is whole again. */
  private notice(work: EventWork, journey: number): EventResult {
    const isMended = this.batch.set.get(journey) !== undefined;
    const told = answer(work, 'duplicate', stateBroken);
    return isMended ? { ...told, journeys: [journeyId(journey)] } : told;
  }

  /** How the same event was taken earlier; without a journey it is still unmatched. */
  private before(key: string): { readonly digest: string; readonly journey?: number } | undefined {
    const waiting = this.unmatched.get(key);
    return (
      this.batch.inbox.get(key) ??
      this.batch.kept.get(key) ??
      (waiting === undefined ? undefined : { digest: waiting.event.digest })
    );
  }

  private async keep(
    work: EventWork,
    again: boolean,
    why: Reason | undefined,
  ): Promise<EventResult> {
    const { event, key, subject } = work;
    const isWanted =
      isUsed(this.batch.program, event.type) || isHeardAnyway(this.batch.program, event.type);
    const isProposed = await isProposal(this.batch.tx, event, subject);
    if (!again && why !== stateBroken && !work.ambiguous && !isWanted && !isProposed) {
      return answer(work, 'rejected', unwanted);
    }
    const told = why ?? (isProposed ? mergeProposed : undefined);
    const isAsked = told === undefined && subject !== undefined;
    const ended = isAsked ? await this.batch.tx.endedOf([subject]) : [];
    const reason = told ?? reasonFor(work, ended.length > 0);
    if (again) return answer(work, 'duplicate', reason);
    const { set, program, next } = this.batch;
    const owned = ownerOfUnmatched(program, event, set.now);
    this.unmatched.set(key, {
      id: next(),
      key,
      event,
      reason: reason.code,
      ...owned,
      receivedAt: set.now,
    });
    return answer(work, 'unmatched', reason);
  }

  private input(work: InputWork): Error | undefined {
    const { set, inbox } = this.batch;
    if (work.completion !== undefined) this.completions.push(work.completion);
    const before = inbox.get(work.key);
    if (before !== undefined) {
      return before.digest === work.digest
        ? undefined
        : new RejectError(keyReused.code, keyReused.message);
    }
    const live = set.get(work.journey);
    if (live === undefined) {
      if (set.broken.has(work.journey)) return this.brokenInput(work);
      return new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey.');
    }
    if (work.version !== undefined && work.version !== live.state.version) return moved();
    const refused = set.apply(live, work.input, originOf(work, set.now));
    if (refused === stateBroken) return this.brokenInput(work);
    if (refused !== undefined && work.input.kind !== 'outcome') {
      // Sentences of the step stand in its source.
      return new RejectError(refused.code, declared(refused.message));
    }
    // Whoever sent an order cannot send its answer again in another way: an answer is always taken.
    if (refused !== undefined) this.answerAfterEnd(work, refused.code);
    this.delivery.learnReturned(work, live);
    this.take({ key: work.key, digest: work.digest, journey: live.id });
    return undefined;
  }

  /** Who acts is told at once, and somebody else, too; an answer is kept: it comes only once. */
  private brokenInput(work: InputWork): Error | undefined {
    const { set } = this.batch;
    if (work.input.kind === 'outcome') {
      this.keepAnswer(work, stateBroken.code);
      this.take({ key: work.key, digest: work.digest, journey: work.journey });
      return undefined;
    }
    set.broken.notice(work.journey, set.now);
    return new RejectError('ONW-STATE-BROKEN', declared(stateBroken.message));
  }

  private take(row: InboxRow): void {
    this.taken.push(row);
    this.batch.inbox.set(row.key, row);
  }

  /**
   * What was done after the end is recorded by the outbox; what was not done is somebody's to look
   * at.
   */
  private answerAfterEnd(work: InputWork, reason: OnwardCode): void {
    const isDone = work.input.kind === 'outcome' && work.input.outcome === 'done';
    if (isDone || work.isUnwanted === true) return;
    this.keepAnswer(work, reason);
  }

  private keepAnswer({ input, journey, key }: InputWork, reason: OnwardCode): void {
    if (input.kind !== 'outcome') return;
    const { set, program, next } = this.batch;
    const event = answerEvent(journey, input, { key, now: set.now });
    const owned = ownerOfUnmatched(program, event, set.now);
    this.unmatched.set(key, { id: next(), key, event, reason, ...owned, receivedAt: set.now });
  }

  private timed(work: DeadlineWork): undefined {
    return work.kind === 'hold' ? this.hold(work) : this.deadline(work);
  }

  /** The journey hears how the systems that it waits for stand; most have nothing to do. */
  private hold({ journey }: DeadlineWork): undefined {
    const { set } = this.batch;
    const live = set.get(journey);
    if (live === undefined || live.state.status === 'ended') return;
    const held = set.holdings?.heldFor(live.definition, live.state) ?? {};
    const origin = { type: 'hold', source: 'clock', eventId: '', occurredAt: set.now };
    set.apply(live, { kind: 'hold', held }, origin);
  }

  private deadline(work: DeadlineWork): undefined {
    const { set } = this.batch;
    const live = set.get(work.journey);
    if (live === undefined && set.broken.has(work.journey)) return this.brokenDeadline(work);
    this.fired.add(work.journey);
    if (live === undefined || live.state.status === 'ended') return undefined;
    const due = nextWake(live.state) ?? set.now;
    if (due > set.now) return undefined;
    const { source, eventId } = { source: 'clock', eventId: '' };
    const origin = { type: 'deadline', source, eventId, occurredAt: due };
    const refused = set.apply(live, { kind: 'deadline' }, origin);
    return refused === stateBroken ? this.brokenDeadline(work) : undefined;
  }

  private brokenDeadline({ journey }: DeadlineWork): undefined {
    const { set } = this.batch;
    // One that has changed in this batch is looked at once more, in the next.
    if (set.get(journey) !== undefined) return;
    this.fired.delete(journey);
    set.broken.notice(journey, set.now);
    set.broken.rest(journey, set.now);
  }

  /** Gives what is kept for broken journeys an owner, a date and a number; mostly there is none. */
  async keepBroken(numbers: (count: number) => Promise<() => number>): Promise<void> {
    const { set, tx, program } = this.batch;
    const kept = await set.broken.toKeep(tx);
    if (kept.length === 0) return;
    const next = await numbers(kept.length);
    for (const [key, event] of kept) {
      const owned = ownerOfUnmatched(program, event, set.now);
      const row = { id: next(), key, event, reason: stateBroken.code, receivedAt: set.now };
      this.unmatched.set(key, { ...row, ...owned });
    }
  }

  /** Everything to write, now that all inputs were applied; `batch` is a number of its own. */
  writeSet(batch: number): WriteSet {
    const { set, worker } = this.batch;
    const created: NewJourney[] = [];
    const changed: JourneyRow[] = [];
    const arm: JourneyRow[] = [];
    const disarm = [...this.fired].filter((id) => set.get(id)?.state.status !== 'open');
    arm.push(...set.broken.timers());
    const before = new Map<number, State>();
    for (const live of set.all()) {
      const due = nextWake(live.state);
      const earlier = due !== undefined && (due < live.timerDue || this.fired.has(live.id));
      if (earlier) live.timerDue = due;
      if (live.enrolKey !== undefined) created.push({ ...live, enrolKey: live.enrolKey });
      else if (live.changed || earlier) changed.push(live);
      if (due !== undefined && (earlier || live.enrolKey !== undefined)) arm.push(live);
      if (live.before !== undefined) before.set(live.id, live.before);
    }
    const rest = { attempts: 0, nextAt: set.now, started: false };
    return {
      now: set.now,
      worker,
      batch,
      created,
      changed,
      before,
      arm,
      disarm,
      journal: set.journal,
      // In one order for all processes, so that two that want the same rows wait and do not lock
      // up.
      inbox: this.taken.toSorted(byKey),
      outbox: set.outgoing.map((order, place) => ({ batch, place, ...order, ...rest })),
      completions: this.completions,
      refs: this.delivery.refs.toSorted((a, b) => (a.ref < b.ref ? -1 : 1)),
      unmatched: [...this.unmatched.values()].toSorted(byKey),
      placed: this.placed,
      restored: set.doubts?.changed() ?? [],
      consents: this.batch.words.consents,
      receipts: this.batch.words.receipts,
    };
  }
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}

const keyReused = {
  code: 'ONW-KEY-REUSED',
  message: 'The idempotency key was used for another input; give each input its own.',
} as const;

function moved(): RejectError {
  const message = 'The journey has moved on since it was previewed; preview it again.';
  return new RejectError('ONW-RECOVERY-MOVED', message);
}

function answer(
  work: EventWork,
  status: EventResult['status'],
  why: Pick<EventResult, 'code' | 'message'>,
): EventResult {
  return { id: work.event.id, status, ...why, journeys: [] };
}
