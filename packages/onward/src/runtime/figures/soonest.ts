/** Keeps the first of many by a number, without keeping the many. */
export class Soonest<T extends { readonly key: number; readonly id: number }> {
  private readonly most: number;
  private kept: T[] = [];
  private left = false;

  constructor(most: number) {
    this.most = most;
  }

  add(row: T): void {
    this.kept.push(row);
    if (this.kept.length >= 2 * this.most) this.cut();
  }

  /** False: some were left out. */
  get isComplete(): boolean {
    return !this.left && this.kept.length <= this.most;
  }

  /** In order. */
  rows(): readonly T[] {
    this.cut();
    return this.kept;
  }

  private cut(): void {
    const sorted = this.kept.toSorted(bySoonest);
    this.left ||= sorted.length > this.most;
    this.kept = sorted.slice(0, this.most);
  }
}

export function bySoonest(
  a: { readonly key: number; readonly id: number },
  b: { readonly key: number; readonly id: number },
): number {
  return a.key - b.key || a.id - b.id;
}
