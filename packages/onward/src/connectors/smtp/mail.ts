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
  const { from, replyTo, to, message, token, now } = letter;
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
    headers: { 'Auto-Submitted': 'auto-generated' },
    baseBoundary: hash('sha256', token, 'hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** Text without line breaks and other control characters, so that it stays one header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
