/** What journeys ask of the assistant: to say something, ask a questionnaire, invite, or close. */
import { beginning, offer, regions, textFor } from '../assistant/index.ts';
import type { Message } from '../assistant/index.ts';
import { assistantSettings, renderTemplate } from '../connectors/index.ts';
import type { Attempt, Diary, Facts, OnwardCode, SystemSetup } from '../core/index.ts';
import { asked as askedOf, bySystem, lineOf, silent } from './ask-system.ts';
import { chatLink } from './chat-token.ts';
import type { Conversation } from './conversations.ts';
import { askNext, newForm } from './forms.ts';
import type { EdgeParts } from './edge-parts.ts';
import { setupsOf } from './edge-parts.ts';
import type { OutsideRef } from './seal-facts.ts';
import { conversationFor, mostTries, sayText, type DeskParts } from './talk-desk.ts';

/** A command with whom it is about, opened. */
export interface AskedOf {
  readonly errand: {
    readonly key: string;
    readonly command: string;
    readonly args: Facts;
    readonly journey: string;
  };
  readonly setup: SystemSetup;
  /** What the vault knows of the person and of the journey's own things. */
  readonly known: readonly OutsideRef[];
}

/**
 * One try of a command, where an assistant is at work here. A person who writes at the same moment
 * is first, and the answer follows at once.
 */
export async function talked(asked: AskedOf, parts: EdgeParts): Promise<Attempt> {
  if (parts.talk === undefined) return rejected('ONW-SYSTEM-SILENT');
  const desk = { ...parts, ...parts.talk };
  for (let tries = 1; ; tries++) {
    const tried = await carryOut(asked, desk);
    if (tried !== again || tries === mostTries) return tried;
  }
}

async function carryOut(asked: AskedOf, parts: DeskParts): Promise<Attempt> {
  switch (asked.errand.command) {
    case 'send-message':
      return tell(asked, parts);
    case 'ask':
      return askForm(asked, parts);
    case 'invite':
      return invite(asked, parts);
    case 'offer':
      return offerChange(asked, parts);
    case 'close':
      return close(asked, parts);
    default:
      return rejected('ONW-SYSTEM-SILENT');
  }
}

function rejected(code: OnwardCode): Attempt {
  return { kind: 'rejected', data: {}, code };
}
/** Somebody else wrote to the conversation first; nothing was said. */
const again: Attempt = { kind: 'retry', code: 'ONW-VAULT-BUSY' };

/** Whom it is about: by their number first, then by their id with the practice. */
function personOf({ setup, known }: AskedOf): OutsideRef | undefined {
  const { texts, patients } = assistantSettings.of(setup);
  return (
    known.find(({ system }) => system === texts) ?? known.find(({ system }) => system === patients)
  );
}

async function openWith(asked: AskedOf, parts: DeskParts): Promise<Conversation | undefined> {
  const { texts, patients } = assistantSettings.of(asked.setup);
  for (const { ref } of asked.known.filter((each) => [texts, patients].includes(each.system))) {
    const open = await parts.conversations.open(ref, asked.setup.name);
    if (open !== undefined) return open;
  }
  return undefined;
}

interface Writing {
  readonly texts: readonly string[];
  readonly change: (conversation: Conversation) => Conversation;
}

/** Writes in the conversation, then says it where the person is reached by texts. */
async function write(
  asked: AskedOf,
  { texts, change }: Writing,
  parts: DeskParts,
): Promise<Attempt> {
  const { errand, setup } = asked;
  const person = personOf(asked);
  if (person === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  const open = await openWith(asked, parts);
  const id = open?.id ?? parts.conversations.newId();
  const done: Attempt = { kind: 'done', data: { conversation: id } };
  const isThere = open?.talk.messages.some((each) => each.id === `${errand.key}.1`) === true;
  const at = parts.out.nowMs();
  const hasPhone = person.system === assistantSettings.of(setup).texts;
  const channel = open?.channel ?? (hasPhone ? 'sms' : 'chat');
  const base = conversationFor(open, { id, ref: person.ref, system: setup.name, channel, at });
  const said = texts.map((text, index): Message => {
    return { id: `${errand.key}.${index + 1}`, who: 'assistant', atMs: at, text };
  });
  if (!isThere) {
    const messages = [...base.talk.messages, ...said];
    const changed = change({ ...base, lastAt: at, talk: { ...base.talk, messages } });
    const kept = await parts.conversations.put(changed, base.version);
    if (kept === undefined) return again;
  }
  if (channel !== 'sms') return done;
  // Written and perhaps not said: rather twice than never.
  for (const text of texts) {
    const tried = await sayText({ to: person.id, text }, setup, parts);
    if (tried.kind !== 'done') return tried;
  }
  return done;
}

function tell(asked: AskedOf, parts: DeskParts): Promise<Attempt> {
  const settings = assistantSettings.of(asked.setup);
  const rendering = renderTemplate(asked.errand.args, settings);
  if (rendering.kind === 'failed') return Promise.resolve(rejected(rendering.code));
  const change = (conversation: Conversation): Conversation => conversation;
  return write(asked, { texts: [rendering.message.text], change }, parts);
}

function askForm(asked: AskedOf, parts: DeskParts): Promise<Attempt> {
  const settings = assistantSettings.of(asked.setup);
  const name = asked.errand.args['form'];
  const form = typeof name === 'string' ? settings.forms[name] : undefined;
  if (form === undefined || typeof name !== 'string') {
    return Promise.resolve(rejected('ONW-TEMPLATE-UNKNOWN'));
  }
  const { state, say } = askNext(newForm(name), form);
  const texts = say.kind === 'ask' ? [say.text] : [];
  const change = (conversation: Conversation): Conversation => ({
    ...conversation,
    talk: { ...conversation.talk, form: state },
  });
  return write(asked, { texts, change }, parts);
}

/**
 * Goes on with a dialogue that moves or cancels a visit, by what the system of visits says now.
 * Where it is away, or knows nothing to offer, a person takes over, and the patient is told so: a
 * conversation does not wait for a system.
 */
async function offerChange(asked: AskedOf, parts: DeskParts): Promise<Attempt> {
  const { errand, setup } = asked;
  const { zone, region } = assistantSettings.of(setup);
  const open = await openWith(asked, parts);
  const { task } = open?.talk.dialogue ?? beginning;
  if (open?.id !== errand.args['conversation'] || open === undefined || task === undefined) {
    return rejected('ONW-VAULT-UNKNOWN');
  }
  const found = await diaryOf(asked, parts);
  const visits = found.kind === 'diary' ? found.visits : [];
  const turn = { nowMs: parts.out.nowMs(), zone };
  const { state, say } = offer(open.talk.dialogue, visits, turn);
  const isOver = say.kind === 'person';
  const text = isOver ? `${notFound[found.kind]} ${textFor('person', regions[region])}` : say.text;
  const change = (conversation: Conversation): Conversation => ({
    ...conversation,
    state: isOver ? 'person' : 'talking',
    talk: { ...conversation.talk, dialogue: isOver ? conversation.talk.dialogue : state },
  });
  const tried = await write(asked, { texts: [text], change }, parts);
  if (!isOver || tried.kind !== 'done') return tried;
  return rejected(found.kind === 'retry' ? found.code : 'ONW-DIARY-NOTHING');
}

const notFound = {
  diary: 'We find nothing that could be changed by itself.',
  retry: 'We cannot look up appointments just now.',
};

function diaryOf({ errand, setup, known }: AskedOf, parts: DeskParts): Promise<Diary> {
  const name = assistantSettings.of(setup).diary ?? '';
  const line = lineOf(name, { parts, setups: setupsOf(parts) });
  if (line === undefined) return Promise.resolve(silent);
  const { key, journey } = errand;
  const request = { key, name, journey, refs: bySystem(known) };
  return askedOf(line, (out) => line.connector.diary?.(request, line.setup, out));
}

/** A text with a link to the chat: whoever opens it is the one to whom it was sent. */
async function invite(asked: AskedOf, parts: DeskParts): Promise<Attempt> {
  const { setup, errand } = asked;
  const settings = assistantSettings.of(setup);
  const person = asked.known.find(({ system }) => system === settings.texts);
  if (person === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  const rendering = renderTemplate(errand.args, settings);
  if (rendering.kind === 'failed') return rejected(rendering.code);
  const link = chatLink(person.ref, setup, parts.out.nowMs());
  if (link === undefined) return { kind: 'retry', code: 'ONW-SECRET-MISSING' };
  return sayText({ to: person.id, text: `${rendering.message.text} ${link}` }, setup, parts);
}

/** Nobody has to do anything about it any more; what the person writes next begins another. */
async function close({ errand }: AskedOf, parts: DeskParts): Promise<Attempt> {
  const id = errand.args['conversation'];
  const found = typeof id === 'string' ? await parts.conversations.get(id) : undefined;
  if (found === undefined) return rejected('ONW-VAULT-UNKNOWN');
  if (found.state === 'closed') return { kind: 'done', data: {} };
  const kept = await parts.conversations.put({ ...found, state: 'closed' }, found.version);
  return kept === undefined ? again : { kind: 'done', data: {} };
}
