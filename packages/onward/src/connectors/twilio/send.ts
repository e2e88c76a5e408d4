/** Sends a text by Twilio's Messages resource (twilio.com/docs/messaging/api/message-resource). */
import type {
  Attempt,
  Json,
  Outbound,
  OutboundCommand,
  Saying,
  SystemSetup,
} from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import type { ApiAnswer, ApiCall } from '../rest.ts';
import { apiBase, callApi, unsuccessful } from '../rest.ts';
import { linksOf } from '../links/links.ts';
import { readPhone } from '../templates/contact.ts';
import { renderTemplate } from '../templates/render.ts';
import { countSegments } from '../templates/segments.ts';
import type { TwilioSettings } from './settings.ts';
import { receiptAddress } from './signature.ts';

/** One account of Twilio, and the way to it. */
export interface Line {
  readonly setup: SystemSetup;
  readonly settings: TwilioSettings;
  readonly out: Outbound;
}

/** What Twilio takes in one body. */
const longestBody = 1_600;
/** How far Twilio's clock may be behind ours when a message is looked for. */
const skewMs = 5_000;

/** Numbers that no text can be sent to (twilio.com/docs/api/errors). */
const badNumber = new Set([21211, 21214, 21217, 21612, 21614, 30006]);

/** The address of the account in the API; undefined while a variable is not set. */
export function accountUrl({
  setup,
  settings,
}: Pick<Line, 'setup' | 'settings'>): string | undefined {
  const base = apiBase(setup, { variable: settings.url, own: 'https://api.twilio.com' });
  const account = setup.secret(settings.account);
  if (base === undefined || !account || !/^\w{1,64}$/.test(account)) return undefined;
  return `${base}/2010-04-01/Accounts/${account}`;
}

/** Headers of a call: the account's SID and the newest token; undefined while one is not set. */
export function credentials({
  setup,
  settings,
}: Line): Readonly<Record<string, string>> | undefined {
  const account = setup.secret(settings.account);
  const [token] = (setup.secret(settings.token) ?? '').trim().split(/\s+/);
  if (!account || !token) return undefined;
  const basic = Buffer.from(`${account}:${token}`).toString('base64');
  return { authorization: `Basic ${basic}` };
}

/**
 * Sends one text. Twilio honours no idempotency key: where no answer came, the messages to that
 * number are read, and the one with this very text since the call is ours; else it stays unknown.
 */
export async function sendText(command: OutboundCommand, line: Line): Promise<Attempt> {
  const { setup, settings, out } = line;
  if (command.args['channel'] !== 'sms') return rejected('ONW-TEMPLATE-UNKNOWN');
  const publicUrl = setup.secret(settings['public-url']);
  const from = out.nowMs();
  const linking = { key: command.key, now: from, forMs: settings['links-for'], publicUrl };
  if (!publicUrl) return { kind: 'retry', code: 'ONW-SECRET-MISSING' };
  const rendering = renderTemplate(command.args, settings, linksOf(linking, setup));
  if (rendering.kind === 'failed') return rejected(rendering.code);
  const { text } = rendering.message;
  const isLong = countSegments(text).count > settings['max-segments'] || text.length > longestBody;
  if (isLong) return rejected('ONW-SMS-TOO-LONG');
  const [to] = (command.refs[setup.name] ?? []).flatMap((id) => readPhone(id) ?? []);
  if (to === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  return post({ to, text, key: command.key }, from, line);
}

/** Says something to a number at once; a long text goes out whole, as several segments. */
export async function sayText({ to, text }: Saying, line: Line): Promise<Attempt> {
  const phone = readPhone(to);
  if (phone === undefined) return rejected('ONW-CONTACT-UNKNOWN');
  return post({ to: phone, text: text.slice(0, longestBody) }, line.out.nowMs(), line);
}

interface Posting {
  readonly to: string;
  readonly text: string;
  /** Of a message that a journey asked for: receipts come back under it. */
  readonly key?: string;
}

async function post(posting: Posting, from: number, line: Line): Promise<Attempt> {
  const { to, text } = posting;
  const { out } = line;
  const url = accountUrl(line);
  const headers = credentials(line);
  const form = formOf(posting, line);
  if (url === undefined || headers === undefined || form === undefined) {
    return { kind: 'retry', code: 'ONW-SECRET-MISSING' };
  }
  const call: ApiCall = { method: 'POST', url: `${url}/Messages.json`, headers, form };
  const answer = await callApi(call, out);
  const attempt = classify(answer);
  if (attempt.kind !== 'unknown') return attempt;
  const sid = await findSent({ to, text, from }, { url, headers, out });
  return sid === undefined ? attempt : { kind: 'done', data: { message: sid } };
}

function formOf(
  message: Posting,
  { setup, settings }: Line,
): Readonly<Record<string, string>> | undefined {
  const publicUrl = setup.secret(settings['public-url']);
  const from = setup.secret(settings.from ?? settings.service ?? '');
  if (!publicUrl || !from) return undefined;
  const { key } = message;
  const receipts = key === undefined ? {} : { StatusCallback: receiptAddress(publicUrl, key) };
  const sender = settings.from === undefined ? { MessagingServiceSid: from } : { From: from };
  return { To: message.to, ...sender, Body: message.text, ...receipts };
}

/** Twilio's own codes first: they say more than the status of HTTP. */
function classify(answer: ApiAnswer): Attempt {
  const body = answer.kind === 'answered' ? answer.body : undefined;
  const code = body === undefined ? undefined : pointAt(body, ['code']);
  if (code === 21610) return rejected('ONW-SMS-OPTED-OUT');
  if (typeof code === 'number' && badNumber.has(code)) return rejected('ONW-SMS-NUMBER');
  // Too many requests of ours at once (20429), or of this sender (14107, 21611).
  if (code === 20429 || code === 14107 || code === 21611) {
    const wait = answer.kind === 'answered' && answer.afterMs !== undefined;
    return { kind: 'retry', code: 'ONW-OUT-BUSY', ...(wait ? { afterMs: answer.afterMs } : {}) };
  }
  const failed = unsuccessful(answer);
  if (failed !== undefined) return failed;
  const sid = body === undefined ? undefined : sidOf(body);
  return sid === undefined
    ? { kind: 'done', data: {}, code: 'ONW-OUT-ANSWER' }
    : { kind: 'done', data: { message: sid } };
}

interface Sent {
  readonly to: string;
  readonly text: string;
  /** Epoch milliseconds at which we began. */
  readonly from: number;
}

/** The message that Twilio made of a call without an answer; compared here, kept nowhere. */
async function findSent(
  { to, text, from }: Sent,
  { url, headers, out }: Pick<ApiCall, 'url' | 'headers'> & { readonly out: Outbound },
): Promise<string | undefined> {
  const day = new Date(from - skewMs).toISOString().slice(0, 10);
  const query = new URLSearchParams({ To: to, 'DateSent>': day, PageSize: '50' });
  const call: ApiCall = { method: 'GET', url: `${url}/Messages.json?${query.toString()}`, headers };
  const answer = await callApi(call, out);
  if (answer.kind !== 'answered' || answer.status !== 200) return undefined;
  const list = answer.body === undefined ? undefined : pointAt(answer.body, ['messages']);
  if (!Array.isArray(list)) return undefined;
  const ours = (list as readonly Json[]).find((each) => {
    const made = pointAt(each, ['date_created']);
    const isLate = typeof made === 'string' && Date.parse(made) >= from - skewMs;
    return isLate && pointAt(each, ['body']) === text;
  });
  return ours === undefined ? undefined : sidOf(ours);
}

function sidOf(message: Json): string | undefined {
  const sid = pointAt(message, ['sid']);
  return typeof sid === 'string' && /^\w{1,64}$/.test(sid) ? sid : undefined;
}

function rejected(code: `ONW-${string}`): Attempt {
  return { kind: 'rejected', data: {}, code };
}
