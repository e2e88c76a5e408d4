/**
 * Where orders wait for an edge in another process, which comes for them: nothing dials in to it.
 * An order that nobody has taken was certainly not sent; one that was taken and whose end nobody
 * told may have been.
 */
import type { OnwardCode } from '../core/index.ts';
import type { Outgoing } from '../store/index.ts';
import type { Order, Outlet, Sent } from './types.ts';

/** An order as it crosses to the edge: closed types and keyed hashes only. */
export interface Errand {
  /** Names this try of it to the board. */
  readonly id: string;
  /** Idempotency key, the same for every try. */
  readonly key: string;
  /** Public id of the journey. */
  readonly journey: string;
  /** Hash of the program version it belongs to. */
  readonly program: string;
  readonly effect: Outgoing;
  /** Hashes of the outside ids of the journey's subject. */
  readonly refs: readonly string[];
  readonly attempt: number;
}

export interface OrderBoardOptions {
  /** The subject's refs, read when the order is handed over. */
  refsOf(order: Order): Promise<readonly string[]>;
  hashOf(order: Order): string;
  idempotent: Outlet['idempotent'];
  /** How long an order waits for an edge before it is tried again later, in milliseconds. */
  readonly waitMs: number;
  /** How long an edge may take for an order, in milliseconds. */
  readonly answerMs: number;
}

interface Posted {
  readonly order: Order;
  readonly settle: (sent: Sent) => void;
  timer: NodeJS.Timeout;
}

export class OrderBoard implements Outlet {
  readonly #options: OrderBoardOptions;
  readonly #waiting = new Map<string, Posted>();
  readonly #taken = new Map<string, Posted>();
  readonly #listeners = new Set<() => void>();
  #last = 0;

  constructor(options: OrderBoardOptions) {
    this.#options = options;
  }

  idempotent(order: Pick<Order, 'program' | 'effect'>): boolean {
    return this.#options.idempotent(order);
  }

  send(order: Order): Promise<Sent> {
    return new Promise((resolve) => {
      const id = `${++this.#last}`;
      const away = (): void => {
        this.#end(this.#waiting, id, { kind: 'retry', code: nobody });
      };
      const timer = setTimeout(away, this.#options.waitMs);
      this.#waiting.set(id, { order, settle: resolve, timer });
      this.#listeners.forEach((wake) => wake());
    });
  }

  /**
   * Up to so many orders for an edge; waits for the first until the signal ends. Whoever takes them
   * tells the end of each by `finish`.
   */
  async take(most: number, signal: AbortSignal): Promise<readonly Errand[]> {
    while (this.#waiting.size === 0) {
      if (signal.aborted) return [];
      await this.#posted(signal);
    }
    const taken = [...this.#waiting].slice(0, most);
    for (const [id, posted] of taken) {
      clearTimeout(posted.timer);
      this.#waiting.delete(id);
      this.#taken.set(id, posted);
      posted.timer = setTimeout(() => this.#lost(id), this.#options.answerMs);
    }
    const errands = await Promise.all(taken.map(([id, { order }]) => this.#errand(id, order)));
    return errands.filter((errand) => errand !== undefined);
  }

  /** An order that an edge has taken and not told the end of. */
  order(id: string): Order | undefined {
    return this.#taken.get(id)?.order;
  }

  /** Tells the end of an order; false when nobody waits for it any more. */
  finish(id: string, sent: Sent): boolean {
    return this.#end(this.#taken, id, sent);
  }

  /** Lets go of everything: what nobody took was not sent. */
  stop(): void {
    for (const id of this.#waiting.keys()) {
      this.#end(this.#waiting, id, { kind: 'retry', code: nobody });
    }
    for (const id of this.#taken.keys()) this.#lost(id);
  }

  async #errand(id: string, order: Order): Promise<Errand | undefined> {
    const { key, journey, effect, attempt } = order;
    try {
      const refs = await this.#options.refsOf(order);
      return { id, key, journey, program: this.#options.hashOf(order), effect, refs, attempt };
    } catch {
      // It has not left this process.
      this.finish(id, { kind: 'retry', code: 'ONW-STORE-UNAVAILABLE' });
      return undefined;
    }
  }

  #posted(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#listeners.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#listeners.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  /** A system that honours the key may be asked again; any other must be looked at. */
  #lost(id: string): void {
    const order = this.#taken.get(id)?.order;
    if (order === undefined) return;
    const sent: Sent = this.#options.idempotent(order)
      ? { kind: 'retry', code: lost }
      : { kind: 'unknown', data: {}, code: lost };
    this.#end(this.#taken, id, sent);
  }

  #end(among: Map<string, Posted>, id: string, sent: Sent): boolean {
    const posted = among.get(id);
    if (posted === undefined) return false;
    clearTimeout(posted.timer);
    among.delete(id);
    posted.settle(sent);
    return true;
  }
}

const nobody: OnwardCode = 'ONW-EDGE-AWAY';
const lost: OnwardCode = 'ONW-EDGE-LOST';
