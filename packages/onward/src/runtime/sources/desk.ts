/** How the systems stand as sources, put together from what every process has reported. */
import type { OnwardCode, Program } from '../../core/index.ts';
import type { HoldRow, IncidentRow, SourceHour, SourceRow, Store } from '../../store/index.ts';
import type { Lag, NormalSilence } from './rhythm.ts';
import { isLagging, lagOf, learnedMs, normalSilence } from './rhythm.ts';

/** `quiet`: silent for longer than is normal for it now. */
export type SourceState = 'well' | 'quiet' | 'refused' | 'away' | 'unknown';

/** One system; times in epoch milliseconds, what is not measured is absent. */
export interface SourceNow {
  readonly system: string;
  readonly connector: string;
  readonly owner: string;
  readonly state: SourceState;
  /** Since when it is refused, away or quiet; or was seen as it is. */
  readonly since?: number;
  readonly code?: OnwardCode;
  readonly lastGood?: number;
  readonly lastHeard?: number;
  readonly lastRefused?: number;
  readonly lastAway?: number;
  readonly normalSilence?: NormalSilence;
  readonly silentMs?: number;
  /** Of the last day. */
  readonly lag?: Lag;
  readonly isLagging: boolean;
  readonly cursorAt?: number;
  readonly backlog: {
    readonly quarantined: number;
    readonly unmatched: number;
    /** Catch-up knows of more than it has read. */
    readonly behind: boolean;
  };
  readonly incident?: IncidentRow;
  readonly hold?: HoldRow;
}

export interface SourceParts {
  readonly store: Pick<Store, 'sources' | 'holds'>;
  readonly program: () => Program;
  /** What the connector of a system declares as a normal silence. */
  readonly quietMs: (system: string) => number | undefined;
  readonly now: () => number;
}

const dayMs = 86_400_000;
/** So old may be what was learned from. */
const freshMs = 10_000;

export class SourceDesk {
  private readonly parts: SourceParts;
  private hours:
    | { readonly at: number; readonly of: ReadonlyMap<string, SourceHour[]> }
    | undefined;

  constructor(parts: SourceParts) {
    this.parts = parts;
  }

  async list(): Promise<readonly SourceNow[]> {
    const { store, now } = this.parts;
    const at = now();
    const [rows, unmatched, incidents, holds, hours] = await Promise.all([
      store.sources.list(),
      store.sources.unmatched(),
      store.sources.incidents(),
      store.holds.list(at),
      this.rhythm(at),
    ]);
    return Object.entries(this.parts.program().systems).map(([system, { connector, owner }]) => {
      const row = rows.find((each) => each.system === system);
      const incident = incidents.find((each) => each.system === system);
      const hold = holds.find((each) => each.system === system && each.releasedAt === undefined);
      return {
        system,
        connector,
        owner,
        ...this.standing(system, { row, hours: hours.get(system) ?? [], at }),
        backlog: {
          quarantined: row?.quarantined ?? 0,
          unmatched: unmatched.get(system) ?? 0,
          behind: row?.behind ?? false,
        },
        ...(incident === undefined ? {} : { incident }),
        ...(hold === undefined ? {} : { hold }),
      };
    });
  }

  async of(system: string): Promise<SourceNow | undefined> {
    return (await this.list()).find((each) => each.system === system);
  }

  private standing(
    system: string,
    { row, hours, at }: { row: SourceRow | undefined; hours: readonly SourceHour[]; at: number },
  ) {
    const normal = normalSilence(hours, at, this.parts.quietMs(system));
    const lag = lagOf(hours, at - dayMs);
    const measured = {
      ...(normal === undefined ? {} : { normalSilence: normal }),
      ...(lag === undefined ? {} : { lag }),
      isLagging: isLagging(hours, at),
    };
    if (row === undefined) return { state: 'unknown', ...measured } as const;
    const { system: _it, stateAt: _seen, behind: _more, quarantined: _aside, ...seen } = row;
    const { state, lastHeard } = row;
    if (lastHeard === undefined) return { ...measured, ...seen };
    const silentMs = Math.max(0, at - lastHeard);
    const isQuiet = silentMs > (normal?.ms ?? Infinity);
    // What a person must see to comes first: credentials, then an outage, then silence.
    if (!isQuiet || state === 'refused' || state === 'away') {
      return { ...measured, ...seen, silentMs };
    }
    return { ...measured, ...seen, silentMs, state: 'quiet', since: lastHeard } as const;
  }

  private async rhythm(at: number): Promise<ReadonlyMap<string, SourceHour[]>> {
    const known = this.hours;
    if (known !== undefined && at >= known.at && at - known.at < freshMs) return known.of;
    const rows = await this.parts.store.sources.hours(at - learnedMs - dayMs);
    const of = Map.groupBy(rows, ({ system }) => system);
    this.hours = { at, of };
    return of;
  }
}
