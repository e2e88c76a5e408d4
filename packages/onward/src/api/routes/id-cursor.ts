/** Pages in order of time and of an id that a machine made. */
import { most, readCursor } from '../cursor.ts';

/** An id is 32 hex digits; a cursor holds numbers. */
const bounds = Array.from({ length: 4 }, () => 0xff_ff_ff_ff);

export function quartersOf(id: string): readonly number[] {
  return [0, 8, 16, 24].map((from) => Number.parseInt(id.slice(from, from + 8), 16));
}

export function placeOf(cursor: string): { readonly at: number; readonly id: string } {
  const [at = 0, ...quarters] = readCursor(cursor, [most.time, ...bounds]);
  return { at, id: quarters.map((each) => each.toString(16).padStart(8, '0')).join('') };
}
