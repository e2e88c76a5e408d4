/** Compiles guards: comparisons of facts and event data with constants, type-checked. */
import { readInstant } from '../../facts/instant.ts';
import { parseDuration } from '../duration.ts';
import { resolveEventData, resolveFact } from './expression.ts';
import { compileLiteral } from './literal.ts';
import { typeWords } from './types.ts';
import type { FactType, Guard, TimePoint } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, toList } from './scope.ts';
import type { Here } from './scope.ts';
import type { WrittenGuard, WrittenLiteral } from '../surface/parts.ts';

/** Compiles one guard; several keys, and several operands under a key, must all hold. */
export function compileGuard(written: WrittenGuard, path: Path, here: Here): Guard {
  const guards = [
    ...compileIs(written.is, [...path, 'is'], here),
    ...orders.flatMap((kind) => compileOrder(kind, { written, path: [...path, kind], here })),
    ...times.flatMap((kind) => compileTimes(kind, { written, path: [...path, kind], here })),
    ...compileKnown(written.known, [...path, 'known'], here),
    ...compileGroups(written, path, here),
  ];
  const [only, ...more] = guards;
  if (only === undefined && Object.keys(written).length === 0) {
    const message = 'A guard says what it compares.';
    report(here.scope, path, { code: 'ONW-LANG-GUARD', message });
  }
  return only !== undefined && more.length === 0 ? only : { kind: 'all', of: guards };
}

const orders = ['lt', 'lte', 'gt', 'gte'] as const;
const times = ['before', 'after'] as const;

interface Under {
  readonly written: WrittenGuard;
  readonly path: Path;
  readonly here: Here;
}

function compileGroups(written: WrittenGuard, path: Path, here: Here): readonly Guard[] {
  const many = (kind: 'all' | 'any'): readonly Guard[] => {
    const guards = written[kind];
    if (guards === undefined) return [];
    const of = guards.map((guard, index) => compileGuard(guard, [...path, kind, index], here));
    return [{ kind, of }];
  };
  const not: readonly Guard[] =
    written.not === undefined
      ? []
      : [{ kind: 'not', of: compileGuard(written.not, [...path, 'not'], here) }];
  return [...many('all'), ...many('any'), ...not];
}

function compileIs(
  written: Readonly<Record<string, WrittenLiteral>> | undefined,
  path: Path,
  here: Here,
): readonly Guard[] {
  return entriesOf(written).flatMap(([operand, literal]): readonly Guard[] => {
    const below = [...path, operand];
    const type = operandType(operand, below, here);
    if (type === undefined) return [];
    const value = compileLiteral(literal, type, { scope: here.scope, path: below });
    return value === undefined ? [] : [{ kind: 'is', operand, value }];
  });
}

function compileOrder(kind: (typeof orders)[number], { written, path, here }: Under): Guard[] {
  return entriesOf(written[kind]).flatMap(([operand, bound]): readonly Guard[] => {
    const below = [...path, operand];
    const type = operandType(operand, below, here);
    if (type === undefined) return [];
    if (type.kind !== 'count' && type.kind !== 'duration') {
      const message = `Only counts and durations have an order; this is ${typeWords(type)}.`;
      report(here.scope, below, { code: 'ONW-LANG-GUARD', message, key: true });
      return [];
    }
    const value = compileLiteral(bound, type, { scope: here.scope, path: below });
    return typeof value === 'number' ? [{ kind, operand, value }] : [];
  });
}

function compileTimes(kind: (typeof times)[number], { written, path, here }: Under): Guard[] {
  return entriesOf(written[kind]).flatMap(([operand, text]): readonly Guard[] => {
    const below = [...path, operand];
    const type = operandType(operand, below, here);
    if (type === undefined) return [];
    if (type.kind !== 'instant') {
      const message = `Only an instant is before or after another; this is ${typeWords(type)}.`;
      report(here.scope, below, { code: 'ONW-LANG-GUARD', message, key: true });
      return [];
    }
    const time = parseTimePoint(text);
    if (time !== undefined) return [{ kind, operand, time }];
    const message = `${quote(text)} is not a point in time.`;
    const allowed = '`now`, `now+24h`, `now-2h`, or an ISO 8601 instant with its offset';
    report(here.scope, below, { code: 'ONW-LANG-TIME', message, allowed });
    return [];
  });
}

function parseTimePoint(text: string): TimePoint | undefined {
  if (text === 'now') return { kind: 'now', offsetMs: 0 };
  if (!text.startsWith('now')) {
    const at = readInstant(text);
    return at === undefined ? undefined : { kind: 'at', at };
  }
  const ms = parseDuration(text.slice('now+'.length));
  return ms === undefined ? undefined : { kind: 'now', offsetMs: text[3] === '-' ? -ms : ms };
}

function compileKnown(
  written: string | readonly string[] | undefined,
  path: Path,
  here: Here,
): readonly Guard[] {
  if (written === undefined) return [];
  return toList(written).map((operand, index): Guard => {
    typeOfOperand(operand, { here, path: typeof written === 'string' ? path : [...path, index] });
    return { kind: 'known', operand };
  });
}

/** The type of an operand that stands as a key. */
function operandType(operand: string, path: Path, here: Here): FactType | undefined {
  return typeOfOperand(operand, { here, path, key: true });
}

function typeOfOperand(
  operand: string,
  at: { readonly here: Here; readonly path: Path; readonly key?: boolean },
): FactType | undefined {
  return operand.startsWith('event.')
    ? resolveEventData(operand.slice('event.'.length), at)
    : resolveFact(operand, at);
}
