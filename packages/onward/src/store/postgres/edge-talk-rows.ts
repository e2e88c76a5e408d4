/** The conversations of the edge: written version by version, listed by when they moved last. */
import { uuids } from './arrays.ts';
import { newest } from './edge-lists.ts';
import type { ConversationRow, ConversationRows, FoundConversation } from './edge-rows.ts';
import type { EdgeRunner } from './edge-runner.ts';
import type { ConversationColumns } from './edge-talk.ts';
import { conversationOf, talkColumns } from './edge-talk.ts';
import type { Statement } from './sql.ts';

/** Waits for whoever erases, and writes nothing under a key that is gone. */
const standing = `
    with standing as (
      select v.ref from edge.vault v
        join (select id from edge.vault_keys where id = $3::uuid for share) k on k.id = v.key
       where v.ref = $2::uuid
    )`;
const begin: Statement = {
  name: 'edge-begin-conversation',
  text: `${standing}
    insert into edge.conversations
           (id, ref, key, system, version, begun_at, last_at, state, level, intent, language,
            channel, untold_at, sealed)
    select $1::uuid, s.ref, $3::uuid, $4, $5::int, to_timestamp($6::float8 / 1000),
           to_timestamp($7::float8 / 1000), $8, $9, $10, $11, $12,
           to_timestamp($13::float8 / 1000), $14::bytea
      from standing s
        on conflict do nothing`,
};
const goOn: Statement = {
  name: 'edge-go-on-conversation',
  text: `${standing}
    update edge.conversations c
       set key = $3::uuid, version = $5::int, last_at = to_timestamp($7::float8 / 1000),
           state = $8, level = $9, intent = $10, language = $11, channel = $12,
           untold_at = to_timestamp($13::float8 / 1000), sealed = $14::bytea
      from standing s
     where c.id = $1::uuid and c.ref = s.ref and c.system = $4 and c.version = $5::int - 1
       and c.begun_at = to_timestamp($6::float8 / 1000)`,
};
const columns = `${talkColumns}, k.kek, k.wrapped`;
const from = 'edge.conversations c join edge.vault_keys k on k.id = c.key';
const get: Statement = {
  name: 'edge-conversation',
  text: `select ${columns} from ${from} where c.id = $1::uuid`,
};
const page: Statement = {
  name: 'edge-conversations',
  text: `
    select ${columns} from ${from}
     where ($1::text is null or c.state = $1) and ($2::text is null or c.level = $2)
       and (c.last_at, c.id) < (to_timestamp($3::float8 / 1000), $4::uuid)
     order by c.last_at desc, c.id desc limit $5`,
};
const pageOf: Statement = {
  name: 'edge-conversations-of',
  text: `
    select ${columns} from ${from}
     where ($1::text is null or c.state = $1) and ($2::text is null or c.level = $2)
       and (c.last_at, c.id) < (to_timestamp($3::float8 / 1000), $4::uuid)
       and c.ref = any($6::uuid[])
     order by c.last_at desc, c.id desc limit $5`,
};
const untold: Statement = {
  name: 'edge-untold',
  text: `
    select ${columns} from ${from}
     where c.untold_at <= to_timestamp($1::float8 / 1000) order by c.untold_at limit $2`,
};
const told: Statement = {
  name: 'edge-told',
  text: `
    update edge.conversations set untold_at = null where id = $1::uuid and version = $2::int`,
};

type Columns = ConversationColumns & { readonly kek: string; readonly wrapped: Buffer };

export function conversationRows(edge: EdgeRunner): ConversationRows {
  return {
    async put(row) {
      const { rowCount } = await edge.run(row.version === 1 ? begin : goOn, valuesOf(row));
      return rowCount === 1;
    },
    async get(id) {
      const { rows } = await edge.run<Columns>(get, [id]);
      return rows.map(foundOf)[0];
    },
    async page({ refs, state = null, level = null, before = newest, limit }) {
      const values = [state, level, before.at, before.id, limit];
      const { rows } = await (refs === undefined
        ? edge.run<Columns>(page, values)
        : edge.run<Columns>(pageOf, [...values, uuids(refs, (each) => each)]));
      return rows.map(foundOf);
    },
    async untold(now, limit) {
      const { rows } = await edge.run<Columns>(untold, [now, limit]);
      return rows.map(foundOf);
    },
    async told(id, version) {
      await edge.run(told, [id, version]);
    },
  };
}

function foundOf({ kek, wrapped, ...columnsOf }: Columns): FoundConversation {
  const row = conversationOf(columnsOf);
  return { row, key: { id: row.key, kek, wrapped } };
}

function valuesOf(row: ConversationRow): unknown[] {
  const { id, ref, key, system, version, begunAt, lastAt } = row;
  const words = [row.state, row.level, row.intent, row.language, row.channel];
  return [id, ref, key, system, version, begunAt, lastAt, ...words, row.untoldAt, row.sealed];
}
