/**
 * What a track does by itself it does the same wherever the others stand: such a step is run once,
 * and put together with each place of the others.
 */
import type { Obligation, Place, State } from '../step/types.ts';
import type { Journey } from '../language/model.ts';
import type { Configuration } from './configuration.ts';
import { flag } from './graph.ts';
import type { Play } from './plays.ts';
import type { Happened, Successor } from './taken.ts';

/** What changes when a track steps by itself. */
interface Change {
  readonly slot: number;
  readonly place: Place;
  /** Undefined: nothing is pending there any more. */
  readonly obligation: Obligation | undefined;
  readonly facts: State['facts'];
  readonly flags: number;
}

/** Remembers the steps of tracks beside each other. */
export class Beside {
  /** By the play, which belongs to one obligation, and the facts it was taken with. */
  readonly #known = new WeakMap<Play, WeakMap<State['facts'], Change>>();
  readonly #isSimple: boolean;

  constructor({ steps }: Journey) {
    // What follows a track from outside, or hangs on facts that any of them sets, is not its own.
    this.#isSimple = Object.values(steps).every((step) => {
      if (step.kind === 'command') return step.undo === undefined && step.late?.kind === 'ignore';
      return !('within' in step) || step.within?.kind !== 'fact';
    });
  }

  /** Where a play leads that was taken before with other tracks elsewhere. */
  recall({ state }: Configuration, play: Play): { state: State; flags: number } | undefined {
    if (state.deferred.length > 0 || state.parked !== undefined) return undefined;
    const change = this.#known.get(play)?.get(state.facts);
    if (change === undefined) return undefined;
    const { slot, place, obligation, facts, flags } = change;
    const places = state.places.map((each) => (each.track === place.track ? place : each));
    const obligations = state.obligations.flatMap((each) => {
      if (each.slot !== slot) return [each];
      return obligation === undefined ? [] : [obligation];
    });
    return { state: { ...state, places, obligations, facts }, flags };
  }

  /** Remembers a step if it was the track's own. */
  note({ state, history }: Configuration, { play, result }: Happened, next: Successor): void {
    if (!this.#isSimple || state.places.length < 3 || !('slot' in play)) return;
    if (history.length > 0 || state.deferred.length > 0 || state.parked !== undefined) return;
    const { slot } = play;
    const before = state.obligations.find((each) => each.slot === slot);
    const { entries } = result;
    const { flags, configuration } = next;
    const { state: after } = configuration;
    if (before === undefined || (flags & flag.out) !== 0 || after.parked !== undefined) return;
    if (after.status === 'ended' || entries.some(({ kind }) => kind === 'track-ended')) return;
    const place = after.places.find((each) => each.track === before.track);
    if (place === undefined || place.ended !== undefined) return;
    const obligation = after.obligations.find((each) => each.slot === slot);
    let byFacts = this.#known.get(play);
    if (byFacts === undefined) {
      byFacts = new WeakMap();
      this.#known.set(play, byFacts);
    }
    byFacts.set(state.facts, { slot, place, obligation, facts: after.facts, flags });
  }
}
