/** How long those who rest at a step have rested there: counted while they pass by, not kept. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Borders of the buckets that are shown: hours, then days, then weeks. */
const ageBorders: readonly number[] = [
  0,
  hourMs,
  4 * hourMs,
  12 * hourMs,
  dayMs,
  2 * dayMs,
  4 * dayMs,
  7 * dayMs,
  14 * dayMs,
  30 * dayMs,
  90 * dayMs,
];

export interface AgeBucket {
  readonly fromMs: number;
  /** Null: no end. */
  readonly toMs: number | null;
  readonly open: number;
  readonly overdue: number;
}

/** Sixteen to an octave: a quantile is at most two and a half per cent beside the truth. */
const perOctave = 16;

export class Ages {
  private readonly counts = new Map<number, number>();
  private readonly open = ageBorders.map(() => 0);
  private readonly late = ageBorders.map(() => 0);
  private least = Infinity;
  private most = 0;
  private count = 0;

  add(ms: number, isOverdue: boolean): void {
    const age = Math.max(0, ms);
    const bin = Math.floor(Math.log2(age + 1) * perOctave);
    this.counts.set(bin, (this.counts.get(bin) ?? 0) + 1);
    const at = ageBorders.findLastIndex((border) => border <= age);
    this.open[at] = (this.open[at] ?? 0) + 1;
    if (isOverdue) this.late[at] = (this.late[at] ?? 0) + 1;
    this.least = Math.min(this.least, age);
    this.most = Math.max(this.most, age);
    this.count += 1;
  }

  get of(): number {
    return this.count;
  }

  get maxMs(): number {
    return this.most;
  }

  /** The age that this part of them has not passed. */
  quantile(part: number): number {
    let left = Math.ceil(part * this.count);
    for (const [bin, count] of [...this.counts].toSorted(([a], [b]) => a - b)) {
      left -= count;
      if (left > 0) continue;
      const middle = 2 ** ((bin + 0.5) / perOctave) - 1;
      return Math.round(Math.min(this.most, Math.max(this.least, middle)));
    }
    return 0;
  }

  buckets(): readonly AgeBucket[] {
    return ageBorders.map((fromMs, at) => {
      const toMs = ageBorders[at + 1] ?? null;
      return { fromMs, toMs, open: this.open[at] ?? 0, overdue: this.late[at] ?? 0 };
    });
  }
}
