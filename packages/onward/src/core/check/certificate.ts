/**
 * Writes what was proved so that it can be verified without exploring again: the closed set of
 * classes of each journey, and in each what shows that nobody falls through.
 */
import { sentence } from '../plain.ts';
import { RejectError } from '../errors.ts';
import type { FactValue, Journey, Program } from '../language/model.ts';
import type { Obligation } from '../step/types.ts';
import type { Certificate, CertifiedClass, CertifiedJourney, Open } from '../verify/index.ts';
import type { Cells } from './cells.ts';
import { check } from './check.ts';
import type { Configuration } from './frame.ts';
import { Explorer } from './explorer.ts';
import { flag } from './edges.ts';
import type { Counts, Edge } from './edges.ts';
import { CapReached } from './graph.ts';
import type { Graph, Node } from './graph.ts';
import { isPreempted } from './preempted.ts';
import type { CheckReport } from './report.ts';
import type { Witness } from './taken.ts';
import { components, Ways } from './ways.ts';

export interface CertifyOptions {
  /** Epoch milliseconds: calendars are looked at from then on. */
  readonly now: number;
  /** The content hash of the program, as hex digits. */
  readonly hash: string;
  /** Classes of one journey beyond which there is no certificate. */
  readonly cap?: number;
  /** What `check` said of the program; it is asked when this is absent. */
  readonly report?: CheckReport;
}

/** Classes of one journey that are still written and verified in a minute or two. */
const defaultCap = 100_000;

/**
 * The certificate of a program that is proved. Each journey is explored as a whole, never in parts:
 * a class is one of the whole journey.
 *
 * @throws RejectError ONW-CERTIFICATE-UNPROVED where something is not proved,
 *   ONW-CERTIFICATE-SIZE where a journey has more classes than the cap
 */
export function certify(program: Program, options: CertifyOptions): Certificate {
  const { now, hash, cap = defaultCap, report = check(program, { now }) } = options;
  if (report.verdict !== 'proved') {
    throw new RejectError(
      'ONW-CERTIFICATE-UNPROVED',
      'Only what is proved is certified; `onward check` tells what is not.',
    );
  }
  const journeys = Object.values(program.journeys).map((journey) => {
    return [journey.name, certifyJourney(program, journey, cap)] as const;
  });
  return { format: 1, program: hash, journeys: Object.fromEntries(journeys) };
}

const nobody: Witness = { found: 0, reached() {}, taken() {}, broke() {}, undoneTwice() {} };

function certifyJourney(program: Program, journey: Journey, cap: number): CertifiedJourney {
  const options = { cap, witness: nobody, onGrowth: () => undefined, whole: true };
  const explorer = new Explorer(program, journey, options);
  try {
    explorer.run();
  } catch (error) {
    if (!(error instanceof CapReached)) throw error;
    throw new RejectError(
      'ONW-CERTIFICATE-SIZE',
      sentence`As a whole the journey has more than ${cap} classes; raise the cap, or split it.`,
    );
  }
  const { graph, abstraction } = explorer;
  const { facts, data, live } = abstraction.relevance;
  const silence = silenceRanks(graph);
  const end = endRanks(program, journey, graph);
  return {
    facts: valuesOf(facts),
    data: Object.fromEntries([...data].map(([source, fields]) => [source, valuesOf(fields)])),
    live: Object.fromEntries(
      [...live].flatMap(([step, kept]) =>
        journey.steps[step]?.track === '' ? [[step, [...kept]] as const] : [],
      ),
    ),
    classes: graph.nodes.map((node) => {
      const { id } = node;
      const pending = pendingIn({ program, journey, graph }, node, silence);
      return {
        ...classOf(node.configuration),
        ...(pending === undefined ? {} : { pending }),
        silence: silence[id] ?? 0,
        end: end[id] ?? 0,
      };
    }),
  };
}

function valuesOf(all: ReadonlyMap<string, Cells>): Record<string, FactValue[]> {
  return Object.fromEntries([...all].map(([name, { values }]) => [name, values.flat()]));
}

type Standing = Omit<CertifiedClass, 'pending' | 'silence' | 'end'>;

function classOf({ state, history }: Configuration): Standing {
  const nothing = { at: [], over: [], facts: {}, open: [], kept: [], history: [...history] };
  if (state.status === 'ended') return { ...nothing, ended: state.outcome ?? '' };
  const { places, facts, parked } = state;
  return {
    at: places.flatMap(({ step, ended }) => (ended === undefined ? [step] : [])),
    over: places.flatMap(({ track, ended }) => (ended === undefined ? [] : [track])),
    facts: { ...facts },
    open: state.obligations.map((each) => openOf(each)),
    ...(parked === undefined
      ? {}
      : {
          parked: {
            owner: parked.parking.owner,
            reason: parked.parking.reason,
            resting: parked.resting.map((each) => openOf(each, parked.since)),
          },
        }),
    kept: state.deferred.map(({ event }) => event.type),
    history: [...history],
  };
}

function openOf(obligation: Obligation, since = Number.NEGATIVE_INFINITY): Open {
  const { slot, step, owner, level, channel, lookUp, started, due } = obligation;
  return {
    slot,
    step,
    owner,
    level,
    ...(channel === undefined ? {} : { channel }),
    ...(lookUp === undefined ? {} : { asked: true }),
    ...(started === true ? { started: true } : {}),
    ...(due <= since ? { late: true } : {}),
  };
}

/** Silence, but for what is kept: that comes to an end by itself. */
const isSilent: Counts = (flags) =>
  (flags & (flag.silent | flag.time)) !== 0 && (flags & flag.fed) === 0;

/** The longest way through silence, circles in which nothing moves counted as nothing. */
function silenceRanks(graph: Graph): Int32Array {
  const ways = new Ways(graph, isSilent);
  const { of: component, order } = components(ways);
  const ranks = new Int32Array(graph.nodes.length);
  const rankOf = new Map<number, number>();
  // Edges lead to components of lower numbers: what lies behind is known when it is asked for.
  for (const id of order) {
    const own = component[id] ?? 0;
    let rank = rankOf.get(own) ?? 0;
    for (let at = ways.start(id); at < ways.start(id + 1); at++) {
      const other = component[ways.to(at)] ?? 0;
      if (other !== own) rank = Math.max(rank, 1 + (rankOf.get(other) ?? 0));
    }
    rankOf.set(own, rank);
  }
  for (const { id } of graph.nodes) ranks[id] = rankOf.get(component[id] ?? 0) ?? 0;
  return ranks;
}

/** How many steps there are to the nearest end, without those a shorter timer comes before. */
function endRanks(program: Program, journey: Journey, graph: Graph): Int32Array {
  const before: number[][] = graph.nodes.map(() => []);
  const waiting: number[] = [];
  const ranks = new Int32Array(graph.nodes.length).fill(-1);
  for (const node of graph.nodes) {
    if (node.configuration.state.status === 'ended') {
      ranks[node.id] = 0;
      waiting.push(node.id);
    }
    for (const { to, play } of graph.edges.of(node.id)) {
      if (!isPreempted({ program, journey }, node, play)) before[to]?.push(node.id);
    }
  }
  for (let at = 0; at < waiting.length; at++) {
    const id = waiting[at] ?? 0;
    for (const from of before[id] ?? []) {
      if (ranks[from] !== -1) continue;
      ranks[from] = (ranks[id] ?? 0) + 1;
      waiting.push(from);
    }
  }
  return ranks;
}

/** The obligation whose deadline leads on in silence; else one of those that are accounted for. */
function pendingIn(
  subject: { readonly program: Program; readonly journey: Journey; readonly graph: Graph },
  { id, configuration: { state } }: Node,
  silence: Int32Array,
): number | undefined {
  const { program, journey, graph } = subject;
  const edges = graph.edges.of(id);
  const falls = ({ to, flags }: Edge): boolean =>
    (flags & flag.fed) !== 0 || (silence[to] ?? 0) < (silence[id] ?? 0);
  const leading = state.obligations.find(({ slot, step: name }) => {
    const own = edges.filter(({ play }) => play.kind === 'deadline' && play.slot === slot);
    if (own.length > 0) return own.every(falls);
    const step = journey.steps[name];
    const fact = step && 'within' in step && step.within.kind === 'fact' ? step.within.fact : '';
    return edges.some((edge) => {
      return edge.play.kind === 'time' && edge.play.name === fact && falls(edge);
    });
  });
  const isLast = ({ kind, level, owner }: Obligation): boolean =>
    kind === 'park' || (level > 0 && program.teams[owner]?.role === true);
  return (leading ?? state.obligations.find(isLast))?.slot;
}
