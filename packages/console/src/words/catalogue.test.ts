/** Every message is one that can be said, in English and in the locale that nobody speaks. */
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { catalogue } from './en.ts';
import { pseudo } from './pseudo.ts';

const texts = Object.entries(catalogue);

/** What a message wants to be told. */
function argumentsOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]/gu)].map(([, name = '']) => name))].toSorted();
}

test('every message can be said', () => {
  for (const [id, text] of texts) {
    const values = Object.fromEntries(argumentsOf(text).map((name) => [name, 3]));
    expect(String(new IntlMessageFormat(text, 'en').format(values)), id).not.toContain('{');
  }
});

test('every message can be said longer, of the same values', () => {
  for (const [id, text] of texts) {
    const longer = pseudo(text);
    const values = Object.fromEntries(argumentsOf(longer).map((name) => [name, 3]));
    const said = String(new IntlMessageFormat(longer, 'en').format(values));
    expect([said.at(0), said.at(-1), said.includes('{')], id).toEqual(['⟦', '⟧', false]);
    expect(argumentsOf(longer), id).toEqual(argumentsOf(text));
  }
});

test('what stays as it is: names of values, and the words of the format', () => {
  expect(pseudo('{n, plural, one {# row} other {# rows}} of {owner}')).toBe(
    '⟦{n, plural, one {# róẃ} other {# róẃš}} óf {owner}⟧'.replaceAll('ẃ', 'w'),
  );
});
