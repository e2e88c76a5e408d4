/**
 * Explores everything that can become of a journey: from each configuration, each thing that may
 * happen is given to the step of the runtime, until nothing new is found.
 */
import { BugError } from '../errors.ts';
import { holds } from '../step/guard.ts';
import { step } from '../step/step.ts';
import type { Input, State, StepResult } from '../step/types.ts';
import type { Journey, Program, Transition } from '../language/model.ts';
import { instant } from './cells.ts';
import { Abstraction, eventOf } from './configuration.ts';
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
  readonly configuration: Configuration;
  readonly flags: number;
  readonly kept?: readonly KeptEvent[];
  readonly again?: readonly string[];
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
    this.note({ node: before, play, result });
    const history = this.#undo(before, play, result);
    this.reach(this.abstraction.of(result.state, instant, history), { from: -1, play });
  }

  #expand(node: Node): void {
    if (node.configuration.state.status === 'ended') return;
    for (const play of this.plays.in(node.configuration)) {
      for (const { configuration, flags, kept, again } of this.take(node, play)) {
        const chosen = { ...(kept && { kept }), ...(again && { again }) };
        const to = this.reach(configuration, { from: node.id, play, ...chosen });
        this.graph.link(node, { to, play, flags });
      }
    }
  }

  /** What a play leads to: usually one configuration, none where it is refused or breaks. */
  take(node: Node, play: Play): readonly Successor[] {
    const { configuration, part } = node;
    const { state, history } = configuration;
    if (play.kind === 'time') {
      const next = this.abstraction.of(later(state, play), instant, history, part);
      return [{ configuration: next, flags: 0 }];
    }
    const first = this.#step(node, { play, state });
    if (first === undefined) return [];
    if (!isTaken(state, first, play)) return [this.#successor(node, { play, result: first })];
    // What was kept is taken: in which order it came, and with what data, is the adversary's.
    return this.#orders(state, play).flatMap((kept) => {
      const result = this.#step(node, { play, state: withKept(state, kept, play) });
      if (result === undefined) return [];
      const next = { ...this.#successor(node, { play, result }), kept };
      return [next, ...this.#again(node, { play, result, next })];
    });
  }

  #step(
    node: Node,
    { play, state }: { readonly play: Play; readonly state: State },
  ): Taken['result'] | undefined {
    const staged = stage(state, play);
    if (staged === undefined) return undefined;
    try {
      const result = step(this.#program, staged.state, staged.input, instant);
      return result.kind === 'refused' ? undefined : result;
    } catch (error) {
      this.#witness.broke(node, play, error);
      return undefined;
    }
  }

  #successor(node: Node, { play, result }: Omit<Taken, 'node'>): Successor {
    this.note({ node, play, result });
    const history = this.#undo(node, play, result);
    const configuration = this.abstraction.of(result.state, instant, history, node.part);
    return { configuration, flags: this.#flagsOf(play, result) };
  }

  /** Every order of what is kept, each with every data that makes a difference. */
  #orders({ deferred }: State, play: Play): readonly (readonly KeptEvent[])[] {
    const types = deferred.flatMap(({ event: { type } }, index) =>
      play.kind === 'expiry' && play.index === index ? [] : [type],
    );
    return permutations(types).flatMap((order) => {
      let all: readonly (readonly KeptEvent[])[] = [[]];
      for (const type of order) {
        const choices = this.plays.dataOf(type, true);
        all = all.flatMap((kept) => choices.map((data) => [...kept, { type, data }]));
      }
      return all;
    });
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

  /**
   * What is kept stands for one or more of its kind. Where one was taken, another may still be
   * there, if nobody takes it where the journey is now; whoever takes it has it as if it came anew.
   */
  #again(
    node: Node,
    { result, next }: { play: Play; result: Taken['result']; next: Successor },
  ): readonly Successor[] {
    const { state } = result;
    if (state.status === 'ended') return [];
    const still = new Set(state.deferred.map(({ event }) => event.type));
    return node.configuration.state.deferred.flatMap((kept) => {
      const { type } = kept.event;
      if (still.has(type)) return [];
      const again = { ...state, deferred: [...state.deferred, kept] };
      const after = step(this.#program, again, nothingNew, instant);
      if (after.kind === 'refused' || after.state.deferred.length < again.deferred.length)
        return [];
      const { history } = next.configuration;
      const configuration = this.abstraction.of(again, instant, history, node.part);
      return [{ ...next, configuration, again: [type] }];
    });
  }
}

/** Whether something kept is no longer there after a step, beside what has expired. */
function isTaken({ deferred }: State, { state }: Taken['result'], play: Play): boolean {
  if (deferred.length === 0) return false;
  const still = new Set(state.deferred.map(({ event }) => event.type));
  return deferred.some(({ event }, index) => {
    return !still.has(event.type) && !(play.kind === 'expiry' && play.index === index);
  });
}

/** The state with what is kept in this order and with this data; what expires stays first. */
function withKept(state: State, kept: readonly KeptEvent[], play: Play): State {
  const expiring = play.kind === 'expiry' ? state.deferred[play.index] : undefined;
  const deferred = kept.flatMap(({ type, data }) => {
    const found = state.deferred.find(({ event }) => event.type === type);
    return found === undefined ? [] : [{ ...found, event: { ...found.event, data } }];
  });
  if (expiring === undefined || play.kind !== 'expiry') return { ...state, deferred };
  return { ...state, deferred: deferred.toSpliced(play.index, 0, expiring) };
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((first, at) =>
    permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]),
  );
}

/** An answer that nobody waits for: it moves nothing, so that what is kept is tried again. */
const nothingNew: Input = {
  kind: 'outcome',
  key: 'nothing',
  name: 'nothing',
  passing: true,
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
