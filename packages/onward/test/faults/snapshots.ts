/** R4 in numbers: the doctor looks again and again while things break under it. */
import { openStore } from '../../src/store/index.ts';
import type { Connection, OpenStore } from '../../src/store/index.ts';
import { pause } from './figures.ts';
import { broken } from './ledger.ts';

export class Snapshots {
  /** How often all was seen. */
  taken = 0;
  /** What was found, each as `property: rows`. */
  readonly violations: string[] = [];
  private isOver = false;
  private readonly connection: () => Connection;
  private open: OpenStore | undefined;
  private readonly looking: Promise<void>;

  /** Looks every so many milliseconds; a database that is away shows nothing and counts nothing. */
  constructor(connection: () => Connection, everyMs: number) {
    this.connection = connection;
    this.looking = this.look(everyMs);
  }

  async reached(count: number): Promise<void> {
    while (this.taken < count) await pause(20);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  private async look(everyMs: number): Promise<void> {
    while (!this.isOver) {
      try {
        this.open ??= await openStore({ connection: this.connection(), poolSize: 2 });
        const examined = await this.open.examine(Date.now());
        this.violations.push(...broken(examined));
        this.taken++;
      } catch {
        await this.open?.store.close().catch(() => undefined);
        this.open = undefined;
      }
      await pause(everyMs);
    }
    await this.open?.store.close().catch(() => undefined);
  }
}
