/** The rows of the edge's vault: sealed outside ids, which nothing here can open. */
import type { Runner, Statement } from './sql.ts';

const put: Statement = {
  name: 'vault-put',
  text: `
    insert into home.vault (ref, sealed) select * from unnest($1::uuid[], $2::bytea[])
        on conflict do nothing`,
};
const get: Statement = {
  name: 'vault-get',
  text: `select ref::text, sealed from home.vault where ref = any($1::uuid[])`,
};

export interface VaultRow {
  /** 32 hex digits. */
  readonly ref: string;
  readonly sealed: Uint8Array;
}

export interface VaultRows {
  put(rows: readonly VaultRow[]): Promise<void>;
  get(refs: readonly string[]): Promise<readonly VaultRow[]>;
}

export function postgresVault(home: Runner): VaultRows {
  return {
    put: async (rows) => {
      if (rows.length === 0) return;
      await home.run(put, [rows.map((row) => row.ref), rows.map((row) => Buffer.from(row.sealed))]);
    },
    get: async (refs) => {
      if (refs.length === 0) return [];
      const { rows } = await home.run<{ ref: string; sealed: Buffer }>(get, [refs]);
      return rows.map(({ ref, sealed }) => ({ ref: ref.replaceAll('-', ''), sealed }));
    },
  };
}
