/**
 * All that the console says, as ICU messages. `t` is typed by the catalogue, so no id is misspelt.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import { catalogue, type MessageId } from './en.ts';
import { pseudo } from './pseudo.ts';

export type { MessageId } from './en.ts';
export type Values = Readonly<Record<string, string | number | Date>>;

/** `?locale=pseudo` shows what was not translated, and what does not fit when words are longer. */
const locale: string =
  new URLSearchParams(location.search).get('locale') === 'pseudo' ? 'pseudo' : 'en';

const formats = new Map<string, IntlMessageFormat>();

export function t(id: MessageId, values: Values = {}): string {
  let format = formats.get(id);
  if (format === undefined) {
    const text = locale === 'pseudo' ? pseudo(catalogue[id]) : catalogue[id];
    format = new IntlMessageFormat(text, 'en');
    formats.set(id, format);
  }
  return String(format.format({ ...values }));
}

/** A name of the program as people read it: `book-visit` is "Book visit". */
export function nameOf(name: string): string {
  const words = name.replaceAll('-', ' ').replaceAll('.', ' · ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
