/**
 * The holds as an engine has them: read again and again like the fence, and told to the journeys
 * that they touch. Without a hold it costs one small read every few seconds.
 */
import { safetyOf, systemOf } from '../../core/index.ts';
import type { Journey, Program } from '../../core/index.ts';
import type { HoldRow, StepName, Store, WaitingRow } from '../../store/index.ts';
import type { DeadlineWork } from '../work.ts';
import { Holdings, isInForce } from './holdings.ts';

export interface HoldBoardOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly pass: (cell: number, work: DeadlineWork) => void;
}

const dayMs = 86_400_000;
/** Clocks may be charged for an outage so long after it. */
const rememberedMs = 90 * dayMs;
/** Whoever slept through a release wakes at the review; until then it is told again at a start. */
const toldMs = 2 * dayMs;
const pageSize = 1_000;

export class HoldBoard {
  private readonly options: HoldBoardOptions;
  private rows: readonly HoldRow[] = [];
  /** Releases that the journeys were told of by this process. */
  private readonly told = new Set<number>();
  /** Matters of safety that this process has handed on, by hold. */
  private readonly checked = new Map<number, Set<string>>();
  private sweeping: Promise<void> | undefined;

  constructor(options: HoldBoardOptions) {
    this.options = options;
  }

  /** Undefined where nothing is, or lately was, on hold. */
  holdings(): Holdings | undefined {
    return this.rows.length === 0 ? undefined : new Holdings(this.rows, this.options.now());
  }

  isOnHold(system: string): boolean {
    const now = this.options.now();
    return this.rows.some((row) => row.system === system && isInForce(row, now));
  }

  async refresh(): Promise<void> {
    const { store, now } = this.options;
    this.rows = await store.holds.list(now() - rememberedMs);
  }

  /** Tells journeys what they cannot know of themselves; resolves when they all have heard. */
  sweep(): Promise<void> {
    this.sweeping ??= this.look().finally(() => {
      this.sweeping = undefined;
    });
    return this.sweeping;
  }

  private async look(): Promise<void> {
    const now = this.options.now();
    for (const row of this.rows) {
      if (isInForce(row, now)) await this.raiseChecks(row);
      else if (this.isToTell(row, now)) await this.wake(row);
    }
  }

  private isToTell({ id, releasedAt }: HoldRow, now: number): boolean {
    return releasedAt !== undefined && releasedAt > now - toldMs && !this.told.has(id);
  }

  /** What may not wait becomes somebody's, also of journeys that came there meanwhile. */
  private async raiseChecks(row: HoldRow): Promise<void> {
    const seen = this.checked.get(row.id) ?? new Set();
    this.checked.set(row.id, seen);
    const isSafety = (journey: Journey, step: string): boolean =>
      systemOf(journey.steps[step]) === row.system && safetyOf(journey, { step }) !== undefined;
    await this.each({ wanted: isSafety }, async (cell, waiting) => {
      const fresh = waiting.filter((each) => !seen.has(nameOf(each)));
      await this.tell(cell, fresh);
      for (const each of fresh) seen.add(nameOf(each));
    });
  }

  /** What was put off until one of its reviews goes on now. */
  private async wake(row: HoldRow): Promise<void> {
    const isItsOwn = (journey: Journey, step: string): boolean => {
      const found = journey.steps[step];
      const asked = found !== undefined && 'overdue' in found ? found.overdue.lookUp : undefined;
      return systemOf(found) === row.system || asked?.system === row.system;
    };
    const dues = row.reviews;
    await this.each({ wanted: isItsOwn, dues }, (cell, waiting) => this.tell(cell, waiting));
    this.told.add(row.id);
  }

  /** Pages of what waits at such steps, in each cell and every version that is in use. */
  private async each(
    { wanted, dues }: Wanted,
    take: (cell: number, waiting: readonly WaitingRow[]) => Promise<void>,
  ): Promise<void> {
    const { store } = this.options;
    for (const cell of store.cells) {
      const at = await stepsOf(store, cell, wanted);
      if (at.length === 0) continue;
      let after = 0;
      for (;;) {
        const page = { after, limit: pageSize, ...(dues === undefined ? {} : { dues }) };
        const waiting = await store.holds.waiting(cell, at, page);
        await take(cell, waiting);
        const last = waiting.at(-1);
        if (waiting.length < pageSize || last === undefined) break;
        after = last.journey;
      }
    }
  }

  private async tell(cell: number, waiting: readonly WaitingRow[]): Promise<void> {
    const journeys = new Map(waiting.map(({ journey, subject }) => [journey, subject]));
    const told = [...journeys].map(async ([journey, subject]) => {
      await new Promise<void>((resolve, reject) => {
        const answer = { resolve, reject };
        this.options.pass(cell, { kind: 'hold', journey, subject, answer });
      });
    });
    await Promise.all(told);
  }
}

interface Wanted {
  readonly wanted: (journey: Journey, step: string) => boolean;
  readonly dues?: readonly number[];
}

function nameOf({ journey, slot, due }: WaitingRow): string {
  return `${journey}/${slot}/${due}`;
}

/** Steps of the versions that open journeys are on. */
export async function stepsOf(
  store: Store,
  cell: number,
  wanted: (journey: Journey, step: string) => boolean,
): Promise<readonly StepName[]> {
  const found = new Map<string, StepName>();
  for (const version of await store.holds.versions(cell)) {
    const program = await store.program(cell, version);
    for (const name of namesIn(program, wanted)) found.set(Object.values(name).join('\n'), name);
  }
  return [...found.values()];
}

function namesIn(program: Program, wanted: Wanted['wanted']): readonly StepName[] {
  return Object.values(program.journeys).flatMap((journey) => {
    const steps = Object.keys(journey.steps).filter((step) => wanted(journey, step));
    return steps.map((step) => ({ program: program.program, journey: journey.name, step }));
  });
}
