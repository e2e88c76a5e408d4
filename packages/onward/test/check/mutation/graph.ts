/** The step graph of a journey: what leads where, what dies without what, what goes in circles. */
import type { Journey, Program, Step, Transition } from '../../../src/core/index.ts';
import type { Path } from './edit.ts';
import { boundedBy, handlersOf, holderOf, levelsAt, waysOf } from './ways.ts';
import type { Way } from './ways.ts';

/** One transition that moves, at one step from which it is taken. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly path: Path;
  readonly way: Way;
  readonly transition: Transition;
}

/** A journey with what operators ask about it. */
export class Graph {
  readonly program: Program;
  readonly journey: Journey;
  readonly ways: readonly Way[];
  readonly moves: readonly Move[];
  /** Counts that some guard bounds from above. */
  readonly counters: ReadonlySet<string>;

  constructor(program: Program, journey: Journey) {
    this.program = program;
    this.journey = journey;
    this.ways = waysOf(journey);
    this.moves = this.ways.flatMap((way) => movesOf(way));
    this.counters = new Set(
      this.ways.flatMap(({ transitions }) => transitions.flatMap(({ when }) => boundedBy(when))),
    );
  }

  get steps(): readonly (readonly [string, Step])[] {
    return Object.entries(this.journey.steps);
  }

  path(...below: Path): Path {
    return ['journeys', this.journey.name, ...below];
  }

  /** Steps that only what stands under the path leads to. */
  diesWithout(path: Path): readonly string[] {
    const { start } = this.journey;
    const starts = this.steps.flatMap(([, step]) =>
      step.kind === 'tracks' ? Object.values(step.tracks) : [],
    );
    return this.steps.flatMap(([name]) => {
      const incoming = this.moves.filter(({ to }) => to === name);
      const dead = incoming.length > 0 && incoming.every((move) => isUnder(move.path, path));
      return dead && name !== start && !starts.includes(name) ? [name] : [];
    });
  }

  /** Whether nothing but machines and clocks can lead from one step to another, without a bound. */
  runsBy(from: string, to: string, without: Path = []): boolean {
    const seen = new Set<string>([from]);
    const next = [from];
    for (let name = next.pop(); name !== undefined; name = next.pop()) {
      if (name === to) return true;
      for (const each of this.runsTo(name, without)) {
        if (!seen.has(each)) next.push(each);
        seen.add(each);
      }
    }
    return false;
  }

  private runsTo(name: string, without: Path): readonly string[] {
    const step = this.journey.steps[name];
    const inside = step?.kind === 'tracks' ? Object.values(step.tracks) : [];
    const joined =
      step?.kind === 'end' && step.track !== '' ? holderOf(this.journey, step.track) : '';
    const moves = this.moves.filter((move) => {
      // The way on after a join is taken from the end of a track.
      const from = move.way.kind === 'join' ? joined : name;
      return move.from === from && from !== '' && this.isFree(move) && !isBelow(move.path, without);
    });
    return [...inside, ...moves.map(({ to }) => to)];
  }

  /** Neither a person, nor a milestone, nor a bounded counter. */
  isFree({ way, transition }: Move): boolean {
    return (
      way.kind !== 'action' &&
      transition.milestone === undefined &&
      !transition.set.some(({ fact, to }) => to.kind === 'add' && this.counters.has(fact))
    );
  }

  /** Whether a track's step can be the only one that hears the event. */
  isHeardAlone(name: string, event: string): boolean {
    const step = this.journey.steps[name];
    if (step === undefined || step.track === '') return true;
    const tracks = this.journey.steps[holderOf(this.journey, step.track)];
    if (tracks?.kind !== 'tracks') return true;
    // With a join of all, every other line may have ended before.
    if (tracks.join === Object.keys(tracks.tracks).length) return true;
    return !this.steps.some(([, other]) => {
      return other.track !== '' && other.track !== step.track && Object.hasOwn(other.on, event);
    });
  }

  /** Where the handler at the path is the one that counts, and how many stand around it. */
  heardAt(path: Path): readonly { readonly step: string; readonly outer: number }[] {
    const found = handlersOf(this.journey).find((each) => each.path.join('/') === path.join('/'));
    if (found === undefined) return [];
    return found.at
      .filter((name) => this.isHeardAlone(name, found.event))
      .map((name) => {
        return { step: name, outer: levelsAt(this.journey, name, found.event).length - 1 };
      });
  }

  /** How often the journey names an event. */
  mentions(event: string): number {
    const handlers = handlersOf(this.journey).filter((each) => each.event === event).length;
    const awaits = this.steps.filter(
      ([, step]) => step.kind === 'await' && step.events.includes(event),
    ).length;
    return handlers + awaits;
  }
}

function movesOf(way: Way): readonly Move[] {
  return way.transitions.flatMap((transition, index) => {
    const { to } = transition;
    if (to === undefined) return [];
    const path = [...way.path, index];
    return way.at.map((from) => ({ from, to, path, way, transition }));
  });
}

/** Whether a path leads into, or is, the other. */
export function isUnder(path: Path, above: Path): boolean {
  return above.every((key, index) => String(path[index]) === String(key));
}

function isBelow(path: Path, above: Path): boolean {
  return above.length > 0 && isUnder(path, above);
}
