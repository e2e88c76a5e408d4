/** The runtime: the commit loop, deadlines and the outbox. */
export type * from './types.ts';
