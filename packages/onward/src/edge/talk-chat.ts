/** The chat on the web: who opens it is known by the link; what is written is heard as a text. */
import type { Page, SystemSetup } from '../core/index.ts';
import { assistantSettings } from '../connectors/index.ts';
import { chatPage } from './chat-page.ts';
import { readChatToken } from './chat-token.ts';
import type { Conversation } from './conversations.ts';
import type { EdgeParts } from './edge-parts.ts';
import { handOn, throughGate, type Taken } from './intake-seal.ts';
import type { OutsideRef } from './seal-facts.ts';
import { hear } from './talk-desk.ts';

export interface ChatVisit {
  /** The `who` of the address. */
  readonly token: string;
  readonly receivedAt: number;
  /** What was written: absent where the page is only shown. */
  readonly written?: { readonly text: string; readonly nonce: string };
}

export interface ChatTurn {
  readonly page: Page;
  /** Events of what was written; they are to be committed before the page is shown. */
  readonly taken: readonly Taken[];
}

/** What was said longer ago is not shown to whoever has the link. */
const shownMs = 24 * 3_600_000;
/** Conversations at the most; those that are over are no longer gone on with. */
const mostShown = 5;

export async function chatWith(
  setup: SystemSetup,
  visit: ChatVisit,
  parts: EdgeParts,
): Promise<ChatTurn> {
  const { talk, gate, vault } = parts;
  const reading = readChatToken(visit.token, visit.receivedAt, gate.markerOf(setup.name));
  if (reading.kind === 'expired') return only(chatPage({ kind: 'expired' }));
  if (talk === undefined || reading.kind !== 'good') return only(chatPage({ kind: 'unknown' }));
  const person = (await vault.open([reading.ref])).get(reading.ref);
  const refs = person && refsOf(person, setup);
  if (person === undefined || refs === undefined) return only(chatPage({ kind: 'unknown' }));
  const { ref } = person;
  const taken: Taken[] = [];
  const text = (visit.written?.text ?? '').replaceAll('\r\n', '\n').trim();
  if (visit.written !== undefined && text !== '') {
    const at = visit.receivedAt;
    const id = `chat-${visit.written.nonce}`;
    const heard = { setup, ref, refs, channel: 'chat', id, text, at } as const;
    const events = await hear(heard, { ...parts, ...talk });
    const received = events.map((event) => ({ kind: 'event', event }) as const);
    const gated = throughGate(received, setup, { ...parts, receivedAt: at });
    taken.push(...(await handOn(gated, { vault, size: 0, receivedAt: at })));
  }
  const latest = await talk.conversations.page({ refs: [ref], limit: mostShown });
  const nonce = talk.conversations.newId();
  return { page: chatPage({ kind: 'talking', ...shown(latest, visit.receivedAt), nonce }), taken };
}

const only = (page: Page): ChatTurn => ({ page, taken: [] });

function shown(latest: readonly Conversation[], now: number) {
  const all = latest.toSorted((a, b) => a.begunAt - b.begunAt).flatMap(({ talk }) => talk.messages);
  const messages = all.filter(({ atMs }) => atMs >= now - shownMs).toSorted(byTime);
  const isUrgent = latest.some(({ level, state }) => level === 'emergency' && state !== 'closed');
  return { messages, isUrgent };
}

const byTime = (a: { readonly atMs: number }, b: { readonly atMs: number }): number =>
  a.atMs - b.atMs;

/** The ref's name by whose id it is. */
function refsOf(
  { system, id }: OutsideRef,
  setup: SystemSetup,
): Readonly<Record<string, string>> | undefined {
  const { texts, patients } = assistantSettings.of(setup);
  if (system === texts) return { phone: id };
  return system === patients ? { patient: id } : undefined;
}
