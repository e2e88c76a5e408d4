/**
 * How much is open where: counted in the background, since it reads every obligation, and kept. It
 * is counted again only while somebody asks, and takes two parts in a hundred of the time at the
 * most, however many obligations there are.
 */
import { endOfDay, RetryError, zoneOfOwner } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { PlaceCount, WorkStore } from '../../store/index.ts';
import { daysFrom } from './days.ts';

export interface PlaceCountsParts {
  readonly work: Pick<WorkStore, 'counts'>;
  readonly program: () => Program;
  /** The engine's time, by which things are due. */
  readonly now: () => number;
  /** Real time, which passes while something is counted. */
  readonly wall: () => number;
}

/** As of when, and what was open then by place. */
export interface PlaceCounts {
  readonly at: number;
  readonly rows: readonly PlaceCount[];
}

const leastMs = 2_000;
/** What was counted is kept for so many times as long as it took. */
const timesCost = 50;
/** Whoever asks first waits for so long. */
const patienceMs = 60;

export class PlaceCounter {
  private readonly parts: PlaceCountsParts;
  private last: PlaceCounts | undefined;
  /** When it may be counted again, in real time. */
  private nextAt = Number.NEGATIVE_INFINITY;
  private counting: Promise<void> | undefined;

  constructor(parts: PlaceCountsParts) {
    this.parts = parts;
  }

  /** What was counted last; undefined: not counted yet, ask again in a moment. */
  async get(): Promise<PlaceCounts | undefined> {
    const counting = this.refresh();
    if (this.last === undefined && counting !== undefined) {
      await Promise.race([counting, pause(patienceMs)]);
    }
    return this.last;
  }

  /**
   * The same; whoever asks first waits for it.
   * @throws RetryError where the database does not answer
   */
  async need(): Promise<PlaceCounts> {
    const known = (await this.get()) ?? (await this.counting?.then(() => this.last)) ?? this.last;
    if (known !== undefined) return known;
    const message = 'The database does not answer; the work is tried again.';
    throw new RetryError('ONW-STORE-UNAVAILABLE', message);
  }

  /** Counted anew, and waited for: for whoever must know. */
  async fresh(): Promise<PlaceCounts> {
    await this.counting;
    await this.count();
    return this.last ?? { at: this.parts.now(), rows: [] };
  }

  private refresh(): Promise<void> | undefined {
    if (this.counting !== undefined || this.parts.wall() < this.nextAt) return this.counting;
    // A database that does not answer is asked again by whoever asks next.
    this.counting = this.count()
      .catch(() => undefined)
      .finally(() => {
        this.counting = undefined;
      });
    return this.counting;
  }

  private async count(): Promise<void> {
    const { work, program, now, wall } = this.parts;
    const at = now();
    const began = wall();
    try {
      const dayEnd = dayEndOf(program(), at);
      this.last = { at, rows: await work.counts({ now: at, dayEnd }) };
    } finally {
      const cost = Math.max(0, wall() - began);
      this.nextAt = wall() + Math.max(leastMs, timesCost * cost);
    }
  }
}

/** When the day of an owner is over, in the zone of their calendar. */
export function dayEndOf(program: Program, now: number): (owner: string) => number {
  return inZone(program, (zone) => endOfDay(zone, now));
}

/** When a day of an owner begins, so many after today. */
export function dayStartOf(program: Program, now: number, day: number): (owner: string) => number {
  return inZone(program, (zone) => daysFrom(now, zone, day + 1)[day] ?? now);
}

/** What depends on the zone of an owner alone, found once for each. */
function inZone(program: Program, at: (zone: string) => number): (owner: string) => number {
  const known = new Map<string, number>();
  return (owner) => {
    const zone = zoneOfOwner(program, owner);
    const found = known.get(zone) ?? at(zone);
    known.set(zone, found);
    return found;
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
