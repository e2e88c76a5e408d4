/**
 * What a link of a message holds: which message it answers, how, and until when, with a mark that
 * only this edge can make. Nothing of the person stands in it.
 */
import type { Marker } from '../../core/index.ts';
import { parseCommandKey } from '../../core/index.ts';
import type { LinkAction } from '../templates/link-action.ts';

/** An answer that somebody may give to a message. */
export interface LinkAnswer {
  /** The key that the message was sent under. */
  readonly key: string;
  readonly action: LinkAction;
}

export type LinkReading =
  | { readonly kind: 'good' | 'expired'; readonly answer: LinkAnswer }
  | { readonly kind: 'forged' };

const hourMs = 3_600_000;
const letters: readonly (readonly [string, LinkAction])[] = [
  ['c', 'confirm'],
  ['x', 'cancel'],
  ['m', 'move'],
  ['u', 'unsubscribe'],
];
const pattern = /^([a-z])-([0-9a-z]{1,7})-(jrn_[0-9a-v.e]{3,40})-([\w-]{22})$/;

/** `c-9zk3-jrn_2a.3.0-MARK`: short enough for a text message; it ends with a whole hour. */
export function linkToken({ key, action }: LinkAnswer, until: number, marker: Marker): string {
  const [letter = ''] = letters.find(([, each]) => each === action) ?? [];
  const said = `${letter}-${Math.ceil(until / hourMs).toString(36)}-${key}`;
  return `${said}-${marker.mark(said)}`;
}

/** Reads a token at a time (epoch milliseconds). */
export function readLinkToken(token: string, now: number, marker: Marker): LinkReading {
  const [, letter = '', hour = '', key = '', mark = ''] = pattern.exec(token) ?? [];
  const action = letters.find(([each]) => each === letter)?.[1];
  if (action === undefined || parseCommandKey(key) === undefined) return { kind: 'forged' };
  if (!marker.isMarked(`${letter}-${hour}-${key}`, mark)) return { kind: 'forged' };
  const isLate = Number.parseInt(hour, 36) * hourMs <= now;
  return { kind: isLate ? 'expired' : 'good', answer: { key, action } };
}
