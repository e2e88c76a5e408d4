/**
 * Explores everything that can become of a journey: from each configuration, each thing that may
 * happen is given to the step of the runtime, until nothing new is found.
 */
import { holds } from '../step/guard.ts';
import { step } from '../step/step.ts';
import type { Input, State, StepResult } from '../step/types.ts';
import type { Facts, Journey, Program, Transition } from '../language/model.ts';
import { instant } from './cells.ts';
import { everyChoice } from './choice.ts';
import type { Choice } from './choice.ts';
import { Abstraction, eventOf } from './configuration.ts';
import type { Configuration, History } from './frame.ts';
import { flag } from './edges.ts';
import type { KeptEvent } from './edges.ts';
import { Graph, numberOf } from './graph.ts';
import { keeping, mayBeHeard, nothingNew, restingVariants } from './kept.ts';
import type { Node, Origin } from './graph.ts';
import { Memory } from './memory.ts';
import { later, Plays, stage } from './plays.ts';
import type { Play } from './play.ts';
import { partsOf } from './split.ts';
import type { TrackPart } from './split.ts';
import { exploreParts } from './parts.ts';
import { flagsOf } from './taken.ts';
import type { Exploring, Happened, Successor, Taken, Witness } from './taken.ts';
import { timeless } from './timeless.ts';
import { hasHistory, historyAfter } from './history.ts';

export interface ExploreOptions {
  readonly cap: number;
  readonly witness: Witness;
  readonly onGrowth: (configurations: number) => void;
  /** Tracks are never looked at in parts. */
  readonly whole?: boolean;
  /** Every step is run anew: slower, and to the same end. */
  readonly forgetful?: boolean;
}

/** Explores a journey. `run` throws CapReached when there are more configurations than allowed. */
export class Explorer implements Exploring {
  readonly graph: Graph;
  readonly abstraction: Abstraction;
  readonly followed = new Set<Transition>();
  readonly plays: Plays;
  readonly journey: Journey;
  readonly #program: Program;
  readonly #witness: Witness;
  readonly #parts = new Map<string, readonly TrackPart[] | undefined>();
  readonly #waiting: number[] = [];
  readonly #memory: Memory;
  readonly #hasHistory: boolean;
  readonly #settled = new Map<string, readonly Successor[]>();
  readonly #isWhole: boolean;

  constructor(program: Program, journey: Journey, options: ExploreOptions) {
    const { cap, witness, onGrowth, whole = false, forgetful = false } = options;
    this.#isWhole = whole;
    this.journey = journey;
    this.#program = timeless(program, journey);
    this.#witness = witness;
    this.graph = new Graph(cap, onGrowth);
    this.abstraction = new Abstraction(program, journey);
    this.plays = new Plays(program, this.abstraction);
    this.#memory = new Memory(journey, this.abstraction, forgetful);
    this.#hasHistory = hasHistory(journey);
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
  partsAt({ frame, history }: Configuration): readonly TrackPart[] | undefined {
    if (this.#isWhole || frame === undefined || history.length > 0) return undefined;
    const { parked, deferred, places } = frame.bare;
    if (parked !== undefined || deferred.length > 0) return undefined;
    const [{ step: root } = { step: '' }, ...tracks] = places;
    if (this.journey.steps[root]?.kind !== 'tracks') return undefined;
    if (tracks.every(({ ended }) => ended !== undefined)) return undefined;
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
    const before: Node = { id: -1, configuration: nowhere, origin: undefined };
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
    this.reach(this.abstraction.of(result.state, instant, { history }), { from: -1, play });
  }

  #expand(node: Node): void {
    if (node.configuration.frame === undefined) return;
    for (const play of this.plays.in(node.configuration)) {
      for (const next of this.take(node, play)) {
        const { configuration, flags, kept, play: chosen } = next;
        const how = kept === undefined || kept.length === 0 ? undefined : { kept };
        const to =
          numberOf(configuration) ??
          this.reach(configuration, { from: node.id, play: chosen, ...how });
        const edge = { to, play: chosen, flags };
        this.graph.link(node, how === undefined ? edge : { ...edge, ...how });
      }
    }
  }

  /** What a play leads to: usually one configuration, none where it is refused or breaks. */
  take(node: Node, play: Play): readonly Successor[] {
    const { configuration, part } = node;
    if (play.kind === 'time') {
      const { state, history } = configuration;
      const next = this.abstraction.of(later(state, play), instant, { history, part });
      return [{ play, configuration: next, flags: flag.time }];
    }
    const recalled = this.#memory.recall(configuration, play);
    if (recalled !== undefined) return recalled;
    const watched = this.#memory.watch(configuration);
    return watched === undefined ? this.#follow(node, play) : this.#watched(node, play, watched);
  }

  /** Runs a step for the first time where its facts are read so, and remembers it. */
  #watched(node: Node, play: Play, state: State): readonly Successor[] {
    const before = this.#witness.found;
    const branches = this.#branches(node, play, state);
    const outcomes = branches
      .map((each) => this.#memory.seen(each))
      .flatMap(({ writes, ...each }) =>
        restingVariants(state, each).map((happened) => ({ ...happened, writes })),
      )
      .map((watched) => {
        const next = this.#successor(node, watched, { play: watched.play, kept: [] });
        return { watched, next };
      });
    // What shows a fault is judged wherever it is met: a story is sought among all.
    if (this.#witness.found === before) this.#memory.keep(node.configuration, play, outcomes);
    return outcomes.map(({ next }) => next);
  }

  #follow(node: Node, play: Play): readonly Successor[] {
    const { state } = node.configuration;
    const kept = state.deferred.map(({ event: { type } }) => type);
    const isExpiry = play.kind === 'expiry';
    const others = isExpiry ? kept.filter((type) => type !== play.type) : kept;
    const deferred = isExpiry ? state.deferred.filter(({ event }) => event.type === play.type) : [];
    const all = this.#branches(node, play, { ...state, deferred });
    return all
      .flatMap((each) => restingVariants(state, each))
      .flatMap((taken) => this.#landed(node, taken, others));
  }

  /** Where a play has led, with what was kept before it. */
  #landed(node: Node, taken: Happened, kept: readonly string[]): readonly Successor[] {
    const { play, result } = taken;
    const cause = { play, kept: [] };
    if (kept.length === 0 || result.state.status === 'ended') {
      return [this.#successor(node, taken, cause)];
    }
    // Who hears an event depends on where the journey stands: unmoved, nobody new does.
    if (result.entries.every(({ kind }) => kind !== 'moved')) {
      const state = keeping(result.state, kept);
      return [this.#successor(node, { play, result: { ...result, state } }, cause)];
    }
    return this.#settle(node, { first: this.#successor(node, taken, cause), kept, result });
  }

  /** What was kept is tried where a play has led: the same whatever the play was. */
  #settle(
    node: Node,
    from: {
      readonly first: Successor;
      readonly kept: readonly string[];
      readonly result: Taken['result'];
    },
  ): readonly Successor[] {
    const { first, result } = from;
    const { state } = result;
    const fresh = state.deferred.map(({ event: { type } }) => type);
    const open = [...new Set([...from.kept, ...fresh])];
    const begun = { ...first, flags: 0, state, open, kept: [] };
    const configuration = this.#holding(node, begun);
    const key = `${node.part?.number ?? ''} ${configuration.key}`;
    let settled = this.#settled.get(key);
    if (settled === undefined) {
      settled = this.#settleAll(node, begun);
      this.#settled.set(key, settled);
    }
    return settled.map((each) => ({ ...each, play: first.play, flags: each.flags | first.flags }));
  }

  /**
   * What is kept is taken in any order, with any data, and as often as there is one of its kind,
   * since what is kept stands for one or more.
   */
  #settleAll(node: Node, begun: Unsettled): readonly Successor[] {
    const settled: Successor[] = [];
    const seen = new Set<string>();
    const waiting: Unsettled[] = [begun];
    for (let at = 0; at < waiting.length; at++) {
      const unsettled = waiting[at];
      if (unsettled === undefined) break;
      const { state, open, flags, play } = unsettled;
      const configuration = this.#holding(node, unsettled);
      const key = `${configuration.key} ${flags}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const here = { ...unsettled, configuration };
      const takers = state.status === 'open' ? this.#takers(node, here) : [];
      if (takers.length === 0) settled.push(here);
      for (const { type, data, next, state: after } of takers) {
        const taken = { ...next, play, state: after, flags: next.flags | flags };
        const kept = [...unsettled.kept, { type, data }];
        waiting.push({ ...taken, kept, open: open.filter((each) => each !== type) });
        waiting.push({ ...taken, kept, open });
      }
    }
    return settled;
  }

  #holding({ part }: Node, { state, open, configuration: { history } }: Unsettled): Configuration {
    const whole = keeping({ ...state, deferred: [] }, open);
    return this.abstraction.of(whole, instant, { history, part });
  }

  /** What follows where something kept is taken here. */
  #takers(node: Node, unsettled: Unsettled): readonly Taker[] {
    return unsettled.open.flatMap((type) => this.#takersOf(node, type, unsettled));
  }

  #takersOf(node: Node, type: string, { kept, play, configuration }: Unsettled): readonly Taker[] {
    const { state } = configuration;
    const here: Node = { ...node, configuration };
    const one = state.deferred.find(({ event }) => event.type === type);
    if (one === undefined || !mayBeHeard(this.journey, state, type)) return [];
    const runs = everyChoice((choice) => {
      const event = { ...one.event, data: this.#dataOf(type, choice, 'kept') };
      const only: State = { ...state, deferred: [{ ...one, event }] };
      return this.#run(here, { play, state: only, input: nothingNew });
    });
    return runs.flatMap(({ result, choice }): Taker[] => {
      const still = result?.state.deferred.some((each) => each.event.type === type);
      if (result === undefined || still === true) return [];
      const data = choice.chosenFor('kept');
      const delivered: Play = { kind: 'event', type, data };
      const cause = { play, kept: [...kept, { type, data }] };
      const next = this.#successor(here, { play: delivered, result }, cause);
      const flags = (next.flags & ~flag.silent) | flag.fed;
      return [{ type, data, next: { ...next, flags }, state: result.state }];
    });
  }

  /** The play with each data that makes a difference here. */
  #branches(node: Node, play: Play, state: State): readonly Happened[] {
    if (play.kind !== 'event') {
      const result = this.#step(node, { play, state });
      return result === undefined ? [] : [{ play, result }];
    }
    const fields = this.abstraction.relevance.data.get(play.type);
    if (fields === undefined || fields.size === 0) {
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
      if (result === undefined) return [];
      const data = choice.chosenFor('event');
      return [{ play: Object.keys(data).length === 0 ? play : { ...play, data }, result }];
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
    const configuration = this.abstraction.of(result.state, instant, { history, part: node.part });
    return { play, configuration, flags: flagsOf(this.journey, { play, result }) };
  }

  note(taken: Taken): void {
    for (const transition of taken.result.followed) this.followed.add(transition);
    this.#witness.taken(taken);
  }

  #undo(node: Node, play: Play, result: Taken['result']): History {
    if (!this.#hasHistory) return node.configuration.history;
    const { history, twice } = historyAfter(this.journey, node.configuration, { play, result });
    if (twice !== undefined) this.#witness.undoneTwice(node, play, twice);
    return history;
  }
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

/** A play that has led somewhere, where what was kept is still to be tried. */
interface Unsettled extends Successor {
  readonly state: State;
  /** What is kept. */
  readonly open: readonly string[];
  readonly kept: readonly KeptEvent[];
}
/** Something kept that was taken, and what followed. */
interface Taker {
  readonly type: string;
  readonly data: Facts;
  readonly next: Successor;
  readonly state: State;
}
