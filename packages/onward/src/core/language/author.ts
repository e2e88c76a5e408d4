/** Constructors for authors who write a program in TypeScript: the same form as YAML, typed. */
import type { JourneyInput, ProgramInput } from './surface/program.ts';

/** A program with its journeys in it; `compileObject` checks and compiles it. */
export function defineProgram(program: ProgramInput): ProgramInput {
  return program;
}

/** One journey, to stand in a program's `journeys`. */
export function defineJourney(journey: JourneyInput): JourneyInput {
  return journey;
}
