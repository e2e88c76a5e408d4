/** Cursors of pages: opaque to the caller, a few whole numbers to us. */
import { RejectError } from '../core/index.ts';

/** The largest parts there are: an id, a place in a journal or journey, and a time. */
export const most = {
  id: Number.MAX_SAFE_INTEGER,
  place: 2_147_483_647,
  slot: 32_767,
  time: 8_640_000_000_000_000,
} as const;

/** The cursor behind which a page goes on. */
export function writeCursor(parts: readonly number[]): string {
  return Buffer.from(parts.map((part) => part.toString(36)).join('.')).toString('base64url');
}

/**
 * The numbers of a cursor, as many as there are bounds, each within its own.
 *
 * @throws {RejectError} when it is not one that we wrote.
 */
export function readCursor(cursor: string, bounds: readonly number[]): readonly number[] {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const parts = text
    .split('.')
    .map((part) => (/^[0-9a-z]{1,11}$/u.test(part) ? parseInt(part, 36) : -1));
  const isWithin = (part: number, index: number): boolean =>
    part >= 0 && part <= (bounds[index] ?? -1);
  if (parts.length === bounds.length && parts.every(isWithin)) return parts;
  const message = 'The cursor is not one of this list; start again without it.';
  throw new RejectError('ONW-CURSOR', message, { at: '/after' });
}

/** One page of rows that were read one beyond the limit, and the cursor of the next. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => readonly number[],
): { readonly rows: readonly T[]; readonly next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(cursorOf(last)) : null;
  return { rows: shown, next };
}
