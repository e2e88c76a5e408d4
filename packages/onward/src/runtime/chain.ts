/** The journal's chain: each row's hash covers the row and the hash before it. */
import { createHash } from 'node:crypto';
import type { JournalRow } from '../store/index.ts';

/** What the first row of a journey is chained to. */
export const chainStart: Buffer = Buffer.alloc(32);

/** SHA-256 over the hash before and every column of the row, lengths included by JSON. */
export function chainHash(before: Buffer, row: Omit<JournalRow, 'hash'>): Buffer {
  const { journey, seq, at, occurredAt, type, source, eventId, step, body } = row;
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([journey, seq, at, occurredAt, type, source, eventId, step]))
    .update(body)
    .digest();
}
