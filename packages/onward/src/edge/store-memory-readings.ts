/** Readings of a store in memory: notes with a state, so that an erasure finds them. */
import { newestFirst } from './store-memory-lists.ts';
import type {
  FoundReading,
  NoteRow,
  ReadingRow,
  ReadingStore,
  ReviewLogRow,
  VaultRow,
  WrappedKey,
} from './store.ts';

interface Kept {
  readonly keys: Map<string, WrappedKey>;
  readonly rows: Map<string, VaultRow>;
  readonly notes: Map<string, NoteRow>;
}

export function readingsInMemory({ keys, rows, notes }: Kept): ReadingStore {
  const log: ReviewLogRow[] = [];
  const all = (): readonly ReadingRow[] =>
    [...notes.values()].filter((note): note is ReadingRow => 'state' in note);
  const foundOf = (row: ReadingRow): readonly FoundReading[] => {
    const key = keys.get(row.key);
    return key === undefined ? [] : [{ row, key }];
  };
  return {
    add(row) {
      const stands = rows.get(row.ref)?.key === row.key;
      if (stands) notes.set(row.id, row);
      return Promise.resolve(stands);
    },
    get: (id) =>
      Promise.resolve(
        all()
          .filter((row) => row.id === id)
          .flatMap(foundOf)[0],
      ),
    page({ state, since = 0, before, limit }) {
      const some = all().filter((row) => row.at >= since && (state ?? row.state) === row.state);
      return Promise.resolve(newestFirst(some, before).slice(0, limit).flatMap(foundOf));
    },
    settle({ id, key, sealed }) {
      const row = all().find((each) => each.id === id && each.key === key);
      const isOpen = row !== undefined && row.state !== 'reviewed';
      if (isOpen) notes.set(id, { ...row, sealed, state: 'reviewed' } as ReadingRow);
      return Promise.resolve(isOpen);
    },
    forget(before) {
      const old = all().filter(({ at, state }) => at < before && state !== 'open');
      for (const { id } of old) notes.delete(id);
      return Promise.resolve(old.length);
    },
    log(row) {
      log.push(row);
      return Promise.resolve();
    },
    logged: (limit) => Promise.resolve(newestFirst(log).slice(0, limit)),
  };
}
