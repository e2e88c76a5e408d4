/** What the vault knows without asking its store: most events are about subjects just seen. */

/** A row of the vault by the current key's hash. */
export interface Known {
  readonly ref: string;
  readonly key: string;
  readonly rides: boolean;
}

/** Two generations: when the young one is full, the old one, unused since, is let go. */
export class Recent {
  private young = new Map<string, Known>();
  private old = new Map<string, Known>();
  private readonly most: number;

  /** Holds up to twice as many. */
  constructor(most: number) {
    this.most = most;
  }

  get(hash: string): Known | undefined {
    const young = this.young.get(hash);
    if (young !== undefined) return young;
    const old = this.old.get(hash);
    if (old !== undefined) this.set(hash, old);
    return old;
  }

  set(hash: string, known: Known): void {
    if (this.young.size >= this.most) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(hash, known);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
