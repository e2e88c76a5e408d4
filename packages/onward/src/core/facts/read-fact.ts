/** From JSON on the wire to the closed types, and back: whatever does not fit is not a fact. */
import type { FactType, FactValue, Json } from '../language/model.ts';
import { isZone } from '../calendar/index.ts';
import { isCurrency } from './currency.ts';
import { readDate, readDuration, readInstant } from './instant.ts';

/** The code lists of a program. */
export type CodeLists = Readonly<Record<string, readonly string[]>>;

/**
 * A wire value as a value of `type`, or undefined when it is not one. instant: RFC 3339 with an
 * offset · date: `YYYY-MM-DD` · duration: ISO 8601 or whole milliseconds · money: an object of
 * `amount` (whole minor units) and `currency` (ISO 4217) · the rest as in `FactValue`. A ref is an
 * outside id, which only the edge's gate can turn into a fact: here it never is one.
 */
export function readFact(
  type: FactType,
  raw: unknown,
  codes: CodeLists = {},
): FactValue | undefined {
  switch (type.kind) {
    case 'flag':
      return typeof raw === 'boolean' ? raw : undefined;
    case 'count':
      return isWhole(raw) && raw <= type.max ? raw + 0 : undefined;
    case 'one-of':
      return typeof raw === 'string' && type.values.includes(raw) ? raw : undefined;
    case 'code':
      return typeof raw === 'string' && isListed(codes, type.list, raw) ? raw : undefined;
    case 'instant':
      return typeof raw === 'string' ? readInstant(raw) : undefined;
    case 'date':
      return typeof raw === 'string' ? readDate(raw) : undefined;
    case 'duration':
      return typeof raw === 'string' ? readDuration(raw) : isWhole(raw) ? raw + 0 : undefined;
    case 'zone':
      return typeof raw === 'string' && isZone(raw) ? raw : undefined;
    case 'money':
      return readMoney(raw);
    case 'ref':
      return undefined;
  }
}

/**
 * A fact in its wire form, which `readFact` reads back: an instant as RFC 3339 in UTC, a duration
 * as ISO 8601 seconds, the others as they stand.
 */
export function writeFact(type: FactType, value: FactValue): Json {
  if (type.kind === 'instant') return new Date(value as number).toISOString();
  if (type.kind === 'duration') return `PT${(value as number) / 1000}S`;
  return typeof value === 'object' ? { amount: value.amount, currency: value.currency } : value;
}

/** An integer from 0 that JSON carries exactly. */
function isWhole(raw: unknown): raw is number {
  return Number.isSafeInteger(raw) && (raw as number) >= 0;
}

function isListed(codes: CodeLists, list: string, code: string): boolean {
  return Object.hasOwn(codes, list) && (codes[list]?.includes(code) ?? false);
}

function readMoney(raw: unknown): FactValue | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { amount, currency } = raw as { readonly amount?: unknown; readonly currency?: unknown };
  if (!Number.isSafeInteger(amount) || typeof currency !== 'string' || !isCurrency(currency)) {
    return undefined;
  }
  // `+ 0` makes minus zero zero, which JSON does not tell apart.
  return { amount: (amount as number) + 0, currency };
}
