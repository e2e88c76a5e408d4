/** Which systems speak and answer, and which are silent, refuse us or are away. */
import type { Connector, OnwardCode, OperationalEvent, Program } from '../core/index.ts';
import type { OutboundClient } from './outbound.ts';
import { heardAt } from './source-window.ts';
import type { HeardWindow } from './source-window.ts';

/**
 * `refused`: it takes our credentials no longer. `away`: it could not be reached, or is left alone
 * for a moment. `quiet`: silent for longer than is normal for it. `unknown`: nothing came yet.
 */
export type SourceState = 'well' | 'quiet' | 'refused' | 'away' | 'unknown';

export interface Source {
  readonly system: string;
  readonly connector: string;
  /** When it last took or told something, or was found well; epoch milliseconds. */
  readonly lastGood?: number;
  /** When it last told something of itself; epoch milliseconds. */
  readonly lastHeard?: number;
  readonly lastRefused?: number;
  readonly lastAway?: number;
  readonly state: SourceState;
}

/** What this process has seen of a system, for whoever keeps it for all of them. */
export interface SourceWord {
  readonly system: string;
  readonly state: Exclude<SourceState, 'quiet'>;
  /** When it was seen so last, and first. */
  readonly stateAt: number;
  readonly since: number;
  readonly code?: OnwardCode;
  readonly lastGood?: number;
  readonly lastHeard?: number;
  readonly lastRefused?: number;
  readonly lastAway?: number;
  readonly cursorAt?: number;
  readonly behind: boolean;
  /** What it said since the last report. */
  readonly heard?: HeardWindow;
}

/**
 * Told by the edge of what it comes upon. Counts are kept until they are reported: what a process
 * that dies had counted since is lost, and moves no event.
 */
export interface Sources {
  /** The system told us something that was taken: these events, where they are known. */
  heard(system: string, events?: readonly Pick<OperationalEvent, 'occurredAt'>[]): void;
  /** Catch-up has read a page, perhaps an empty one; `more`: there is another. */
  read(system: string, page: { readonly isOn: boolean; readonly more: boolean }): void;
  /** It did or answered what we asked, or was found well. */
  good(system: string): void;
  /** It refused our credentials. */
  refused(system: string): void;
  /** It could not be reached, or gave no answer. */
  away(system: string): void;
  /** It is there, whatever it said: an outage is over, and nothing more is known. */
  answered(system: string): void;
  /** What there is to report; counts begin anew. */
  report(): readonly SourceWord[];
  /** How the systems of a program stand now. */
  of(program: Program): readonly Source[];
}

export interface SourcesParts {
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Says which systems are left alone. */
  readonly out: Pick<OutboundClient, 'openForMs'>;
  nowMs(): number;
}

interface Times {
  good?: number;
  heard?: number;
  refused?: number;
  away?: number;
  /** What was seen last: two things may be seen in one millisecond. */
  last?: 'good' | 'refused' | 'away' | undefined;
  /** When that was, and since when it is so. */
  at: number;
  since: number;
  cursorAt?: number;
  behind?: boolean;
  /** Since the last report. */
  window?: HeardWindow | undefined;
}

export function createSources(parts: SourcesParts): Sources {
  const { connectors, out } = parts;
  const nowMs = (): number => parts.nowMs();
  const seen = new Map<string, Times>();
  const since = nowMs();
  const note = (system: string, last: Exclude<Times['last'], undefined>): Times => {
    const times = timesFor(system);
    turn(times, last);
    times[last] = nowMs();
    return times;
  };
  const timesFor = (system: string): Times => {
    const times = seen.get(system) ?? { at: nowMs(), since: nowMs() };
    seen.set(system, times);
    return times;
  };
  const turn = (times: Times, last: Times['last']): void => {
    if (times.last !== last) times.since = nowMs();
    times.last = last;
    times.at = nowMs();
  };
  /** It is there: an outage is over; credentials that it takes are good. */
  const isThere = (times: Times, over: readonly Times['last'][]): void => {
    if (over.includes(times.last)) turn(times, times.good === undefined ? undefined : 'good');
  };
  return {
    heard(system, events = []) {
      const times = note(system, 'good');
      times.heard = nowMs();
      times.window = heardAt(times.window, nowMs(), events);
    },
    read(system, { isOn, more }) {
      const times = timesFor(system);
      times.behind = more;
      if (isOn) times.cursorAt = nowMs();
      // An empty answer says that it is there, and nothing of how it is.
      isThere(times, ['away', 'refused']);
    },
    good: (system) => void note(system, 'good'),
    refused: (system) => void note(system, 'refused'),
    away: (system) => void note(system, 'away'),
    answered(system) {
      const times = seen.get(system);
      if (times !== undefined) isThere(times, ['away']);
    },
    report() {
      return [...seen].map(([system, times]) => {
        const isOpen = out.openForMs(system) !== undefined;
        return wordOf(system, times, { isOpen, now: nowMs() });
      });
    },
    of(program) {
      return Object.entries(program.systems).map(([system, { connector, settings }]) => {
        const times = seen.get(system) ?? { at: since, since };
        const described = connectors[connector]?.describe(settings);
        const quietMs =
          described !== undefined && 'manifest' in described
            ? described.manifest.quietMs
            : undefined;
        const isOpen = out.openForMs(system) !== undefined;
        const silentMs = nowMs() - (times.heard ?? since);
        const state = stateOf(times, { isOpen, isQuiet: silentMs > (quietMs ?? Infinity) });
        return { system, connector, ...timesOf(times), state };
      });
    },
  };
}

interface Seen {
  readonly isOpen: boolean;
  readonly isQuiet: boolean;
}

/** What a person must see to comes first: credentials, then an outage, then silence. */
function stateOf({ last }: Pick<Times, 'last'>, { isOpen, isQuiet }: Seen): SourceState {
  const state = stateNow({ last }, isOpen);
  return isQuiet && (state === 'well' || state === 'unknown') ? 'quiet' : state;
}

function stateNow({ last }: Pick<Times, 'last'>, isOpen: boolean): SourceWord['state'] {
  if (last === 'refused') return 'refused';
  if (last === 'away' || isOpen) return 'away';
  return last === undefined ? 'unknown' : 'well';
}

/** What is wrong with it, as a code. */
const codes: Readonly<Partial<Record<SourceState, OnwardCode>>> = {
  refused: 'ONW-SOURCE-REFUSED',
  away: 'ONW-SOURCE-AWAY',
};

function wordOf(
  system: string,
  times: Times,
  { isOpen, now }: { readonly isOpen: boolean; readonly now: number },
): SourceWord {
  const state = stateNow(times, isOpen);
  const { cursorAt, behind = false, window: heard, at, since, last } = times;
  times.window = undefined;
  const code = codes[state];
  // One that is left alone for a moment is away now, whatever was seen of it before.
  const isLeft = state === 'away' && last !== 'away';
  return {
    system,
    state,
    stateAt: isLeft ? now : at,
    since: isLeft ? (times.away ?? now) : since,
    behind,
    ...timesOf(times),
    ...(code === undefined ? {} : { code }),
    ...(cursorAt === undefined ? {} : { cursorAt }),
    ...(heard === undefined ? {} : { heard }),
  };
}

function timesOf(times: Times): Omit<Source, 'system' | 'connector' | 'state'> {
  return {
    ...(times.good === undefined ? {} : { lastGood: times.good }),
    ...(times.heard === undefined ? {} : { lastHeard: times.heard }),
    ...(times.refused === undefined ? {} : { lastRefused: times.refused }),
    ...(times.away === undefined ? {} : { lastAway: times.away }),
  };
}
