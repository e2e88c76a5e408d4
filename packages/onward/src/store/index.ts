/** The store: the port, its PostgreSQL adapter, and the embedded default. */
export { cellCount, cellOf, orderKey } from './port.ts';
export type * from './port.ts';
export { noFence } from './fence.ts';
export type * from './fence.ts';
export { messageName } from './attention.ts';
export type * from './attention.ts';
export type * from './reads.ts';
export type * from './reveal.ts';
export type * from './examined.ts';
export { storedProof } from './proof.ts';
export type { Acceptance, StoredProof } from './proof.ts';
export { startEmbedded } from './embedded/index.ts';
export type { EmbeddedDatabase, EmbeddedOptions } from './embedded/index.ts';
export { openStore, programHash } from './postgres/store.ts';
export type { OpenStore, StoreOptions } from './postgres/store.ts';
export type { Connection } from './postgres/connection.ts';
export { openEdgeStore } from './postgres/edge.ts';
export type { EdgeStoreOptions, OpenEdgeStore } from './postgres/edge.ts';
