/** Ways to say a concept, as its vector is the mean of them. */
import type { Entry } from '../lexicon/grammar.ts';

const mostWays = 60;

/** Phrasings of an entry, spread over all; parts that stand near each other as a row. */
export function phrasingsOf(
  { patterns }: Entry,
  entries: ReadonlyMap<string, Entry>,
): readonly string[] {
  const firstOf = (id: string): readonly string[] => {
    const row = entries.get(id)?.patterns.find(({ kind }) => kind === 'row');
    return row?.kind === 'row' ? row.words : [];
  };
  const all = patterns.map((each) => {
    return (each.kind === 'row' ? each.words : each.parts.flatMap(firstOf)).join(' ');
  });
  const unique = [...new Set(all.filter((text) => text !== ''))];
  const step = Math.max(1, unique.length / mostWays);
  return unique.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
}
