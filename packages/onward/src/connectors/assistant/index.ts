/**
 * The assistant as a system of a program: what it can tell and be asked. What it does it does at
 * the edge, where the words are; none of them stands in any of this.
 */
import type {
  CommandType,
  Connector,
  EventType,
  FactTypes,
  Json,
  RefType,
} from '../../core/index.ts';
import { sendMessageType } from '../templates/message.ts';
import { assistantSettings } from './settings.ts';
import type { AssistantSettings } from './settings.ts';

/** How soon somebody must read it. */
export const talkLevels = ['admin', 'routine', 'soon', 'review-now', 'emergency'] as const;
/** What a message asks for; `unknown` where it could not be told. */
export const talkIntents = [
  ...['book', 'move', 'cancel', 'confirm', 'late', 'refill', 'result', 'referral', 'billing'],
  ...['form', 'address', 'complaint', 'person', 'question', 'symptom', 'other', 'unknown'],
] as const;
export const talkTopics = [
  ...['appointments', 'medicines', 'results', 'referrals', 'billing', 'records', 'complaints'],
  ...['health', 'other'],
] as const;
export const talkLanguages = [
  ...['en', 'es', 'fr', 'de', 'pt', 'it', 'zh', 'ja', 'ko', 'ar', 'ru', 'hi', 'other'],
] as const;
/** What can be done to a visit that a system knows. */
const talkChanges = ['move', 'cancel'] as const;
/** What a dialogue can be about. */
export const talkTasks = ['book', 'move', 'cancel', 'refill'] as const;

const oneOf = (values: readonly string[]) => ({ kind: 'one-of', values }) as const;

function refsOf({ texts, patients }: AssistantSettings): Readonly<Record<string, RefType>> {
  const patient = { system: patients ?? '', of: 'subject' } as const;
  return {
    phone: { system: texts, of: 'subject' },
    ...(patients === undefined ? {} : { patient }),
    conversation: { system: '', of: 'journey' },
  };
}

function eventTypes(settings: AssistantSettings): Readonly<Record<string, EventType>> {
  const refs = refsOf(settings);
  const forms = Object.keys(settings.forms);
  const channel = oneOf(['sms', 'chat']);
  const level = oneOf(talkLevels);
  const read: FactTypes = {
    level,
    intent: oneOf(talkIntents),
    topic: oneOf(talkTopics),
    language: oneOf(talkLanguages),
    'needs-person': { kind: 'flag' },
    channel,
  };
  const asked: FactTypes = {
    task: oneOf(talkTasks),
    day: { kind: 'date' },
    start: { kind: 'instant' },
    part: oneOf(['morning', 'afternoon', 'evening', 'any']),
    channel,
    ...(settings.diary === undefined ? {} : visitTypes(settings.diary)),
  };
  return {
    'message.read': { refs, data: read },
    'request.made': { refs, data: asked },
    ...(settings.diary === undefined
      ? {}
      : { 'change.asked': { refs, data: { task: oneOf(talkChanges), channel } } }),
    ...(forms.length === 0
      ? {}
      : { 'form.answered': { refs, data: { form: oneOf(forms), level, channel } } }),
  };
}

/** Which visit it is, and what was chosen of what is free. */
function visitTypes(system: string): FactTypes {
  const ref = { kind: 'ref', system } as const;
  return { visit: ref, slot: ref, end: { kind: 'instant' } };
}

function commandTypes(settings: AssistantSettings): Readonly<Record<string, CommandType>> {
  const forms = Object.keys(settings.forms);
  const conversation = { kind: 'ref', system: '' } as const;
  const about = { conversation };
  return {
    'send-message': sendMessageType({ ...settings, zone: settings.zone }, 'chat'),
    close: { args: about, returns: {} },
    ...(settings.diary === undefined ? {} : { offer: { args: about, returns: {} } }),
    ...(settings['public-url'] === undefined ? {} : { invite: inviteType(settings) }),
    ...(forms.length === 0
      ? {}
      : { ask: { args: { form: oneOf(forms) }, returns: { conversation } } }),
  };
}

/** A text of the templates, with a link to the chat behind it. */
function inviteType({ templates }: AssistantSettings): CommandType {
  return { args: { template: oneOf(Object.keys(templates)) }, returns: {} };
}

/** Carried out by the edge itself, which holds the conversations: the connector only declares. */
export const assistant: Connector = {
  name: 'assistant',
  describe(given: Json) {
    const read = assistantSettings(given);
    if ('problems' in read) return read;
    const { settings } = read;
    const commands = commandTypes(settings);
    const events = eventTypes(settings);
    return { manifest: { events, commands, lookUps: {}, idempotent: true } };
  },
};
