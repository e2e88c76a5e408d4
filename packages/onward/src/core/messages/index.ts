/** Planned messages: a pure function of a journey's state, and what becomes of each of them. */
export { arbitrate } from './arbiter.ts';
export { isNews, latestWord, permits } from './consent.ts';
export { diff } from './diff.ts';
export { common, hoursOf, sendableFrom, zoneOf } from './hours.ts';
export { weekOfRegion } from './regions.ts';
export { argsOf, recipientArgs } from './said.ts';
export { isKnown, newsUntil, systemOver, tellingOf } from './informs.ts';
export { nothingPlanned, plan } from './plan.ts';
export { replayWishes } from './replay.ts';
export type { Replayed } from './replay.ts';
export { decide, isRemembered } from './settle.ts';
export type { Attention, Fate, Sent, Wish } from './arbiter.ts';
export type { Rule } from './days.ts';
export type { ConsentRecord } from './consent.ts';
export type { Difference } from './diff.ts';
export type { Hours } from './hours.ts';
export type { Verdicts } from './settle.ts';
export type * from './types.ts';
