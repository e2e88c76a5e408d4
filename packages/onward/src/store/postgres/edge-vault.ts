/** The vault's rows: sealed outside ids and wrapped data keys, which nothing here can open. */
import { bools, byteas, texts, uuids } from './arrays.ts';
import { plainId } from './edge-rows.ts';
import type {
  Alias,
  Erasure,
  FoundRow,
  MovedRow,
  NoteRow,
  SealedAgain,
  VaultChange,
  VaultRow,
  VaultRows,
  WrappedKey,
} from './edge-rows.ts';
import type { EdgeRunner, Expected } from './edge-runner.ts';
import {
  conversationOf,
  conversationsOfKeys,
  forgetConversations,
  moveConversations,
} from './edge-talk.ts';
import type { ConversationColumns } from './edge-talk.ts';
import type { Runner, Statement } from './sql.ts';

const foundColumns = `
           v.ref::text, v.key::text, v.system, v.rides, v.hashed, v.sealed, k.kek, k.wrapped`;
const find: Statement = {
  name: 'edge-find',
  text: `
    select h.hash::text, ${foundColumns}
      from (select ref as hash, ref from edge.vault where ref = any($1::uuid[])
            union
            select hash, ref from edge.aliases where hash = any($1::uuid[])) h
      join edge.vault v on v.ref = h.ref
      join edge.vault_keys k on k.id = v.key`,
};

export interface FoundColumns extends VaultColumns {
  readonly hash: string;
  readonly kek: string;
  readonly wrapped: Buffer;
}
interface VaultColumns {
  readonly ref: string;
  readonly key: string;
  readonly system: string;
  readonly rides: boolean;
  readonly hashed: string;
  readonly sealed: Buffer;
}

/** A row of `find` and its like. */
export function foundOf({ hash, kek, wrapped, ...columns }: FoundColumns): FoundRow {
  const row = rowOf(columns);
  return { hash: plainId(hash), row, key: { id: row.key, kek, wrapped } };
}

function rowOf({ ref, key, ...rest }: VaultColumns): VaultRow {
  return { ref: plainId(ref), key: plainId(key), ...rest };
}

const shareKeys: Statement = {
  name: 'edge-share-keys',
  text: `select id from edge.vault_keys where id = any($1::uuid[]) order by id for share`,
};
const lockKeys: Statement = {
  name: 'edge-lock-keys',
  text: `select id from edge.vault_keys where id = any($1::uuid[]) order by id for update`,
};
const addKeys: Statement = {
  name: 'edge-add-keys',
  text: `
    insert into edge.vault_keys (id, kek, wrapped)
    select * from unnest($1::uuid[], $2::text[], $3::bytea[])
        on conflict do nothing`,
};
const addRows: Statement = {
  name: 'edge-add-rows',
  text: `
    insert into edge.vault (ref, key, system, rides, hashed, sealed)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bool[], $5::text[], $6::bytea[])
        on conflict do nothing`,
};
const addAliases: Statement = {
  name: 'edge-add-aliases',
  text: `
    insert into edge.aliases (hash, ref) select * from unnest($1::uuid[], $2::uuid[])
        on conflict do nothing`,
};
const moveRows: Statement = {
  name: 'edge-move-rows',
  text: `
    update edge.vault v set key = u.key, rides = u.rides, sealed = u.sealed
      from unnest($1::uuid[], $2::uuid[], $3::bool[], $4::bytea[], $5::uuid[])
           as u(ref, key, rides, sealed, was)
     where v.ref = u.ref and v.ref = any($1::uuid[]) and v.key = u.was`,
};
const moveNotes: Statement = {
  name: 'edge-move-notes',
  text: `
    update edge.notes n set key = u.key, sealed = u.sealed
      from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as u(id, key, sealed)
     where n.id = u.id and n.id = any($1::uuid[])`,
};
const rowsOfKeys: Statement = {
  name: 'edge-rows-of-keys',
  text: `
    select ref::text, key::text, system, rides, hashed, sealed
      from edge.vault where key = any($1::uuid[])`,
};
const notesOfKeys: Statement = {
  name: 'edge-notes-of-keys',
  text: `
    select id::text, ref::text, key::text, written_at, sealed
      from edge.notes where key = any($1::uuid[])`,
};
const forgetRows: Statement = {
  name: 'edge-forget-rows',
  text: `delete from edge.vault where ref = any($1::uuid[])`,
};
const forgetAliases: Statement = {
  name: 'edge-forget-aliases',
  text: `delete from edge.aliases where ref = any($1::uuid[])`,
};
const forgetNotes: Statement = {
  name: 'edge-forget-notes',
  text: `delete from edge.notes where ref = any($1::uuid[])`,
};
const forgetKeys: Statement = {
  name: 'edge-forget-keys',
  text: `delete from edge.vault_keys where id = any($1::uuid[])`,
};
const addErasure: Statement = {
  name: 'edge-add-erasure',
  text: `
    insert into edge.erasures (id, erased_at)
    values ($1::uuid, to_timestamp($2::float8 / 1000))`,
};
const countErasures: Statement = {
  name: 'edge-count-erasures',
  text: `select count(*) as count from edge.erasures`,
};
const keysOf: Statement = {
  name: 'edge-keys-of',
  text: `select id::text, kek, wrapped from edge.vault_keys where id = any($1::uuid[])`,
};

type Run = Runner['run'];
const ids = (values: readonly string[]): Buffer => uuids(values, (each) => each);

export function vaultRows(edge: EdgeRunner): VaultRows {
  return {
    async find(hashes) {
      if (hashes.length === 0) return [];
      const { rows } = await edge.run<FoundColumns>(find, [ids(hashes)]);
      return rows.map(foundOf);
    },
    change: (change) => edge.all((run) => changing(run, change)),
    async group(keys) {
      const [{ rows }, notes, talks] = await Promise.all([
        edge.run<VaultColumns>(rowsOfKeys, [ids(keys)]),
        edge.run<NoteColumns>(notesOfKeys, [ids(keys)]),
        edge.run<ConversationColumns>(conversationsOfKeys, [ids(keys)]),
      ]);
      const conversations = talks.rows.map(conversationOf);
      return { rows: rows.map(rowOf), notes: notes.rows.map(noteOf), conversations };
    },
    erase: (erasure) => edge.all((run) => erasing(run, erasure)),
    async erasures() {
      const { rows } = await edge.run<{ count: number }>(countErasures, []);
      return rows[0]?.count ?? 0;
    },
    async settle(keys) {
      await edge.run(addKeys, keyColumns(keys));
      const { rows } = await edge.run<WrappedKey>(keysOf, [ids(keys.map(({ id }) => id))]);
      return rows.map((key) => ({ ...key, id: plainId(key.id) }));
    },
  };
}

/** In the order of ids, so that two processes wait for each other and never in a circle. */
function changing(run: Run, change: VaultChange): readonly Expected[] {
  const { joined, keys } = change;
  const [rows, moved] = [change.rows.toSorted(byRef), change.moved.toSorted(byRef)];
  const aliases = change.aliases.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  return [
    ...some(joined, () => run(shareKeys, [ids(joined)])),
    ...some(aliases, () => run(addAliases, aliasColumns(aliases))),
    ...some(rows, () => run(addRows, rowColumns(rows))),
    ...some(moved, () => run(moveRows, movedColumns(moved))),
    ...some(keys, () => run(addKeys, keyColumns(keys))),
  ];
}

/** The keys are locked first: from then on nothing new is sealed with them. */
function erasing(run: Run, erasure: Erasure): readonly Expected[] {
  const { keys, refs, seen, fresh, notes, conversations, id, at } = erasure;
  const moved = erasure.moved.toSorted(byRef);
  return [
    { result: run(lockKeys, [ids(keys)]), count: keys.length },
    { result: run(rowsOfKeys, [ids(keys)]), count: seen.rows },
    { result: run(notesOfKeys, [ids(keys)]), count: seen.notes },
    { result: run(conversationsOfKeys, [ids(keys)]), count: seen.conversations },
    ...some(fresh, () => run(addKeys, keyColumns(fresh))),
    ...some(moved, () => run(moveRows, movedColumns(moved))),
    ...some(notes, () => run(moveNotes, sealedColumns(notes))),
    ...some(conversations, () => run(moveConversations, sealedColumns(conversations))),
    { result: run(forgetRows, [ids(refs)]) },
    { result: run(forgetAliases, [ids(refs)]) },
    { result: run(forgetNotes, [ids(refs)]) },
    { result: run(forgetConversations, [ids(refs)]) },
    { result: run(forgetKeys, [ids(keys)]) },
    { result: run(addErasure, [id, at]), count: 1 },
  ];
}

/** A statement over some rows, each of which it must touch; none where there are no rows. */
function some(rows: readonly unknown[], run: () => Expected['result']): readonly Expected[] {
  return rows.length === 0 ? [] : [{ result: run(), count: rows.length }];
}

function byRef(a: { readonly ref: string }, b: { readonly ref: string }): number {
  return a.ref < b.ref ? -1 : 1;
}

/** Keys as the columns of `unnest`. */
export function keyColumns(keys: readonly WrappedKey[]): readonly Buffer[] {
  return [
    uuids(keys, (key) => key.id),
    texts(keys, (key) => key.kek),
    byteas(keys, (key) => key.wrapped),
  ];
}

/** Aliases as the columns of `unnest`. */
export function aliasColumns(aliases: readonly Alias[]): readonly Buffer[] {
  return [uuids(aliases, (each) => each.hash), uuids(aliases, (each) => each.ref)];
}

function rowColumns(rows: readonly VaultRow[]): readonly Buffer[] {
  return [
    uuids(rows, (row) => row.ref),
    uuids(rows, (row) => row.key),
    texts(rows, (row) => row.system),
    bools(rows, (row) => row.rides),
    texts(rows, (row) => row.hashed),
    byteas(rows, (row) => row.sealed),
  ];
}

function movedColumns(rows: readonly MovedRow[]): readonly Buffer[] {
  return [
    uuids(rows, (row) => row.ref),
    uuids(rows, (row) => row.key),
    bools(rows, (row) => row.rides),
    byteas(rows, (row) => row.sealed),
    uuids(rows, (row) => row.was),
  ];
}

function sealedColumns(rows: readonly SealedAgain[]): readonly Buffer[] {
  return [
    uuids(rows, (row) => row.id),
    uuids(rows, (row) => row.key),
    byteas(rows, (row) => row.sealed),
  ];
}

export interface NoteColumns {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  readonly written_at: number;
  readonly sealed: Buffer;
}

export function noteOf({ id, ref, key, written_at: at, sealed }: NoteColumns): NoteRow {
  return { id: plainId(id), ref: plainId(ref), key: plainId(key), at, sealed };
}
