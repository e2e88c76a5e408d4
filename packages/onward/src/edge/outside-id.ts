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

/** The form that an event's id must have; what it says may still be anything. */
export function isEventId(raw: unknown): raw is string {
  return typeof raw === 'string' && eventId.test(raw);
}

/**
 * An id that a machine made: a UUID, a ULID, hex, or what payment and messaging providers write
 * (`evt_1NG8Du2eZvKYlo2C`, `SM` and 32 hex digits, with a status behind). Such an id is kept and
 * shown as it is; any other could hold a person's name, and a hash stands for it.
 */
export function isMachineId(id: string): id is Plain {
  return machineMade.some((pattern) => pattern.test(id));
}

const machineMade = [
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  /^(?=(?:[^0-9]*[0-9]){6})[0-9A-HJKMNP-TV-Z]{26}$/,
  /^(?=[^0-9]*[0-9])(?=[^a-f]*[a-f])[0-9a-f]{16,64}$/,
  /^[a-z]{2,8}_(?=(?:[^0-9]*[0-9]){3})[A-Za-z0-9]{14,64}$/,
  /^[A-Z]{2}[0-9a-f]{32}(?:\.[a-z-]{1,20}){0,2}$/,
];
