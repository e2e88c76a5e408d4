/** Which systems speak and answer, and which are silent, refuse us or are away. */
import type { Connector, Program } from '../core/index.ts';
import type { OutboundClient } from './outbound.ts';

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

/** Told by the edge of what it comes upon; kept for as long as the process lives. */
export interface Sources {
  /** The system told us something that was taken. */
  heard(system: string): void;
  /** It did or answered what we asked, or was found well. */
  good(system: string): void;
  /** It refused our credentials. */
  refused(system: string): void;
  /** It could not be reached, or gave no answer. */
  away(system: string): void;
  /** It is there, whatever it said: an outage is over, and nothing more is known. */
  answered(system: string): void;
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
}

export function createSources(parts: SourcesParts): Sources {
  const { connectors, out } = parts;
  const nowMs = (): number => parts.nowMs();
  const seen = new Map<string, Times>();
  const since = nowMs();
  const note = (system: string, last: Exclude<Times['last'], undefined>): Times => {
    const times = seen.get(system) ?? {};
    seen.set(system, times);
    times[last] = nowMs();
    times.last = last;
    return times;
  };
  return {
    heard: (system) => void (note(system, 'good').heard = nowMs()),
    good: (system) => void note(system, 'good'),
    refused: (system) => void note(system, 'refused'),
    away: (system) => void note(system, 'away'),
    answered(system) {
      const times = seen.get(system);
      if (times?.last === 'away') times.last = times.good === undefined ? undefined : 'good';
    },
    of(program) {
      return Object.entries(program.systems).map(([system, { connector, settings }]) => {
        const times = seen.get(system) ?? {};
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
function stateOf({ last }: Times, { isOpen, isQuiet }: Seen): SourceState {
  if (last === 'refused') return 'refused';
  if (last === 'away' || isOpen) return 'away';
  if (isQuiet) return 'quiet';
  return last === undefined ? 'unknown' : 'well';
}

function timesOf(times: Times): Partial<Source> {
  return {
    ...(times.good === undefined ? {} : { lastGood: times.good }),
    ...(times.heard === undefined ? {} : { lastHeard: times.heard }),
    ...(times.refused === undefined ? {} : { lastRefused: times.refused }),
    ...(times.away === undefined ? {} : { lastAway: times.away }),
  };
}
