/**
 * An engine on a way of its own to the database, which can be cut off for good: what it had begun
 * never ends, as on a machine that is gone.
 */
import type { Program } from '../../src/core/index.ts';
import { startEngine } from '../../src/runtime/index.ts';
import type { Engine, EngineOptions, Order, Sent } from '../../src/runtime/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { CellTransaction, OpenStore, Store } from '../../src/store/index.ts';
import type { Postgres } from './postgres.ts';
import type { Proxy } from './proxy.ts';

/** Where a machine can end: around a commit that holds the end of an order, and around a send. */
export const points = ['unnoted', 'noted', 'sent', 'unwritten', 'uncommitted', 'unheard'] as const;
export type Point = (typeof points)[number];

export interface MachineOptions {
  readonly postgres: Postgres;
  readonly schema: string;
  readonly program: Program;
  readonly clock: { time: number };
  /** Does what is ordered; the answer may never be heard. */
  readonly send: (order: Order) => Promise<Sent>;
  readonly idempotent: boolean;
  readonly engine?: Partial<EngineOptions>;
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

export class Machine {
  readonly engine: Engine;
  readonly open: OpenStore;
  readonly proxy: Proxy;
  /** Resolves when it has ended at its point. */
  readonly gone: Promise<void>;

  private constructor(parts: Pick<Machine, 'engine' | 'open' | 'proxy' | 'gone'>) {
    this.engine = parts.engine;
    this.open = parts.open;
    this.proxy = parts.proxy;
    this.gone = parts.gone;
  }

  /** `dies`: the point at which it ends; without one it lives. */
  static async start(options: MachineOptions, dies?: Point): Promise<Machine> {
    const { postgres, schema, program, clock, send, idempotent } = options;
    const proxy = await postgres.way();
    const open = await openStore({ connection: postgres.through(proxy), schema });
    const end = Promise.withResolvers<void>();
    const die = <T>(): Promise<T> => {
      proxy.close();
      end.resolve();
      return never();
    };
    const engine = await startEngine({
      store: dying(open.store, { dies, die, proxy }),
      program,
      clock: { now: () => clock.time },
      random: () => 0.5,
      outlet: {
        idempotent: () => idempotent,
        async send(order) {
          const sent = await send(order);
          return dies === 'sent' ? die() : sent;
        },
      },
      ...options.engine,
    });
    return new Machine({ engine, open, proxy, gone: end.promise });
  }

  async leave(): Promise<void> {
    await this.engine.stop();
    await this.open.store.close();
  }
}

interface Death {
  readonly dies: Point | undefined;
  readonly proxy: Proxy;
  readonly die: <T>() => Promise<T>;
}

/** The same store, on whose way the machine ends. */
function dying(store: Store, { dies, die, proxy }: Death): Store {
  if (dies === undefined) return store;
  return {
    ...store,
    async noteAttempts(cell, worker, rows) {
      if (dies === 'unnoted') return die();
      const noted = await store.noteAttempts(cell, worker, rows);
      return dies === 'noted' ? die() : noted;
    },
    transact: (cell, work) =>
      store.transact(cell, async (tx) => {
        const writeLast: CellTransaction['writeLast'] = (set) => {
          const isEnd = set.completions.length > 0;
          if (isEnd && dies === 'unwritten') return die();
          if (isEnd && dies === 'uncommitted') {
            proxy.fate = () => {
              void die();
              return 'lost';
            };
          }
          if (isEnd && dies === 'unheard') {
            proxy.fate = () => 'unheard';
            proxy.onUnheard = () => void die();
          }
          return tx.writeLast(set);
        };
        return work({ ...tx, writeLast });
      }),
  };
}
