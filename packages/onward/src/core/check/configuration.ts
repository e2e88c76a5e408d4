/**
 * Configurations: states that no input can tell apart are one. Each is kept as a state that stands
 * for all of them, so that the step of the runtime can be run on it.
 */
import type { EventInput, Obligation, Place, State } from '../step/types.ts';
import type { FactValue, Journey, Program } from '../language/model.ts';
import { instant } from './cells.ts';
import { relevanceOf } from './relevance.ts';
import type { Relevance } from './relevance.ts';

/** What is not undone, what was left unanswered: by step, marked as `history.ts` says. */
export type History = readonly string[];

export interface Configuration {
  readonly key: string;
  readonly state: State;
  readonly history: History;
}

/** A part of a journey looked at by itself: some tracks, and the facts that matter there. */
export interface Part {
  readonly tracks: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
}

/** How a state is looked at: with what history, and in which part. */
export interface Seen {
  readonly history?: History;
  readonly part?: Part | undefined;
}

const dayMs = 86_400_000;
/** When what is not due is due; no sum of the explorer's spans comes to it. */
export const ahead = instant + dayMs + 17;
export const parkSlot = 63;

/** Says a thing's word, and what tells it from others of that word; the first such, if any. */
type Word<T> = (text: string, key?: string) => T | undefined;

/**
 * Things of which many are the same: a thing that is known is told by itself, another one is made
 * and, where its word is known, is the one that had it first.
 */
class Shared<T extends object> {
  readonly #words = new WeakMap<T, string>();
  readonly #first = new Map<string, T>();

  of(thing: T, words: string[], make: (word: Word<T>) => T): T {
    const known = this.#words.get(thing);
    if (known === undefined) return this.anew(words, make);
    if (known !== '') words.push(known);
    return thing;
  }

  anew(words: string[], make: (word: Word<T>) => T): T {
    let text = '';
    let name = '';
    const made = make((word, key = word) => {
      text = word;
      name = key;
      return this.#first.get(key);
    });
    if (text !== '') words.push(text);
    if (!this.#first.has(name)) this.#first.set(name, made);
    this.#words.set(made, text);
    return made;
  }
}

/** Knows which differences between states of one journey matter. */
export class Abstraction {
  readonly journey: Journey;
  readonly relevance: Relevance;
  readonly #stepNumbers: ReadonlyMap<string, number>;
  /** What many configurations have in common stands once, and knows its own word. */
  readonly #places = new Shared<Place>();
  readonly #obligations = new Shared<Obligation>();
  readonly #facts = new Map<ReadonlySet<string> | undefined, Shared<State['facts']>>();

  constructor(program: Program, journey: Journey) {
    this.journey = journey;
    this.relevance = relevanceOf(program, journey);
    this.#stepNumbers = new Map(Object.keys(journey.steps).map((name, at) => [name, at]));
  }

  /** The configuration of a state at an instant; `part` leaves out what lies outside it. */
  of(state: State, now: number, { history = [], part }: Seen = {}): Configuration {
    if (state.status === 'ended') {
      const key = `end ${state.outcome ?? ''} ${history.join()}`;
      return { key, state, history };
    }
    const words: string[] = [];
    const places = this.#placesOf(state, words, part);
    const root = places[0]?.step ?? '';
    const facts = this.#factsOf(state, { now, root, part }, words);
    const obligations = this.#obligationsOf(state.obligations, { facts, part }, words);
    const parked = this.#parked(state, words);
    const deferred = this.#deferred(state, words);
    if (history.length > 0) words.push(`u${history.join()}`);
    return {
      key: words.join(' '),
      history,
      state: {
        journey: state.journey,
        version: 1,
        status: 'open',
        stage: state.stage,
        facts,
        milestones: [],
        places,
        obligations,
        deferred,
        ...(parked === undefined ? {} : { parked }),
      },
    };
  }

  #placesOf(state: State, words: string[], part: Part | undefined): readonly Place[] {
    const places: Place[] = [];
    for (const place of state.places) {
      if (part !== undefined && place.track !== '' && !part.tracks.has(place.track)) continue;
      places.push(this.#places.of(place, words, (word) => this.#placeOf(place, word)));
    }
    return places;
  }

  #placeOf({ track, step, ended }: Place, word: Word<Place>): Place {
    if (ended === undefined) {
      return word(`${this.#stepNumbers.get(step) ?? step}`) ?? { track, step, since: instant };
    }
    const end = Object.keys(this.journey.steps).find((name) => {
      const found = this.journey.steps[name];
      return found?.kind === 'end' && found.track === track;
    });
    return word(`!${track}`) ?? { track, step: end ?? step, since: instant, ended: 'ended' };
  }

  #factsOf(
    { facts: all }: State,
    { now, root, part }: { now: number; root: string; part: Part | undefined },
    words: string[],
  ): State['facts'] {
    const live = part?.facts ?? this.relevance.live.get(root);
    let shared = this.#facts.get(live);
    if (shared === undefined) this.#facts.set(live, (shared = new Shared<State['facts']>()));
    const made = (word: Word<State['facts']>): State['facts'] => {
      const facts: Record<string, FactValue> = {};
      let text = '';
      for (const [fact, cells] of this.relevance.facts) {
        if (live?.has(fact) !== true) continue;
        const cell = cells.of(all[fact], now);
        const value = cells.values[cell]?.[0];
        if (value !== undefined) facts[fact] = value;
        text += `${text === '' ? '' : ' '}${fact}=${cell}`;
      }
      return word(text) ?? facts;
    };
    return shared.of(all, words, made);
  }

  #obligationsOf(
    all: readonly Obligation[],
    { facts, part }: { facts: State['facts']; part: Part | undefined },
    words: string[],
  ): readonly Obligation[] {
    const obligations: Obligation[] = [];
    const ordered = all.length < 2 ? all : all.toSorted((a, b) => a.slot - b.slot);
    for (const each of ordered) {
      // Exceptions and added tasks change nothing else; their own law is checked when they open.
      if (each.slot > parkSlot) continue;
      if (part !== undefined && each.track !== '' && !part.tracks.has(each.track)) continue;
      obligations.push(this.#standing(each, facts, words));
    }
    return obligations;
  }

  /** One obligation as it stands, whenever it was opened and by whatever number it was asked. */
  #standing(each: Obligation, facts: State['facts'], words: string[]): Obligation {
    const made = (word: Word<Obligation>): Obligation => {
      const { slot, kind, name, step, track, owner, level, channel, started } = each;
      const isLookedUp = each.lookUp !== undefined;
      const flags = `${isLookedUp ? 'l' : ''}${started === true ? 's' : ''}${channel ?? ''}`;
      const holder = level > 0 || kind === 'park' ? owner : '';
      const due = this.#due(each, facts);
      const text = `${slot}:${level}${flags}${holder}`;
      const found = word(text, `${text} ${step} ${owner} ${due}`);
      if (found !== undefined) return found;
      return {
        slot,
        opened: 1,
        kind,
        name,
        step,
        track,
        owner,
        level,
        due,
        since: instant,
        overdue: false,
        ...(each.command === undefined ? {} : { command: `0.${slot}` }),
        ...(isLookedUp ? { lookUp: `0.${slot + 100}` } : {}),
        ...(channel === undefined ? {} : { channel }),
        ...(started === undefined ? {} : { started }),
      };
    };
    // When it is due may hang on a fact that has changed.
    if (this.#hangs(each)) return this.#obligations.anew(words, made);
    return this.#obligations.of(each, words, made);
  }

  #hangs({ step: name }: Obligation): boolean {
    const step = this.journey.steps[name];
    return step !== undefined && 'within' in step && step.within?.kind === 'fact';
  }

  /** A deadline that hangs on a known fact is due when that time comes; any other at any time. */
  #due({ step: name, level, lookUp, due }: Obligation, facts: State['facts']): number {
    if (!Number.isFinite(due)) return Number.POSITIVE_INFINITY;
    const step = this.journey.steps[name];
    if (level > 0 || lookUp !== undefined || step === undefined || !('within' in step))
      return ahead;
    const { within } = step;
    if (within?.kind !== 'fact') return ahead;
    const fact = facts[within.fact];
    if (typeof fact === 'number') return fact + within.offsetMs;
    if (typeof fact === 'string') return Date.parse(`${fact}T00:00:00Z`) + within.offsetMs;
    return ahead;
  }

  #parked({ parked }: State, words: string[]): State['parked'] {
    if (parked === undefined) return undefined;
    words.push(`p${parked.parking.owner}/${parked.parking.reason}`);
    const resting = parked.resting
      .toSorted((a, b) => a.slot - b.slot)
      .map((each): Obligation => {
        const isLate = each.due <= parked.since;
        words.push(isLate ? 'late' : 'rest');
        return { ...this.#standing(each, {}, words), due: isLate ? instant - 1 : ahead };
      });
    return { parking: parked.parking, since: instant, resting };
  }

  /** What is kept counts by its kind: how often, and with what data, is chosen when it is taken. */
  #deferred({ deferred }: State, words: string[]): State['deferred'] {
    const kept = new Map<string, State['deferred'][number]>();
    for (const { event, owner } of deferred) {
      kept.set(event.type, { event: eventOf(event.type), expires: ahead, owner });
    }
    const types = [...kept.keys()].toSorted();
    words.push(...types);
    return types.flatMap((type) => kept.get(type) ?? []);
  }

  /** Facts in moving cells that time can let sink, with a value of the cell below. */
  sinking(facts: State['facts']): readonly Sinking[] {
    const found: Sinking[] = [];
    for (const [name, value] of Object.entries(facts)) {
      const cells = this.relevance.facts.get(name);
      if (cells?.sinks !== true) continue;
      const below = cells.values[cells.of(value, instant) - 1]?.[0];
      if (below !== undefined) found.push({ name, value: below });
    }
    return found;
  }
}

export interface Sinking {
  readonly name: string;
  readonly value: FactValue;
}

/** An event as the explorer sends it. */
export function eventOf(type: string): EventInput {
  const source = type.slice(0, type.indexOf('.'));
  return { kind: 'event', type, source, id: 'any', occurredAt: instant, data: {} };
}
