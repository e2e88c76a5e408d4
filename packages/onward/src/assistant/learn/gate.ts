/**
 * Whether a version may take over from another: what is right stays right, nothing urgent falls.
 */
import { isAtLeast, type Level } from '../urgency/level.ts';

/** An item as both versions read it. */
export interface UrgencyPair {
  readonly id: string;
  readonly meant: Level;
  readonly before: Level;
  readonly after: Level;
}

export interface IntentPair {
  readonly id: string;
  readonly meant: string;
  /** As it was read; absent where it was rejected. */
  readonly before?: string;
  readonly after?: string;
}

export interface Compared {
  readonly urgency: readonly UrgencyPair[];
  readonly intents: readonly IntentPair[];
}

export type Objection =
  /** An urgent item would be less urgent; only a signed change lets it. */
  | {
      readonly kind: 'urgent-fell';
      readonly id: string;
      readonly before: Level;
      readonly after: Level;
    }
  | { readonly kind: 'intents-fell'; readonly before: number; readonly after: number }
  /** Too much that is not urgent would be called so. */
  | { readonly kind: 'false-alarms'; readonly before: number; readonly after: number };

/** Of what is not urgent, what may be read within minutes: the goal of the assistant. */
const mostAlarms = 0.25;

/** `allowed`: items whose fall somebody has signed. */
export function objectionsTo(
  { urgency, intents }: Compared,
  allowed: ReadonlySet<string> = new Set(),
): readonly Objection[] {
  const fell = urgency
    .filter(({ meant }) => isAtLeast(meant, 'review-now'))
    .filter(({ before, after, id }) => !isAtLeast(after, before) && !allowed.has(id))
    .map(({ id, before, after }): Objection => ({ kind: 'urgent-fell', id, before, after }));
  const objections = [...fell];
  const right = (of: 'before' | 'after'): number =>
    intents.filter((each) => each[of] === each.meant).length;
  if (right('after') < right('before')) {
    const of = Math.max(1, intents.length);
    const [before, after] = [right('before') / of, right('after') / of];
    objections.push({ kind: 'intents-fell', before, after });
  }
  const calm = urgency.filter(({ meant }) => !isAtLeast(meant, 'review-now'));
  const alarms = (of: 'before' | 'after'): number =>
    calm.filter((each) => isAtLeast(each[of], 'review-now')).length / Math.max(1, calm.length);
  if (alarms('after') > Math.max(mostAlarms, alarms('before'))) {
    objections.push({ kind: 'false-alarms', before: alarms('before'), after: alarms('after') });
  }
  return objections;
}
