/** Explaining: what a journey waits for, in one sentence and in its parts. */
export { actionsOf } from './actions.ts';
export { explain } from './explain.ts';
export type { ActionChoice, ExplainedMessage, ExplainedObligation, Explanation } from './types.ts';
