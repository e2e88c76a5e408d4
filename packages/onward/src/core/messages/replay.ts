/** What a policy would have made of messages that were asked for: their time goes by once more. */
import { arbitrate } from './arbiter.ts';
import type { Attention, Fate, Sent, Wish } from './arbiter.ts';

/** How each came out in the end. */
export interface Replayed {
  readonly wish: Wish;
  readonly fate: Fate;
  /** When it was sent, merged or given up. */
  readonly at: number;
  /** How often it was put off before. */
  readonly deferred: number;
}

/** Seven days and one of a zone. */
const lookBackMs = 8 * 86_400_000;
/** No message waits longer than its caps can make it. */
const mostRounds = 10_000;

/** The wishes of one person, as they would have been judged when they were asked for. */
export function replayWishes(
  wishes: readonly Wish[],
  attention: Omit<Attention, 'now' | 'sent'>,
): readonly Replayed[] {
  const sent: Sent[] = [];
  const ended: Replayed[] = [];
  let waiting = wishes.map((wish) => ({ wish, at: wish.at, deferred: 0 }));
  for (let round = 0; waiting.length > 0 && round < mostRounds; round += 1) {
    const now = Math.min(...waiting.map(({ at }) => at));
    const due = waiting.filter(({ at }) => at <= now);
    const known = sent.filter(({ at }) => at > now - lookBackMs);
    const asked = due.map(({ wish }) => ({ ...wish, at: now }));
    const fates = arbitrate(asked, { ...attention, now, sent: known });
    waiting = waiting.filter(({ at }) => at > now);
    for (const { wish, deferred } of due) {
      const fate = fates.get(wish.key);
      if (fate === undefined) continue;
      if (fate.kind === 'defer') waiting.push({ wish, at: fate.until, deferred: deferred + 1 });
      else ended.push({ wish, fate, at: now, deferred });
      if (fate.kind === 'send') sent.push({ ...wish, at: now });
    }
  }
  return ended;
}
