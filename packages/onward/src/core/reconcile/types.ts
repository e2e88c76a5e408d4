/** The words of reconciliation: where what we believe differs from what a system says. */

/**
 * How belief and system differ, of one record:
 * - `missed`: the system tells of something that never came;
 * - `late`: so, but of a time before what we know of the record already;
 * - `changed`: what came was told otherwise than the system has it now;
 * - `contradicted`: the system says what it said before, as if its last word had not been;
 * - `vanished`: what came last is of a record that the system has no more;
 * - `duplicated`: the system has one more record of what the journey has once.
 */
export const driftClasses = [
  'missed',
  'late',
  'changed',
  'contradicted',
  'vanished',
  'duplicated',
] as const;
export type DriftClass = (typeof driftClasses)[number];

/**
 * What follows: the event that says it is taken, it is proposed to a person with both sides, or
 * a person finds out.
 */
export type DriftPolicy = 'apply' | 'propose' | 'task';
