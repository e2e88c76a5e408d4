/**
 * Links to the chat: the keyed hash that stands for a person, until when, and a mark that only this
 * edge can make. Nothing of the person stands in it.
 */
import { assistantSettings } from '../connectors/index.ts';
import type { Marker, SystemSetup } from '../core/index.ts';

const hourMs = 3_600_000;
/** How long a link opens the chat. */
const lastsMs = 14 * 24 * hourMs;
const pattern = /^t-([0-9a-z]{1,7})-([0-9a-f]{32})-([\w-]{22})$/;

/** Undefined while the public address is not set. */
export function chatLink(ref: string, setup: SystemSetup, now: number): string | undefined {
  const { marker } = setup;
  const base = setup.secret(assistantSettings.of(setup)['public-url'] ?? '');
  if (!base || marker === undefined) return undefined;
  const said = `t-${Math.ceil((now + lastsMs) / hourMs).toString(36)}-${ref}`;
  return `${base.replace(/\/+$/, '')}/chat/${setup.name}?who=${said}-${marker.mark(said)}`;
}

export type ChatReading =
  | { readonly kind: 'good'; readonly ref: string }
  | { readonly kind: 'expired' | 'forged' };

export function readChatToken(token: string, now: number, marker: Marker): ChatReading {
  const [, hour = '', ref = '', mark = ''] = pattern.exec(token.slice(0, 200)) ?? [];
  if (ref === '' || !marker.isMarked(`t-${hour}-${ref}`, mark)) return { kind: 'forged' };
  return Number.parseInt(hour, 36) * hourMs <= now ? { kind: 'expired' } : { kind: 'good', ref };
}
