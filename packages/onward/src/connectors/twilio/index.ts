/** Twilio: text messages out by its API; what became of them, and replies, by its webhooks. */
import type {
  Attempt,
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  Saying,
  SystemSetup,
} from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';
import { linkPage, readPressed } from '../links/links.ts';
import { refusal } from '../refusal.ts';
import type { Health } from '../rest.ts';
import { callApi, healthOf, hostsAt } from '../rest.ts';
import { sendMessageType } from '../templates/message.ts';
import { eventTypes, fateTypes, isSid, mapCallback } from './events.ts';
import type { Told } from './events.ts';
import { lookUpMessages, readingOf, readMessage } from './look-up.ts';
import type { Line } from './send.ts';
import { accountUrl, credentials, sayText, sendText } from './send.ts';
import { twilioSettings } from './settings.ts';
import { keyOf, verifyTwilio } from './signature.ts';

/** A callback has some thirty short parameters; a text has at most 1,600 characters. */
const longestForm = 65_536;
const mostParameters = 200;

/** Sends `send-message` as a text; tells receipts and replies; answers the look-up `message`. */
export const twilio: Connector = {
  name: 'twilio',
  describe(settings: Json) {
    const read = twilioSettings(settings);
    if ('problems' in read) return read;
    const returns = { message: { kind: 'ref', system: '' } } as const;
    const commands = { 'send-message': sendMessageType(read.settings, 'sms', returns) };
    const fates = Object.keys(fateTypes);
    const lookUps = { message: { events: fates } };
    return {
      manifest: { events: eventTypes, commands, lookUps, idempotent: false, contacts: true },
    };
  },
  hosts(setup: SystemSetup): readonly string[] {
    return hostsAt(accountUrl({ setup, settings: twilioSettings.of(setup) }));
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const pressed = readPressed(delivery, setup);
    if (pressed !== undefined) return pressed;
    const settings = twilioSettings.of(setup);
    const held = (variable: string) => ({ variable, value: setup.secret(variable) });
    const isForm = !/^application\/json\b/i.test(delivery.headers['content-type'] ?? '');
    const form = isForm ? readForm(delivery.body) : undefined;
    if (isForm && form === undefined) return [unreadable()];
    const address = { token: held(settings.token), publicUrl: held(settings['public-url']) };
    const unverified = verifyTwilio(delivery, form, address);
    if (unverified !== undefined) return [unverified];
    const told = { ...readingOf(settings), answers: keyOf(delivery) };
    return form === undefined ? fromJson(delivery.body, told) : mapCallback(form, told);
  },
  page: linkPage,
  async send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    if (command.command === 'send-message') return sendText(command, lineOf(setup, out));
    return { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  },
  async say(saying: Saying, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    return sayText(saying, lineOf(setup, out));
  },
  async lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return lookUpMessages(request, lineOf(setup, out));
  },
  async refetch(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return isSid(again) ? readMessage(again, lineOf(setup, out)) : { kind: 'nothing' };
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health> {
    const line = lineOf(setup, out);
    const url = accountUrl(line);
    const headers = credentials(line);
    if (url === undefined || headers === undefined) {
      return { kind: 'refused', code: 'ONW-SECRET-MISSING' };
    }
    return healthOf(await callApi({ method: 'GET', url: `${url}.json`, headers }, out));
  },
};

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The parameters of a form in UTF-8; undefined when it is none that Twilio would send. */
function readForm(body: Uint8Array): URLSearchParams | undefined {
  if (body.length > longestForm) return undefined;
  try {
    const form = new URLSearchParams(decoder.decode(body));
    return form.size > mostParameters ? undefined : form;
  } catch {
    return undefined;
  }
}

/** A body of JSON has the same parameters as members. */
function fromJson(body: Uint8Array, told: Told): readonly Received[] {
  const parsed = parseJson(body, { maxBytes: longestForm });
  if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [unreadable()];
  const texts = Object.entries(value).filter(([, each]) => typeof each === 'string');
  return mapCallback(new URLSearchParams(texts as [string, string][]), told);
}

function unreadable(): Received {
  const message = 'The body is no callback of Twilio; point its webhooks here as they come.';
  return refusal('ONW-EVENT-SHAPE', message);
}

function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: twilioSettings.of(setup), out };
}
