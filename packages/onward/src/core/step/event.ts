/**
 * An event meets a journey: handled where it rests, kept for later, ignored for a reason, or owned.
 */
import { deliver } from './deliver.ts';
import type { Draft } from './draft.ts';
import { takeReceipt } from './message.ts';
import type { EventInput } from './types.ts';

/** Applies one event; whatever the configuration, it is accounted for by an entry. */
export function applyEvent(draft: Draft, event: EventInput): void {
  draft.data = event.data;
  if (!takeReceipt(draft, event)) deliver(draft, event);
  draft.data = {};
}
