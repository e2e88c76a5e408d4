/** The journal's chain: each row's hash covers the row and the hash before it. */
import { hash } from 'node:crypto';
import type { JournalRow } from '../store/index.ts';

/** What the first row of a journey is chained to. */
export const chainStart: string = '0'.repeat(64);

/**
 * SHA-256, as 64 hex digits, over three lines: the hash before, the row's columns as a JSON list,
 * and the body as it is stored (JSON too, so that no line holds a line break).
 */
export function chainHash(before: string, row: Omit<JournalRow, 'hash'>): string {
  const { journey, seq, at, occurredAt, type, source, eventId, step, body } = row;
  const columns = JSON.stringify([journey, seq, at, occurredAt, type, source, eventId, step]);
  return hash('sha256', `${before}\n${columns}\n${body}`, 'hex');
}
