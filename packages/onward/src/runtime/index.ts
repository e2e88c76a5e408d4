/** The runtime: the commit loop, deadlines and the outbox. */
export { startEngine } from './engine.ts';
export type { EngineOptions } from './engine.ts';
export { isUsed } from './handling.ts';
export type * from './types.ts';
