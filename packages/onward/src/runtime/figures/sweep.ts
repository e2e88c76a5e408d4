/**
 * Looks at every open journey, page by page, and folds it into figures of a size that does not grow
 * with them. It takes a small part of one core: after a page it rests for as long as that asks.
 */
import { isLate } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { FiguresStore, OpenState, SweepPlace } from '../../store/index.ts';
import { Ages } from './ages.ts';
import { ClockFold } from './clock-fold.ts';
import type { ClockTally } from './clock-fold.ts';
import { DueFold } from './due-fold.ts';
import type { DueTally } from './due-fold.ts';
import { StallFold } from './stall-fold.ts';
import type { Stall, Surroundings } from './stall-words.ts';

/** How those who rest at a step do. */
export interface StepFigure {
  readonly program: string;
  readonly journey: string;
  readonly stage: string;
  readonly step: string;
  readonly ages: Ages;
  /** Whose deadline is put off while a system is out. */
  readonly held: number;
}

/** What one look at everything has found. */
export interface Deep {
  /** When the look began. */
  readonly at: number;
  /** Real milliseconds of work, its rests left out. */
  readonly costMs: number;
  readonly journeys: number;
  readonly steps: readonly StepFigure[];
  readonly clocks: readonly ClockTally[];
  readonly stalls: readonly Stall[];
  readonly due: ReadonlyMap<string, DueTally>;
}

export interface SweepParts {
  readonly store: Pick<FiguresStore, 'cells' | 'openStates'>;
  readonly program: Program;
  readonly around: Surroundings;
  /** Real time, for what it costs. */
  readonly elapsed: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  /** So many times as long as a page took it rests after it; default: as the duty asks. */
  readonly rest?: number;
}

const pageSize = 250;
/** Of one core. */
const sweepDuty = 0.03;
/** So much is done without a rest: programs of some thousand journeys are seen at once. */
const freeMs = 400;

/** Undefined where it was stopped. */
export async function sweep(parts: SweepParts): Promise<Deep | undefined> {
  const { store, around, elapsed, pause, isStopped, rest = 1 / sweepDuty - 1 } = parts;
  const fold = new Fold(parts.program, around);
  let costMs = 0;
  for (const cell of store.cells) {
    let after: SweepPlace | undefined = { program: 0, journey: '', id: 0 };
    while (after !== undefined) {
      if (isStopped()) return undefined;
      const began = elapsed();
      const page = await store.openStates(cell, { after, limit: pageSize });
      for (const row of page.rows) fold.add(row);
      after = page.next;
      const tookMs = elapsed() - began;
      costMs += tookMs;
      if (costMs > freeMs && after !== undefined) await pause(tookMs * rest);
    }
  }
  return fold.result(costMs);
}

interface StepCount {
  readonly program: string;
  readonly journey: string;
  readonly stage: string;
  readonly step: string;
  readonly ages: Ages;
  held: number;
}

class Fold {
  private readonly now: number;
  private readonly clocks: ClockFold;
  private readonly stalls: StallFold;
  private readonly due: DueFold;
  private readonly steps = new Map<string, StepCount>();
  private journeys = 0;

  constructor(program: Program, around: Surroundings) {
    this.now = around.now;
    this.clocks = new ClockFold(around.now);
    this.stalls = new StallFold(around);
    this.due = new DueFold(around.now, program);
  }

  add(row: OpenState): void {
    this.journeys += 1;
    this.rest(row);
    this.clocks.add(row);
    this.stalls.add(row);
    this.due.add(row);
  }

  result(costMs: number): Deep {
    return {
      at: this.now,
      costMs,
      journeys: this.journeys,
      steps: [...this.steps.values()],
      clocks: this.clocks.result(),
      stalls: this.stalls.result(),
      due: this.due.result(),
    };
  }

  private rest({ program, state }: OpenState): void {
    for (const { step, track, since, ended } of state.places) {
      if (ended !== undefined) continue;
      const count = this.countOf(program, state.journey, step);
      const own = state.obligations.filter((each) => each.step === step && each.track === track);
      const isHeld = own.some(({ onHold }) => onHold !== undefined);
      const areLate = own.some((each) => isLate(each, this.now));
      count.ages.add(this.now - since, areLate && !isHeld);
      if (isHeld) count.held += 1;
    }
  }

  private countOf(program: Program, journey: string, step: string): StepCount {
    const name = `${program.program}\n${journey}\n${step}`;
    const known = this.steps.get(name);
    if (known !== undefined) return known;
    const stage = program.journeys[journey]?.steps[step]?.stage ?? '';
    const made = { program: program.program, journey, stage, step, ages: new Ages(), held: 0 };
    this.steps.set(name, made);
    return made;
  }
}
