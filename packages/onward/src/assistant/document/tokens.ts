/** Text as tokens and sentences; each token knows where in the original it stands. */
import { patternOf } from './pattern.ts';
import type { Sentence, Token } from './doc.ts';
import { stemOf } from './stem.ts';
import { shortForms } from './short-forms.ts';

const pieces = patternOf(
  String.raw`
    (?<number>\d+(?:[.,:]\d+)*)|(?<word>[\p{L}\p{M}]+(?:['’\x60´][\p{L}\p{M}]+)*['’]?)|
    (?<mark>[^\s\p{L}\p{N}])
`,
  'gu',
);
const invisible = /[\u200B-\u200F\u2060\uFEFF\u00AD]/u;

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(pieces)) {
    const [raw] = found;
    if (invisible.test(raw)) continue;
    const start = found.index;
    const end = start + raw.length;
    const { number, word } = found.groups ?? {};
    if (number !== undefined) {
      // `38,5` is a number of half the world; `20,000` is not a fraction.
      const plain = number.replace(/^(\d+),(\d{1,2})$/, '$1.$2');
      tokens.push({ kind: 'number', word: plain, stem: plain, start, end });
    } else if (word === undefined) {
      tokens.push({ kind: 'mark', word: raw, stem: raw, start, end });
    } else {
      const plain = plainWord(word);
      tokens.push({ kind: 'word', word: plain, stem: stemOf(plain), start, end });
    }
  }
  return tokens;
}

/** One spelling of a word: lower case, no apostrophes, no letter thrice, no short form. */
export function plainWord(word: string): string {
  const plain = word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’`´]/g, '')
    // "helppp", "sooo": nothing is spelt so.
    .replaceAll(/(\p{L})\1{2,}/gu, '$1');
  return shortForms.get(plain) ?? plain;
}

/** Where sentences end: at marks of their end, and at line breaks. */
export function sentencesOf(text: string, tokens: readonly Token[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  const close = (to: number, isQuestion: boolean): void => {
    if (to > from) sentences.push({ from, to, isQuestion });
    from = to;
  };
  for (const [at, token] of tokens.entries()) {
    const next = tokens[at + 1];
    const isEnd = token.kind === 'mark' && /[.!?;…。！？]/u.test(token.word);
    if (isEnd && !(next?.kind === 'mark' && /[.!?…]/u.test(next.word))) {
      close(at + 1, token.word === '?' || token.word === '？');
    } else if (next !== undefined && text.slice(token.end, next.start).includes('\n')) {
      close(at + 1, false);
    }
  }
  close(tokens.length, false);
  return sentences;
}
