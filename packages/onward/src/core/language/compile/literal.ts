/** Compiles a written constant to a value of a closed type. */
import { isZone } from '../../calendar/index.ts';
import { isCurrency } from '../../facts/currency.ts';
import { readDate, readInstant } from '../../facts/instant.ts';
import { parseDuration } from '../duration.ts';
import { expected } from '../surface/expected.ts';
import type { FactType, FactValue } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { typeWords } from './types.ts';
import { report } from './scope.ts';
import type { Fault, JourneyScope } from './scope.ts';
import type { WrittenLiteral } from '../surface/parts.ts';

/** The constant as a value of the type; undefined and a finding when it is not one. */
export function compileLiteral(
  written: WrittenLiteral,
  type: FactType,
  at: { readonly scope: JourneyScope; readonly path: Path },
): FactValue | undefined {
  const value = read(written, type, at.scope);
  if (value !== undefined) return value;
  report(at.scope, at.path, faultOf(written, type, at.scope));
  return undefined;
}

function read(
  written: WrittenLiteral,
  type: FactType,
  { declared }: JourneyScope,
): FactValue | undefined {
  switch (type.kind) {
    case 'flag':
      return typeof written === 'boolean' ? written : undefined;
    case 'count':
      return isCount(written, type.max) ? written : undefined;
    case 'money':
      return typeof written === 'object' && isCurrency(written.currency)
        ? { ...written }
        : undefined;
    case 'ref':
      return undefined;
    case 'one-of':
      return typeof written === 'string' && type.values.includes(written) ? written : undefined;
    case 'code':
      return typeof written === 'string' && (declared.codes[type.list] ?? []).includes(written)
        ? written
        : undefined;
    case 'date':
      return typeof written === 'string' ? readDate(written) : undefined;
    case 'zone':
      return typeof written === 'string' && isZone(written) ? written : undefined;
    case 'instant':
      return typeof written === 'string' ? readInstant(written) : undefined;
    case 'duration':
      return typeof written === 'string' ? parseDuration(written) : undefined;
  }
}

function isCount(written: WrittenLiteral, max: number): written is number {
  return typeof written === 'number' && Number.isInteger(written) && written >= 0 && written <= max;
}

function faultOf(written: WrittenLiteral, type: FactType, { declared }: JourneyScope): Fault {
  if (type.kind === 'ref') {
    const message = 'A ref is an outside id; it cannot be written into a program.';
    return { code: 'ONW-LANG-VALUE', message, allowed: 'event.NAME or fact.NAME' };
  }
  const names = type.kind === 'one-of' ? type.values : listOf(type, declared.codes);
  const shown = typeof written === 'object' ? 'This' : quote(String(written));
  const near = typeof written === 'string' ? didYouMean(written, names) : '.';
  const message = `${shown} is not ${typeWords(type)}${near}`;
  const code = type.kind === 'date' || type.kind === 'instant' ? 'ONW-LANG-TIME' : 'ONW-LANG-VALUE';
  return { code, message, allowed: allowedFor(type, names) };
}

function listOf(type: FactType, codes: Readonly<Record<string, readonly string[]>>) {
  return type.kind === 'code' ? (codes[type.list] ?? []) : [];
}

function allowedFor(type: FactType, names: readonly string[]): string {
  switch (type.kind) {
    case 'one-of':
    case 'code':
      return listNames(names);
    case 'flag':
      return expected.flag;
    case 'money':
      return '`{ amount: 4900, currency: USD }`';
    case 'instant':
      return 'an ISO 8601 instant with its offset';
    case 'date':
      return expected.date;
    case 'zone':
      return expected.zone;
    case 'duration':
      return expected.duration;
    case 'count':
    case 'ref':
      return typeWords(type);
  }
}
