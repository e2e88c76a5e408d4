/**
 * The journey language: from what people write to the compiled form, or to what is wrong with it.
 */
export { defineJourney, defineProgram } from './author.ts';
export { canonicalJson } from './canonical-json.ts';
export { compile, compileObject } from './compile.ts';
export type { CompileResult, Sources } from './compile.ts';
export type { Connectors } from './compile/system.ts';
export { formatDuration, formatSpan, formatWithin } from './describe.ts';
export { parseDuration } from './duration.ts';
export { obligationWord } from './obligation-word.ts';
export { reconciliationOf } from './compile/reconcile.ts';
export { driftClasses, writableClasses } from './reconcile-model.ts';
export { compilePolicy } from './policy.ts';
export type { PolicyResult } from './policy.ts';
export { journeyJsonSchema, programJsonSchema } from './surface/json-schema.ts';
export type * from './model.ts';
export type { Locate } from './locate.ts';
export type { Problem } from './problem.ts';
export type { Position, Spot } from './spot.ts';
export type { JourneyInput, ProgramInput } from './surface/program.ts';
