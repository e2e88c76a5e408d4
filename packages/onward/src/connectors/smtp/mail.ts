/** One mail as bytes: addresses checked, every header written by the library's own encoder. */
import { hash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { readMail } from '../templates/contact.ts';
import type { Rendered } from '../templates/render.ts';

/** Who a mail is from: an address, and the name beside it. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** What a mail is made of. */
export interface Letter {
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
  /** A checked address. */
  readonly to: string;
  readonly message: Rendered;
  /** Local part of the Message-ID. */
  readonly token: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly invitation?: Invitation | undefined;
  readonly wayOut?: WayOut | undefined;
}

/** A part of a mail that calendars read. */
export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly content: string;
}

/** How the recipient may leave: an address that takes one click, and a mailbox beside it. */
export interface WayOut {
  readonly url: string;
  readonly mail?: string;
}

/** Reads `Name <address>` or an address alone; undefined when it is neither. */
export function readMailbox(raw: string | undefined): Mailbox | undefined {
  const match = /^(?:([^<>]{1,100})<([^<>]{3,254})>|([^<>\s]{3,254}))$/.exec((raw ?? '').trim());
  const address = readMail(match?.[2] ?? match?.[3]);
  const name = oneLine(match?.[1] ?? '').replaceAll('"', '');
  return address === undefined ? undefined : { name, address };
}

/** What stands behind the `@` of a checked address. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}

/** The mail in RFC 5322 form, the same bytes for the same letter. */
export async function composeMail(letter: Letter): Promise<Buffer> {
  const { from, replyTo, to, message, token, now, invitation, wayOut } = letter;
  const composer = new MailComposer({
    from,
    to: { name: '', address: to },
    ...(replyTo === undefined ? {} : { replyTo }),
    subject: oneLine(message.subject ?? ''),
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    messageId: `<${token}@${domainOf(from.address)}>`,
    date: new Date(now),
    // RFC 3834, 5: so that no machine answers a machine.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
      ...(wayOut === undefined ? {} : leaving(wayOut)),
    },
    ...(invitation === undefined ? {} : { icalEvent: { filename: 'visit.ics', ...invitation } }),
    baseBoundary: hash('sha256', token, 'hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** RFC 2369 and RFC 8058: a button of the mail program, which leaves with one click. */
function leaving({ url, mail }: WayOut): Readonly<Record<string, string>> {
  const ways = [`<${url}>`, ...(mail === undefined ? [] : [`<mailto:${mail}>`])];
  return {
    'List-Unsubscribe': ways.join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** Text without line breaks and other control characters, so that it stays one header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
