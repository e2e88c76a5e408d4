/** Reconciliation: how what came of a system is compared with what it says. */
export { compare, isSaid } from './compare.ts';
export type { Reach } from './compare.ts';
export type { Belief, Differs, Word } from './types.ts';
