/** The edge's own store over PostgreSQL: a schema of its own, in this database or in another. */
import type { Connection } from './connection.ts';
import { openPool, unavailable } from './connection.ts';
import { cursorRows, noteRows, quarantineRows } from './edge-lists.ts';
import { readingRows } from './edge-readings.ts';
import { rotationRows } from './edge-rotation.ts';
import type {
  ConversationRows,
  CursorRows,
  NoteRows,
  QuarantineRows,
  ReadingRows,
  RotationRows,
  VaultRows,
} from './edge-rows.ts';
import { edgeRunner } from './edge-runner.ts';
import { conversationRows } from './edge-talk-rows.ts';
import { vaultRows } from './edge-vault.ts';
import { migrateEdge } from './migrate.ts';
import { schemasOf } from './sql.ts';

export interface EdgeStoreOptions {
  readonly connection: Connection;
  /** Prefix of the schema. Default `onward`: the schema is `onward_edge`. */
  readonly schema?: string;
  /** Connections at the most. Default 4. */
  readonly poolSize?: number;
}

/** Calls throw RetryError ONW-STORE-UNAVAILABLE while the database does not answer. */
export interface OpenEdgeStore {
  readonly vault: VaultRows;
  readonly rotation: RotationRows;
  readonly quarantine: QuarantineRows;
  readonly cursors: CursorRows;
  readonly notes: NoteRows;
  readonly readings: ReadingRows;
  readonly conversations: ConversationRows;
  close(): Promise<void>;
}

/**
 * Opens the edge's store, migrating what is missing.
 * @throws StopError ONW-STORE-NEWER when a newer Onward was there.
 * @throws RetryError ONW-STORE-UNAVAILABLE when the database does not answer.
 */
export async function openEdgeStore(options: EdgeStoreOptions): Promise<OpenEdgeStore> {
  const schemas = schemasOf(options.schema ?? 'onward');
  const pool = openPool(options.connection, options.poolSize ?? 4);
  try {
    await migrateEdge(pool, schemas);
  } catch (error) {
    await pool.end();
    throw unavailable(error);
  }
  const edge = edgeRunner(pool, schemas);
  return {
    vault: vaultRows(edge),
    rotation: rotationRows(edge),
    quarantine: quarantineRows(edge),
    cursors: cursorRows(edge),
    notes: noteRows(edge),
    readings: readingRows(edge),
    conversations: conversationRows(edge),
    close: () => pool.end(),
  };
}
