/** Builds the console into the package that serves it, where its sources are newer. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'packages/console');
const built = join(root, 'packages/onward/console/index.html');

/** Resolves when what is served is as new as its sources. */
export async function buildConsole(): Promise<void> {
  if (timeOf(built) > newestOf(sources)) return;
  // React asks for it, and a runner of tests says `test`.
  process.env['NODE_ENV'] = 'production';
  await build({ configFile: join(sources, 'vite.config.ts'), logLevel: 'error' });
}

/** The latest change below a folder; tests are no sources. */
function newestOf(folder: string): number {
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[/\\](?:node_modules|test)/u.test(entry.parentPath))
    .map((entry) => timeOf(join(entry.parentPath, entry.name)));
  return Math.max(...times, timeOf(join(root, 'package-lock.json')));
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (import.meta.main) await buildConsole();
