/**
 * Links by which people answer a message: where they lead, and what pressing the button behind one
 * says. Whoever has the link may answer; whoever merely opens it, as mail scanners do, has said
 * nothing.
 */
import type {
  EventType,
  PageVisit,
  Page,
  RawDelivery,
  Received,
  SystemSetup,
  WireEvent,
} from '../../core/index.ts';
import { refusal } from '../refusal.ts';
import type { LinkTo } from '../templates/engine.ts';
import type { LinkAction } from '../templates/link-action.ts';
import type { PageKind } from './page.ts';
import { renderPage } from './page.ts';
import type { LinkReading } from './token.ts';
import { linkToken, readLinkToken } from './token.ts';

/** The event of each answer. */
const eventOf: Readonly<Record<LinkAction, string>> = {
  confirm: 'reply.confirm',
  cancel: 'reply.cancel',
  move: 'reply.move',
  unsubscribe: 'message.unsubscribed',
};

/** The event by which somebody wants no more messages over a channel. */
export function unsubscribedType(channel: string): Readonly<Record<string, EventType>> {
  const consent = { grants: false, channel };
  return { 'message.unsubscribed': { refs: {}, data: {}, consent } };
}

/** Where the links of one message lead, and for how long. */
export interface Linking {
  /** The command's key. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly forMs: number;
  /** The public address of the system's deliveries; undefined while it is not set. */
  readonly publicUrl: string | undefined;
}

/** A way out must work for longer than the 30 days that 15 U.S.C. 7704(a)(3) asks for. */
const leastWayOutMs = 60 * 86_400_000;
const dayMs = 86_400_000;

/** The links of one message. */
export function linksOf({ key, now, forMs, publicUrl }: Linking, { marker }: SystemSetup): LinkTo {
  return (action) => {
    if (!publicUrl || marker === undefined) return undefined;
    const lastsMs = action === 'unsubscribe' ? Math.max(forMs, leastWayOutMs) : forMs;
    const token = linkToken({ key, action }, now + lastsMs, marker);
    return `${publicUrl}${publicUrl.includes('?') ? '&' : '?'}reply=${token}`;
  };
}

/** What a delivery to the address of a link says; undefined where it came to another address. */
export function readPressed(
  { query = '', body, receivedAt }: RawDelivery,
  setup: SystemSetup,
): readonly Received[] | undefined {
  const reading = readLink(query, receivedAt, setup);
  if (reading === undefined) return undefined;
  if (reading.kind === 'forged') {
    return [refusal('ONW-LINK-INVALID', 'This is no link of ours; open it as it was sent.')];
  }
  if (reading.kind === 'expired') {
    return [refusal('ONW-LINK-EXPIRED', 'The link is too old; answer in another way.')];
  }
  const { action, key } = reading.answer;
  if (!isPressed(body, action)) {
    return [refusal('ONW-LINK-UNPRESSED', 'Nothing was pressed; send what the button sends.')];
  }
  // Once for each message and answer. Who leaves, comes back and leaves again means it each time.
  const again = action === 'unsubscribe' ? `.${Math.floor(receivedAt / dayMs)}` : '';
  const id = `link.${key}.${action}${again}`;
  const event: WireEvent = { event: eventOf[action], id, refs: {}, data: {}, answers: key };
  return [{ kind: 'event', event }];
}

/** The page of a link. */
export function linkPage(visit: PageVisit, setup: SystemSetup): Page | undefined {
  const reading = readLink(visit.query, visit.receivedAt, setup);
  if (reading === undefined) return undefined;
  return renderPage(pageOf(reading, visit), visit.languages);
}

function pageOf(reading: LinkReading, { pressed }: PageVisit): PageKind {
  if (reading.kind === 'forged') return { kind: 'unknown' };
  if (reading.kind === 'expired') return { kind: 'expired' };
  const { action } = reading.answer;
  if (pressed === undefined) return { kind: 'asking', action };
  if (pressed === 'taken') return { kind: 'taken', action };
  return pressed === 'later' ? { kind: 'later' } : { kind: 'unknown' };
}

function readLink(query: string, now: number, { marker }: SystemSetup): LinkReading | undefined {
  // Mail programs and trackers add members of their own.
  const token = new URLSearchParams(query).get('reply');
  if (token === null) return undefined;
  return marker === undefined ? { kind: 'forged' } : readLinkToken(token, now, marker);
}

/** Behind which nothing is read. */
const longestForm = 4_096;

/** The button of our page; or the one click of a mail program (RFC 8058, 3.2), as form or parts. */
function isPressed(body: Uint8Array, action: LinkAction): boolean {
  const form = Buffer.from(body.subarray(0, longestForm)).toString('latin1');
  if (/(?:^|&)pressed=yes(?:&|$)/.test(form.trim())) return true;
  const oneClick = /(?:^|&|name="?)List-Unsubscribe"?(?:=|\r?\n\r?\n)One-Click\b/i;
  return action === 'unsubscribe' && oneClick.test(form);
}
