/** Whether a person should say what a message was: what was unsure, rejected, or broke. */
import type { Guess } from '../intents/classifier.ts';

export const doubts = ['broken', 'rejected', 'unsure'] as const;
export type Doubt = (typeof doubts)[number];

/** Below it the two likeliest intents are too close for either to be believed. */
const leastMargin = 0.15;

export interface Doubtful {
  readonly intent?: Guess;
  readonly broken: readonly string[];
  /** What it may be about: words near to a concept, and none was found in them. */
  readonly candidates?: readonly unknown[];
}

export function doubtOf({ intent, broken, candidates = [] }: Doubtful): Doubt | undefined {
  if (broken.length > 0) return 'broken';
  if (intent?.isKnown !== true) return 'rejected';
  return candidates.length > 0 || marginOf(intent) < leastMargin ? 'unsure' : undefined;
}

/** How far the likeliest intent is ahead of the next one. */
function marginOf({ shares }: Pick<Guess, 'shares'>): number {
  const [first = 0, second = 0] = [...shares].toSorted((a, b) => b - a);
  return first - second;
}
