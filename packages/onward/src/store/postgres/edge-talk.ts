/** Conversations as the vault erases them: whatever is sealed with some data keys. */
import type { ConversationRow } from './edge-rows.ts';
import { plainId } from './edge-rows.ts';
import type { Statement } from './sql.ts';

/** The columns of a conversation, for a table that is called c. */
export const talkColumns = `
           c.id::text, c.ref::text, c.key::text, c.system, c.version, c.begun_at, c.last_at,
           c.state, c.level, c.intent, c.language, c.channel, c.untold_at, c.sealed`;

export const conversationsOfKeys: Statement = {
  name: 'edge-conversations-of-keys',
  text: `select ${talkColumns} from edge.conversations c where c.key = any($1::uuid[])`,
};
export const moveConversations: Statement = {
  name: 'edge-move-conversations',
  text: `
    update edge.conversations c set key = u.key, sealed = u.sealed
      from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as u(id, key, sealed)
     where c.id = u.id and c.id = any($1::uuid[])`,
};
export const forgetConversations: Statement = {
  name: 'edge-forget-conversations',
  text: `delete from edge.conversations where ref = any($1::uuid[])`,
};

export interface ConversationColumns {
  readonly id: string;
  readonly ref: string;
  readonly key: string;
  readonly system: string;
  readonly version: number;
  readonly begun_at: number;
  readonly last_at: number;
  readonly state: ConversationRow['state'];
  readonly level: string;
  readonly intent: string;
  readonly language: string;
  readonly channel: string;
  readonly untold_at: number | null;
  readonly sealed: Buffer;
}

export function conversationOf(columns: ConversationColumns): ConversationRow {
  const { begun_at: begunAt, last_at: lastAt, untold_at: untoldAt, ...row } = columns;
  const ids = { id: plainId(row.id), ref: plainId(row.ref), key: plainId(row.key) };
  return { ...row, ...ids, begunAt, lastAt, untoldAt };
}
