/**
 * Works through recovery runs: any process takes up what nobody alive works on, and does each item
 * once, whoever began it. A run is over when every item is known to be gone, or known not to be, or
 * was looked at for long enough.
 */
import { OnwardError } from '../../core/index.ts';
import type { OnwardCode } from '../../core/index.ts';
import type {
  ItemMark,
  RecoveryItemRow,
  RecoveryRunRow,
  RecoveryStore,
} from '../../store/index.ts';
import type { ActName, Deed, KindOfCause } from './types.ts';

export interface WorkerParts {
  readonly recovery: RecoveryStore;
  readonly kinds: readonly KindOfCause[];
  readonly now: () => number;
  /** Real time, shared by all processes. */
  readonly wall: () => number;
  /** This process, as others know it. */
  readonly worker: () => number;
  /** When a process must have beaten to be alive. */
  readonly aliveSince: () => number;
  /** Resolves after this many milliseconds of real time. */
  readonly pause: (ms: number) => Promise<void>;
  /** How long what was done is looked at before it stays unverified. Default: 15 minutes. */
  readonly patienceMs?: number;
}

/** Items whose act is taken together, and the pause behind them: about a hundred a second. */
const atOnce = 10;
const paceMs = 100;
/** Between looks at what is not verified yet. */
const lookMs = 500;
const defaultPatienceMs = 15 * 60_000;

export class Worker {
  private readonly parts: WorkerParts;
  private readonly under = new Map<number, Promise<void>>();
  private stopped = false;

  constructor(parts: WorkerParts) {
    this.parts = parts;
  }

  /** Something was started: it need not wait for the next look. */
  soon(): void {
    // What goes wrong now goes wrong again at the next look, where it is told.
    this.work().catch(() => undefined);
  }

  /** Takes runs over, and begins to work on them. */
  async work(): Promise<void> {
    if (this.stopped) return;
    const { recovery, worker, aliveSince } = this.parts;
    const by = { worker: worker(), aliveSince: aliveSince(), limit: 4 };
    for (const run of await recovery.claim(by)) {
      if (this.under.has(run.id)) continue;
      const working = this.through(run).finally(() => this.under.delete(run.id));
      this.under.set(run.id, working);
      // A database that is away is asked again: the run is ours, and taken up again below.
      working.catch(() => this.later(run));
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.under.values()].map((each) => each.catch(() => undefined)));
  }

  private later(run: RecoveryRunRow): void {
    if (this.stopped) return;
    const again = this.parts
      .pause(lookMs * 4)
      .then(() => (this.stopped ? undefined : this.through(run)))
      .finally(() => this.under.delete(run.id));
    this.under.set(run.id, again);
    again.catch(() => this.later(run));
  }

  private async through(run: RecoveryRunRow): Promise<void> {
    const kind = this.parts.kinds.find(({ kinds }) => kinds.some((each) => each === run.kind));
    // Where its systems are looked after by another process, that one takes it up.
    if (kind === undefined) return;
    const work = { run, kind };
    for (const status of ['acting', 'waiting'] as const) {
      if (!(await this.takeAll(work, status))) return;
    }
    await this.lookAfter(work);
  }

  /** False where the run is somebody else's now, or this process stops. */
  private async takeAll(work: Work, status: 'acting' | 'waiting'): Promise<boolean> {
    for (;;) {
      const page = { after: -1, limit: atOnce, status };
      const items = await this.parts.recovery.items(work.run.id, page);
      if (items.length === 0) return true;
      if (this.stopped || !(await this.take(work, items, status === 'acting'))) return false;
      await this.parts.pause(paceMs);
    }
  }

  /** What is begun is noted first, so that whoever goes on knows that it may have been done. */
  private async take(
    { run, kind }: Work,
    items: readonly RecoveryItemRow[],
    again: boolean,
  ): Promise<boolean> {
    const { now } = this.parts;
    if (!again) {
      const begun = items.map(({ place }) => ({ place, status: 'acting' as const, at: now() }));
      if (!(await this.mark(run, begun))) return false;
    }
    const marks = await Promise.all(
      items.map(async (item): Promise<ItemMark> => {
        const code = await taken(kind, deedOf(run, item, again));
        if (code !== undefined) return { place: item.place, status: 'failed', code, at: now() };
        return { place: item.place, ...(await kind.see(deedOf(run, item, again))), at: now() };
      }),
    );
    return this.mark(run, marks);
  }

  private async lookAfter({ run, kind }: Work): Promise<void> {
    const { recovery, worker, wall, now, pause, patienceMs = defaultPatienceMs } = this.parts;
    for (const from = wall(); !this.stopped;) {
      const left = await this.unverified(run.id);
      const marks = await Promise.all(
        left.map(async (item): Promise<ItemMark> => {
          const seen = await kind.see(deedOf(run, item, true));
          return { place: item.place, ...seen, at: now() };
        }),
      );
      const told = marks.filter(({ status }) => status !== 'unverified');
      if (told.length > 0 && !(await this.mark(run, told))) return;
      if (told.length === left.length || wall() - from >= patienceMs) {
        await recovery.end(run.id, worker(), now());
        return;
      }
      await pause(lookMs);
    }
  }

  private async unverified(run: number): Promise<readonly RecoveryItemRow[]> {
    const page = { after: -1, limit: 1_000, status: 'unverified' } as const;
    return this.parts.recovery.items(run, page);
  }

  private mark(run: RecoveryRunRow, marks: readonly ItemMark[]): Promise<boolean> {
    return this.parts.recovery.mark(run.id, this.parts.worker(), marks);
  }
}

interface Work {
  readonly run: RecoveryRunRow;
  readonly kind: KindOfCause;
}

function deedOf(
  { id, act, given, actor = '' }: RecoveryRunRow,
  { item, version, place }: RecoveryItemRow,
  again: boolean,
): Deed {
  const key = `recovery/${id}/${place}`;
  return { item, version, actor, key, again, act: act as ActName, with: given };
}

/** A database that does not answer says nothing of the item: the whole is tried again. */
async function taken(kind: KindOfCause, deed: Deed): Promise<OnwardCode | undefined> {
  try {
    return (await kind.take(deed))?.code;
  } catch (error) {
    if (error instanceof OnwardError && (error as OnwardError).code === 'ONW-RECOVERY-ACT') {
      return 'ONW-RECOVERY-ACT';
    }
    throw error;
  }
}
