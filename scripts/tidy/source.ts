/** A file as the rules see it: its repository path, its text, and the place it stands in. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Source {
  /** From the repository's root, with `/` on every system. */
  readonly path: string;
  readonly text: string;
}

const codeEndings = new Set(['.ts', '.tsx', '.js', '.mjs', '.css', '.html', '.sql']);
const scriptEndings = new Set(['.ts', '.tsx', '.js', '.mjs']);
const skippedFolders = new Set(['node_modules', 'dist', 'coverage']);
/** Made by a build, beside the sources of a package. */
const built = new Set(['packages/onward/console']);
const layers = /^packages\/onward\/src\/([a-z]+)\//;

/** Every file of the repository that we write as code, in the order of its path. */
export function readSources(root: string): readonly Source[] {
  return [...walk(root, '')]
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function* walk(root: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name.startsWith('.') || skippedFolders.has(entry.name) || built.has(path)) continue;
    if (entry.isDirectory()) yield* walk(root, path);
    else if (entry.isFile() && codeEndings.has(extname(entry.name))) yield path;
  }
}

/** The layer a path belongs to, or undefined outside the layers. */
export function layerOf(path: string): string | undefined {
  return layers.exec(path)?.[1];
}

/** Tests, and the programs they start. */
export function isTest(path: string): boolean {
  return /\.(test|fixture)\.ts$/.test(path) || /^packages\/[^/]+\/test\//.test(path);
}

/** What is shipped: the sources of a package, without their tests. */
export function isProduct(path: string): boolean {
  return /^packages\/[^/]+\/src\//.test(path) && !isTest(path);
}

export function isScript(path: string): boolean {
  return scriptEndings.has(extname(path));
}

export function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
