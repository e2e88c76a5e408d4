/** A place of a compiled program in the words of its source, and where it stands in its files. */
import type { Path, TextPosition } from './problem.ts';

/**
 * A place in a program, in the words of its source: what it is looked up by in the files. Without a
 * journey it lies in the program file; a step needs no stage, since its name is unique.
 */
export interface Spot {
  readonly journey?: string;
  readonly stage?: string;
  readonly step?: string;
  /** Keys below the step, stage, journey or program: `['overdue', 'then', 0]`. */
  readonly below: Path;
}

/** Where a spot stands in the files of the program. */
export interface Position extends TextPosition {
  /** Relative to the program file, as the problems name it. */
  readonly file: string;
}
