import { expect, test } from 'vitest';
import { RejectError } from './errors.ts';
import { declared, joined, sentence } from './plain.ts';

const outside: string = 'Ana Example';
const code = 'ONW-EVENT-DATA';

test('a sentence is put together from literals, numbers and declared names', () => {
  expect(sentence`Port ${4400} is taken by ${declared('forms')}.`).toBe(
    'Port 4400 is taken by forms.',
  );
  expect(joined('One thing.', sentence`Then ${2}.`)).toBe('One thing. Then 2.');
  expect(new RejectError(code, 'It does not fit.').message).toBe('It does not fit.');
});

test('a text from outside does not compile as a message, nor inside of one', () => {
  // @ts-expect-error -- any text is none that stands in the source
  expect(new RejectError(code, outside)).toBeInstanceOf(Error);
  // @ts-expect-error -- nor is a text with one inside
  expect(new RejectError(code, `There is no ${outside}.`)).toBeInstanceOf(Error);
  // @ts-expect-error -- nor one that was joined to another
  expect(new RejectError(code, 'There is no ' + outside)).toBeInstanceOf(Error);
  // @ts-expect-error -- a sentence takes declared names alone
  expect(sentence`There is no ${outside}.`).toContain('no');
  // @ts-expect-error -- and joins its like
  expect(joined('There is no', outside)).toContain('no');
});
