/**
 * `npm test`: every test of the workspace once, and a last line for people and machines alike.
 * What follows `--` goes to vitest: `npm test -- step` runs the files with "step" in their path.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.ts';
import { buildConsole } from './console.ts';
import { requirePinnedNode } from './pinned-node.ts';
import { countTests, formatCounts } from './test-counts.ts';

requirePinnedNode('test');

await buildConsole();
if (ensureChromium() === undefined) {
  console.error('Chromium is not here and cannot be installed: tests in a browser are skipped.');
}

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'onward-test-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
const counts = countTests(existsSync(report) ? readFileSync(report, 'utf8') : undefined, status);
rmSync(folder, { recursive: true, force: true });

if (counts.note !== undefined) console.error(counts.note);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
console.log(formatCounts(counts));
