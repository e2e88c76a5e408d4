/** How far a list was read, as the text that the edge keeps. */
import * as z from 'zod';

const token = z.string().max(4096);

const schema = z.strictObject({
  /** The list's own cursor or the next page's address; absent: from its beginning. */
  next: token.optional(),
  /** Epoch milliseconds: what changed before is known. */
  since: z.int().optional(),
  /** When the pages that are being read were begun, or the last ones were; where it matters. */
  at: z.int().optional(),
  /** Pages are being read: how many, and an earlier cursor to know a circle by. */
  reading: z.strictObject({ pages: z.int().min(1), mark: token }).optional(),
});

/** A place in a list. */
export type Cursor = z.infer<typeof schema>;

/** The text of a place. */
export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** Undefined for a text that is none of ours: then it begins anew. */
export function readCursor(text: string): Cursor | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * The mark to compare the next cursors with: an earlier one, taken anew at each power of two, so
 * that a circle of any length is known after three times around (Brent 1980). Undefined where the
 * next cursor closes a circle, or stands still.
 */
export function markOf(next: string, { next: here, reading }: Cursor): Cursor['reading'] {
  if (next === here || next === reading?.mark) return undefined;
  const pages = (reading?.pages ?? 0) + 1;
  const isPower = (pages & (pages - 1)) === 0;
  return { pages, mark: isPower || reading === undefined ? next : reading.mark };
}
