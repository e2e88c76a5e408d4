/** Starts the engine: reception, lanes, deadlines, dispatcher and placement around one store. */
import type { OperationalEvent, Program } from '../core/index.ts';
import { parseJourneyId, parseObligationId, RetryError } from '../core/index.ts';
import type { Fence, StoredProof } from '../store/index.ts';
import { cellCount, cellOf, noFence } from '../store/index.ts';
import { noJourney, noObligation } from './absent.ts';
import type { BatchContext, Committed } from './batch.ts';
import { Clockwork } from './clockwork.ts';
import { Deadlines } from './deadlines.ts';
import { Dispatcher } from './dispatcher.ts';
import type { EngineOptions } from './engine-options.ts';
import { listening } from './handling.ts';
import { Lane } from './lane.ts';
import { Numbers } from './numbers.ts';
import { OrderEnds } from './order-ends.ts';
import { Placement } from './placement.ts';
import { Presence } from './presence.ts';
import { Reception } from './reception.ts';
import { retainMs, retainStep } from './retaining.ts';
import type {
  ActRequest,
  ConsentRequest,
  Committed as CommittedNews,
  ControlRequest,
  Engine,
  EventResult,
} from './types.ts';
import type { EventWork, InputWork, Work } from './work.ts';
import { onceKey } from './work.ts';

/** Real milliseconds between looks at timers, retries and heartbeats. */
const tickMs = 250;
const beatMs = 5_000;
const sweepMs = 30_000;
const patienceMs = 30_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Starts the engine on an open store and takes over what dead processes left. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const running = new RunningEngine(options);
  await running.start();
  return running;
}

/** How a person's input is submitted. */
interface Submitted {
  readonly idempotencyKey: string | undefined;
  readonly version?: number | undefined;
}

class RunningEngine implements Engine {
  private readonly options: EngineOptions;
  private readonly lanes = new Map<number, readonly Lane[]>();
  private readonly reception: Reception;
  private readonly deadlines: Deadlines;
  private readonly ends: OrderEnds;
  private readonly dispatcher: Dispatcher;
  private readonly placement: Placement;
  private readonly presence: Presence;
  private readonly listeners = new Set<(news: CommittedNews) => void>();
  private readonly counts = new Map<string, number>();
  private readonly programIds = new Map<number, number>();
  private readonly numbers: Numbers;
  private readonly clockwork: Clockwork;
  private stopping = false;
  private submitted = 0;
  private fence: Fence = noFence;
  program: Program;

  constructor(options: EngineOptions) {
    this.options = options;
    this.program = options.program;
    const { store, outlet, random, onTrouble } = options;
    this.numbers = new Numbers(store);
    this.clockwork = new Clockwork((code) => onTrouble?.(code));
    const now = (): number => options.clock.now();
    this.reception = new Reception({
      store,
      now,
      program: () => this.program,
      pass: (cell, work) => this.pass(cell, work),
    });
    this.deadlines = new Deadlines({ store, now, pass: (cell, work) => this.pass(cell, work) });
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
      now,
      random,
      perSystem: options.perSystem ?? 32,
      finish: (row, ended, answer) => this.ends.take(row, ended, answer),
    });
    this.presence = new Presence({
      store,
      wall: () => (options.wall ?? options.clock).now(),
      beforeReading: () => this.dispatcher.beforeReading(),
      take: (rows) => this.dispatcher.add(rows),
    });
    this.placement = new Placement({
      store,
      now,
      again: async (event) => (await this.events([event]))[0],
    });
  }

  async start(): Promise<void> {
    const { store, lanes: count = 2, maxBatch = 1_000 } = this.options;
    await this.guard();
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
      this.lanes.set(cell, Array.from({ length: count }, lane));
    }
    await this.deploy(this.program, this.options.proof);
    await this.presence.arrive(this.options.sole ?? false);
    this.clockwork.every(tickMs, () => this.tick());
    this.clockwork.every(beatMs, async () => {
      await this.guard();
      await this.presence.beat();
    });
    this.clockwork.every(sweepMs, () => this.placement.sweep());
    const retaining = {
      store,
      keep: this.options.retain,
      now: () => this.options.clock.now(),
      count: (name: string, by: number) => this.count(name, by),
    };
    this.clockwork.every(retainMs, () => retainStep(retaining));
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

  async act(request: ActRequest): Promise<{ readonly journey: string }> {
    const name = parseObligationId(request.obligation);
    if (name === undefined) throw noObligation();
    const { action, actor, data } = request;
    const { slot, opened } = name;
    const input = { kind: 'act' as const, slot, opened, action, actor, data };
    const { idempotencyKey } = request;
    const journey = await this.submit(name.journey, input, { idempotencyKey });
    return { journey };
  }

  async control(request: ControlRequest): Promise<{ readonly journey: string }> {
    const id = parseJourneyId(request.journey);
    if (id === undefined) throw noJourney();
    const { control, version, idempotencyKey } = request;
    return { journey: await this.submit(id, control, { idempotencyKey, version }) };
  }

  async consent({ journey, word, actor, idempotencyKey }: ConsentRequest) {
    const id = parseJourneyId(journey);
    if (id === undefined) throw noJourney();
    const { store, clock } = this.options;
    const cell = cellOf(id);
    const subject = await this.subjectOf(id);
    const own = `${this.presence.worker}/${++this.submitted}`;
    const key = onceKey('consent', idempotencyKey === undefined ? own : `${id}/${idempotencyKey}`);
    const record = { ...word, at: clock.now(), source: 'person', id: key, actor };
    await store.addConsents(cell, [{ subject, word: record }]);
    return { journey };
  }

  private async subjectOf(journey: number): Promise<number> {
    const cell = cellOf(journey);
    const { store } = this.options;
    const subjects = store.cells.includes(cell)
      ? await store.subjectsOf(cell, [journey])
      : undefined;
    const subject = subjects?.get(journey);
    if (subject === undefined) throw noJourney();
    return subject;
  }

  private async submit(
    journey: number,
    input: InputWork['input'],
    { idempotencyKey, version }: Submitted,
  ): Promise<string> {
    this.admit(1);
    const cell = cellOf(journey);
    const subject = await this.subjectOf(journey);
    // Without a key of the caller's it gets one of ours: a batch that runs again takes it once.
    const own = `${this.presence.worker}/${++this.submitted}`;
    const key =
      idempotencyKey === undefined
        ? onceKey('person', own)
        : onceKey(`person/${journey}`, idempotencyKey);
    const digest = onceKey('content', JSON.stringify(input));
    await new Promise<void>((resolve, reject) => {
      const answer = { resolve, reject };
      const work = {
        kind: 'input',
        journey,
        subject,
        input,
        key,
        digest,
        version,
        answer,
      } as const;
      this.pass(cell, work);
    });
    return `jrn_${journey.toString(32)}`;
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
    for (const lanes of this.lanes.values()) for (const lane of lanes) load += lane.queue.load;
    return load;
  }

  private pass(cell: number, work: Work): void {
    const lanes = this.lanes.get(cell) ?? [];
    const slice = work.subject === undefined ? 0 : Math.floor(work.subject / cellCount);
    const lane = lanes[slice % lanes.length];
    if (lane === undefined) work.answer.reject(noJourney());
    else lane.queue.add(work.kind === 'event' ? this.placing(work) : work);
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
    if (this.listeners.size === 0 || journeys.length === 0) return;
    const news = {
      journeys: journeys.map((id) => `jrn_${id.toString(32)}`),
      at: this.options.clock.now(),
    };
    for (const listener of this.listeners) {
      try {
        listener(news);
      } catch {
        // What a listener does with the news is no concern of the commit.
        this.options.onTrouble?.('ONW-LISTENER-FAULT');
      }
    }
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
    for (const lanes of this.lanes.values())
      await Promise.all(lanes.map((lane) => lane.queue.settled()));
    await this.dispatcher.settled();
    await this.placement.settled();
  }

  onCommit(listener: (news: CommittedNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
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
    await this.dispatcher.stop();
    await this.drained();
    // The witness hears how far it came; without it the last beat's word stands.
    await this.guard().catch(() => undefined);
    // Without a heartbeat row the outbox is free for whoever runs next.
    await this.presence.leave();
  }
}
