/** The notation of the lexicon. */
import { expect, test } from 'vitest';
import { shippedEntries } from './data/all.ts';
import { readLexicon } from './grammar.ts';

test('a line that goes on is indented; one that is not is no part of an entry, and throws', () => {
  const [walk] = readLexicon(['# symptom\nwalk = cant walk |\n  cant\n  stand\n']);
  expect(walk?.patterns.map((each) => each.kind === 'row' && each.words.join(' '))).toEqual([
    'cant walk',
    'cant stand',
  ]);
  expect(() => readLexicon(['walk = cant walk |\ncant stand'])).toThrow(SyntaxError);
});

test('a choice may hold names of entries and other choices', () => {
  const text =
    '# symptom\nlimb = arm | leg\nhurt = my ({limb}/back) hurts | (his (arm/leg)/it) aches';
  const hurt = readLexicon([text]).find(({ id }) => id === 'hurt');
  const ways = hurt?.patterns.map((each) => each.kind === 'row' && each.words.join(' '));
  expect(ways).toEqual([
    ...['my arm hurts', 'my leg hurts', 'my back hurts'],
    ...['his arm aches', 'it aches', 'his leg aches'],
  ]);
});

test('nothing of the notation is left in what is shipped', () => {
  const words = shippedEntries().flatMap(({ patterns }) =>
    patterns.flatMap((each) => (each.kind === 'row' ? each.words : [])),
  );
  expect(words.filter((word) => /[(){}/|#=]/.test(word))).toEqual([]);
});
