/** Twilio's callbacks as events: how a message fared, and which kind of reply came. */
import type { EventType, FactTypes, Received, RefType, WireEvent } from '../../core/index.ts';
import { shownId } from '../event-id.ts';
import { unsubscribedType } from '../links/links.ts';
import { badData, unused } from '../refusal.ts';
import { readPhone } from '../templates/contact.ts';
import type { FailureReason } from '../templates/message.ts';
import { failureReasons, receiptTypes } from '../templates/message.ts';
import { replyClasses } from '../replies/classes.ts';
import type { ReplyClass } from '../replies/classes.ts';
import { classifyReply } from '../replies/classify.ts';
import type { ReplyWords } from '../replies/classify.ts';

/** The number is the subject's id in this system; the message is a thing of one journey. */
const refs: Readonly<Record<string, RefType>> = {
  phone: { system: '', of: 'subject' },
  message: { system: '', of: 'journey' },
};
const failure: FactTypes = {
  status: { kind: 'one-of', values: ['failed', 'undelivered'] },
  reason: { kind: 'one-of', values: failureReasons },
};

/** How a message may fare. */
export const fateTypes: Readonly<Record<string, EventType>> = {
  ...receiptTypes(['sent', 'delivered', 'read'], refs, {}),
  ...receiptTypes(['failed'], refs, failure),
};

/** Everything that the system can say. */
export const eventTypes: Readonly<Record<string, EventType>> = {
  ...fateTypes,
  ...unsubscribedType('sms'),
  ...Object.fromEntries(replyClasses.map((kind) => [`reply.${kind}`, replyType(kind)])),
};

/** To those that Twilio answers by itself it may have: then nobody else should. */
function replyType(kind: ReplyClass): EventType {
  const data: FactTypes = isHandled(kind) ? { answered: { kind: 'flag' } } : {};
  const said = kind === 'start' || kind === 'help' ? {} : ({ said: true } as const);
  const type = { refs: { phone: refs['phone'] as RefType }, data, ...said };
  if (kind !== 'stop' && kind !== 'start') return type;
  return { ...type, consent: { grants: kind === 'start', channel: 'sms' } };
}

function isHandled(kind: ReplyClass): boolean {
  return kind === 'stop' || kind === 'start' || kind === 'help';
}

/** Statuses on the way say nothing new. */
const underWay = new Set(['accepted', 'scheduled', 'queued', 'sending', 'receiving', 'received']);

/** twilio.com/docs/api/errors; what is not here is `unknown`. */
const reasons: Readonly<Record<string, FailureReason>> = {
  '21211': 'no-such-address',
  '21610': 'opted-out',
  '21614': 'landline',
  '30001': 'network',
  '30002': 'account',
  '30003': 'unreachable',
  '30004': 'blocked',
  '30005': 'no-such-address',
  '30006': 'landline',
  '30007': 'filtered',
  '30008': 'unknown',
  '30010': 'account',
  '30019': 'content',
  '30022': 'unregistered',
  '30023': 'unregistered',
  '30032': 'unregistered',
  '30034': 'unregistered',
  '30036': 'too-old',
  '30410': 'network',
  '30450': 'blocked',
  '30454': 'policy',
};

/** True for the id of a message, which may stand in a path of the API. */
export function isSid(id: string): boolean {
  return /^[A-Z]{2}[0-9a-f]{32}$/.test(id);
}

/** What a callback is read with. */
export interface Told {
  readonly words: ReplyWords;
  /** Twilio answers its own words by itself, unless that is switched off. */
  readonly isOptOutOwn?: boolean;
  /** Our key, where the callback came to the address of a message's receipts. */
  readonly answers?: string | undefined;
}

/** Reads one callback; only what is named here is read. */
export function mapCallback(form: URLSearchParams, told: Told): readonly Received[] {
  const { answers } = told;
  const sid = form.get('MessageSid') ?? form.get('SmsSid') ?? '';
  const status = form.get('MessageStatus') ?? form.get('SmsStatus') ?? '';
  const isReply = form.has('Body') && (status === 'received' || status === '');
  if (!isSid(sid)) return [{ ...badData('MessageSid'), at: ['/MessageSid'] }];
  if (isReply) return [reply(form, sid, told)];
  if (underWay.has(status)) return [];
  const isFailed = status === 'failed' || status === 'undelivered';
  const event = isFailed ? 'message.failed' : `message.${status}`;
  if (!Object.hasOwn(fateTypes, event)) return [unused(shownId(sid))];
  const phone = readPhone(form.get('To'));
  const code = form.get('ErrorCode') ?? '';
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : 'unknown';
  const wire: WireEvent = {
    event,
    // A message fares once in each way, so that a callback told twice is one event. What a look-up
    // finds does not say which command it answers, and so is another.
    id: answers === undefined ? `${sid}.${status}` : `${sid}.${status}.answer`,
    refs: { message: sid, ...(phone === undefined ? {} : { phone }) },
    data: isFailed ? { status, reason: reason ?? 'unknown' } : {},
    ...(answers === undefined ? {} : { answers }),
  };
  return [{ kind: 'event', event: wire }];
}

function reply(form: URLSearchParams, sid: string, { words, isOptOutOwn = false }: Told): Received {
  const phone = readPhone(form.get('From'));
  if (phone === undefined) return { ...badData('From', sid), at: ['/From'], again: sid };
  const verdict = form.get('OptOutType') ?? '';
  const text = form.get('Body') ?? '';
  const kind = classifyReply(text, verdict, words);
  const answered = verdict !== '' || (!isOptOutOwn && isTwilioWord(text));
  const data = isHandled(kind) ? { answered } : {};
  const event = { event: `reply.${kind}`, id: sid, refs: { phone }, data };
  return { kind: 'event', event, words: { from: phone, text, isOrder: isHandled(kind) } };
}

/** Twilio's default words, which it answers without regard to case (support article 223134027). */
function isTwilioWord(text: string): boolean {
  return twilioWords.includes(text.trim().toLowerCase());
}

const twilioWords = [
  ...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'],
  ...['start', 'unstop', 'help', 'info'],
];
