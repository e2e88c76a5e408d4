/** What a message that was sent says: a reminder of its step, or what a transition asked. */
import type { Facts, Journey, Telling } from '../language/model.ts';
import type { Informed, Messages, Settled } from './types.ts';

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

/** Whether all that it states is known. */
export function isKnown({ facts: stated }: Pick<Informed, 'facts'>, facts: Facts): boolean {
  return stated.every((fact) => facts[fact] !== undefined);
}

/** Told later than so long before it, a time is known too late to keep it. */
const leadMs = 900_000;

/** Until when news of these instants is of use; undefined: none of them is ahead. */
export function newsUntil(
  stated: Readonly<Record<string, number>>,
  now: number,
): number | undefined {
  const ahead = Object.values(stated).filter((value) => value > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead) - leadMs;
}

/** The system that sends it over its channel of that index. */
export function systemOver({ via, systems }: Telling, index: number): string {
  return systems?.[index] ?? via;
}
