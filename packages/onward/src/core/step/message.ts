/** A message is an obligation that the person knows: receipts, certainty, the next channel. */
import type { Step } from '../language/model.ts';
import { fire } from './deadline.ts';
import type { Draft } from './draft.ts';
import { askMessage, take } from './move.ts';
import { certainty, takeMessageReceipt } from './reminder-answers.ts';
import type { EventInput, Obligation } from './types.ts';

/** What a receipt may say; all but the last are how surely the person knows, weakest first. */
export const receiptKinds = ['delivered', 'read', 'replied', 'confirmed', 'failed'];

/** Takes a receipt of a message; false when the event is something else. */
export function takeReceipt(draft: Draft, event: EventInput): boolean {
  if (event.answers === undefined) return false;
  const [system, kind, what] = event.type.split('.');
  if (kind !== 'message') return false;
  if (takeMessageReceipt(draft, event)) return true;
  const obligation = draft
    .waiting()
    .find((each) => each.kind === 'message' && each.command === event.answers);
  const step = obligation === undefined ? undefined : draft.stepNamed(obligation.step);
  if (obligation === undefined || step?.kind !== 'message' || step.via !== system) {
    draft.say({
      kind: 'taken',
      what: event.type,
      how: 'late',
      reason: 'receipt-of-an-earlier-message',
    });
    return true;
  }
  draft.say({ kind: 'taken', what: event.type, how: 'handled' });
  if (what === 'failed') {
    nextChannel(draft, obligation, step);
  } else if (certainty.indexOf(what ?? '') >= certainty.indexOf(step.until)) {
    known(draft, obligation, step);
  }
  return true;
}

type MessageStep = Extract<Step, { readonly kind: 'message' }>;

/** The person knows, as surely as the step asks. */
export function known(draft: Draft, obligation: Obligation, step: MessageStep): void {
  const place = draft.places.find((each) => each.step === obligation.step);
  if (place !== undefined && !take(draft, step.then, place)) {
    draft.raise(`${obligation.name}:known`, obligation.owner, obligation.step);
  }
}

/** Falls back to the next channel; without one it is as if the deadline had passed. */
export function nextChannel(draft: Draft, obligation: Obligation, step: MessageStep): void {
  const channel = (obligation.channel ?? 0) + 1;
  if (channel < step.channels.length) {
    askOver(draft, obligation, { step, channel });
  } else {
    fire(draft, obligation);
  }
}

function askOver(
  draft: Draft,
  obligation: Obligation,
  { step, channel }: { readonly step: MessageStep; readonly channel: number },
): void {
  const { command: _before, askAt: _over, ...rest } = obligation;
  const asked = askMessage(draft, step, { name: obligation.step, channel });
  draft.replace(obligation, { ...rest, ...asked });
}

/** Asks for what has waited for the hours; false when there was nothing. */
export function askHeld(draft: Draft): boolean {
  const held = draft.obligations.filter(({ askAt }) => askAt !== undefined && askAt <= draft.now);
  for (const obligation of held) {
    const step = draft.journey.steps[obligation.step];
    if (step?.kind !== 'message') continue;
    askOver(draft, obligation, { step, channel: obligation.channel ?? 0 });
  }
  return held.length > 0;
}
