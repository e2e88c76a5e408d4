/** What comes back of planned messages: outcomes and receipts; late, twice, or out of order. */
import type { Telling } from '../language/model.ts';
import { plan, systemOver, tellingOf } from '../messages/index.ts';
import type { Intent, Sending, Settled } from '../messages/index.ts';
import type { Draft } from './draft.ts';
import { askOver, groundNow } from './reminders.ts';
import type { EventInput, OutcomeInput } from './types.ts';

/** How surely a person knows, weakest first, as `Knowing` lists them. */
export const certainty = ['sent', 'delivered', 'read', 'replied', 'confirmed'];

/** A message of ours that an answer is about, with its reminder. */
interface Found {
  readonly settled: Settled;
  readonly sent: Sending;
  readonly reminder: Telling;
}

function found(draft: Draft, key: string): Found | undefined {
  const settled = draft.messages?.settled.find(({ sent }) => sent?.asked === key);
  const sent = settled?.sent;
  const reminder = settled && tellingOf(draft.journey, draft.messages, settled);
  return settled && sent && reminder && { settled, sent, reminder };
}

/**
 * Takes what came of sending a planned message; false when it is the answer to something else. One
 * that is planned no more, or of no use now, need not be sent again.
 */
export function takeMessageOutcome(draft: Draft, input: OutcomeInput): boolean {
  const { name: what, outcome, key, passing } = input;
  // Commands asked in passing are named by their system, too.
  if (!passing || what.includes('.')) return false;
  const about = found(draft, key);
  const wanted = about && wantedNow(draft, about.settled);
  if (about === undefined || wanted === undefined) {
    draft.say({ kind: 'taken', what, how: 'late', reason: 'planned-no-more' });
    // News that could not be told in time is told by a person.
    if (about !== undefined && about.sent.index < 0 && outcome !== 'done') {
      raise(draft, about, 'unreachable');
    }
    return true;
  }
  draft.say({ kind: 'taken', what, how: 'handled', reason: outcome });
  if (outcome === 'unknown') raise(draft, about, outcome);
  else if (outcome !== 'done') goOn(draft, { ...about, wanted }, outcome);
  return true;
}

/** Takes the receipt of a planned message; false when it is of another. */
export function takeMessageReceipt(draft: Draft, event: EventInput): boolean {
  const about = event.answers === undefined ? undefined : found(draft, event.answers);
  const [system, , kind = ''] = event.type.split('.');
  if (about === undefined) return false;
  const { settled, sent, reminder } = about;
  if (systemOver(reminder, sent.channel) !== system) return false;
  const isFailed = kind === 'failed';
  const wanted = sent.known === undefined ? wantedNow(draft, settled) : undefined;
  if (isFailed && wanted === undefined) {
    const reason = sent.known === undefined ? 'planned-no-more' : 'known-already';
    draft.say({ kind: 'taken', what: event.type, how: 'late', reason });
    return true;
  }
  draft.say({ kind: 'taken', what: event.type, how: 'handled' });
  if (isFailed && wanted !== undefined) goOn(draft, { ...about, wanted }, kind);
  else if (certainty.indexOf(kind) > certainty.indexOf(sent.known ?? 'sent')) {
    keep(draft, { ...settled, sent: { ...sent, known: kind } });
  }
  return true;
}

/** The message as the plan still has it where the journey stands now, if it is still of use. */
function wantedNow(draft: Draft, { key }: Settled): Intent | undefined {
  return plan(draft.journey, groundNow(draft)).find(
    (each) => each.key === key && draft.now <= each.until,
  );
}

/** Falls back to the next channel; without one it is somebody's to look at. */
function goOn(draft: Draft, about: Found & { readonly wanted: Intent }, how: string): void {
  const { settled, sent, reminder, wanted } = about;
  const channel = sent.channel + 1;
  if (channel >= reminder.channels.length) {
    raise(draft, about, how);
    return;
  }
  const over = { ...sent, channel };
  keep(draft, {
    ...settled,
    sent: { ...over, ...askOver(draft, settled, { sent: over, wanted }) },
  });
}

/** The team that answers for the system is asked to look at it. */
function raise(draft: Draft, { sent, reminder }: Found, how: string): void {
  const owner = draft.program.systems[systemOver(reminder, sent.channel)]?.owner ?? '';
  draft.raise(`${reminder.template}:${how}`, owner, sent.step);
}

function keep(draft: Draft, changed: Settled): void {
  const { messages } = draft;
  if (messages === undefined) return;
  const settled = messages.settled.map((each) => (each.key === changed.key ? changed : each));
  draft.messages = { ...messages, settled };
}
