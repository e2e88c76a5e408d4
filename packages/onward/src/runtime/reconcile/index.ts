/** Reconciliation: what journeys believe beside what systems say, and what follows. */
export { ReconcileDesk } from './desk.ts';
export { writeOf } from './writing.ts';
