/** Explaining: what a journey waits for, in one sentence and in its parts. */
export { actionsOf } from './actions.ts';
export { explain } from './explain.ts';
export type { Moment } from './explain.ts';
export { whyNot } from './why-not.ts';
export type { WhyNotTransition } from './why-not.ts';
export { headStartOf, whyHere } from './rank.ts';
export type { HeadStart, WhyHere } from './rank.ts';
export { zoneOf as zoneOfOwner } from './wording.ts';
export type {
  ActionChoice,
  ExplainedClock,
  ExplainedMessage,
  ExplainedObligation,
  Explanation,
  MessageFate,
} from './types.ts';
