/** Tells whether a value is of a closed type; nothing else may become a fact. */
import type { FactType, FactValue } from '../language/model.ts';

const hex32 = /^[0-9a-f]{32}$/;
const isoDate = /^\d{4}-\d{2}-\d{2}$/;
const currency = /^[A-Z]{3}$/;

/**
 * True when `value` is a value of `type` in its compiled form (see `FactValue`).
 * `codes` are the code lists of the program.
 */
export function isFact(
  type: FactType,
  value: FactValue,
  codes: Readonly<Record<string, readonly string[]>>,
): boolean {
  switch (type.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= type.max;
    case 'one-of':
      return typeof value === 'string' && type.values.includes(value);
    case 'code':
      return typeof value === 'string' && (codes[type.list]?.includes(value) ?? false);
    case 'instant':
    case 'duration':
      return Number.isSafeInteger(value);
    case 'date':
      return typeof value === 'string' && isoDate.test(value) && isCalendarDate(value);
    case 'money':
      return (
        typeof value === 'object' &&
        Number.isSafeInteger(value.amount) &&
        typeof value.currency === 'string' &&
        currency.test(value.currency)
      );
    case 'ref':
      return typeof value === 'string' && hex32.test(value);
  }
}

/** Refuses days that no month has, such as 30 February. */
function isCalendarDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
