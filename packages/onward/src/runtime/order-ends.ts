/** Brings the end of an order back to its journey, and first what came with it. */
import { isSaid } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { OutboxRow, Store } from '../store/index.ts';
import { cellOf } from '../store/index.ts';
import type { Ended } from './dispatcher.ts';
import { nameOf } from './dispatcher.ts';
import { teachReturned } from './returned-refs.ts';
import type { Answer, Work } from './work.ts';
import { onceKey } from './work.ts';

export interface OrderEndsOptions {
  readonly store: Store;
  now(): number;
  /** Takes events that an answer brings. */
  events(events: readonly OperationalEvent[]): Promise<unknown>;
  /** Told of refs that are known now, once it is durable. */
  learnt(refs: readonly string[]): void;
  /** Hands the end to the lane that writes the journey. */
  pass(cell: number, work: Work): void;
  count(kind: Ended['kind']): void;
}

export class OrderEnds {
  private readonly options: OrderEndsOptions;

  constructor(options: OrderEndsOptions) {
    this.options = options;
  }

  /** Takes the end of an order; answers once it is durable. */
  take(row: OutboxRow, ended: Ended, answer: Answer<void>): void {
    this.options.count(ended.kind);
    const { effect } = row;
    if (effect.kind === 'look-up' && effect.says !== undefined) {
      this.end(row, readBack(effect.says, ended), answer);
      return;
    }
    if (ended.observed === undefined && Object.keys(ended.data).length === 0) {
      this.end(row, ended, answer);
      return;
    }
    this.takeBrought(row, ended).then(
      (returned) => {
        const resolve = (): void => {
          this.options.learnt(returned);
          answer.resolve();
        };
        this.end(row, ended, { resolve, reject: (error) => answer.reject(error) });
      },
      (error: unknown) => answer.reject(error),
    );
  }

  private async takeBrought(
    row: OutboxRow,
    { kind, observed, data }: Ended,
  ): Promise<readonly string[]> {
    const { options } = this;
    if (kind !== 'rejected' && observed !== undefined) await options.events(observed);
    return teachReturned(options.store, { row, data, at: options.now() });
  }

  private end(row: OutboxRow, { kind: outcome, data, code }: Ended, answer: Answer<void>): void {
    const { journey, subject, effect } = row;
    const completion = { row, outcome };
    const cell = cellOf(journey);
    const passing = effect.kind !== 'look-up' && effect.passing;
    const again = effect.kind === 'command' ? effect.again : undefined;
    if (passing && outcome === 'done' && again === undefined) {
      this.options.pass(cell, { kind: 'completion', subject, completion, answer });
      return;
    }
    const local = `${row.seq}.${effect.index}`;
    const input = {
      kind: 'outcome' as const,
      key: local,
      name: nameOf(row),
      passing,
      step: effect.step,
      outcome,
      data,
    };
    // An order that was sent once more has an answer of its own each time.
    const time = again === undefined ? local : `${local}/${again.at}`;
    const key = onceKey(`outbox/${journey}`, time);
    // What is not shown after the end of its journey is nobody's to place.
    const isReadBack = effect.kind === 'look-up' && effect.says !== undefined;
    const isUnwanted = isReadBack || code === 'ONW-MESSAGE-STALE';
    const work = { journey, subject, input, key, digest: key, completion, isUnwanted, answer };
    this.options.pass(cell, { kind: 'input', ...work });
  }
}

type Says = NonNullable<Extract<OutboxRow['effect'], { readonly kind: 'look-up' }>['says']>;

/** Asked whether it says what was written, its system is asked for nothing else. */
function readBack(says: Says, { kind, observed = [] }: Ended): Ended {
  if (kind !== 'done') return { kind, data: {} };
  return { kind: isSaid(says, observed) ? 'done' : 'rejected', data: {} };
}
