/** What people do with holds: see whom one would touch, set it, prolong it, and release it. */
import { RejectError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { expectPerson } from '../absent.ts';
import type { HoldRow, Store } from '../../store/index.ts';
import type { Reconciled, Reconciler } from '../reconcile/types.ts';
import type { SourceDesk, SourceNow } from '../sources/desk.ts';
import { blastOf, waitingIn } from './blast.ts';
import type { Blast, BlastRequest } from './blast.ts';

export interface HoldParts {
  readonly store: Store;
  readonly program: () => Program;
  readonly now: () => number;
  readonly sources: Pick<SourceDesk, 'of'>;
  /** Tells the journeys; resolves when they have heard. */
  readonly heed: () => Promise<void>;
  /** Has catch-up read on from the system now; absent where the edge stands elsewhere. */
  readonly wake?: ((system: string) => void) | undefined;
  /** Absent: nobody can be asked what was missed. */
  readonly reconciler?: Reconciler | undefined;
}

export interface PreviewRequest extends Omit<BlastRequest, 'since'> {
  /** Epoch milliseconds; absent: the system's last good word. */
  readonly since?: number | undefined;
}

export interface SetRequest {
  readonly system: string;
  readonly since?: number | undefined;
  readonly review: number;
  readonly by: string;
  readonly reason: string;
}

export interface ReleaseRequest {
  readonly id: number;
  readonly by: string;
  readonly reason: string;
  /** Released whatever is missing. */
  readonly force: boolean;
}

/** What is missing before a hold can be released by itself. */
export type Missing = 'not-well' | 'silent' | 'lagging' | 'behind' | 'unanswered' | 'conflicts';

/** What came of asking the system about everyone who waited. */
export interface ReadBack {
  readonly asked: number;
  readonly unchanged: number;
  /** What was missed is taken now. */
  readonly closed: number;
  readonly conflicts: number;
  readonly unanswered: number;
}

export interface Released {
  readonly released: boolean;
  readonly missing: readonly Missing[];
  /** Absent where nobody could be asked. */
  readonly readBack?: ReadBack;
}

/** A hold is looked at again within so long. */
const longestMs = 30 * 86_400_000;
/** Journeys that one run of the reconciler is about. */
const atOnce = 1_000;

export class HoldDesk {
  private readonly parts: HoldParts;

  constructor(parts: HoldParts) {
    this.parts = parts;
  }

  /** Open holds, and those of the last month. */
  list(): Promise<readonly HoldRow[]> {
    return this.parts.store.holds.list(this.parts.now() - longestMs);
  }

  /** @throws RejectError ONW-SYSTEM-UNKNOWN, ONW-HOLD-SPAN */
  async preview(request: PreviewRequest): Promise<Blast & { readonly since: number }> {
    const since = await this.sinceOf(request);
    return { since, ...(await blastOf(this.parts.store, { ...request, since })) };
  }

  /**
   * Puts a system on hold, or gives the hold that it is on another review.
   * @throws RejectError ONW-SYSTEM-UNKNOWN, ONW-HOLD-SPAN, ONW-ACTOR-UNKNOWN
   */
  async set(request: SetRequest): Promise<HoldRow> {
    const { store, now, heed } = this.parts;
    expectPerson(this.parts.program(), request.by);
    const since = await this.sinceOf(request);
    const { system, review, by, reason } = request;
    const made = await store.holds.set({ system, since, setAt: now(), review, by, reason });
    const known = made ?? (await this.openOf(system));
    const row =
      made ?? (known === undefined ? undefined : await store.holds.prolong(known.id, review));
    if (row === undefined) throw changed();
    await heed();
    return row;
  }

  /**
   * Reads on, asks the system about everyone who waited, and releases the hold when nothing is
   * missing.
   * @throws RejectError ONW-HOLD-ABSENT, ONW-ACTOR-UNKNOWN
   */
  async release(request: ReleaseRequest): Promise<Released> {
    const { store, now, sources, wake, heed } = this.parts;
    expectPerson(this.parts.program(), request.by);
    const open = (await store.holds.list(now())).find(({ id }) => id === request.id);
    if (open?.releasedAt !== undefined || open === undefined) throw absent();
    const source = await sources.of(open.system);
    wake?.(open.system);
    // A system that is not there cannot say what was missed.
    const isThere = source?.state !== 'refused' && source?.state !== 'away';
    const readBack = isThere ? await this.readBack(open.system) : undefined;
    const missing = missingOf(source, readBack);
    const told = readBack === undefined ? { missing } : { missing, readBack };
    if (missing.length > 0 && !request.force) return { released: false, ...told };
    const { id, by, reason } = request;
    if (!(await store.holds.release({ id, at: now(), by, reason }))) throw absent();
    await heed();
    return { released: true, ...told };
  }

  /** What came in while it was out is taken in the order in which it happened. */
  private async readBack(system: string): Promise<ReadBack | undefined> {
    const { store, reconciler } = this.parts;
    if (reconciler === undefined) return undefined;
    const sum = { asked: 0, unchanged: 0, closed: 0, conflicts: 0, unanswered: 0 };
    for (const cell of store.cells) {
      const waiting = await waitingIn(store, cell, system);
      for (let from = 0; from < waiting.length; from += atOnce) {
        const journeys = waiting.slice(from, from + atOnce);
        add(sum, await reconciler.run({ system, journeys }));
      }
    }
    return sum;
  }

  private async sinceOf({
    system,
    since,
    review,
  }: Pick<SetRequest, 'system' | 'since' | 'review'>): Promise<number> {
    const { program, now, sources } = this.parts;
    if (!Object.hasOwn(program().systems, system)) {
      const message = 'The program has no such system; see `onward sources` for those it has.';
      throw new RejectError('ONW-SYSTEM-UNKNOWN', message, { at: '/system' });
    }
    const at = now();
    if (review <= at || review > at + longestMs) {
      const message = 'A hold is looked at again within 30 days; give a time to come within them.';
      throw new RejectError('ONW-HOLD-SPAN', message, { at: '/review' });
    }
    const source = since === undefined ? await sources.of(system) : undefined;
    return Math.min(at, since ?? source?.lastGood ?? at);
  }

  private async openOf(system: string): Promise<HoldRow | undefined> {
    const rows = await this.parts.store.holds.list(this.parts.now());
    return rows.find((row) => row.system === system && row.releasedAt === undefined);
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function add(
  sum: Writable<ReadBack>,
  { asked, agreed, unanswered, differences }: Reconciled,
): void {
  const closed = differences.filter(({ end }) => end === 'applied').length;
  sum.asked += asked;
  sum.unchanged += agreed;
  sum.closed += closed;
  sum.conflicts += differences.length - closed;
  sum.unanswered += unanswered;
}

function missingOf(source: SourceNow | undefined, said: ReadBack | undefined): readonly Missing[] {
  const { state, isLagging = false, backlog } = source ?? {};
  const reasons: readonly [Missing, boolean][] = [
    ['not-well', state !== 'well' && state !== 'quiet'],
    ['silent', state === 'quiet'],
    ['lagging', isLagging],
    ['behind', backlog?.behind ?? false],
    ['unanswered', (said?.unanswered ?? 0) > 0],
    ['conflicts', (said?.conflicts ?? 0) > 0],
  ];
  return reasons.flatMap(([reason, holds]) => (holds ? [reason] : []));
}

function absent(): RejectError {
  return new RejectError('ONW-HOLD-ABSENT', 'There is no such open hold; list those there are.');
}

function changed(): RejectError {
  return new RejectError('ONW-HOLD-ABSENT', 'The hold was released at this moment; try again.');
}
