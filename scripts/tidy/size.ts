/** Size: a file that fits in one sitting is read; a long one is only searched. */
import type { Finding } from './finding.ts';
import { isProduct, isScript, linesOf, type Source } from './source.ts';

const maxFileLines = 400;
export const maxLineColumns = 100;
const maxMedianLines = 120;
/** Below this number a median says nothing. */
const fewModules = 20;

export function checkSize({ path, text }: Source): readonly Finding[] {
  const lines = linesOf(text);
  const findings: Finding[] = [];
  if (lines.length > maxFileLines) {
    findings.push({
      path,
      line: maxFileLines + 1,
      rule: 'file-length',
      message: `${lines.length} lines, more than ${maxFileLines}`,
      instead: 'split it where a reader would take a breath',
    });
  }
  for (const [index, line] of lines.entries()) {
    const columns = line.length;
    if (columns <= maxLineColumns || isFree(path, line)) continue;
    findings.push({
      path,
      line: index + 1,
      rule: 'line-length',
      message: `${columns} columns, more than ${maxLineColumns}`,
      instead: 'break the line, or name a part of it',
    });
  }
  return findings;
}

/** An address cannot be broken, and a comment in SQL may hold a plan or a table of measurements. */
function isFree(path: string, line: string): boolean {
  return /https?:\/\/\S{40,}/.test(line) || (path.endsWith('.sql') && /^\s*--/.test(line));
}

export interface Sizes {
  readonly modules: number;
  readonly medianLines: number;
  readonly longest: string;
}

/** The sizes of the shipped modules; the longest is where the next split comes. */
export function measure(sources: readonly Source[]): Sizes {
  const sizes = sources
    .filter(({ path }) => isProduct(path) && isScript(path))
    .map(({ path, text }) => ({ path, lines: linesOf(text).length }))
    .toSorted((a, b) => a.lines - b.lines);
  const longest = sizes.at(-1);
  return {
    modules: sizes.length,
    medianLines: sizes[Math.floor(sizes.length / 2)]?.lines ?? 0,
    longest: longest === undefined ? 'none' : `${longest.path} (${longest.lines})`,
  };
}

export function checkMedian(sources: readonly Source[]): readonly Finding[] {
  const { modules, medianLines, longest } = measure(sources);
  if (modules < fewModules || medianLines < maxMedianLines) return [];
  return [
    {
      path: 'packages',
      line: 1,
      rule: 'median-length',
      message: `half of ${modules} modules have ${medianLines} lines or more`,
      instead: `keep the median under ${maxMedianLines}; the longest is ${longest}`,
    },
  ];
}
