/**
 * What configurations have in common: where a journey rests and what is pending there, whatever its
 * facts are; and the facts, wherever it rests. Each of them stands once and knows its own word.
 */
import type { Obligation, Place, State } from '../step/types.ts';
import type { FactValue } from '../language/model.ts';
import type { Cells } from './cells.ts';
import type { Play } from './play.ts';

type Facts = State['facts'];

/** What is not undone, what was left unanswered: by step, marked as `history.ts` says. */
export type History = readonly string[];

export interface Configuration {
  readonly key: string;
  readonly state: State;
  readonly history: History;
  /** The same without its facts; undefined where the journey has ended. */
  readonly frame?: Frame;
}

/** A part of a journey looked at by itself: some tracks, and the facts that matter there. */
export interface Part {
  readonly tracks: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
}

/** What a frame is made of. */
export interface Bare {
  readonly stage: string;
  readonly places: readonly Place[];
  readonly obligations: readonly Obligation[];
  readonly deferred: State['deferred'];
  readonly parked: State['parked'];
  /** The facts that count here. */
  readonly known: FactsKnown;
  readonly part: Part | undefined;
}

/** One track elsewhere: what changes when it steps by itself. */
export interface Change {
  readonly slot: number;
  readonly place: Place;
  /** Undefined: nothing is pending there any more. */
  readonly obligation: Obligation | undefined;
}

/** A configuration without its facts. */
export class Frame {
  readonly bare: Bare;
  /** The codes of its places, and those of its obligations. */
  readonly code: string;
  readonly word: string;
  /** A deadline hangs on a fact. */
  readonly isBound: boolean;
  /** Its configurations without a past, by their facts. */
  readonly standings = new Map<Facts, Standing>();
  /** What may happen in it, but for what the facts themselves may do; set by who lists it. */
  plays: readonly Play[] | undefined;

  constructor(bare: Bare, named: Pick<Frame, 'code' | 'word' | 'isBound'>) {
    this.bare = bare;
    this.code = named.code;
    this.word = named.word;
    this.isBound = named.isBound;
  }

  /** Nothing is kept or parked, and no deadline hangs on a fact. */
  get isPlain(): boolean {
    const { parked, deferred } = this.bare;
    return parked === undefined && deferred.length === 0 && !this.isBound;
  }
}

/** A configuration of a frame; its state and its key are put together when they are asked for. */
export class Standing implements Configuration {
  readonly frame: Frame;
  readonly facts: Facts;
  readonly history: History;
  /** Its number in the graph, where it has one and no part or past tells it from others. */
  id: number | undefined;
  readonly #journey: string;
  #state: State | undefined;

  constructor(
    frame: Frame,
    facts: Facts,
    { journey, history }: { readonly journey: string; readonly history: History },
  ) {
    this.frame = frame;
    this.facts = facts;
    this.history = history;
    this.#journey = journey;
  }

  get key(): string {
    const { word, bare } = this.frame;
    const past = this.history.length === 0 ? '' : ` u${this.history.join()}`;
    return `${word} ${bare.known.word(this.facts)}${past}`;
  }

  get state(): State {
    this.#state ??= this.stateWith(this.facts);
    return this.#state;
  }

  /** The state that stands for it, with its facts in another form. */
  stateWith(facts: Facts): State {
    const { stage, places, obligations, deferred, parked } = this.frame.bare;
    return {
      journey: this.#journey,
      version: 1,
      status: 'open',
      stage,
      facts,
      milestones: [],
      places,
      obligations,
      deferred,
      ...(parked === undefined ? {} : { parked }),
    };
  }
}

/** Codes begin after the characters that part them. */
const firstCode = 0x21;

/** Things of which many are the same: the first that has a key stands for all that have it. */
export class Shared<T extends object> {
  readonly #words = new Map<T, string>();
  readonly #codes = new Map<T, string>();
  readonly #first = new Map<string, T>();

  /** Whether the thing is one that stands for others. */
  has(thing: T): boolean {
    return this.#words.has(thing);
  }

  word(thing: T): string {
    return this.#words.get(thing) ?? '';
  }

  /** One character for each thing: quick to compare, and of no meaning elsewhere. */
  code(thing: T): string {
    return this.#codes.get(thing) ?? '';
  }

  /** What stands for all that have this key; made where it is the first. */
  of(key: string, word: string, make: () => T): T {
    let found = this.#first.get(key);
    if (found === undefined) {
      found = make();
      this.#first.set(key, found);
      this.#codes.set(found, String.fromCharCode(firstCode + this.#words.size));
      this.#words.set(found, word);
    }
    return found;
  }
}

/** Facts where some of them count: of each that does, only the cell it lies in. */
export class FactsKnown {
  readonly #cells: readonly (readonly [string, Cells])[];
  /** The first facts of each set of cells stand for all others, by a character for each cell. */
  readonly #first = new Map<string, Facts>();
  readonly #words = new Map<Facts, string>();
  /** What comes of facts that are changed in some way, as far as it is known already. */
  readonly #after = new Map<Facts | undefined, Map<Facts, Facts>>();

  constructor(cells: ReadonlyMap<string, Cells>, live: ReadonlySet<string> | undefined) {
    this.#cells = [...cells].filter(([fact]) => live?.has(fact) === true);
  }

  word(facts: Facts): string {
    return this.#words.get(facts) ?? '';
  }

  /** The facts that stand for these at an instant, with those that are written over them. */
  of(all: Facts, now: number, writes: Facts = all): Facts {
    if (writes === all && this.#words.has(all)) return all;
    let code = '';
    for (const [fact, cells] of this.#cells) {
      const value = Object.hasOwn(writes, fact) ? writes[fact] : all[fact];
      code += String.fromCharCode(cells.of(value, now));
    }
    return this.#first.get(code) ?? this.#add(code);
  }

  #add(code: string): Facts {
    const facts: Record<string, FactValue> = {};
    let word = '';
    for (const [at, [fact, cells]] of this.#cells.entries()) {
      const cell = code.charCodeAt(at);
      const value = cells.values[cell]?.[0];
      if (value !== undefined) facts[fact] = value;
      word += `${fact}=${cell} `;
    }
    this.#first.set(code, facts);
    this.#words.set(facts, word);
    return facts;
  }

  /** The facts that stand for these with some of them changed; undefined clears one. */
  after(facts: Facts, writes: Facts | undefined, now: number): Facts {
    let known = this.#after.get(writes);
    if (known === undefined) this.#after.set(writes, (known = new Map<Facts, Facts>()));
    let after = known.get(facts);
    if (after === undefined) {
      after = this.of(facts, now, writes);
      known.set(facts, after);
    }
    return after;
  }
}
