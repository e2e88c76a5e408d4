/**
 * Masks what a system sent by the type of each value, so that its form can be kept and nothing that
 * it says. What is kept are names of members, the structure, and values that were named beforehand.
 */
import type { Json } from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';

/** Values that stay as they are: a short vocabulary such as `booking.created`. */
export type Kept = ReadonlySet<string>;

/** A body without its values; `left-out` where its form is not one that can be masked for sure. */
export type MaskedBody =
  | { readonly kind: 'json'; readonly body: Json }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'left-out' };

/** JSON, forms and HL7 v2 keep their structure; of anything else nothing is kept. */
export function maskBody(body: Uint8Array, contentType: string, kept: Kept): MaskedBody {
  if (body.length === 0) return { kind: 'text', text: '' };
  const parsed = parseJson(body);
  if (parsed.kind === 'parsed') return { kind: 'json', body: maskJson(parsed.value, kept) };
  const text = Buffer.from(body).toString('utf8');
  if (text.startsWith('MSH|')) return { kind: 'text', text: maskHl7(text, kept) };
  if (/^application\/x-www-form-urlencoded\b/iu.test(contentType)) {
    return { kind: 'text', text: maskForm(text, kept) };
  }
  return { kind: 'left-out' };
}

/** A longer list says no more of a form. */
const mostItems = 20;

/** The same structure with every value masked. */
export function maskJson(value: Json, kept: Kept): Json {
  if (value === null) return null;
  if (typeof value === 'string') return maskText(value, kept);
  if (typeof value === 'number') return maskNumber(value, kept);
  if (typeof value === 'boolean') return kept.has(String(value)) ? value : true;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).slice(0, mostItems).map((each) => maskJson(each, kept));
  }
  return Object.fromEntries(
    maskNames(Object.entries(value), kept).map(([name, each]) => [name, maskJson(each, kept)]),
  );
}

/** A form or a query: names stay, values do not. */
export function maskForm(text: string, kept: Kept): string {
  const pairs = maskNames([...new URLSearchParams(text)], kept);
  const masked = pairs.map(([name, value]): [string, string] => [name, maskText(value, kept)]);
  return new URLSearchParams(masked).toString();
}

/** As programmers name things. A person's or a thing's id, a mail address or a date is none. */
const memberName = /^[A-Za-z_$@][A-Za-z_$@.:-]{0,62}\d{0,2}$/u;

/** Names that may be somebody's stay distinct, and say nothing. */
function maskNames<T>(
  entries: readonly (readonly [string, T])[],
  kept: Kept,
): readonly (readonly [string, T])[] {
  return entries.map(([name, value], index) => {
    const isName = memberName.test(name) && !/[^@]@/u.test(name);
    return [isName || kept.has(name) ? name : `${maskText(name, kept)}-${index}`, value];
  });
}

/**
 * HL7 v2: segment names and separators stay. MSH-2 names the separators and is not a value; nothing
 * else is known to be none.
 */
function maskHl7(text: string, kept: Kept): string {
  const lines = text.split(/\r\n|\r|\n/u).filter((line) => line !== '');
  return lines
    .map((line) => {
      const [name = '', ...fields] = line.split('|');
      const segment = /^[A-Z][A-Z0-9]{2}$/u.test(name) ? name : 'ZZZ';
      const masked = fields.map((field, index) => {
        const isSeparators = segment === 'MSH' && index === 0 && /^[\^~\\&#]{1,5}$/u.test(field);
        if (isSeparators || kept.has(field)) return field;
        return field.replaceAll(/[^~&^]+/gu, (part) => maskText(part, kept));
      });
      return [segment, ...masked].join('|');
    })
    .join('\r');
}

/** The forms that readers tell apart, and what stands in for each; the first that fits. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}-\d{2}$/u, '2000-01-01'],
  [/^\d{4}-\d{2}-\d{2}[T ][\d:.,]+$/u, '2000-01-01T00:00:00'],
  [/^\d{4}-\d{2}-\d{2}[T ][\d:.,]+ ?(?:Z|[+-]\d{2}:?\d{2})$/iu, '2000-01-01T00:00:00Z'],
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/u, '20000101'],
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}$/u, '200001010000'],
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}$/u, '20000101000000'],
  [
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu,
    '99999999-9999-4999-8999-999999999999',
  ],
  [/^[a-z][a-z0-9+.-]*:\/\//iu, 'https://example.invalid/'],
  [/^(?:mailto:)?[^\s@]+@[^\s@]+$/iu, 'x@example.invalid'],
  [/^(?:tel:)?\+[\d\s().-]{6,24}$/iu, '+19995550100'],
  [/^\(?\d{2,4}[\s().-]+[\d\s().-]{5,20}$/u, '999 555 0100'],
];

/** A text of the same form: x for letters, 9 for digits, in runs whose length is a power of two. */
export function maskText(text: string, kept: Kept): string {
  if (text === '' || kept.has(text)) return text;
  const form = forms.find(([pattern]) => pattern.test(text));
  if (form !== undefined) return form[1];
  const runs = text.match(/[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}]/gu) ?? [];
  return runs.slice(0, mostRuns).map(maskRun).join('');
}

const mostRuns = 64;
const longestRun = 64;

function maskRun(run: string): string {
  if (/^[\p{L}\p{M}]/u.test(run)) return 'x'.repeat(classOf(run));
  if (/^\p{N}/u.test(run)) return '9'.repeat(classOf(run));
  return /^[-_.:/+ ,=@#()]$/u.test(run) ? run : '-';
}

function classOf(run: string): number {
  return Math.min(longestRun, 2 ** Math.ceil(Math.log2(run.length)));
}

/** As many digits, so that a time in seconds or milliseconds stays one. */
function maskNumber(value: number, kept: Kept): number {
  if (kept.has(String(value))) return value;
  if (!Number.isInteger(value)) return value < 0 ? -9.9 : 9.9;
  const digits = Math.min(15, String(Math.abs(value)).length);
  return Math.sign(value || 1) * Number('9'.repeat(digits));
}
