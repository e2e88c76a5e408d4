/**
 * What was seen once need not be run again: a step gives the same wherever it reads the same. Of
 * each it is remembered which facts it read; the others are carried along. What a track does by
 * itself it does wherever the other tracks stand.
 */
import type { FactValue, Journey } from '../language/model.ts';
import type { State } from '../step/types.ts';
import type { Abstraction } from './configuration.ts';
import type { Change, Configuration, Frame, Standing } from './frame.ts';
import { flag } from './edges.ts';
import { hasHistory } from './history.ts';
import type { Play } from './play.ts';
import type { Happened, Successor } from './taken.ts';

type Facts = State['facts'];

/** A step that was watched: what it led to, and the facts that it changed. */
export interface Watched extends Happened {
  readonly writes: Facts | undefined;
}

/** Where a step leads, whatever the facts are that it did not read. */
interface Outcome {
  readonly next: Successor;
  /** Undefined: the journey has ended. */
  readonly frame: Frame | undefined;
  /** Where only one track has changed: the frame is that of the moment, with this. */
  readonly change: Change | undefined;
  /** It leads nowhere else: the frame is that of the moment. */
  readonly stays: boolean;
  readonly writes: Facts | undefined;
}

interface Entry {
  readonly reads: readonly (readonly [string, FactValue | undefined])[];
  readonly outcomes: readonly Outcome[];
}

/** Remembers the steps of one journey. */
export class Memory {
  readonly #journey: Journey;
  readonly #abstraction: Abstraction;
  readonly #isSimple: boolean;
  /** Steps of a track by itself, by the play, which belongs to one obligation of it. */
  readonly #ofTracks = new Map<Play, Entry[]>();
  readonly #ofFrames = new Map<Frame, Map<Play, Entry[]>>();
  /**
   * Events that no track hears, and that lead out of all of them or change no place, by the root.
   */
  readonly #ofRoots = new Map<string, Map<Play, Entry[]>>();
  readonly #watch: Watch;

  constructor(journey: Journey, abstraction: Abstraction, isForgetful: boolean) {
    this.#journey = journey;
    this.#abstraction = abstraction;
    this.#isSimple = !isForgetful && !hasHistory(journey);
    this.#watch = new Watch(Object.keys(journey.facts));
  }

  /** Where a play leads, where that is known; undefined: the step must be run. */
  recall(configuration: Configuration, play: Play): readonly Successor[] | undefined {
    const { frame } = configuration;
    if (!this.#isSimple || frame?.isPlain !== true) return undefined;
    const { facts } = configuration as Standing;
    const entry =
      this.#found(this.#ofTracks.get(play), frame, facts) ??
      this.#found(this.#ofRoot(play, frame), frame, facts) ??
      this.#found(this.#ofFrames.get(frame)?.get(play), frame, facts);
    return entry?.outcomes.map(({ next, frame: to, change, writes, stays }): Successor => {
      const moved = change === undefined ? to : this.#abstraction.moved(frame, change);
      const reached = stays ? frame : moved;
      if (reached === undefined) return next;
      const there = this.#abstraction.after(reached, facts, writes);
      return { play: next.play, configuration: there, flags: next.flags };
    });
  }

  #ofRoot(play: Play, frame: Frame): readonly Entry[] | undefined {
    if (play.kind !== 'event' || frame.bare.places.length < 3) return undefined;
    const entries = this.#ofRoots.get(frame.bare.places[0]?.step ?? '')?.get(play);
    return entries !== undefined && this.#isForRoot(play.type, frame) ? entries : undefined;
  }

  /** Whether no track has a word of its own for an event; a part does not show all of them. */
  #isForRoot(type: string, { bare: { places, part } }: Frame): boolean {
    return (
      part === undefined &&
      places.every(({ track, step, ended }) => {
        return (
          track === '' || ended !== undefined || this.#journey.steps[step]?.on[type] === undefined
        );
      })
    );
  }

  #found(entries: readonly Entry[] | undefined, frame: Frame, facts: Facts): Entry | undefined {
    return entries?.find(({ reads, outcomes }) => {
      const isSame = reads.every(([name, value]) => facts[name] === value);
      return isSame && !this.#joins(frame, outcomes[0]?.change);
    });
  }

  /** Whether the tracks join by a change: what it leads to then is not that track's alone. */
  #joins({ bare: { places } }: Frame, change: Change | undefined): boolean {
    if (change?.place.ended === undefined) return false;
    const holder = this.#journey.steps[places[0]?.step ?? ''];
    const ended = places.filter((place) => place.ended !== undefined).length;
    return holder?.kind !== 'tracks' || ended + 1 >= holder.join;
  }

  /** The state to run a step on so that its reading is seen; undefined: it is not remembered. */
  watch(configuration: Configuration): State | undefined {
    if (!this.#isSimple || configuration.frame?.isPlain !== true) return undefined;
    const standing = configuration as Standing;
    return standing.stateWith(this.#watch.begin(standing.facts));
  }

  /** What happened, with facts that may be looked at by anyone. */
  seen({ play, result }: Happened): Watched {
    const { state } = result;
    const writes = this.#watch.writesOf(state.facts);
    const facts = this.#watch.after(writes);
    return { play, result: { ...result, state: { ...state, facts } }, writes };
  }

  /** Remembers all that a play leads to. */
  keep(
    { frame }: Configuration,
    play: Play,
    outcomes: readonly { readonly watched: Watched; readonly next: Successor }[],
  ): void {
    if (frame === undefined) return;
    const all = outcomes.map(({ watched, next }): Outcome => {
      const { frame: to } = next.configuration;
      const found = outcomes.length === 1 ? changeOf(frame, watched, next) : undefined;
      // A join may lead nowhere and still write: the track would seem to have done it.
      const change = found && !this.#joins(frame, found) ? this.#same(play, found) : undefined;
      // Out of the tracks and in again may lead to where it was: that is no staying.
      const stays = to === frame && (next.flags & flag.moved) === 0;
      return { next, frame: to, change, stays, writes: watched.writes };
    });
    // Where the time of a deadline is a fact's, it goes its own way.
    if (all.some(({ frame: to }) => to !== undefined && to.isBound)) return;
    this.#entries(frame, play, all).push({ reads: this.#watch.reads(), outcomes: all });
  }

  /** Among what a step is remembered: it is that of a track, of the root, or of all of a frame. */
  #entries(frame: Frame, play: Play, outcomes: readonly Outcome[]): Entry[] {
    if (outcomes[0]?.change !== undefined) {
      let own = this.#ofTracks.get(play);
      if (own === undefined) this.#ofTracks.set(play, (own = []));
      return own;
    }
    const isRoot =
      play.kind === 'event' &&
      frame.bare.places.length > 2 &&
      this.#isForRoot(play.type, frame) &&
      outcomes.every(({ next, stays, frame: to }) => {
        return stays || to === undefined || (next.flags & flag.out) !== 0;
      });
    if (isRoot) return entriesIn(this.#ofRoots, frame.bare.places[0]?.step ?? '', play);
    return entriesIn(this.#ofFrames, frame, play);
  }

  /** The change as the play has led to it before, whatever was read then. */
  #same(play: Play, change: Change): Change {
    const before = this.#ofTracks.get(play)?.flatMap(({ outcomes }) => outcomes[0]?.change ?? []);
    const same = before?.find(({ place, obligation }) => {
      return place === change.place && obligation === change.obligation;
    });
    return same ?? change;
  }
}

function entriesIn<K>(all: Map<K, Map<Play, Entry[]>>, key: K, play: Play): Entry[] {
  let plays = all.get(key);
  if (plays === undefined) all.set(key, (plays = new Map<Play, Entry[]>()));
  let entries = plays.get(play);
  if (entries === undefined) plays.set(play, (entries = []));
  return entries;
}

/** What changes where a track steps by itself; undefined where more does. */
function changeOf(frame: Frame, { play }: Happened, next: Successor): Change | undefined {
  const { frame: after } = next.configuration;
  if (frame.bare.places.length < 3 || after === undefined || !('slot' in play)) return undefined;
  if ((next.flags & flag.out) !== 0 || !after.isPlain) return undefined;
  const { slot } = play;
  const before = frame.bare.obligations.find((each) => each.slot === slot);
  const place = after.bare.places.find((each) => each.track === before?.track);
  if (before === undefined || place === undefined) return undefined;
  const obligation = after.bare.obligations.find((each) => each.slot === slot);
  return { slot, place, obligation };
}

/** Facts that tell which of them were read, and which were changed. */
class Watch {
  readonly #seen: object = {};
  readonly #written = new Map<string, Facts>();
  #facts: Facts = {};
  #reads = new Map<string, FactValue | undefined>();

  constructor(names: readonly string[]) {
    for (const name of names) {
      Object.defineProperty(this.#seen, name, { get: () => this.#read(name) });
    }
  }

  /** Begins to watch; the facts given back have no members of their own but those that are set. */
  begin(facts: Facts): Facts {
    this.#facts = facts;
    this.#reads = new Map<string, FactValue | undefined>();
    return Object.create(this.#seen) as Facts;
  }

  #read(name: string): FactValue | undefined {
    const value = this.#facts[name];
    this.#reads.set(name, value);
    return value;
  }

  reads(): Entry['reads'] {
    return [...this.#reads];
  }

  /** What was set, one object for the same; undefined: nothing. */
  writesOf(facts: Facts): Facts | undefined {
    const own = Object.entries(facts);
    if (own.length === 0) return undefined;
    const word = own.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join();
    let writes = this.#written.get(word);
    if (writes === undefined) this.#written.set(word, (writes = Object.fromEntries(own)));
    return writes;
  }

  /** The facts that are watched, with what was set. */
  after(writes: Facts | undefined): Facts {
    return writes === undefined ? this.#facts : { ...this.#facts, ...writes };
  }
}
