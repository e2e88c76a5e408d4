/**
 * The dispatcher: sends what the outbox holds, each system at its own pace, and brings answers
 * back.
 */
import type { OnwardCode, Program, RetryPolicy } from '../core/index.ts';
import { journeyId, RetryError } from '../core/index.ts';
import type { Fence, OutboxRow, Store } from '../store/index.ts';
import { cellOf, orderKey } from '../store/index.ts';
import { AttentionDesk } from './attention.ts';
import type { MessageOrder } from './attention.ts';
import { BatchQueue } from './batch-queue.ts';
import { OrderSet } from './order-set.ts';
import type { Order, Outlet, Sent } from './types.ts';
import type { Answer } from './work.ts';

export interface DispatcherOptions {
  readonly store: Store;
  readonly outlet: Outlet;
  /** This process, as the outbox knows it. */
  worker(): number;
  /** How the fence stands. */
  fence(): Fence;
  /** Whether nothing but look-ups is sent to a system. */
  isOnHold(system: string): boolean;
  now(): number;
  /** A number in [0, 1), for spreading retries. */
  random(): number;
  /** Sends under way to one system at the most. */
  readonly perSystem: number;
  /** Takes the end of an order; answers once it is durable. */
  finish(row: OutboxRow, ended: Ended, answer: Answer<void>): void;
}

/** Commands of steps bring their own; everything else is tried like this. */
const defaultRetry: RetryPolicy = { attempts: 5, firstMs: 2_000, factor: 2, maxMs: 300_000 };

const untried: ReadonlySet<OnwardCode> = new Set([
  'ONW-OUT-OPEN',
  'ONW-EDGE-AWAY',
  'ONW-STORE-UNAVAILABLE',
  'ONW-MESSAGE-HOURS',
  'ONW-MESSAGE-CAP',
]);

/** An outcome that stays unknown is somebody's within minutes, whatever the policy says. */
const mostUnknown = 5;

/** So many orders that were passed on are kept in a line until they are cut off. */
const mostPassed = 1_000;
/** Tries that are remembered together. */
const mostNotes = 1_000;

/** How an order ended. */
export type Ended = Exclude<Sent, { readonly kind: 'retry' }>;

/** To be tried again; where no try is left, this is how it ended. Default `exhausted`. */
type Again = Extract<Sent, { readonly kind: 'retry' }> & { readonly ends?: 'unknown' };

export class Dispatcher {
  private readonly options: DispatcherOptions;
  private readonly lines = new Map<string, Line>();
  private readonly later = new Set<OutboxRow>();
  /** Orders that wait until the fence is taken down, or a hold is released. */
  private readonly fenced = new Set<OutboxRow>();
  /** Orders being sent, or whose end is being recorded. */
  private underWay = 0;
  private readonly resting: (() => void)[] = [];
  private readonly held = new OrderSet();
  /** While the table is read: orders that ended meanwhile, which it may still show. */
  private finished: OrderSet | undefined;
  /** Answers that could not be recorded yet; they are kept, not asked for again. */
  private readonly unrecorded = new Map<OutboxRow, Ended>();
  private readonly notes = new Map<number, BatchQueue<Note>>();
  private readonly attention: AttentionDesk;
  private stopped = false;

  constructor(options: DispatcherOptions) {
    this.options = options;
    this.attention = new AttentionDesk(options.store, () => options.now());
  }

  /** Orders queued or being sent; those that wait for their next try are not counted. */
  get load(): number {
    let queued = this.underWay + this.unrecorded.size;
    for (const { waiting, next } of this.lines.values()) queued += waiting.length - next;
    return queued;
  }

  /** Orders that wait until the fence is taken down, or a hold is released. */
  get heldBack(): number {
    return this.fenced.size;
  }

  /** Takes orders; one that is in hand already is not taken again. */
  add(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      if (this.held.has(row)) continue;
      this.held.add(row);
      if (row.nextAt > this.options.now()) this.later.add(row);
      else this.enqueue(row);
    }
  }

  /**
   * Takes what a reading of the table brings, one reading at a time, and answers how many rows
   * there were; what ended while it was read is not taken again. Throws as the reading does.
   */
  async takeOver(read: () => Promise<readonly OutboxRow[]>): Promise<number> {
    const finished = (this.finished = new OrderSet());
    try {
      const rows = await read();
      this.add(rows.filter((row) => !finished.has(row)));
      return rows.length;
    } finally {
      this.finished = undefined;
    }
  }

  /** Starts what has become due. */
  tick(): void {
    const now = this.options.now();
    for (const [row, answer] of this.unrecorded) {
      this.unrecorded.delete(row);
      this.underWay += 1;
      this.record(row, answer);
    }
    for (const row of this.later) {
      if (row.nextAt > now) continue;
      this.later.delete(row);
      this.enqueue(row);
    }
  }

  /** When the next retry is due. */
  next(): number | undefined {
    let next: number | undefined;
    for (const { nextAt } of this.later) next = Math.min(next ?? nextAt, nextAt);
    return next;
  }

  async settled(): Promise<void> {
    while (this.underWay > 0) {
      await new Promise<void>((resolve) => {
        this.resting.push(resolve);
      });
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.lines.clear();
    await this.settled();
  }

  /** To be called when the fence may have been taken down, or a hold released. */
  released(): void {
    const waiting = [...this.fenced];
    this.fenced.clear();
    for (const row of waiting) this.enqueue(row);
  }

  private isHeldBack({ effect }: OutboxRow): boolean {
    if (effect.kind === 'look-up') return false;
    return this.options.fence().closed || this.options.isOnHold(effect.system);
  }

  private enqueue(row: OutboxRow): void {
    const { system } = row.effect;
    let line = this.lines.get(system);
    if (line === undefined) this.lines.set(system, (line = { waiting: [], next: 0, sending: 0 }));
    line.waiting.push(row);
    this.pump(line);
  }

  /** Sends what waits for a system, as many at once as it is given. */
  private pump(line: Line): void {
    while (line.sending < this.options.perSystem && !this.stopped) {
      const row = line.waiting[line.next];
      if (row === undefined) break;
      line.next += 1;
      if (this.isHeldBack(row)) {
        this.fenced.add(row);
        continue;
      }
      line.sending += 1;
      this.underWay += 1;
      void this.send(row, line);
    }
    if (line.next === line.waiting.length) line.waiting.length = 0;
    else if (line.next >= mostPassed) line.waiting = line.waiting.slice(line.next);
    else return;
    line.next = 0;
  }

  /** An order is no longer in hand. */
  private leave(): void {
    this.underWay -= 1;
    if (this.underWay === 0) for (const resolve of this.resting.splice(0)) resolve();
  }

  /**
   * Sends one row; its system is free for the next while the outcome is still being recorded.
   */
  private async send(row: OutboxRow, line: Line): Promise<void> {
    const { store } = this.options;
    let answer: Ended | Again | undefined;
    let program: Program;
    try {
      program = await store.program(cellOf(row.journey), row.program);
      answer = await this.once(row, program);
    } catch {
      // The database did not answer: the row is still there, and is tried again.
      this.postpone(row);
      this.leave();
      return;
    } finally {
      line.sending -= 1;
      this.pump(line);
    }
    if (answer === undefined) {
      this.held.delete(row);
      this.leave();
    } else if (answer.kind === 'retry') {
      const tried = { ...row, attempts: row.attempts + 1, started: false };
      await this.retry(tried, { program, sent: answer });
    } else {
      this.record(row, answer);
    }
  }

  /** No promise waits for the commit: there may be thousands of orders between two of them. */
  private record(row: OutboxRow, ended: Ended): void {
    const resolve = (): void => {
      this.finished?.add(row);
      this.held.delete(row);
      this.leave();
    };
    const reject = (): void => {
      if (!this.stopped) this.unrecorded.set(row, ended);
      this.leave();
    };
    this.options.finish(row, ended, { resolve, reject });
  }

  private postpone(row: OutboxRow): void {
    if (!this.stopped)
      this.later.add({ ...row, nextAt: this.options.now() + defaultRetry.firstMs });
  }

  /**
   * One try. A send whose end nobody recorded is not repeated where a repeat could act twice; such
   * a send begins only if the row is still ours. Undefined: it is another process's now.
   */
  private async once(given: OutboxRow, program: Program): Promise<Ended | Again | undefined> {
    const { lost } = this.options.fence();
    const epoch = given.epoch ?? 0;
    const isLookUp = given.effect.kind === 'look-up';
    const isDoubtful = given.doubt === true && lost !== undefined && epoch <= lost.epoch;
    // Under another key than the lost one's a system would do it again, whatever keys it honours.
    if (isDoubtful && !isLookUp) return { kind: 'unknown', data: {}, code: 'ONW-RESTORED' };
    // What the backup holds as not yet sent may have been sent after it was made.
    const isOld = lost !== undefined && epoch < lost.epoch;
    const row = isOld && !isLookUp ? { ...given, started: true } : given;
    const safe = this.options.outlet.idempotent({ program, effect: row.effect });
    if (row.started && !safe) return { kind: 'unknown', data: {} };
    const heard = isMessage(row) ? await this.attention.hear(row, program) : undefined;
    if (heard !== undefined && heard.kind !== 'heard') return heard;
    if (!safe && !(await this.note({ ...row, started: true, nextAt: this.options.now() }))) {
      return undefined;
    }
    const sent = await this.attempt(orderOf(heard?.row ?? row, program, row.attempts + 1));
    if (sent.kind !== 'unknown' || !safe) return sent;
    // Under the same key a repeat tells what came of it; only the last try leaves it open.
    return { kind: 'retry', code: sent.code ?? 'ONW-SEND-FAULT', ends: 'unknown' };
  }

  /**
   * Where what an order needs could not be read, nothing was sent. Any other throw has told
   * nothing: the outcome is unknown.
   */
  private async attempt(order: Order): Promise<Sent> {
    try {
      return await this.options.outlet.send(order);
    } catch (error) {
      if (error instanceof RetryError) return { kind: 'retry', code: error.code };
      return { kind: 'unknown', data: {}, code: 'ONW-SEND-FAULT' };
    }
  }

  private async retry(
    row: OutboxRow,
    { program, sent }: { readonly program: Program; readonly sent: Again },
  ): Promise<void> {
    const policy = policyOf(program, row);
    // Nobody was asked: a system that is left alone, or an edge that is away, uses up no try.
    const isUntried = sent.ends === undefined && untried.has(sent.code);
    const attempts = row.attempts - (isUntried ? 1 : 0);
    const most = sent.ends === undefined ? policy.attempts : Math.min(policy.attempts, mostUnknown);
    if (attempts >= most) {
      this.record(row, { kind: sent.ends ?? 'exhausted', data: {}, code: sent.code });
      return;
    }
    const tries = Math.max(attempts, 1);
    const backoff = Math.min(policy.maxMs, policy.firstMs * policy.factor ** (tries - 1));
    // Up to a quarter more, so that many retries do not arrive together.
    const isDated = sent.code === 'ONW-MESSAGE-HOURS' || sent.code === 'ONW-MESSAGE-CAP';
    const spread = isDated ? 1 : 1 + this.options.random() / 4;
    const delay = Math.max(sent.afterMs ?? 0, backoff) * spread;
    const again = { ...row, attempts, nextAt: this.options.now() + Math.round(delay) };
    this.later.add(again);
    // Not being able to note it loses only the count of tries.
    await this.note(again).catch(() => undefined);
    this.leave();
  }

  /** Remembers a try; false when the row belongs to another process. */
  private note(row: OutboxRow): Promise<boolean> {
    const cell = cellOf(row.journey);
    let queue = this.notes.get(cell);
    if (queue === undefined) {
      queue = new BatchQueue(mostNotes, (notes) => this.noteAll(cell, notes));
      this.notes.set(cell, queue);
    }
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    queue.add({ row, answer: { resolve, reject } });
    return promise;
  }

  /** Many tries in one commit: alone, each would wait for the row that they stand in. */
  private async noteAll(cell: number, notes: readonly Note[]): Promise<void> {
    const { options } = this;
    const rows = notes.map(({ row }) => row);
    try {
      const ours = await options.store.noteAttempts(cell, options.worker(), rows);
      for (const [at, { answer }] of notes.entries()) answer.resolve(ours[at] === true);
    } catch (error) {
      for (const { answer } of notes) answer.reject(error);
    }
  }
}

/** What waits for one system; what was passed on already is cut off now and then. */
interface Line {
  waiting: OutboxRow[];
  next: number;
  sending: number;
}

function isMessage(row: OutboxRow): row is MessageOrder {
  return row.effect.kind === 'message';
}

interface Note {
  readonly row: OutboxRow;
  readonly answer: Answer<boolean>;
}

function orderOf(row: OutboxRow, program: Program, attempt: number): Order {
  return {
    key: orderKey(row),
    journey: journeyId(row.journey),
    subject: row.subject,
    program,
    effect: row.effect,
    attempt,
    uncertain: row.started,
  };
}

function policyOf(program: Program, { effect }: OutboxRow): RetryPolicy {
  for (const journey of Object.values(program.journeys)) {
    const step = journey.steps[effect.step];
    if (effect.kind === 'command' && !effect.passing && step?.kind === 'command') return step.retry;
  }
  return defaultRetry;
}

/**
 * What an outbox row is called in outcomes: `system.command`, the template, or `system.look-up`.
 */
export function nameOf({ effect }: OutboxRow): string {
  if (effect.kind === 'command') return `${effect.system}.${effect.command}`;
  return effect.kind === 'message' ? effect.template : `${effect.system}.${effect.name}`;
}
