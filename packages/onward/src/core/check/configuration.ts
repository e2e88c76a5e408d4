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

/** Knows which differences between states of one journey matter. */
export class Abstraction {
  readonly journey: Journey;
  readonly relevance: Relevance;
  readonly #stepNumbers: ReadonlyMap<string, number>;

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
    const places = this.#places(state, words, part);
    const root = places[0]?.step ?? '';
    const facts = this.#facts(state, { now, root, part }, words);
    const obligations = this.#obligations(state.obligations, { state, facts, part }, words);
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

  #places(state: State, words: string[], part: Part | undefined): readonly Place[] {
    const places: Place[] = [];
    for (const place of state.places) {
      if (part !== undefined && place.track !== '' && !part.tracks.has(place.track)) continue;
      const { track, step } = place;
      if (place.ended === undefined) {
        places.push({ track, step, since: instant });
        words.push(`${this.#stepNumbers.get(step) ?? step}`);
      } else {
        const end = Object.keys(this.journey.steps).find((name) => {
          const found = this.journey.steps[name];
          return found?.kind === 'end' && found.track === track;
        });
        places.push({ track, step: end ?? step, since: instant, ended: 'ended' });
        words.push(`!${track}`);
      }
    }
    return places;
  }

  #facts(
    { facts: all }: State,
    { now, root, part }: { now: number; root: string; part: Part | undefined },
    words: string[],
  ): State['facts'] {
    const facts: Record<string, FactValue> = {};
    const live = part?.facts ?? this.relevance.live.get(root);
    for (const [fact, cells] of this.relevance.facts) {
      if (live?.has(fact) !== true) continue;
      const cell = cells.of(all[fact], now);
      const value = cells.values[cell]?.[0];
      if (value !== undefined) facts[fact] = value;
      words.push(`${fact}=${cell}`);
    }
    return facts;
  }

  #obligations(
    all: readonly Obligation[],
    { facts, part }: { state: State; facts: State['facts']; part: Part | undefined },
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
    const { slot, kind, name, step, track, owner, level, channel, started } = each;
    const hasCommand = each.command !== undefined;
    const isLookedUp = each.lookUp !== undefined;
    words.push(
      `${slot}:${level}${isLookedUp ? 'l' : ''}${started === true ? 's' : ''}${channel ?? ''}` +
        (level > 0 || kind === 'park' ? owner : ''),
    );
    return {
      slot,
      opened: 1,
      kind,
      name,
      step,
      track,
      owner,
      level,
      due: this.#due(each, facts),
      since: instant,
      overdue: false,
      ...(hasCommand ? { command: `0.${slot}` } : {}),
      ...(isLookedUp ? { lookUp: `0.${slot + 100}` } : {}),
      ...(channel === undefined ? {} : { channel }),
      ...(started === undefined ? {} : { started }),
    };
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
