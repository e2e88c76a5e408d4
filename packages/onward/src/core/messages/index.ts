/** Planned messages: a pure function of a journey's state, and what becomes of each of them. */
export { diff } from './diff.ts';
export { hoursOf, sendableFrom } from './hours.ts';
export { plan } from './plan.ts';
export { decide, isRemembered } from './settle.ts';
export type { Difference } from './diff.ts';
export type { Hours } from './hours.ts';
export type { Verdicts } from './settle.ts';
export type * from './types.ts';
