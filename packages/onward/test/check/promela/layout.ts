/** The variables of an exported journey: where it stands, what is owed there, what is kept. */
import type { Journey, Program, Step } from '../../../src/core/index.ts';
import { FactCells } from './fact-cells.ts';
import { greatest } from './fact-code.ts';
import { ends, eventTypes, isOwner, OutsideSubset } from './journey-reader.ts';

/** A track that has ended; no step has this number. */
export const endedTrack = 255;

/** Numbers of steps, places, events and parks, and the journey they belong to. */
export class Layout {
  readonly program: Program;
  readonly journey: Journey;
  readonly cells: FactCells;
  /** The journey's own line first, then its tracks. */
  readonly tracks: readonly string[];
  readonly events: readonly string[];
  /** Event types that some handler keeps for later. */
  readonly kept: readonly string[];
  readonly #steps: ReadonlyMap<string, number>;
  /** Steps whose deadline parks the journey. */
  readonly #parks: readonly string[];

  constructor(program: Program, journey: Journey) {
    this.program = program;
    this.journey = journey;
    this.cells = new FactCells(program, journey);
    const names = Object.keys(journey.steps);
    if (names.length >= endedTrack) throw new OutsideSubset('it has more than 254 steps');
    this.#steps = new Map(names.map((name, index) => [name, index + 1]));
    const steps = Object.values(journey.steps);
    this.tracks = [...new Set(['', ...steps.map(({ track }) => track)])];
    this.events = eventTypes(journey);
    this.kept = this.events.filter((type) => this.#keeps(type));
    this.#parks = names.filter((name) => {
      const step = journey.steps[name];
      return step !== undefined && 'overdue' in step && step.overdue.park !== undefined;
    });
  }

  #keeps(type: string): boolean {
    const { on, stages, steps } = this.journey;
    const levels = [on, ...[...Object.values(stages), ...Object.values(steps)].map((of) => of.on)];
    return levels.some((level) => level[type]?.kind === 'defer');
  }

  step(name: string): Step {
    const step = this.journey.steps[name];
    if (step === undefined) throw new OutsideSubset('a transition leads to no step');
    return step;
  }

  steps(): readonly (readonly [string, Step])[] {
    return Object.entries(this.journey.steps);
  }

  number(name: string): number {
    return this.#steps.get(name) ?? 0;
  }

  /** The place that a step is in: 0, or the number of its track. */
  placeOf(step: Step): number {
    return this.tracks.indexOf(step.track);
  }

  places(): readonly number[] {
    return this.tracks.map((_, place) => place);
  }

  /** The steps that a place can rest at. */
  stepsAt(place: number): readonly (readonly [string, Step])[] {
    return this.steps().filter(([, step]) => this.placeOf(step) === place);
  }

  /** An expression: the place rests at one of these steps. */
  isAt(place: number, names: readonly string[]): string {
    if (names.length === 0) return 'false';
    return `(${names.map((name) => `p${place} == ${this.number(name)}`).join(' || ')})`;
  }

  event(type: string): number {
    return this.events.indexOf(type) + 1;
  }

  keptBit(type: string): string | undefined {
    const at = this.kept.indexOf(type);
    return at < 0 ? undefined : `k${at}`;
  }

  park(step: string): number {
    return this.#parks.indexOf(step) + 1;
  }

  /** An expression: the journey is held in a park that nobody owns, or that is never reviewed. */
  badPark(): string {
    const bad = this.#parks.filter((name) => {
      const step = this.step(name);
      const park = 'overdue' in step ? step.overdue.park : undefined;
      if (park === undefined) return false;
      return !isOwner(this.program, park.owner) || !ends(park.reviewEvery);
    });
    return bad.map((name) => `pk == ${this.park(name)}`).join(' || ') || 'false';
  }

  /** All that a configuration is made of, each variable with its greatest value. */
  configuration(): readonly (readonly [string, number])[] {
    const perPlace = this.places().flatMap((place): (readonly [string, number])[] => [
      [`p${place}`, endedTrack],
      [`l${place}`, 15],
      [`c${place}`, 7],
      ...['o', 'u', 's', 'r'].map((bit) => [`${bit}${place}`, 1] as const),
    ]);
    return [
      ...perPlace,
      ['pk', this.#parks.length],
      ['over', 1],
      ...this.kept.map((_, index) => [`k${index}`, 1] as const),
      ...this.cells.facts().map(({ name, cells }) => [name, greatest(cells)] as const),
    ];
  }
}
