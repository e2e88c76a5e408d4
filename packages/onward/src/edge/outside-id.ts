/** What may be an outside id, and what may be the id of an event. */
import type { Plain } from '../core/index.ts';

const eventId = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const control = /[\u0000-\u001f\u007f]/;
const longest = 256;

/** Text of 1 to 256 characters without control characters or halves of surrogate pairs. */
export function isOutsideId(raw: unknown): raw is string {
  return (
    typeof raw === 'string' &&
    raw.length > 0 &&
    raw.length <= longest &&
    raw.isWellFormed() &&
    !control.test(raw)
  );
}

/** An outside id as JSON gives it; numbers count, since many systems number what they name. */
export function readOutsideId(raw: unknown): string | undefined {
  const id = Number.isSafeInteger(raw) ? String(raw) : raw;
  return isOutsideId(id) ? id : undefined;
}

/** An id that is kept and shown as it is. */
export function isEventId(raw: unknown): raw is Plain {
  return typeof raw === 'string' && eventId.test(raw);
}
