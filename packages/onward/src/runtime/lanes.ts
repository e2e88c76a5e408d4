/**
 * The writers of one cell. While little comes one of them takes all: a batch costs by itself, and
 * two of them at a time wait for each other's processor. While much comes each has its own slice of
 * subjects. What is about one subject is written in its order all the same.
 */
import { cellCount } from '../store/index.ts';
import type { Lane } from './lane.ts';
import type { Work } from './work.ts';

/** So many waiting are much. */
const crowd = 100;
/** So many on their way in all are little, and little again when it was so for so many inputs. */
const few = 64;
const quiet = 500;

type Writer = Pick<Lane, 'queue'>;

export class Lanes {
  private readonly first: Writer['queue'];
  private readonly others: readonly Writer['queue'][];
  private isSpread = false;
  /** Inputs that came one after the other while little was on its way. */
  private calm = 0;
  /** What has to be over before they may be spread, or gathered, again. */
  private isTurning = false;

  constructor([first, ...others]: readonly [Writer, ...Writer[]]) {
    this.first = first.queue;
    this.others = others.map(({ queue }) => queue);
  }

  /** Inputs waiting or being written. */
  get load(): number {
    return this.others.reduce((sum, { load }) => sum + load, this.first.load);
  }

  add(work: Work): void {
    if (!this.isTurning) this.turn();
    const slice = work.subject === undefined ? 0 : Math.floor(work.subject / cellCount);
    const number = this.isSpread ? slice % (this.others.length + 1) : 0;
    (this.others[number - 1] ?? this.first).add(work);
  }

  /** Resolves when nothing is left. */
  async settled(): Promise<void> {
    await Promise.all([this.first, ...this.others].map((queue) => queue.settled()));
  }

  /** Whoever takes a slice over waits until what came before of it is written. */
  private turn(): void {
    const { first, others } = this;
    if (others.length === 0) return;
    if (!this.isSpread && first.load >= crowd) {
      this.isSpread = true;
      this.follow(others, first.passed());
    } else if (this.isSpread) {
      this.calm = this.load <= few ? this.calm + 1 : 0;
      if (this.calm < quiet) return;
      this.calm = 0;
      this.isSpread = false;
      this.follow([first], Promise.all(others.map((queue) => queue.passed())));
    }
  }

  private follow(queues: readonly Writer['queue'][], before: Promise<unknown>): void {
    this.isTurning = true;
    for (const queue of queues) queue.after(before);
    void before.then(() => {
      this.isTurning = false;
    });
  }
}
