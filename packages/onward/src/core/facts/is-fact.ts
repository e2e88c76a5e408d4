/** Tells whether a value is of a closed type; nothing else may become a fact. */
import type { FactType, FactValue } from '../language/model.ts';
import { isZone } from '../calendar/index.ts';
import { isCurrency } from './currency.ts';
import { isInstant, readDate } from './instant.ts';

const hex32 = /^[0-9a-f]{32}$/;

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
      return isInstant(value);
    case 'duration':
      return Number.isSafeInteger(value);
    case 'date':
      return typeof value === 'string' && readDate(value) !== undefined;
    case 'zone':
      return typeof value === 'string' && isZone(value);
    case 'money':
      return (
        typeof value === 'object' &&
        value !== null &&
        Number.isSafeInteger(value.amount) &&
        typeof value.currency === 'string' &&
        isCurrency(value.currency)
      );
    case 'ref':
      return typeof value === 'string' && hex32.test(value);
  }
}
