/** Clocks: what a journey takes, on whose account, and whether it takes too long. */
export { measureOf } from './measure.ts';
export { begin, elapse, inPhase, isCounting, nextOf, reset, stop } from './run.ts';
export type { Counting, Phase } from './run.ts';
export { turnAt, turnOf } from './turn.ts';
export type * from './types.ts';
