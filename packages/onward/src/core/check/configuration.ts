/**
 * Configurations: states that no input can tell apart are one. Each is kept as a state that stands
 * for all of them, so that the step of the runtime can be run on it.
 */
import type { EventInput, Obligation, Place, State } from '../step/types.ts';
import type { FactValue, Journey, Program } from '../language/model.ts';
import { instant } from './cells.ts';
import { FactsKnown, Frame, Shared, Standing } from './frame.ts';
import type { Bare, Change, Configuration, History, Part } from './frame.ts';
import { relevanceOf } from './relevance.ts';
import type { Relevance } from './relevance.ts';

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
  /** What many configurations have in common stands once. */
  readonly #places = new Shared<Place>();
  readonly #obligations = new Shared<Obligation>();
  readonly #facts = new Map<ReadonlySet<string> | undefined, FactsKnown>();
  readonly #sinks: boolean;
  readonly #frames = new Map<Part | undefined, Map<string, Frame>>();

  constructor(program: Program, journey: Journey) {
    this.journey = journey;
    this.relevance = relevanceOf(program, journey);
    this.#sinks = [...this.relevance.facts.values()].some(({ sinks }) => sinks);
    this.#stepNumbers = new Map(Object.keys(journey.steps).map((name, at) => [name, at]));
  }

  /** The configuration of a state at an instant; `part` leaves out what lies outside it. */
  of(state: State, now: number, { history = [], part }: Seen = {}): Configuration {
    if (state.status === 'ended') {
      const key = `end ${state.outcome ?? ''} ${history.join()}`;
      return { key, state, history };
    }
    const places = this.#placesOf(state, part);
    const known = this.#known(part?.facts ?? this.relevance.live.get(places[0]?.step ?? ''));
    const facts = known.of(state.facts, now);
    const obligations = this.#obligationsOf(state.obligations, { facts, part });
    const words: string[] = [];
    const parked = this.#parked(state, words);
    const deferred = this.#deferred(state);
    const { stage } = state;
    const bare = { stage, places, obligations, deferred, parked, known, part };
    return this.#standing(this.#frame(bare, words), facts, history);
  }

  /** The configuration of a frame with facts that were changed, or count no more. */
  after(frame: Frame, facts: State['facts'], writes: State['facts'] | undefined): Standing {
    return this.#standing(frame, frame.bare.known.after(facts, writes, instant));
  }

  /** The frame with one track elsewhere. */
  moved(frame: Frame, change: Change): Frame {
    const { slot, place, obligation } = change;
    const { bare, code } = frame;
    const at = bare.places.findIndex(({ track }) => track === place.track);
    const pending = bare.obligations.findIndex((each) => each.slot === slot);
    const split = bare.places.length + 1 + pending;
    const moved =
      code.slice(0, at) +
      this.#places.code(place) +
      code.slice(at + 1, split) +
      (obligation === undefined ? '' : this.#obligations.code(obligation)) +
      code.slice(split + 1);
    return (
      this.#framesOf(bare.part).get(moved) ??
      this.#frame({
        ...bare,
        places: bare.places.with(at, place),
        obligations: bare.obligations.toSpliced(pending, 1, ...(obligation ? [obligation] : [])),
      })
    );
  }

  #standing(frame: Frame, facts: State['facts'], history: History = []): Standing {
    const known = history.length === 0 ? frame.standings.get(facts) : undefined;
    if (known !== undefined) return known;
    const standing = new Standing(frame, facts, { journey: this.journey.name, history });
    if (history.length === 0) frame.standings.set(facts, standing);
    return standing;
  }

  #frame(bare: Bare, rest: readonly string[] = []): Frame {
    const { places, obligations, deferred, part } = bare;
    let code = '';
    for (const place of places) code += this.#places.code(place);
    code += ' ';
    for (const each of obligations) code += this.#obligations.code(each);
    const others = [...rest, ...deferred.map(({ event }) => event.type)];
    if (others.length > 0) code += ` ${others.join(' ')}`;
    const frames = this.#framesOf(part);
    let frame = frames.get(code);
    if (frame === undefined) {
      const words = [
        ...places.map((place) => this.#places.word(place)),
        ...obligations.map((each) => this.#obligations.word(each)),
        ...others,
      ];
      const isBound = obligations.some((each) => this.#hangs(each));
      frame = new Frame(bare, { code, word: words.join(' '), isBound });
      frames.set(code, frame);
    }
    return frame;
  }

  #framesOf(part: Part | undefined): Map<string, Frame> {
    let frames = this.#frames.get(part);
    if (frames === undefined) this.#frames.set(part, (frames = new Map<string, Frame>()));
    return frames;
  }

  #known(live: ReadonlySet<string> | undefined): FactsKnown {
    let known = this.#facts.get(live);
    if (known === undefined) {
      this.#facts.set(live, (known = new FactsKnown(this.relevance.facts, live)));
    }
    return known;
  }

  #placesOf(state: State, part: Part | undefined): readonly Place[] {
    const places: Place[] = [];
    for (const place of state.places) {
      if (part !== undefined && place.track !== '' && !part.tracks.has(place.track)) continue;
      places.push(this.#places.has(place) ? place : this.#placeOf(place));
    }
    return places;
  }

  #placeOf({ track, step, ended }: Place): Place {
    if (ended === undefined) {
      const word = `${this.#stepNumbers.get(step) ?? step}`;
      return this.#places.of(word, word, () => ({ track, step, since: instant }));
    }
    const end = Object.keys(this.journey.steps).find((name) => {
      const found = this.journey.steps[name];
      return found?.kind === 'end' && found.track === track;
    });
    const word = `!${track}`;
    const made = { track, step: end ?? step, since: instant, ended: 'ended' };
    return this.#places.of(word, word, () => made);
  }

  #obligationsOf(
    all: readonly Obligation[],
    { facts, part }: { facts: State['facts']; part: Part | undefined },
  ): readonly Obligation[] {
    const obligations: Obligation[] = [];
    const ordered = all.length < 2 ? all : all.toSorted((a, b) => a.slot - b.slot);
    for (const each of ordered) {
      // Exceptions and added tasks change nothing else; their own law is checked when they open.
      if (each.slot > parkSlot) continue;
      if (part !== undefined && each.track !== '' && !part.tracks.has(each.track)) continue;
      obligations.push(this.#pending(each, facts));
    }
    return obligations;
  }

  /** One obligation as it stands, whenever it was opened and by whatever number it was asked. */
  #pending(each: Obligation, facts: State['facts']): Obligation {
    // When it is due may hang on a fact that has changed.
    if (this.#obligations.has(each) && !this.#hangs(each)) return each;
    const { slot, kind, name, step, track, owner, level, channel, started } = each;
    const isLookedUp = each.lookUp !== undefined;
    const flags = `${isLookedUp ? 'l' : ''}${started === true ? 's' : ''}${channel ?? ''}`;
    const holder = level > 0 || kind === 'park' ? owner : '';
    const due = this.#due(each, facts);
    const word = `${slot}:${level}${flags}${holder}`;
    return this.#obligations.of(`${word} ${step} ${owner} ${due}`, word, () => ({
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
      ...(isAsked(each) ? { command: `0.${slot}` } : {}),
      ...(isLookedUp ? { lookUp: `0.${slot + 100}` } : {}),
      ...(channel === undefined ? {} : { channel }),
      ...(started === undefined ? {} : { started }),
    }));
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
        const pending = this.#pending(each, {});
        words.push(isLate ? 'late' : 'rest', this.#obligations.word(pending));
        return { ...pending, due: isLate ? instant - 1 : ahead };
      });
    return { parking: parked.parking, since: instant, resting };
  }

  /** What is kept counts by its kind: how often, and with what data, is chosen when it is taken. */
  #deferred({ deferred }: State): State['deferred'] {
    if (deferred.length === 0) return deferred;
    const kept = new Map<string, State['deferred'][number]>();
    for (const { event, owner } of deferred) {
      kept.set(event.type, { event: eventOf(event.type), expires: ahead, owner });
    }
    const types = [...kept.keys()].toSorted();
    return types.flatMap((type) => kept.get(type) ?? []);
  }

  /** Facts in moving cells that time can let sink, with a value of the cell below. */
  sinking(configuration: Configuration): readonly Sinking[] {
    if (!this.#sinks) return [];
    const found: Sinking[] = [];
    for (const [name, value] of Object.entries(configuration.state.facts)) {
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

/** One that waits for its hours, or is read back, is as good as asked: it is not answered yet. */
function isAsked({ command, askAt, readBack }: Obligation): boolean {
  return command !== undefined || askAt !== undefined || readBack !== undefined;
}
