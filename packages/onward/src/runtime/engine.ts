/** Starts the engine: reception, lanes, deadlines, dispatcher and placement around one store. */
import { setTimeout as setTimeoutLater } from 'node:timers/promises';
import type { OperationalEvent, Program } from '../core/index.ts';
import { RetryError } from '../core/index.ts';
import type { Fence, StoredProof } from '../store/index.ts';
import { noFence } from '../store/index.ts';
import { noJourney } from './absent.ts';
import type { BatchContext, Committed } from './batch.ts';
import { Clockwork } from './clockwork.ts';
import { Deadlines } from './deadlines.ts';
import { Dispatcher } from './dispatcher.ts';
import type { EngineOptions } from './engine-options.ts';
import { listening } from './handling.ts';
import { HoldBoard } from './hold/board.ts';
import { Lane } from './lane.ts';
import { Lanes } from './lanes.ts';
import { News } from './news.ts';
import { Numbers } from './numbers.ts';
import { OrderEnds } from './order-ends.ts';
import { Placement } from './placement.ts';
import { Presence } from './presence.ts';
import { Reception } from './reception.ts';
import { ReconcileDesk } from './reconcile/index.ts';
import { retainMs, retainStep } from './retaining.ts';
import { watchOf } from './sources/watch.ts';
import { Submissions } from './submissions.ts';
import type {
  ActRequest,
  ConsentRequest,
  Committed as CommittedNews,
  ControlRequest,
  Engine,
  EventResult,
} from './types.ts';
import type { EventWork, Work } from './work.ts';

/** Real milliseconds between looks at timers, retries and heartbeats. */
const tickMs = 250;
const beatMs = 5_000;
const sweepMs = 30_000;
/** How soon what was written back may be seen. */
const echoMs = 2_000;
const patienceMs = 30_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Over at once where it is called off; never a reason to stay up. */
async function pauseUnless(ms: number, signal?: AbortSignal): Promise<void> {
  const options = { ref: false, ...(signal === undefined ? {} : { signal }) };
  await setTimeoutLater(ms, undefined, options).catch(() => undefined);
}

/** Starts the engine on an open store and takes over what dead processes left. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const running = new RunningEngine(options);
  await running.start();
  return running;
}

class RunningEngine implements Engine {
  private readonly options: EngineOptions;
  private readonly lanes = new Map<number, Lanes>();
  private readonly reception: Reception;
  private readonly deadlines: Deadlines;
  private readonly ends: OrderEnds;
  private readonly dispatcher: Dispatcher;
  private readonly placement: Placement;
  private readonly presence: Presence;
  private readonly holds: HoldBoard;
  private readonly news: News;
  private readonly counts = new Map<string, number>();
  private readonly programIds = new Map<number, number>();
  private readonly numbers: Numbers;
  private readonly clockwork: Clockwork;
  private readonly submissions: Submissions;
  readonly reconciling: ReconcileDesk;
  private stopping = false;
  private fence: Fence = noFence;
  program: Program;

  constructor(options: EngineOptions) {
    this.options = options;
    this.program = options.program;
    const { store, outlet, random, onTrouble } = options;
    this.numbers = new Numbers(store);
    this.news = new News((code) => onTrouble?.(code));
    this.clockwork = new Clockwork({
      onTrouble: (code) => onTrouble?.(code),
      now: () => (options.wall ?? options.clock).now(),
    });
    const now = (): number => options.clock.now();
    this.reception = new Reception({
      store,
      now,
      program: () => this.program,
      pass: (cell, work) => this.pass(cell, work),
    });
    const pass = (cell: number, work: Work): void => this.pass(cell, work);
    this.deadlines = new Deadlines({ store, now, pass });
    this.holds = new HoldBoard({ store, now, pass });
    this.ends = new OrderEnds({
      store,
      now,
      events: (events) => this.events(events),
      learnt: (refs) => this.placement.learnt(refs),
      pass: (cell, work) => this.pass(cell, work),
      count: (kind) => this.count(`sent_${kind}`, 1),
    });
    this.dispatcher = new Dispatcher({
      store,
      outlet,
      worker: () => this.presence.worker,
      fence: () => this.fence,
      isOnHold: (system) => this.holds.isOnHold(system),
      now,
      random,
      perSystem: options.perSystem ?? 32,
      finish: (row, ended, answer) => this.ends.take(row, ended, answer),
    });
    this.presence = new Presence({
      store,
      wall: () => (options.wall ?? options.clock).now(),
      take: (read) => this.dispatcher.takeOver(read),
    });
    this.submissions = new Submissions({
      store,
      now,
      pass,
      admit: () => this.admit(1),
      worker: () => this.presence.worker,
    });
    this.reconciling = this.reconcileDesk();
    this.placement = new Placement({
      store,
      now,
      again: async (event) => (await this.events([event]))[0],
    });
  }

  /** Compares what journeys believe with what systems say; what follows comes in like all else. */
  private reconcileDesk(): ReconcileDesk {
    const { store, outlet, clock } = this.options;
    return new ReconcileDesk({
      ...{ store, outlet },
      pause: pauseUnless,
      program: () => this.program,
      now: () => clock.now(),
      events: (events) => this.events(events),
      tell: (journey, input, idempotencyKey) =>
        this.submissions.submit(journey, input, { idempotencyKey }),
      numbers: (cell, count) => this.numbers.take(cell, count),
      listKey: () => `list-${this.submissions.own()}`,
    });
  }

  async start(): Promise<void> {
    const { store, lanes: count = 2, maxBatch = 1_000 } = this.options;
    await this.guard();
    await this.holds.refresh();
    for (const cell of store.cells) {
      const lane = (): Lane =>
        new Lane({
          context: this.context(),
          cell,
          maxBatch,
          patienceMs,
          pause,
          onCommit: (committed) => this.committed(committed),
          onUncertain: () => this.presence.doubt(),
        });
      this.lanes.set(cell, new Lanes([lane(), ...Array.from({ length: count - 1 }, lane)]));
    }
    await this.deploy(this.program, this.options.proof);
    await this.presence.arrive(this.options.sole ?? false);
    this.clockwork.every('deadlines', tickMs, () => this.tick());
    this.clockwork.every('beat', beatMs, async () => {
      await this.guard();
      await this.readHolds();
      await this.presence.beat();
    });
    this.clockwork.every('placement', sweepMs, () => this.placement.sweep());
    this.clockwork.every('reconciler', sweepMs, () => this.reconciling.tick());
    this.clockwork.every('echoes', echoMs, () => this.reconciling.listen());
    this.clockwork.every('holds', sweepMs / 2, () => this.holds.sweep());
    const watch = watchOf(
      this.options,
      () => this.program,
      (system) => this.reconciling.afterOutage(system),
    );
    this.clockwork.every('watch', sweepMs / 2, () => watch.look());
    const retaining = {
      store,
      keep: this.options.retain,
      now: () => this.options.clock.now(),
      count: (name: string, by: number) => this.count(name, by),
    };
    this.clockwork.every('retention', retainMs, () => retainStep(retaining));
  }

  still(): readonly string[] {
    return this.clockwork.still();
  }

  async heedHolds(): Promise<void> {
    await this.readHolds();
    await this.holds.sweep();
  }

  /** What was held back for a system goes, once it is on hold no longer. */
  private async readHolds(): Promise<void> {
    await this.holds.refresh();
    this.dispatcher.released();
  }

  /** Looks whether this is still the database that was left, and what people have said of it. */
  private async guard(): Promise<void> {
    const { store, clock, onTrouble } = this.options;
    const before = this.fence;
    this.fence = await store.guard(clock.now());
    if (this.fence.closed && !before.closed) onTrouble?.('ONW-FENCED');
    if (this.fence.blind && !before.blind) onTrouble?.('ONW-FENCE-BLIND');
    if (!this.fence.closed && before.closed) this.dispatcher.released();
  }

  async deploy(program: Program, proof?: StoredProof): Promise<void> {
    const { store, clock } = this.options;
    const as = { at: clock.now(), proof };
    const ids = await Promise.all(
      store.cells.map(async (cell) => [cell, await store.deploy(cell, program, as)] as const),
    );
    for (const [cell, id] of ids) this.programIds.set(cell, id);
    this.program = program;
  }

  async events(events: readonly OperationalEvent[]): Promise<readonly EventResult[]> {
    this.admit(events.length);
    const results: EventResult[] = [];
    let left = events.length;
    if (left === 0) return results;
    // One promise for all: it is answered when the last of them is.
    return new Promise((resolve, reject) => {
      events.forEach((event, at) => {
        const take = (result: EventResult): void => {
          results[at] = result;
          left -= 1;
          if (left === 0) resolve(results);
        };
        this.reception.queue.add({ event, answer: { resolve: take, reject } });
      });
    });
  }

  act(request: ActRequest): Promise<{ readonly journey: string }> {
    return this.submissions.act(request);
  }

  control(request: ControlRequest): Promise<{ readonly journey: string }> {
    return this.submissions.control(request);
  }

  consent(request: ConsentRequest): Promise<{ readonly journey: string }> {
    return this.submissions.consent(request);
  }

  private admit(count: number): void {
    if (this.stopping)
      throw new RetryError('ONW-STOPPING', 'The engine is stopping; send it again in a moment.');
    if (this.load() + count <= (this.options.maxWaiting ?? 50_000)) return;
    throw new RetryError(
      'ONW-BUSY',
      'More is waiting than can be taken; send it again in a moment.',
    );
  }

  private load(): number {
    let load = this.reception.queue.load;
    for (const lanes of this.lanes.values()) load += lanes.load;
    return load;
  }

  private pass(cell: number, work: Work): void {
    const lanes = this.lanes.get(cell);
    if (lanes === undefined) work.answer.reject(noJourney());
    else lanes.add(work.kind === 'event' ? this.placing(work) : work);
  }

  /**
   * Once an event that taught refs, or began a journey, is durable, input that waited can be
   * placed.
   */
  private placing(work: EventWork): EventWork {
    const begins = listening(this.program).enrolments.has(work.event.type);
    const refs = begins ? work.event.refs.map((each) => each.ref) : work.taught;
    if (refs.length === 0) return work;
    const { answer } = work;
    const told = (result: EventResult): void => {
      answer.resolve(result);
      if (result.status === 'accepted') this.placement.learnt(refs);
    };
    return { ...work, answer: { resolve: told, reject: (error) => answer.reject(error) } };
  }

  private context(): BatchContext {
    const { store, clock } = this.options;
    return {
      store,
      worker: () => this.presence.worker,
      fence: () => this.fence,
      holdings: () => this.holds.holdings(),
      program: () => this.program,
      programId: (cell) => this.programIds.get(cell) ?? 0,
      now: () => clock.now(),
      numbers: (cell, count) => this.numbers.take(cell, count),
    };
  }

  private committed({ outbox, journeys }: Committed): void {
    this.count('commits', 1);
    this.count('transitions', journeys.length);
    this.dispatcher.add(outbox);
    this.news.tell(journeys, this.options.clock.now());
  }

  private async tick(): Promise<void> {
    this.dispatcher.tick();
    await this.deadlines.tick();
  }

  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 2;) {
      await this.tick();
      await this.drained();
      const load = this.load() + this.dispatcher.load + this.deadlines.load + this.placement.load;
      quiet = load === 0 && (await this.deadlines.tick()) === 0 ? quiet + 1 : 0;
    }
  }

  async nextDue(): Promise<number | undefined> {
    const timer = await this.options.store.firstTimer();
    const retry = this.dispatcher.next();
    if (timer === undefined || retry === undefined) return timer ?? retry;
    return Math.min(timer, retry);
  }

  private async drained(): Promise<void> {
    await this.reception.queue.settled();
    for (const lanes of this.lanes.values()) await lanes.settled();
    await this.dispatcher.settled();
    await this.placement.settled();
  }

  onCommit(listener: (news: CommittedNews) => void): () => void {
    return this.news.on(listener);
  }

  counters(): Readonly<Record<string, number>> {
    return {
      ...Object.fromEntries(this.counts),
      waiting: this.load(),
      sending: this.dispatcher.load,
      fenced: this.dispatcher.heldBack,
    };
  }

  private count(name: string, by: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.clockwork.stop();
    await this.reconciling.stop();
    await this.dispatcher.stop();
    await this.drained();
    // The witness hears how far it came; without it the last beat's word stands.
    await this.guard().catch(() => undefined);
    // Without a heartbeat row the outbox is free for whoever runs next.
    await this.presence.leave();
  }
}
