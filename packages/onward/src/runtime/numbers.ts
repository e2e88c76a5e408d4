/** Numbers for rows, taken ahead, so that stepping a batch need not wait for the database. */
import { BugError } from '../core/index.ts';
import type { Store } from '../store/index.ts';

export class Numbers {
  private readonly store: Pick<Store, 'nextIds'>;
  private readonly spare = new Map<number, number[]>();

  constructor(store: Pick<Store, 'nextIds'>) {
    this.store = store;
  }

  /** Resolves with a function that hands out `count` numbers of a cell, one at each call. */
  async take(cell: number, count: number): Promise<() => number> {
    const spare = this.spare.get(cell) ?? [];
    this.spare.set(cell, spare);
    while (spare.length < count) spare.push(...(await this.store.nextIds(cell, count * 2)));
    const mine = spare.splice(0, count).values();
    return () => {
      const number = mine.next().value;
      if (number !== undefined) return number;
      throw new BugError('ONW-NUMBERS-OUT', 'A batch needs more numbers than it was given.');
    };
  }
}
