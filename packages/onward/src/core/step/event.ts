/**
 * An event meets a journey: handled where it rests, kept for later, ignored for a reason, or owned.
 */
import { argsOf, systemOver } from '../messages/index.ts';
import { deliver, isHeard } from './deliver.ts';
import type { Draft } from './draft.ts';
import { takeReceipt } from './message.ts';
import type { EventInput } from './types.ts';

/** Applies one event; whatever the configuration, it is accounted for by an entry. */
export function applyEvent(draft: Draft, event: EventInput): void {
  draft.data = event.data;
  const isWord = takeWord(draft, event);
  const isDone = isWord && !isHeard(draft, event.type);
  if (!isDone && !takeReceipt(draft, event)) deliver(draft, event);
  draft.data = {};
}

/** A word on consent stands in the journal, and is answered; true when the event is one. */
function takeWord(draft: Draft, { consent, answer }: EventInput): boolean {
  if (consent === undefined) return false;
  draft.say({ kind: 'consent', ...consent });
  if (answer === undefined) return true;
  const { template, channels } = answer;
  const { channel = channels[0] ?? 'any' } = consent;
  const system = systemOver(answer, Math.max(0, channels.indexOf(channel)));
  const args = argsOf(draft.program, draft.facts, { template });
  const effect = { kind: 'message', system, template, channel, step: '', passing: true } as const;
  draft.ask(args === undefined ? effect : { ...effect, args }, template);
  return true;
}
