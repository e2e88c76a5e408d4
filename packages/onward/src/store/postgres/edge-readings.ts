/** What the assistant read: notes with a state, and the log of who was shown them. */
import type { FoundReading, ReadingRow, ReadingRows, ReviewLogRow } from './edge-rows.ts';
import { newest } from './edge-lists.ts';
import type { EdgeRunner } from './edge-runner.ts';
import type { NoteColumns } from './edge-vault.ts';
import { plainId } from './edge-rows.ts';
import { noteOf } from './edge-vault.ts';
import type { Statement } from './sql.ts';

/** Waits for whoever erases, and adds nothing under a key that is gone. */
const add: Statement = {
  name: 'edge-add-reading',
  text: `
    with standing as (
      select id from edge.vault_keys where id = $3::uuid for share
    )
    insert into edge.notes (id, ref, key, written_at, sealed, reading)
    select $1::uuid, v.ref, v.key, to_timestamp($4::float8 / 1000), $5::bytea, $6
      from edge.vault v join standing s on s.id = v.key
     where v.ref = $2::uuid`,
};
const columns =
  'n.id::text, n.ref::text, n.key::text, n.written_at, n.sealed, n.reading, k.kek, k.wrapped';
const one: Statement = {
  name: 'edge-reading',
  text: `
    select ${columns}
      from edge.notes n join edge.vault_keys k on k.id = n.key
     where n.id = $1::uuid and n.reading is not null`,
};
/** The open ones have an index of their own: most readings are not open. */
const open: Statement = {
  name: 'edge-open-readings',
  text: `
    select ${columns}
      from edge.notes n join edge.vault_keys k on k.id = n.key
     where n.reading = 'open' and n.written_at >= to_timestamp($1::float8 / 1000)
       and (n.written_at, n.id) < (to_timestamp($2::float8 / 1000), $3::uuid)
     order by n.written_at desc, n.id desc limit $4`,
};
const page: Statement = {
  name: 'edge-readings',
  text: `
    select ${columns}
      from edge.notes n join edge.vault_keys k on k.id = n.key
     where n.reading is not null and ($5::text is null or n.reading = $5)
       and n.written_at >= to_timestamp($1::float8 / 1000)
       and (n.written_at, n.id) < (to_timestamp($2::float8 / 1000), $3::uuid)
     order by n.written_at desc, n.id desc limit $4`,
};
const settle: Statement = {
  name: 'edge-settle-reading',
  text: `
    update edge.notes set sealed = $3::bytea, reading = 'reviewed'
     where id = $1::uuid and key = $2::uuid and reading in ('seen', 'open')`,
};
const forget: Statement = {
  name: 'edge-forget-readings',
  text: `
    delete from edge.notes
     where reading in ('seen', 'reviewed') and written_at < to_timestamp($1::float8 / 1000)`,
};
const addLog: Statement = {
  name: 'edge-log-review',
  text: `
    insert into edge.review_log (id, at, person, reason, what, reading)
    values ($1::uuid, to_timestamp($2::float8 / 1000), $3, $4, $5, $6::uuid)`,
};
const readLog: Statement = {
  name: 'edge-review-log',
  text: `
    select id::text, at, person, reason, what, reading::text from edge.review_log
     order by at desc, id desc limit $1`,
};

interface Columns extends NoteColumns {
  readonly reading: ReadingRow['state'];
  readonly kek: string;
  readonly wrapped: Buffer;
}

function foundOf({ reading, kek, wrapped, ...note }: Columns): FoundReading {
  const row = { ...noteOf(note), state: reading };
  return { row, key: { id: row.key, kek, wrapped } };
}

export function readingRows(edge: EdgeRunner): ReadingRows {
  return {
    async add({ id, ref, key, at, sealed, state }) {
      const { rowCount } = await edge.run(add, [id, ref, key, at, sealed, state]);
      return rowCount === 1;
    },
    async get(id) {
      const { rows } = await edge.run<Columns>(one, [id]);
      return rows.map(foundOf)[0];
    },
    async page({ state = null, since = 0, before = newest, limit }) {
      const bounds = [since, before.at, before.id, limit];
      const { rows } = await (state === 'open'
        ? edge.run<Columns>(open, bounds)
        : edge.run<Columns>(page, [...bounds, state]));
      return rows.map(foundOf);
    },
    async settle({ id, key, sealed }) {
      const { rowCount } = await edge.run(settle, [id, key, sealed]);
      return rowCount === 1;
    },
    async forget(before) {
      const { rowCount } = await edge.run(forget, [before]);
      return rowCount ?? 0;
    },
    async log({ id, at, person, reason, what, reading }) {
      await edge.run(addLog, [id, at, person, reason, what, reading]);
    },
    async logged(limit) {
      const { rows } = await edge.run<ReviewLogRow>(readLog, [limit]);
      return rows.map((row) => ({
        ...row,
        id: plainId(row.id),
        reading: row.reading === null ? null : plainId(row.reading),
      }));
    },
  };
}
