/**
 * Presence: this process beats so that others know it lives, and takes over what the dead have
 * left.
 */
import type { OutboxRow, Store } from '../store/index.ts';

export interface PresenceOptions {
  readonly store: Store;
  /** Real time, shared by all processes. */
  wall(): number;
  /** Takes the orders that are ours now, and answers how many were read; throws as the reading. */
  take(read: () => Promise<readonly OutboxRow[]>): Promise<number>;
}

/** A process that has not beaten for this long is dead. */
const aliveMs = 20_000;
/** Batches whose orders are taken over in one statement. */
const adoptedAtOnce = 10;
const mostOwn = 50_000;

export class Presence {
  private readonly options: PresenceOptions;
  /** A commit, or a taking over, failed in a way that leaves open which orders are ours. */
  private uncertain = false;
  /** This process, as the outbox knows it. */
  worker = 0;

  constructor(options: PresenceOptions) {
    this.options = options;
  }

  /** Takes a number and announces it. `sole`: nobody else can be alive. */
  async arrive(sole: boolean): Promise<void> {
    const { options } = this;
    const [number = 0] = await options.store.nextIds(0, 1);
    this.worker = number;
    await options.store.beat(this.worker, options.wall());
    await this.adopt(sole ? Number.MAX_SAFE_INTEGER : options.wall() - aliveMs);
  }

  async beat(): Promise<void> {
    const { options } = this;
    await options.store.beat(this.worker, options.wall());
    await this.adopt(options.wall() - aliveMs);
  }

  /** Orders of ours may stand in the outbox without our having heard of it. */
  doubt(): void {
    this.uncertain = true;
  }

  /** Leaves the outbox to whoever runs next. */
  async leave(): Promise<void> {
    await this.options.store.rest(this.worker).catch(() => undefined);
  }

  private async adopt(aliveSince: number): Promise<void> {
    const { options, worker } = this;
    const own = this.uncertain;
    this.uncertain = false;
    try {
      for (const cell of options.store.cells) {
        const by = { worker, aliveSince, limit: own ? mostOwn : adoptedAtOnce, own };
        for (let more = true; more;) {
          const count = await options.take(() => options.store.claimOutbox(cell, by));
          // Our own rows are read again and again; those of others become ours.
          more = count > 0 && !own;
        }
      }
    } catch (error) {
      this.uncertain = true;
      throw error;
    }
  }
}
