/** The edge's lists: what is in quarantine, how far systems were read, notes of people. */
import type { OnwardCode } from '../../core/index.ts';
import { uuids } from './arrays.ts';
import type {
  CursorRow,
  CursorRows,
  NoteRows,
  Place,
  QuarantineRow,
  QuarantineRows,
} from './edge-rows.ts';
import type { NoteColumns } from './edge-vault.ts';
import { noteOf } from './edge-vault.ts';
import { plainId } from './edge-rows.ts';
import type { EdgeRunner } from './edge-runner.ts';
import type { Statement } from './sql.ts';

const columns =
  'id::text, system, code, size, pointers, sealed, received_at, next_at, state, tries';

const keep: Statement = {
  name: 'edge-quarantine',
  text: `
    insert into edge.quarantine as q
           (id, system, code, size, pointers, sealed, received_at, next_at, state, tries)
    values ($1::uuid, $2, $3, $4, $5::text[], $6::bytea, to_timestamp($7::float8 / 1000),
            to_timestamp($8::float8 / 1000), $9, $10)
        on conflict (id) do update
       set code = excluded.code, size = excluded.size, pointers = excluded.pointers,
           sealed = excluded.sealed, received_at = excluded.received_at,
           next_at = excluded.next_at, state = excluded.state`,
};
const page: Statement = {
  name: 'edge-quarantined',
  text: `
    select ${columns} from edge.quarantine
     where ($1::text is null or state = $1)
       and (received_at, id) < (to_timestamp($2::float8 / 1000), $3::uuid)
     order by received_at desc, id desc limit $4`,
};
const take: Statement = {
  name: 'edge-take-quarantined',
  text: `
    update edge.quarantine
       set tries = tries + 1, next_at = to_timestamp($2::float8 / 1000)
     where id in (select id from edge.quarantine
                   where state = 'open' and next_at <= to_timestamp($1::float8 / 1000)
                     and sealed is not null
                   order by next_at limit $3 for update skip locked)
    returning ${columns}`,
};
const close: Statement = {
  name: 'edge-close-quarantined',
  text: `
    update edge.quarantine set state = $2, sealed = null
     where id = $1::uuid and state = 'open'`,
};

interface QuarantineColumns {
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  readonly size: number;
  readonly pointers: string[];
  readonly sealed: Buffer | null;
  readonly received_at: number;
  readonly next_at: number;
  readonly state: QuarantineRow['state'];
  readonly tries: number;
}

/** After every row there can be. */
export const newest: Place = { at: 8_640_000_000_000_000, id: 'f'.repeat(32) };

export function quarantineRows(edge: EdgeRunner): QuarantineRows {
  const rowOf = (each: QuarantineColumns): QuarantineRow => {
    const { received_at: receivedAt, next_at: nextAt, ...row } = each;
    return { ...row, id: plainId(row.id), receivedAt, nextAt };
  };
  return {
    async keep(row) {
      await edge.run(keep, valuesOf(row));
    },
    async page({ state = null, before = newest, limit }) {
      const values = [state, before.at, before.id, limit];
      const { rows } = await edge.run<QuarantineColumns>(page, values);
      return rows.map(rowOf);
    },
    async take({ now, until, limit }) {
      const { rows } = await edge.run<QuarantineColumns>(take, [now, until, limit]);
      return rows.map(rowOf);
    },
    async close(id, state) {
      const { rowCount } = await edge.run(close, [id, state]);
      return rowCount === 1;
    },
  };
}

function valuesOf({ id, system, code, size, pointers, sealed, ...row }: QuarantineRow): unknown[] {
  const { receivedAt, nextAt, state, tries } = row;
  return [id, system, code, size, pointers, sealed, receivedAt, nextAt, state, tries];
}

const readCursor: Statement = {
  name: 'edge-read-cursor',
  text: `select system, version, sealed from edge.cursors where system = $1`,
};
const firstCursor: Statement = {
  name: 'edge-first-cursor',
  text: `
    insert into edge.cursors (system, version, sealed) values ($1, $2, $3::bytea)
        on conflict do nothing`,
};
const nextCursor: Statement = {
  name: 'edge-next-cursor',
  text: `
    update edge.cursors set version = $2, sealed = $3::bytea
     where system = $1 and version = $2 - 1`,
};

export function cursorRows(edge: EdgeRunner): CursorRows {
  return {
    async get(system) {
      const { rows } = await edge.run<CursorRow>(readCursor, [system]);
      return rows[0];
    },
    async set({ system, version, sealed }) {
      const statement = version === 1 ? firstCursor : nextCursor;
      const { rowCount } = await edge.run(statement, [system, version, sealed]);
      return rowCount === 1;
    },
  };
}

/** Waits for whoever erases, and adds nothing under a key that is gone. */
const addNote: Statement = {
  name: 'edge-add-note',
  text: `
    with standing as (
      select id from edge.vault_keys where id = $3::uuid for share
    )
    insert into edge.notes (id, ref, key, written_at, sealed)
    select $1::uuid, v.ref, v.key, to_timestamp($4::float8 / 1000), $5::bytea
      from edge.vault v join standing s on s.id = v.key
     where v.ref = $2::uuid`,
};
const readNotes: Statement = {
  name: 'edge-read-notes',
  text: `
    select n.id::text, n.ref::text, n.key::text, n.written_at, n.sealed, k.kek, k.wrapped
      from edge.notes n join edge.vault_keys k on k.id = n.key
     where n.ref = any($1::uuid[]) and n.reading is null
       and (n.written_at, n.id) < (to_timestamp($2::float8 / 1000), $3::uuid)
     order by n.written_at desc, n.id desc limit $4`,
};

export function noteRows(edge: EdgeRunner): NoteRows {
  return {
    async add({ id, ref, key, at, sealed }) {
      const { rowCount } = await edge.run(addNote, [id, ref, key, at, sealed]);
      return rowCount === 1;
    },
    async page({ refs, before = newest, limit }) {
      const values = [uuids(refs, (each) => each), before.at, before.id, limit];
      const { rows } = await edge.run<NoteColumns & { kek: string; wrapped: Buffer }>(
        readNotes,
        values,
      );
      return rows.map(({ kek, wrapped, ...columnsOf }) => {
        const note = noteOf(columnsOf);
        return { note, key: { id: note.key, kek, wrapped } };
      });
    },
  };
}
