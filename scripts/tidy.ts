/**
 * The style as a test: what neither the compiler nor the linter can say, each with its way out.
 * `--fix` only breaks the comments that are too long; what is left is for a person.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './tidy/check.ts';
import { formatFinding } from './tidy/finding.ts';
import { measure } from './tidy/size.ts';
import { isScript, readSources, type Source } from './tidy/source.ts';
import { wrapComments } from './tidy/wrap.ts';

const root = join(import.meta.dirname, '..');
const sources = readSources(root);
if (process.argv.includes('--fix')) fix(sources);
else report(sources);

function fix(files: readonly Source[]): void {
  for (const { path, text } of files.filter((file) => isScript(file.path))) {
    const wrapped = wrapComments(text);
    if (wrapped !== text) writeFileSync(join(root, path), wrapped);
  }
}

function report(files: readonly Source[]): void {
  const findings = check(files);
  const { modules, medianLines, longest } = measure(files);
  for (const finding of findings) console.log(formatFinding(finding));
  console.log(
    `tidy: ${findings.length} findings in ${files.length} files; ` +
      `${modules} modules, median ${medianLines} lines, longest ${longest}`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
}
