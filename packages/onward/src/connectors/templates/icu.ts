/**
 * Patterns of ICU MessageFormat in texts, for what languages count and decline in ways of their
 * own: `{{ "{n, plural, one {# form} other {# forms}}" | icu: n: forms }}`.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Reader } from './language.ts';

type Values = Record<string, string | number | boolean | Date>;
type Ast = ReturnType<IntlMessageFormat['getAst']>;

/**
 * The pattern with its values, in the reader's language; dates and times in their zone.
 *
 * @throws {Error} when a value is missing
 */
export function writeIcu(pattern: string, given: readonly unknown[], reader: Reader): string {
  const { language, zone } = reader;
  const message = new IntlMessageFormat(pattern, language, undefined, {
    ignoreTag: true,
    formatters: {
      getNumberFormat: (...how) => new Intl.NumberFormat(...how),
      getPluralRules: (...how) => new Intl.PluralRules(...how),
      getDateTimeFormat: (locale, options) =>
        new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }),
    },
  });
  const dated = new Set<string>();
  for (const { name, isMoment } of argumentsOf(message.getAst())) if (isMoment) dated.add(name);
  const values: Values = {};
  for (const pair of given) {
    if (!Array.isArray(pair)) continue;
    const [name, value] = pair as [string, string | number | boolean];
    values[name] = dated.has(name) ? new Date(String(value)) : value;
  }
  return String(message.format(values));
}

/** A literal pattern, and what the filter names behind it. */
const use = /(?:"([^"]*)"|'([^']*)')\s*\|\s*icu\b((?:"[^"]*"|'[^']*'|[^"'|}%])*)/g;

/** What is wrong with the patterns of a text; undefined when nothing is. */
export function checkIcu(written: string): string | undefined {
  const all = [...written.matchAll(/\|\s*icu\b/g)].length;
  const uses = [...written.matchAll(use)];
  if (uses.length !== all)
    return 'Write the pattern of `icu` itself before it, in quotation marks.';
  for (const [, double, single, named = ''] of uses) {
    const names = [...named.matchAll(/([\w-]+)\s*:/g)].map(([, name]) => name);
    const problem = patternProblem(double ?? single ?? '', names);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function patternProblem(
  pattern: string,
  names: readonly (string | undefined)[],
): string | undefined {
  let ast: Ast;
  try {
    ast = new IntlMessageFormat(pattern, 'en', undefined, { ignoreTag: true }).getAst();
  } catch {
    return 'This is no pattern of ICU MessageFormat; look at its braces, and give `other`.';
  }
  const missing = argumentsOf(ast).find(({ name }) => !names.includes(name));
  return missing && `Give the pattern its value: icu: ${missing.name}: NAME.`;
}

/** Kinds of elements (FormatJS): what stands there by itself has no value. */
const kinds = { date: 2, time: 3, literal: 0, pound: 7 };

interface Argument {
  readonly name: string;
  readonly isMoment: boolean;
}

function argumentsOf(ast: Ast): readonly Argument[] {
  return ast.flatMap((element): readonly Argument[] => {
    const type: number = element.type;
    if (type === kinds.literal || type === kinds.pound) return [];
    const isMoment = type === kinds.date || type === kinds.time;
    const name = 'value' in element ? element.value : '';
    const inside =
      'options' in element ? Object.values(element.options).map(({ value }) => value) : [];
    return [{ name, isMoment }, ...inside.flatMap((each) => argumentsOf(each))];
  });
}
