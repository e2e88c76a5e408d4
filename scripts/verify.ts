/**
 * `npm run verify`: everything that must hold before a commit, in the order of what fails fastest.
 * It stops at the first step that fails and shows what that step said. `--no-tests` leaves out the
 * tests, for a caller that has just run them.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requirePinnedNode } from './pinned-node.ts';

requirePinnedNode('verify');

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules/.bin');

interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const steps: readonly Step[] = [
  { name: 'format', command: join(bin, 'oxfmt'), args: ['--check', '.'] },
  { name: 'lint', command: join(bin, 'oxlint'), args: [] },
  { name: 'types and layers', command: join(bin, 'tsc'), args: ['-b'] },
  { name: 'tidy', command: process.execPath, args: ['scripts/tidy.ts'] },
  { name: 'unused', command: join(bin, 'knip'), args: ['--no-progress', '--no-config-hints'] },
  { name: 'package', command: join(bin, 'publint'), args: ['packages/onward', '--strict'] },
];

const started = performance.now();
for (const { name, command, args } of steps) run(name, command, args);
if (process.argv.includes('--no-tests')) {
  console.log(`verified in ${seconds(started)}, tests left out`);
} else {
  const { status } = spawnSync(process.execPath, ['scripts/test.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

function run(name: string, command: string, args: readonly string[]): void {
  process.stdout.write(name.padEnd(18));
  const from = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  console.log(`${status === 0 ? 'ok' : 'failed'} ${seconds(from)}`);
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd());
  console.error(`\nverify stopped at "${name}".`);
  process.exit(1);
}

function seconds(from: number): string {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}
