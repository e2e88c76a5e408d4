/** All rules over all files: the style as a function from sources to findings. */
import { checkCalls } from './calls.ts';
import type { Finding } from './finding.ts';
import { checkImports } from './imports.ts';
import { checkNames, checkOpening } from './names.ts';
import { checkMedian, checkSize } from './size.ts';
import { isScript, type Source } from './source.ts';
import { checkSql } from './sql.ts';
import { parse } from './syntax.ts';

export function check(sources: readonly Source[]): readonly Finding[] {
  return [...sources.flatMap(checkSource), ...checkMedian(sources)];
}

function checkSource(source: Source): readonly Finding[] {
  const nodes = isScript(source.path) ? parse(source.path, source.text) : [];
  return [
    ...checkNames(source),
    ...checkOpening(source),
    ...checkSize(source),
    ...checkImports(source, nodes),
    ...checkCalls(source, nodes),
    ...checkSql(source, nodes),
  ];
}
