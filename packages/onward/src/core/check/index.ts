/** The continuity proof: properties C1–C11 of a program, proved or refuted with a story. */
export { certify } from './certificate.ts';
export { check, classOf } from './check.ts';
export { properties } from './report.ts';
export { sendersOf } from './walk.ts';
export { worstMs } from './worst-span.ts';
export type {
  CheckOptions,
  CheckProgress,
  CheckReport,
  Counterexample,
  JourneyReport,
  Position,
  PropertyId,
  PropertyReport,
  Spot,
  StoryStep,
  Verdict,
} from './report.ts';
