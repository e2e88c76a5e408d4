/** The step: the pure function that every other part of the engine calls. */
export { isPerson } from './act.ts';
export { enrolmentOf, step } from './step.ts';
export { byHand, chargedTo, safetyOf, systemOf, systemsOf } from './hold.ts';
export { isLate } from './late.ts';
export { nextDue, nextObligation, nextWake } from './next.ts';
export { recallInput, recordInput } from './record.ts';
export { isAnswerMatter, plannedWishes, wantedStill, wordsOf } from './wishes.ts';
export type { EventColumns, RecordedInput } from './record.ts';
export type { Next } from './next.ts';
export type * from './types.ts';
