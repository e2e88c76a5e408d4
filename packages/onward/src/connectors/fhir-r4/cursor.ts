/** Where catching up goes on from, as the text that the edge keeps. */
import * as z from 'zod';

const schema = z.strictObject({
  /** Number of the last event that was taken, where the EHR counts them. */
  number: z.int().min(0).optional(),
  /** Epoch milliseconds: what changed before is known. */
  since: z.int(),
  /** A search under way: which type of the settings, its next page, and what it will reach. */
  sweep: z
    .strictObject({ index: z.int().min(0), next: z.string().optional(), untilMs: z.int() })
    .optional(),
});

/** A place among what the EHR says. */
export type Cursor = z.infer<typeof schema>;

/** The text of a place; it holds no id of anything but a page. */
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
