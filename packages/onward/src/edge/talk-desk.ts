/**
 * The assistant at work: what a person writes is kept, read, answered and told on in closed words;
 * what a journey asks of the assistant is done. No word leaves but to the person and to whoever may
 * see it.
 */
import type { Message, Reading } from '../assistant/index.ts';
import { beginning, isAtLeast, isLevel, maxMessageLength } from '../assistant/index.ts';
import type { Connector, SystemSetup, WireEvent } from '../core/index.ts';
import { assistantSettings } from '../connectors/index.ts';
import type { AssistantSettings } from '../connectors/index.ts';
import type { Conversation, TalkChannel } from './conversations.ts';
import { tooBusy } from './conversations.ts';
import type { EdgeParts } from './edge-parts.ts';
import { wayOut } from './edge-parts.ts';
import type { ReadingOf, Talking } from './talk-reader.ts';
import { keepReading } from './review.ts';
import { outcomeOf, readingOf, type Outcome, type Turn } from './talk-step.ts';

/** Something that a person wrote. */
export interface Heard {
  /** The assistant's system. */
  readonly setup: SystemSetup;
  /** The person: their canonical ref, and outside ids by the name of the event's ref. */
  readonly ref: string;
  readonly refs: Readonly<Record<string, string>>;
  readonly channel: TalkChannel;
  /** Of the message: one that comes again is one message. */
  readonly id: string;
  readonly text: string;
  readonly at: number;
  readonly hint?: string | undefined;
}

export type DeskParts = Pick<
  EdgeParts,
  'program' | 'connectors' | 'out' | 'secret' | 'gate' | 'vault'
> &
  Talking;

/** Where others write to the same conversation: then it is a matter of trying again later. */
export const mostTries = 6;
/** What of a conversation is read at once; what is older is three days old, or a flood. */
const mostRead = 60;
/** Then another conversation begins. */
const mostMessages = 400;
/** What was not handed on by then is told again. */
const tellAgainMs = 20_000;

/**
 * Keeps and answers a message; the events that it makes, in closed words.
 *
 * @throws {RetryError} ONW-VAULT-BUSY when other processes wrote first each time
 */
export async function hear(heard: Heard, parts: DeskParts): Promise<readonly WireEvent[]> {
  const settings = assistantSettings.of(heard.setup);
  for (let tries = 0; tries < mostTries; tries++) {
    const open = await parts.conversations.open(heard.ref, heard.setup.name);
    if (open?.talk.messages.some(({ id }) => id === heard.id) === true)
      return repeated(open, heard, parts);
    if (open !== undefined && open.talk.messages.length >= mostMessages) {
      await parts.conversations.put({ ...open, state: 'closed' }, open.version);
      continue;
    }
    const kept = await takeIn({ heard, settings, open }, parts);
    if (kept === undefined) continue;
    await sayAll(kept, heard, parts);
    return kept.talk.events;
  }
  throw tooBusy();
}

/**
 * A message that came before: what it made, where it was the last. What is urgent is answered
 * again: twice is better than never, should the process have died between keeping and saying.
 */
async function repeated(
  kept: Conversation,
  heard: Heard,
  parts: DeskParts,
): Promise<readonly WireEvent[]> {
  const last = kept.talk.messages.findLast(({ who }) => who === 'person');
  if (last?.id !== heard.id) return [];
  const { level } = kept;
  if (isLevel(level) && isAtLeast(level, 'review-now')) await sayAll(kept, heard, parts);
  return kept.talk.events;
}

interface TakingIn {
  readonly heard: Heard;
  readonly settings: AssistantSettings;
  readonly open: Conversation | undefined;
}

async function takeIn(
  { heard, settings, open }: TakingIn,
  parts: DeskParts,
): Promise<Conversation | undefined> {
  const { at, channel, setup } = heard;
  const text = heard.text.slice(0, maxMessageLength);
  const message: Message = { id: heard.id, who: 'person', atMs: at, text };
  const messages = [...(open?.talk.messages ?? []), message];
  const recent = messages.slice(-mostRead);
  const { zone } = settings;
  const known = await knownOf(heard, parts);
  const reading = await readSafely({ messages: recent, nowMs: at, zone, known }, parts);
  const id = open?.id ?? parts.conversations.newId();
  const refs = { ...heard.refs, conversation: id };
  const turn: Turn = {
    ...{ before: open, settings, refs, channel, message, hint: heard.hint },
  };
  const outcome = outcomeSafely(turn, reading);
  const { level, intent, language } = outcome;
  const shift = messages.length - recent.length;
  const read = readingOf(reading, {
    shift: reading === undefined ? messages.length - 1 : shift,
    intent,
    language,
  });
  const answers = outcome.said.map((each, index): Message => {
    return { id: `${heard.id}.${index + 1}`, who: 'assistant', atMs: at, text: each };
  });
  const next = {
    ...{ id, ref: heard.ref, system: setup.name, channel, level, intent, language },
    begunAt: open?.begunAt ?? at,
    lastAt: at,
    state: outcome.state,
    untoldAt: outcome.events.length === 0 ? (open?.untoldAt ?? null) : at + tellAgainMs,
    talk: talkOf({ open, outcome, messages: [...messages, ...answers], read }),
  };
  const kept = await parts.conversations.put(next, open?.version ?? 0);
  const isNews = outcome.events.some((each) => each.event === 'message.read');
  if (kept !== undefined && reading !== undefined && isNews) {
    const { reader } = parts;
    const of = { ref: heard.ref, text, at, about: id, version: reader.version };
    // It is for learning: whoever wrote does not wait for it, nor is anything lost without it.
    await keepReading(parts.readings, reading, of).catch(() => undefined);
  }
  return kept;
}

/** What breaks in a dialogue ends at a person, as what breaks in a reading does. */
function outcomeSafely(turn: Turn, reading: Reading | undefined): Outcome {
  try {
    return outcomeOf(turn, { reading, language: languageIn(reading) });
  } catch {
    return outcomeOf(turn, { reading: undefined, language: 'en' });
  }
}

interface TalkOf {
  readonly open: Conversation | undefined;
  readonly outcome: Outcome;
  readonly messages: readonly Message[];
  readonly read: ReturnType<typeof readingOf>;
}

function talkOf({ open, outcome, messages, read }: TalkOf): Conversation['talk'] {
  const { dialogue, form, said } = outcome;
  const isUntold = open?.untoldAt !== null && open !== undefined;
  const before = isUntold ? open.talk.events : [];
  const kept = form ?? open?.talk.form;
  return {
    messages,
    readings: [...(open?.talk.readings ?? []), read],
    dialogue,
    ...(kept === undefined ? {} : { form: kept }),
    events: [...before, ...outcome.events],
    said,
  };
}

/** By what ids the person is known: those that came with the message, and the vault's. */
async function knownOf({ ref, refs }: Heard, { vault }: DeskParts): Promise<readonly string[]> {
  const kept = await vault.open([ref]);
  return [...new Set([...Object.values(refs), ...[...kept.values()].map(({ id }) => id)])];
}

async function readSafely(of: ReadingOf, { reader }: DeskParts): Promise<Reading | undefined> {
  try {
    return await reader.read(of);
  } catch {
    // Its error may quote the words. A person reads them within minutes.
    return undefined;
  }
}

function languageIn(reading: Reading | undefined): string {
  const told = reading?.urgency.reasons.findLast(({ layer }) => layer === 'language');
  return told?.about ?? 'en';
}

/** By text at once; on the page of the chat it stands already. */
async function sayAll(kept: Conversation, { channel, refs, setup }: Heard, parts: DeskParts) {
  if (channel !== 'sms') return;
  const to = refs['phone'];
  if (to === undefined) return;
  for (const text of kept.talk.said) await sayText({ to, text }, setup, parts);
}

/** Undefined where the system of texts cannot say anything at once. */
export async function sayText(
  saying: { readonly to: string; readonly text: string },
  setup: SystemSetup,
  parts: DeskParts,
): ReturnType<NonNullable<Connector['say']>> {
  const line = textLine(setup, parts);
  if (line?.connector.say === undefined) {
    return { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  }
  try {
    return await line.connector.say(saying, line.setup, wayOut(line.setup, parts));
  } catch {
    return { kind: 'unknown', data: {}, code: 'ONW-CONNECTOR-FAULT' };
  }
}

/** The system by which an assistant's texts go. */
function textLine(setup: SystemSetup, parts: DeskParts) {
  const { texts } = assistantSettings.of(setup);
  const system = parts.program.systems[texts];
  const connector = system && parts.connectors[system.connector];
  if (system === undefined || connector === undefined) return undefined;
  const { codes } = parts.program;
  const secret = (name: string): string | undefined => parts.secret(name);
  const own = { name: texts, system, codes, secret, marker: parts.gate.markerOf(texts) };
  return { connector, setup: own };
}

/** A conversation to write in: the one that is open, or a new one. */
export function conversationFor(
  open: Conversation | undefined,
  {
    id,
    ref,
    system,
    channel,
    at,
  }: Pick<Conversation, 'id' | 'ref' | 'system' | 'channel'> & {
    readonly at: number;
  },
): Conversation {
  return (
    open ?? {
      ...{ id, ref, system, channel, version: 0, begunAt: at, lastAt: at },
      ...{ state: 'talking', level: 'admin', intent: 'unknown', language: 'en', untoldAt: null },
      talk: { messages: [], readings: [], dialogue: beginning, events: [], said: [] },
    }
  );
}
