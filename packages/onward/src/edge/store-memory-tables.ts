/** The tables of a store in memory. */
import type { ConversationRow, NoteRow, VaultRow, WrappedKey } from './store.ts';

/** What the store holds, by id or ref. */
export interface Tables {
  readonly keys: Map<string, WrappedKey>;
  readonly rows: Map<string, VaultRow>;
  /** Hash to ref. */
  readonly aliases: Map<string, string>;
  readonly notes: Map<string, NoteRow>;
  readonly conversations: Map<string, ConversationRow>;
  readonly erasures: string[];
}
