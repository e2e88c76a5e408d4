/** What a message that was sent says: a reminder of its step, or what a transition asked. */
import type { Journey, Telling } from '../language/model.ts';
import type { Messages, Settled } from './types.ts';

/** Undefined where it was asked for by what is no more: another program, or later words. */
export function tellingOf(
  { steps }: Pick<Journey, 'steps'>,
  messages: Messages | undefined,
  { key, sent }: Pick<Settled, 'key' | 'sent'>,
): Telling | undefined {
  if (sent === undefined) return undefined;
  if (sent.index >= 0) return steps[sent.step]?.reminders[sent.index];
  return messages?.informs?.find((each) => each.key === key)?.telling;
}

/** The system that sends it over its channel of that index. */
export function systemOver({ via, systems }: Telling, index: number): string {
  return systems?.[index] ?? via;
}
