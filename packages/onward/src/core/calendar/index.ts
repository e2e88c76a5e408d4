/** Working time: when something is due, across weekends, holidays and clock changes. */
export { dueAt } from './due-at.ts';
export { exceptionsFrom } from './exceptions.ts';
export { openFrom, openUntil } from './open-at.ts';
export { workBetween } from './work-between.ts';
export { endOfDay, instantOf, isZone, localOf } from './zone.ts';
