/** Delivery status notifications (RFC 3464) as receipts; every other mail says nothing here. */
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import type { Received } from '../../core/index.ts';
import { readInstant } from '../../core/index.ts';
import { refusal, unused } from '../refusal.ts';
import type { FailureReason } from '../templates/message.ts';
import { readToken } from './token.ts';

/** As large as any body that is taken; a notification repeats at most the mail it is about. */
const longestMail = 1_048_576;
const longestReport = 65_536;

const bounds = {
  forceRfc822Attachments: true,
  attachmentEncoding: 'utf8',
  maxNestingDepth: 16,
  maxHeadersSize: 262_144,
} as const;

/** What stands beside the bytes of a delivery. */
export interface Delivered {
  /** The id of the delivery. */
  readonly id: string;
  readonly secret: string | undefined;
}

/** Reads one raw mail. Never throws. */
export async function readBounce(
  bytes: Uint8Array,
  { id, secret }: Delivered,
): Promise<readonly Received[]> {
  if (bytes.length > longestMail) return [unreadable()];
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, bounds);
  } catch {
    return [unreadable()];
  }
  const report = partOf(mail, /^message\/(?:global-)?delivery-status$/);
  if (report === undefined) return isAutomatic(mail) ? [] : [unused()];
  const { envelope, recipients } = readReport(report);
  const token = readToken([envelope, ...tracesOf(mail)].join('\n'), secret);
  if (token === undefined) return [unused()];
  if (token === 'forged') {
    const message = 'The notification answers no mail of ours; look at who may write to the box.';
    return [refusal('ONW-EVENT-ANSWER', message)];
  }
  const outcome = ['failed', 'delayed', 'delivered'].flatMap(
    (action) => recipients.find((each) => each.action === action) ?? [],
  )[0];
  // Handed to a system without notifications (relayed, expanded): nothing more will be heard.
  if (outcome === undefined) return [];
  const { action, status } = outcome;
  const occurredAt = mail.date === undefined ? undefined : readInstant(mail.date);
  const time = occurredAt === undefined ? {} : { occurredAt };
  const data = action === 'delivered' ? {} : { reason: reasonOf(status) };
  const event = { event: `message.${action}`, id, ...time, refs: {}, data, answers: token.key };
  return [{ kind: 'event', event }];
}

interface Recipient {
  readonly action: string;
  readonly status: string;
}

/** Fields of the message, then a group for each recipient, with an empty line between them. */
function readReport(text: string): { envelope: string; recipients: readonly Recipient[] } {
  const [first = '', ...rest] = text
    .slice(0, longestReport)
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/);
  const recipients = rest.slice(0, 100).map((group) => ({
    action: field(group, 'action').toLowerCase(),
    status: field(group, 'status'),
  }));
  // An xtext (RFC 3461, 4) writes some characters as `+` and two digits; ours has none of them.
  return { envelope: field(first, 'original-envelope-id'), recipients };
}

/** A field's value without comments behind it; empty where it is not there. */
function field(group: string, name: string): string {
  const line = group.split('\n').find((each) => each.toLowerCase().startsWith(`${name}:`));
  return (line ?? '').slice(name.length + 1, 512).trim();
}

/** Where the Message-ID of our mail may stand: in what came back of it, or as what is answered. */
function tracesOf(mail: Email): readonly string[] {
  const returned = partOf(mail, /^(?:message\/(?:rfc822|global)|text\/rfc822-headers)$/) ?? '';
  const [head = ''] = returned.slice(0, longestReport).split(/\r?\n\r?\n/);
  const message = head.split(/\r?\n(?![ \t])/).find((line) => /^message-id:/i.test(line));
  return [message, mail.inReplyTo, mail.references].map((each) => (each ?? '').slice(0, 4_096));
}

function partOf(mail: Email, type: RegExp): string | undefined {
  const part = mail.attachments.find(({ mimeType }) => type.test(mimeType));
  return typeof part?.content === 'string' ? part.content : undefined;
}

/** RFC 3834, 5: an absence note, a confirmation of receipt. */
function isAutomatic({ headers }: Email): boolean {
  const value = (name: string): string =>
    (headers.find(({ key }) => key === name)?.value ?? '').trim().toLowerCase();
  const submitted = value('auto-submitted');
  if (submitted !== '' && !/^no\b/.test(submitted)) return true;
  return ['auto_reply', 'bulk', 'junk'].includes(value('precedence'));
}

/** Enhanced status codes (RFC 3463, 3): `class.subject.detail`. */
const reasons: readonly (readonly [RegExp, FailureReason])[] = [
  [/^\d\.1\.[0-46]\b/, 'no-such-address'],
  [/^\d\.2\.1\b/, 'no-such-address'],
  [/^\d\.2\.2\b/, 'mailbox-full'],
  [/^\d\.4\.7\b/, 'too-old'],
  [/^\d\.[34]\./, 'network'],
  [/^\d\.6\./, 'content'],
  [/^\d\.7\./, 'policy'],
];

function reasonOf(status: string): FailureReason {
  return reasons.find(([pattern]) => pattern.test(status))?.[1] ?? 'unknown';
}

function unreadable(): Received {
  const message = 'The body is no mail that can be read; deliver it raw, as it came.';
  return refusal('ONW-MAIL-SHAPE', message);
}
