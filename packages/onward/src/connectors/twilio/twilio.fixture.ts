/**
 * Invented callbacks of Twilio, signed by its own library, and a small Messages API on loopback.
 */
import twilioSdk from 'twilio';
import type { Json, RawDelivery, SystemSetup } from '../../core/index.ts';
import { serveLoopback, setupOf } from '../outbound.fixture.ts';
import type { Given, LoopbackServer } from '../outbound.fixture.ts';
import { twilio } from './index.ts';

export const now = Date.parse('2026-11-02T09:00:00Z');
export const token = 'token_of_our_own';
export const account = `AC${'0'.repeat(32)}`;
export const publicUrl = 'https://edge.clinic.example/in/sms';
export const sid = `SM${'1'.repeat(32)}`;

/** Settings with texts for an appointment. */
export const settings = {
  from: 'SMS_FROM',
  'public-url': 'SMS_URL',
  url: 'TWILIO_URL',
  zone: 'Europe/Berlin',
  values: { clinic: 'Rook Clinic' },
  args: { start: 'instant' },
  templates: {
    'visit-reminder': {
      version: 1,
      text: '{{ clinic }}: your visit is on {{ start | date: "%-d %B at %H:%M" }}. C to confirm.',
    },
    hello: { version: 1, text: '{{ clinic }} says hello. Reply STOP to end.' },
    long: { version: 1, text: 'a'.repeat(700) },
  },
} satisfies Json;

/** The system as a program has it; the API is at `url`. */
export function setupAt(url: string, change: Readonly<Record<string, string>> = {}): SystemSetup {
  const variables = {
    TWILIO_ACCOUNT_SID: account,
    TWILIO_AUTH_TOKEN: token,
    SMS_FROM: '+15550100100',
    SMS_URL: publicUrl,
    TWILIO_URL: url,
    ...change,
  };
  return setupOf(twilio, settings, variables);
}

const type = 'application/x-www-form-urlencoded';

/** A form, signed for an address with a token. */
export function deliver(
  form: Readonly<Record<string, string>>,
  { by = token, url = publicUrl } = {},
): RawDelivery {
  const signature = twilioSdk.getExpectedTwilioSignature(by, url, { ...form });
  const headers = { 'x-twilio-signature': signature, 'content-type': type };
  const body = new TextEncoder().encode(new URLSearchParams(form).toString());
  return { body, headers, receivedAt: now };
}

/** A status callback. */
export function status(MessageStatus: string, change: Readonly<Record<string, string>> = {}) {
  return {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: account,
    From: '+15550100100',
    To: '+15550100199',
    MessageStatus,
    SmsStatus: MessageStatus,
    ApiVersion: '2010-04-01',
    ...change,
  };
}

/** A text from a person. */
export function text(Body: string, change: Readonly<Record<string, string>> = {}) {
  return {
    MessageSid: sid,
    AccountSid: account,
    From: '+15550100199',
    To: '+15550100100',
    Body,
    SmsStatus: 'received',
    FromCity: 'Canary',
    NumMedia: '0',
    ...change,
  };
}

/** A message as the API keeps it. */
export interface KeptMessage {
  sid: string;
  to: string;
  body: string;
  dateCreated: number;
  from?: string;
  status?: string;
  direction?: string;
  errorCode?: number;
  /** Where receipts are told. */
  callback?: string;
  /** When the request was in hand, on the monotonic clock of the process. */
  since?: number;
}

/** What the API keeps, and what it does next. */
export interface World {
  readonly kept: KeptMessage[];
  /** Answers this in place of the next message; `done` keeps the message before. */
  next?: { readonly given: Given; readonly done: boolean } | undefined;
  /** Every message is refused with this while it is set. */
  down?: Given | undefined;
  /** The next message is answered once this has come. */
  hold?: Promise<void> | undefined;
  /** Epoch milliseconds; stands still unless told. */
  now?(): number;
}

/** The Messages resource: create and list. */
export async function serveTwilio(world: World): Promise<LoopbackServer> {
  const basic = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
  return serveLoopback(async ({ method, path, headers, body }): Promise<Given> => {
    const root = `/2010-04-01/Accounts/${account}`;
    if (headers.authorization !== basic) return { status: 401, body: { code: 20003 } };
    if (path === `${root}.json`) return { status: 200, body: { status: 'active' } };
    const one = world.kept.find((each) => path === `${root}/Messages/${each.sid}.json`);
    if (one !== undefined) return { status: 200, body: show(one) };
    if (!path.startsWith(`${root}/Messages.json`)) return { status: 404, body: { code: 20404 } };
    if (method === 'GET') {
      const to = new URL(path, 'http://x').searchParams.get('To');
      return { status: 200, body: { messages: world.kept.filter((e) => e.to === to).map(show) } };
    }
    const { next, down, hold } = world;
    const since = performance.now();
    world.next = undefined;
    world.hold = undefined;
    if (down !== undefined) return down;
    if (next !== undefined && !next.done) return next.given;
    await hold;
    const form = new URLSearchParams(body);
    const { length } = world.kept;
    const callback = form.get('StatusCallback');
    const made = {
      sid: `SM${String(length).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      body: form.get('Body') ?? '',
      dateCreated: world.now?.() ?? now,
      since,
      ...(callback === null ? {} : { callback }),
    };
    world.kept.push(made);
    return next?.given ?? { status: 201, body: show(made) };
  });
}

function show(each: KeptMessage): Json {
  return {
    sid: each.sid,
    to: each.to,
    from: each.from ?? '+15550100100',
    body: each.body,
    status: each.status ?? 'queued',
    direction: each.direction ?? 'outbound-api',
    error_code: each.errorCode ?? null,
    date_created: new Date(each.dateCreated).toUTCString(),
  };
}
