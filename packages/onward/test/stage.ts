/**
 * A stage for tests of the engine: a real store in schemas of its own, a clock that is moved by
 * hand.
 */
import { createHash, randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { declared, obligationId, parseJourneyId } from '../src/core/index.ts';
import type { Facts, OperationalEvent, Plain, Program, State } from '../src/core/index.ts';
import { startEngine } from '../src/runtime/index.ts';
import type { Engine, EngineOptions, EventResult, Order, Sent } from '../src/runtime/index.ts';
import { openStore } from '../src/store/index.ts';
import type { JournalView, OpenStore } from '../src/store/index.ts';

/** Friday 20 November 2026, 09:00 UTC. */
export const begin: number = Date.UTC(2026, 10, 20, 9);

export interface StageOptions {
  readonly program: Program;
  readonly cells?: number;
  readonly schema?: string;
  /** Answers orders; default: done. */
  readonly send?: (order: Order) => Promise<Sent> | Sent;
  readonly idempotent?: boolean;
  readonly engine?: Partial<EngineOptions>;
}

export class Stage {
  readonly open: OpenStore;
  readonly engine: Engine;
  readonly schema: string;
  /** Every order that was sent, in order. */
  readonly orders: Order[];
  private readonly clock: { time: number };

  private constructor(
    parts: Pick<Stage, 'open' | 'engine' | 'schema' | 'orders'>,
    clock: { time: number },
  ) {
    this.open = parts.open;
    this.engine = parts.engine;
    this.schema = parts.schema;
    this.orders = parts.orders;
    this.clock = clock;
  }

  static async set(options: StageOptions): Promise<Stage> {
    const schema = options.schema ?? `t${randomBytes(6).toString('hex')}`;
    const cells = options.cells === undefined ? {} : { cells: options.cells };
    const open = await openStore({ connection: inject('database'), schema, ...cells });
    const orders: Order[] = [];
    const clock = { time: begin };
    const engine = await startEngine({
      store: open.store,
      program: options.program,
      clock: { now: () => clock.time },
      random: () => 0.5,
      outlet: {
        idempotent: () => options.idempotent ?? true,
        send: async (order) => {
          orders.push(order);
          return (await options.send?.(order)) ?? { kind: 'done', data: {} };
        },
      },
      ...options.engine,
    });
    return new Stage({ open, engine, schema, orders }, clock);
  }

  get now(): number {
    return this.clock.time;
  }

  /** Moves the clock, deadline by deadline. */
  async wait(ms: number): Promise<void> {
    const until = this.clock.time + ms;
    await this.engine.idle();
    for (;;) {
      const first = await this.engine.nextDue();
      if (first === undefined || first > until) break;
      this.clock.time = Math.max(this.clock.time, first);
      await this.engine.idle();
    }
    this.clock.time = until;
    await this.engine.idle();
  }

  /** Moves the clock at once, as a machine that slept does. */
  jump(ms: number): void {
    this.clock.time += ms;
  }

  async send(...events: readonly OperationalEvent[]): Promise<readonly EventResult[]> {
    return this.engine.events(events);
  }

  async state(journey: string): Promise<State> {
    const view = await this.open.reads.journey(parseJourneyId(journey) ?? -1);
    if (view === undefined) throw new Error('There is no such journey.');
    return view.state;
  }

  async journal(journey: string): Promise<readonly JournalView[]> {
    return this.open.reads.journal(parseJourneyId(journey) ?? -1, { after: 0, limit: 1_000 });
  }

  async act(journey: string, action: string, data: Facts = {}): Promise<void> {
    const { slot, opened } = (await this.state(journey)).obligations[0] ?? { slot: 0, opened: 1 };
    const obligation = obligationId({ journey: parseJourneyId(journey) ?? -1, slot, opened });
    await this.engine.act({ obligation, action, actor: 'p-1', data });
  }

  /** Stops the engine and closes the store; what was committed stays. */
  async leave(): Promise<void> {
    await this.engine.stop();
    await this.open.store.close();
  }
}

/** The keyed hash of an outside id, as the edge makes it. */
export function ref(id: string): Plain {
  return declared(createHash('sha256').update(id).digest('hex').slice(0, 32));
}

let count = 0;

/** An event as tests write it: what it holds is what they made up. */
type Loose = Omit<OperationalEvent, 'data' | 'id' | 'digest' | 'type' | 'source'> & {
  readonly data: Facts;
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly digest: string;
};

/** An event of `sys` about a patient. */
export function event(name: string, patient: string, more: Partial<Loose> = {}): OperationalEvent {
  const patientRef = ref(patient);
  count++;
  const loose: Loose = {
    type: declared(`sys.${name}`),
    source: declared('sys'),
    id: `e-${count}`,
    occurredAt: begin,
    refs: [{ name: 'patient', ref: patientRef, of: 'subject' }],
    data: {},
    digest: ref(`${name}/${patient}/${JSON.stringify(more.data ?? {})}`),
    ...more,
  };
  return loose as OperationalEvent;
}
