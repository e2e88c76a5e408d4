/**
 * JSONPath (RFC 9535), the part that a mapping needs: members, items, wildcards, and filters that
 * compare one member with a constant. It has no descent and no regular expressions, so that looking
 * costs no more than reading the body once.
 */
import type { Json } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';

type Literal = string | number | boolean | null;

/** One step of a path. */
export type Selector =
  | { readonly kind: 'name'; readonly name: string }
  /** Negative from the end. */
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'filter'; readonly at: readonly string[]; readonly value: Literal };

/** Steps from the whole body (`$`); none of them means the body itself. */
export type JsonPath = readonly Selector[];

const longest = 512;
const word = '[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_\\u0080-\\uffff]*';
const quoted = `'(?:[^'\\\\]|\\\\['\\\\/])*'|"(?:[^"\\\\]|\\\\["\\\\/])*"`;
const whole = '0|[1-9]\\d{0,6}';
const constant = `${quoted}|-?(?:0|[1-9]\\d{0,14})(?:\\.\\d{1,15})?|true|false|null`;
const member = `(?:\\.(?:${word})|\\[(?:${quoted}|${whole})\\])`;

const segment = new RegExp(
  `\\.(?<short>${word}|\\*)|` +
    `\\[ *(?:(?<name>${quoted})|(?<index>-?(?:${whole}))|(?<every>\\*)|` +
    `\\? *(?<open>\\(?) *@(?<at>${member}+) *== *(?<value>${constant}) *(?<close>\\)?)) *\\]`,
  'y',
);
const step = new RegExp(`\\.(${word})|\\[(${quoted}|${whole})\\]`, 'g');

/** The steps of a path; undefined when the text is no path of this part of the standard. */
export function readJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$') || text.length > longest) return undefined;
  const selectors: Selector[] = [];
  segment.lastIndex = 1;
  while (segment.lastIndex < text.length) {
    const selector = selectorOf(segment.exec(text)?.groups);
    if (selector === undefined) return undefined;
    selectors.push(selector);
  }
  return selectors;
}

type Parts = Readonly<Record<string, string | undefined>>;

function selectorOf(parts: Parts | undefined): Selector | undefined {
  if (parts === undefined) return undefined;
  const { short, name, index, every, at, value } = parts;
  if (short === '*' || every !== undefined) return { kind: 'every' };
  if (short !== undefined) return { kind: 'name', name: short };
  if (name !== undefined) return { kind: 'name', name: unquote(name) };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  const isClosed = (parts['open'] === '(') === (parts['close'] === ')');
  if (at === undefined || value === undefined || !isClosed) return undefined;
  const tokens = [...at.matchAll(step)].map(([, plain, bracketed = '']) => {
    return plain ?? (/^\d/.test(bracketed) ? bracketed : unquote(bracketed));
  });
  return { kind: 'filter', at: tokens, value: literalOf(value) };
}

function literalOf(text: string): Literal {
  return /^['"]/.test(text) ? unquote(text) : (JSON.parse(text) as Literal);
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

/** The first node that a path leads to, in the order of the body. */
export function firstAt(value: Json, path: JsonPath, from = 0): Json | undefined {
  const selector = path[from];
  if (selector === undefined) return value;
  for (const child of childrenOf(value, selector)) {
    const found = firstAt(child, path, from + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(value: Json, selector: Selector): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [];
  const items = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  switch (selector.kind) {
    case 'name':
      return items === undefined ? some(pointAt(value, [selector.name])) : [];
    case 'index':
      return some(items?.at(selector.index));
    case 'every':
      return items ?? Object.values(value);
    case 'filter': {
      const { at, value: wanted } = selector;
      return (items ?? Object.values(value)).filter((each) => pointAt(each, at) === wanted);
    }
  }
}

function some(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
