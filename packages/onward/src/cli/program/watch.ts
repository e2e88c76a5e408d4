/** Watches the files of a program, and says once when several change together. */
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface Watching {
  /** Watches these files instead. */
  follow(files: readonly string[]): void;
  close(): void;
}

/** An editor writes a file in several steps; they count as one change. */
const quietMs = 150;

/** Folders are watched, not files: many editors put a new file in the place of the old one. */
export function watchFiles(files: readonly string[], onChange: () => void): Watching {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  };
  const close = (): void => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const follow = (next: readonly string[]): void => {
    close();
    for (const folder of new Set(next.map((file) => dirname(file)))) {
      const names = new Set(
        next.filter((file) => dirname(file) === folder).map((file) => basename(file)),
      );
      const watcher = watch(folder, (_event, name) => {
        if (name === null || names.has(name)) later();
      });
      // A folder that goes away is told as a file that cannot be read, at the next change.
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    }
  };
  follow(files);
  return { follow, close };
}
