/** A stretch of tokens as one line of plain words, in which patterns are searched. */
import type { Token } from './doc.ts';

export interface Line {
  readonly text: string;
  /** Where each token stands in the text; the first of them is number `from`. */
  readonly starts: readonly number[];
  readonly from: number;
}

export function lineOf(tokens: readonly Token[], from: number, to: number): Line {
  const starts: number[] = [];
  let text = '';
  for (let at = from; at < to; at += 1) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += tokens[at]?.word ?? '';
  }
  return { text, starts, from };
}

export interface Stretch {
  /** Numbers of tokens; `to` is the first after it. */
  readonly from: number;
  readonly to: number;
}

/** Where a global pattern occurs, in tokens. */
export function stretchesOf({ text, starts, from }: Line, pattern: RegExp): readonly Stretch[] {
  return [...text.matchAll(pattern)].map((found) => {
    const end = found.index + found[0].trimEnd().length;
    const first = starts.findLastIndex((start) => start <= found.index);
    const last = starts.findLastIndex((start) => start < end);
    return { from: from + Math.max(0, first), to: from + last + 1 };
  });
}
