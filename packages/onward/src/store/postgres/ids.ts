/** Numbers for journeys, subjects and rows, taken from the database in blocks. */
import { cellCount } from '../port.ts';

const blockSize = 16_384;

/** The first count of a block; a number is a count times the number of cells, and its cell. */
export function firstOfBlock(block: number): number {
  return block * blockSize;
}

/** Hands out fresh numbers for a cell; a block that a crash leaves unused is only a gap. */
export class Ids {
  private next = 0;
  private end = 0;
  private readonly fetchBlock: () => Promise<number>;

  constructor(fetchBlock: () => Promise<number>) {
    this.fetchBlock = fetchBlock;
  }

  /** `count` numbers, each `n * cellCount`: the caller adds the cell. */
  async take(count: number): Promise<readonly number[]> {
    const numbers: number[] = [];
    while (numbers.length < count) {
      if (this.next === this.end) {
        const block = await this.fetchBlock();
        // Another caller may have fetched meanwhile; the newer block is used, the other is a gap.
        this.next = firstOfBlock(block);
        this.end = this.next + blockSize;
      }
      numbers.push(this.next++ * cellCount);
    }
    return numbers;
  }
}
