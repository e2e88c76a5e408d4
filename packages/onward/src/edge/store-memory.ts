/** A store that lives as long as the process, for tests and trials. */
import { readingsInMemory } from './store-memory-readings.ts';
import { cursorsInMemory, newestFirst, quarantineInMemory } from './store-memory-lists.ts';
import { conversationsInMemory } from './store-memory-talk.ts';
import type { Tables } from './store-memory-tables.ts';
import type {
  Behind,
  EdgeStore,
  Erasure,
  FoundRow,
  NoteStore,
  RotationStore,
  VaultChange,
  VaultRow,
  VaultStore,
} from './store.ts';

/** Keeps the promises of the port, but for durability. */
export function memoryEdgeStore(): EdgeStore {
  const tables: Tables = {
    keys: new Map(),
    rows: new Map(),
    aliases: new Map(),
    notes: new Map(),
    conversations: new Map(),
    erasures: [],
  };
  return {
    vault: vaultInMemory(tables),
    rotation: rotationInMemory(tables),
    quarantine: quarantineInMemory(),
    cursors: cursorsInMemory(),
    notes: notesInMemory(tables),
    readings: readingsInMemory(tables),
    conversations: conversationsInMemory(tables),
    close: () => Promise.resolve(),
  };
}

function vaultInMemory(tables: Tables): VaultStore {
  const { keys, rows, notes, conversations } = tables;
  return {
    find(hashes) {
      return Promise.resolve(hashes.flatMap((hash) => found(tables, hash)));
    },
    change(change) {
      return Promise.resolve(mayChange(tables, change) && applied(tables, change));
    },
    group(ids) {
      const of = new Set(ids);
      return Promise.resolve({
        rows: [...rows.values()].filter(({ key }) => of.has(key)),
        notes: [...notes.values()].filter(({ key }) => of.has(key)),
        conversations: [...conversations.values()].filter(({ key }) => of.has(key)),
      });
    },
    erase(erasure) {
      return Promise.resolve(mayErase(tables, erasure) && erased(tables, erasure));
    },
    erasures: () => Promise.resolve(tables.erasures.length),
    settle(given) {
      for (const key of given) if (!keys.has(key.id)) keys.set(key.id, key);
      return Promise.resolve(given.map((key) => keys.get(key.id) ?? key));
    },
  };
}

function applied(tables: Tables, change: VaultChange): true {
  for (const key of change.keys) tables.keys.set(key.id, key);
  for (const row of change.rows) tables.rows.set(row.ref, row);
  for (const { was: _was, ...moved } of change.moved) place(tables, moved);
  for (const { hash, ref } of change.aliases) tables.aliases.set(hash, ref);
  return true;
}

function found({ keys, rows, aliases }: Tables, hash: string): readonly FoundRow[] {
  const row = rows.get(hash) ?? rows.get(aliases.get(hash) ?? '');
  const key = row === undefined ? undefined : keys.get(row.key);
  return row === undefined || key === undefined ? [] : [{ hash, row, key }];
}

function place({ rows }: Tables, moved: Pick<VaultRow, 'ref' | 'key' | 'rides' | 'sealed'>): void {
  const row = rows.get(moved.ref);
  if (row !== undefined) rows.set(row.ref, { ...row, ...moved });
}

function mayChange({ keys, rows, aliases }: Tables, change: VaultChange): boolean {
  return (
    change.joined.every((id) => keys.has(id)) &&
    change.rows.every(({ ref }) => !rows.has(ref)) &&
    change.moved.every(({ ref, was }) => rows.get(ref)?.key === was) &&
    change.aliases.every(({ hash }) => !aliases.has(hash))
  );
}

function mayErase({ keys, rows, notes, conversations }: Tables, erasure: Erasure): boolean {
  const of = new Set(erasure.keys);
  const count = (all: Iterable<{ readonly key: string }>): number =>
    [...all].filter(({ key }) => of.has(key)).length;
  return (
    erasure.keys.every((id) => keys.has(id)) &&
    count(rows.values()) === erasure.seen.rows &&
    count(notes.values()) === erasure.seen.notes &&
    count(conversations.values()) === erasure.seen.conversations
  );
}

function erased(tables: Tables, erasure: Erasure): true {
  const { keys, rows, aliases, notes, conversations, erasures } = tables;
  const gone = new Set(erasure.refs);
  for (const key of erasure.fresh) keys.set(key.id, key);
  for (const { was: _was, ...moved } of erasure.moved) place(tables, moved);
  for (const note of erasure.notes) notes.set(note.id, note);
  for (const ref of gone) rows.delete(ref);
  for (const [hash, ref] of aliases) if (gone.has(ref)) aliases.delete(hash);
  for (const { id, ref } of notes.values()) if (gone.has(ref)) notes.delete(id);
  for (const next of erasure.conversations) {
    const row = conversations.get(next.id);
    if (row !== undefined) conversations.set(row.id, { ...row, ...next });
  }
  for (const { id, ref } of conversations.values()) if (gone.has(ref)) conversations.delete(id);
  for (const id of erasure.keys) keys.delete(id);
  erasures.push(erasure.id);
  return true;
}

function rotationInMemory({ keys, rows, aliases }: Tables): RotationStore {
  const page = <T>(all: Iterable<T>, { after, limit }: Behind, idOf: (each: T) => string): T[] =>
    [...all]
      .filter((each) => idOf(each) > after)
      .toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
      .slice(0, limit);
  const behind = (current: string) => ({
    keys: [...keys.values()].filter(({ kek }) => kek !== current),
    rows: [...rows.values()].filter(({ hashed }) => hashed !== current),
  });
  return {
    keys: (of) => Promise.resolve(page(behind(of.current).keys, of, ({ id }) => id)),
    rewrap(wrapped) {
      for (const key of wrapped) if (keys.has(key.id)) keys.set(key.id, key);
      return Promise.resolve();
    },
    rows(of) {
      const some = page(behind(of.current).rows, of, ({ ref }) => ref);
      const withKeys = some.flatMap((row) => {
        const key = keys.get(row.key);
        return key === undefined ? [] : [{ hash: row.ref, row, key }];
      });
      return Promise.resolve(withKeys);
    },
    rename(names, current) {
      for (const { hash, ref } of names) {
        const row = rows.get(ref);
        if (row === undefined) continue;
        rows.set(ref, { ...row, hashed: current });
        if (hash !== ref && !aliases.has(hash)) aliases.set(hash, ref);
      }
      return Promise.resolve();
    },
    left(current) {
      const { keys: someKeys, rows: someRows } = behind(current);
      return Promise.resolve({ keys: someKeys.length, refs: someRows.length });
    },
  };
}

function notesInMemory({ keys, rows, notes }: Tables): NoteStore {
  return {
    add(row) {
      const stands = rows.get(row.ref)?.key === row.key;
      if (stands) notes.set(row.id, row);
      return Promise.resolve(stands);
    },
    page({ refs, before, limit }) {
      const own = [...notes.values()].filter((note) => !('state' in note));
      const all = own.filter(({ ref }) => refs.includes(ref));
      const some = newestFirst(all, before).slice(0, limit);
      const withKeys = some.flatMap((note) => {
        const key = keys.get(note.key);
        return key === undefined ? [] : [{ note, key }];
      });
      return Promise.resolve(withKeys);
    },
  };
}
