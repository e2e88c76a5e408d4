/**
 * Explores everything that can become of a journey: from each configuration, each thing that may
 * happen is given to the step of the runtime, until nothing new is found.
 */
import { BugError } from '../errors.ts';
import { holds } from '../step/guard.ts';
import { step } from '../step/step.ts';
import type { Input, Obligation, State, StepResult } from '../step/types.ts';
import type { Facts, Journey, Program, Transition } from '../language/model.ts';
import { instant } from './cells.ts';
import { everyChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { Abstraction, ahead, eventOf } from './configuration.ts';
import type { Configuration, History } from './configuration.ts';
import { flag, Graph } from './graph.ts';
import type { KeptEvent, Node, Origin } from './graph.ts';
import { later, Plays, stage } from './plays.ts';
import type { Play } from './plays.ts';
import { partsOf } from './split.ts';
import type { TrackPart } from './split.ts';
import { exploreParts } from './parts.ts';
import { timeless } from './timeless.ts';
import { historyAfter } from './history.ts';

/** A step that was taken, as those see it who judge it. */
export interface Taken {
  readonly node: Node;
  readonly play: Play;
  /** What set it off: the play, and what was kept and is taken after it. */
  readonly cause: { readonly play: Play; readonly kept: readonly KeptEvent[] };
  readonly result: Extract<StepResult, { readonly kind: 'stepped' }>;
}

/** Those who judge what is explored. */
export interface Witness {
  reached(node: Node): void;
  taken(taken: Taken): void;
  broke(node: Node, play: Play, error: unknown): void;
  undoneTwice(node: Node, play: Play, step: string): void;
}

export interface Successor {
  /** The play with the data that was chosen. */
  readonly play: Play;
  readonly configuration: Configuration;
  readonly flags: number;
  readonly kept?: readonly KeptEvent[];
}

export interface Exploration {
  readonly graph: Graph;
  readonly abstraction: Abstraction;
  /** Transitions that were taken somewhere, as they stand in the journey. */
  readonly followed: ReadonlySet<Transition>;
}

export interface ExploreOptions {
  readonly cap: number;
  readonly witness: Witness;
  readonly onGrowth: (configurations: number) => void;
}

/** Explores a journey. @throws CapReached when there are more configurations than allowed. */
export function explore(program: Program, journey: Journey, options: ExploreOptions): Exploration {
  const explorer = new Explorer(program, journey, options);
  explorer.run();
  return explorer;
}

export class Explorer implements Exploration {
  readonly graph: Graph;
  readonly abstraction: Abstraction;
  readonly followed = new Set<Transition>();
  readonly plays: Plays;
  readonly journey: Journey;
  readonly #program: Program;
  readonly #witness: Witness;
  readonly #parts = new Map<string, readonly TrackPart[] | undefined>();
  readonly #waiting: number[] = [];

  constructor(program: Program, journey: Journey, { cap, witness, onGrowth }: ExploreOptions) {
    this.journey = journey;
    this.#program = timeless(program, journey);
    this.#witness = witness;
    this.graph = new Graph(cap, onGrowth);
    this.abstraction = new Abstraction(program, journey);
    this.plays = new Plays(program, this.abstraction);
  }

  run(): void {
    this.#begin();
    for (let at = 0; at < this.#waiting.length; at++) {
      const node = this.graph.node(this.#waiting[at] ?? 0);
      const parts = this.partsAt(node.configuration);
      if (parts === undefined) this.#expand(node);
      else exploreParts(this, node, parts);
    }
  }

  /** The parts in which a configuration is looked at; undefined: as a whole. */
  partsAt({ state, history }: Configuration): readonly TrackPart[] | undefined {
    if (state.status === 'ended' || state.parked !== undefined) return undefined;
    if (state.deferred.length > 0 || history.length > 0) return undefined;
    const root = state.places[0]?.step ?? '';
    if (this.journey.steps[root]?.kind !== 'tracks') return undefined;
    if (!this.#parts.has(root)) {
      this.#parts.set(root, partsOf(this.journey, root, this.abstraction.relevance));
    }
    return this.#parts.get(root);
  }

  /** Adds a configuration of the whole journey, to be explored when it is new. */
  reach(configuration: Configuration, origin: Origin | undefined): number {
    const { id, isNew } = this.graph.add(configuration, origin);
    if (isNew) {
      this.#waiting.push(id);
      this.#witness.reached(this.graph.node(id));
    }
    return id;
  }

  /** Tells the witness of a configuration of a part. */
  reached(node: Node): void {
    this.#witness.reached(node);
  }

  #begin(): void {
    for (const enrolment of this.journey.enrol) {
      const { on, when } = enrolment;
      for (const data of this.plays.dataOf(on, true)) {
        if (when !== undefined && !holds(when, { facts: {}, data, now: instant })) continue;
        const play: Play = { kind: 'event', type: on, data };
        const event = { ...eventOf(on), data };
        const input: Input = { kind: 'enrol', journey: this.journey.name, event };
        this.#enrol(play, input);
      }
    }
  }

  #enrol(play: Play, input: Input): void {
    const nowhere = { key: '', state: unborn(this.journey), history: [] };
    const before: Node = { id: -1, configuration: nowhere, origin: undefined, edges: [] };
    let result: StepResult;
    try {
      result = step(this.#program, null, input, instant);
    } catch (error) {
      this.#witness.broke(before, play, error);
      return;
    }
    if (result.kind === 'refused') return;
    this.note({ node: before, play, result, cause: { play, kept: [] } });
    const history = this.#undo(before, play, result);
    this.reach(this.abstraction.of(result.state, instant, history), { from: -1, play });
  }

  #expand(node: Node): void {
    if (node.configuration.state.status === 'ended') return;
    for (const play of this.plays.in(node.configuration)) {
      for (const next of this.take(node, play)) {
        const { configuration, flags, kept = [] } = next;
        const to = this.reach(configuration, { from: node.id, play: next.play, kept });
        this.graph.link(node, { to, play: next.play, flags, kept });
      }
    }
  }

  /** What a play leads to: usually one configuration, none where it is refused or breaks. */
  take(node: Node, play: Play): readonly Successor[] {
    const { configuration, part } = node;
    const { state, history } = configuration;
    if (play.kind === 'time') {
      const next = this.abstraction.of(later(state, play), instant, history, part);
      return [{ play, configuration: next, flags: 0 }];
    }
    const kept = state.deferred.map(({ event: { type } }) => type);
    const isExpiry = play.kind === 'expiry';
    const others = isExpiry ? kept.filter((type) => type !== play.type) : kept;
    const deferred = isExpiry ? state.deferred.filter(({ event }) => event.type === play.type) : [];
    const all = this.#branches(node, play, { ...state, deferred });
    return all
      .flatMap((each) => restingVariants(state, each))
      .flatMap((taken) => {
        const next = this.#successor(node, taken, { play: taken.play, kept: [] });
        return others.length === 0
          ? [next]
          : this.#settle(node, { next, state: taken.result.state, others });
      });
  }

  /**
   * What was kept is tried wherever a play leads: in any order, with any data, and as often as
   * there is one of its kind, since what is kept stands for one or more.
   */
  #settle(
    node: Node,
    from: { readonly next: Successor; readonly state: State; readonly others: readonly string[] },
  ): readonly Successor[] {
    const settled: Successor[] = [];
    const seen = new Set<string>();
    const { next: first, state: now, others } = from;
    const fresh = now.deferred.map(({ event: { type } }) => type);
    const waiting: Unsettled[] = [
      { ...first, state: now, open: [...new Set([...others, ...fresh])], kept: [] },
    ];
    for (let at = 0; at < waiting.length; at++) {
      const unsettled = waiting[at];
      if (unsettled === undefined) break;
      const { state, open } = unsettled;
      const configuration = this.#keeping(unsettled, node.part);
      const key = `${configuration.key} ${unsettled.flags}`;
      if (seen.has(key)) continue;
      seen.add(key);
      // Who hears an event depends on where the journey stands: unmoved, nobody new does.
      const isNew = state.status === 'open' && (unsettled.flags & flag.moved) !== 0;
      const takers = isNew ? this.#takers(node, { ...unsettled, configuration }) : [];
      if (takers.length === 0) settled.push({ ...unsettled, configuration });
      for (const { type, ...taker } of takers) {
        waiting.push({ ...taker, open: open.filter((each) => each !== type) });
        waiting.push({ ...taker, open });
      }
    }
    return settled;
  }

  #keeping({ state, open, configuration }: Unsettled, part: TrackPart | undefined): Configuration {
    const owner = '';
    const deferred = open.map((type) => ({ event: eventOf(type), expires: ahead, owner }));
    return this.abstraction.of({ ...state, deferred }, instant, configuration.history, part);
  }

  /** What follows where something kept is taken here. */
  #takers(node: Node, { open, kept, flags, play, configuration }: Unsettled): readonly Taker[] {
    const { state, history } = configuration;
    const here: Node = { ...node, configuration };
    return open.flatMap((type) => {
      const one = state.deferred.find(({ event }) => event.type === type);
      if (one === undefined || !mayBeHeard(this.journey, state, type)) return [];
      const runs = everyChoice((choice) => {
        const event = { ...one.event, data: this.#dataOf(type, choice, 'kept') };
        const only: State = { ...state, deferred: [{ ...one, event }] };
        return this.#run(here, { play, state: only, input: nothingNew });
      });
      return runs.flatMap(({ result, choice }): Taker[] => {
        if (
          result === undefined ||
          result.state.deferred.some((each) => each.event.type === type)
        ) {
          return [];
        }
        const told = [...kept, { type, data: choice.chosenFor('kept') }];
        const delivered: Play = { kind: 'event', type, data: choice.chosenFor('kept') };
        const before: Node = { ...here, configuration: { ...configuration, history } };
        const next = this.#successor(before, { play: delivered, result }, { play, kept: told });
        const all = (next.flags & ~flag.silent) | flags | flag.fed;
        return [{ ...next, type, play, kept: told, flags: all, state: result.state }];
      });
    });
  }

  /** The play with each data that makes a difference here. */
  #branches(node: Node, play: Play, state: State): readonly Happened[] {
    if (play.kind !== 'event') {
      const result = this.#step(node, { play, state });
      return result === undefined ? [] : [{ play, result }];
    }
    const before = Object.entries(play.data).map(([field, value]) => {
      return [`event ${field}`, value] as const;
    });
    const runs = everyChoice((choice) => {
      const data = this.#dataOf(play.type, choice, 'event');
      return this.#step(node, { play: { ...play, data }, state });
    }, new Map(before));
    return runs.flatMap(({ result, choice }) => {
      return result === undefined
        ? []
        : [{ play: { ...play, data: choice.chosenFor('event') }, result }];
    });
  }

  #dataOf(type: string, choice: Choice, name: string): Facts {
    return choice.data(name, this.abstraction.relevance.data.get(type));
  }

  #step(
    node: Node,
    { play, state }: { readonly play: Play; readonly state: State },
  ): Taken['result'] | undefined {
    const staged = stage(state, play);
    return staged && this.#run(node, { ...staged, play });
  }

  /** Runs the step of the runtime; undefined where it refuses, or breaks. */
  #run(
    node: Node,
    { play, state, input }: { readonly play: Play; readonly state: State; readonly input: Input },
  ): Taken['result'] | undefined {
    try {
      const result = step(this.#program, state, input, instant);
      return result.kind === 'refused' ? undefined : result;
    } catch (error) {
      this.#witness.broke(node, play, error);
      return undefined;
    }
  }

  #successor(node: Node, { play, result }: Happened, cause: Taken['cause']): Successor {
    this.note({ node, play, result, cause });
    const history = this.#undo(node, play, result);
    const configuration = this.abstraction.of(result.state, instant, history, node.part);
    return { play, configuration, flags: this.#flagsOf(play, result) };
  }

  note(taken: Taken): void {
    for (const transition of taken.result.followed) this.followed.add(transition);
    this.#witness.taken(taken);
  }

  #flagsOf(play: Play, { entries, followed }: Taken['result']): number {
    let flags = 0;
    if (play.kind === 'act') flags |= flag.human;
    if (isSilent(play)) flags |= flag.silent;
    for (const entry of entries) {
      if (entry.kind !== 'moved') continue;
      flags |= flag.moved;
      if (this.journey.steps[entry.to]?.track === '') flags |= flag.out;
    }
    if (followed.some(({ milestone }) => milestone !== undefined)) flags |= flag.milestone;
    return flags;
  }

  #undo(node: Node, play: Play, result: Taken['result']): History {
    const { history, twice } = historyAfter(this.journey, node.configuration, { play, result });
    if (twice !== undefined) this.#witness.undoneTwice(node, play, twice);
    return history;
  }
}

type Happened = Pick<Taken, 'play' | 'result'>;

/**
 * When a journey is parked, the deadlines of other tracks may have passed a moment before, or not:
 * what was late starts afresh when the park ends, so both are looked at.
 */
function restingVariants(before: State, { play, result }: Happened): readonly Happened[] {
  const { parked } = result.state;
  if (parked === undefined || before.parked !== undefined || parked.resting.length < 2) {
    return [{ play, result }];
  }
  const fired = play.kind === 'deadline' ? play.slot : -1;
  let all: readonly (readonly Obligation[])[] = [[]];
  for (const each of parked.resting) {
    const dues = each.slot === fired ? [each.due] : [parked.since, parked.since + 1];
    all = all.flatMap((some) => dues.map((due) => [...some, { ...each, due }]));
  }
  return all.map((resting) => {
    const state = { ...result.state, parked: { ...parked, resting } };
    return { play, result: { ...result, state } };
  });
}

/** A play that has led somewhere, where what was kept is still to be tried. */
interface Unsettled extends Successor {
  readonly state: State;
  /** What is kept. */
  readonly open: readonly string[];
  readonly kept: readonly KeptEvent[];
}
interface Taker extends Omit<Unsettled, 'open'> {
  readonly type: string;
}

/** False where no level has anything to say to an event but to keep it: the step need not be asked. */
function mayBeHeard({ steps, stages, on }: Journey, { places }: State, type: string): boolean {
  return places.some(({ step: name }) => {
    const step = steps[name];
    const levels = [step?.on, stages[step?.stage ?? '']?.on, on];
    return levels.some((level) => (level?.[type]?.kind ?? 'defer') !== 'defer');
  });
}

/** An answer that nobody waits for: it moves nothing, so that what is kept is tried again. */
const nothingNew: Input = {
  kind: 'outcome',
  key: 'nothing',
  name: 'nothing',
  passing: false,
  step: '',
  outcome: 'done',
  data: {},
};

function isSilent(play: Play): boolean {
  if (play.kind === 'outcome') return play.outcome !== 'done';
  if (play.kind === 'receipt') return play.type.endsWith('.failed');
  return play.kind === 'deadline' || play.kind === 'look-up';
}

function unborn({ name }: Journey): State {
  return {
    journey: name,
    version: 0,
    status: 'open',
    stage: '',
    facts: {},
    milestones: [],
    places: [],
    obligations: [],
    deferred: [],
  };
}

/** True for a defect that a loop of instant steps is. */
export function isInstantLoop(error: unknown): boolean {
  return error instanceof BugError && error.code === 'ONW-INSTANT-LOOP';
}
