/** Breaks comments that are too long, since the formatter lays out code and leaves prose alone. */
import { maxLineColumns } from './size.ts';
import { linesOf } from './source.ts';

/** The text with each overlong comment line broken between words; code lines stay as they are. */
export function wrapComments(text: string): string {
  const ending = text.endsWith('\n') ? '\n' : '';
  return linesOf(text).flatMap(wrapLine).join('\n') + ending;
}

function wrapLine(line: string): readonly string[] {
  if (line.length <= maxLineColumns) return [line];
  const block = /^(?<indent>\s*)\/\*\*? (?<words>.*?) ?\*\/$/.exec(line)?.groups;
  if (block !== undefined) {
    const indent = block['indent'] ?? '';
    const middle = fill(block['words'] ?? '', `${indent} * `);
    return [`${indent}/**`, ...middle, `${indent} */`];
  }
  const inside = /^(?<prefix>\s*(?:\*|\/\/) )(?<words>.*)$/.exec(line)?.groups;
  if (inside === undefined || line.includes('*/')) return [line];
  return fill(inside['words'] ?? '', inside['prefix'] ?? '');
}

function fill(words: string, prefix: string): readonly string[] {
  const lines: string[] = [];
  let line = prefix;
  for (const word of words.split(' ')) {
    if (line !== prefix && line.length + word.length >= maxLineColumns) {
      lines.push(line);
      line = prefix;
    }
    line += line === prefix ? word : ` ${word}`;
  }
  return [...lines, line];
}
