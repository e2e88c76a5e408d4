/** What a rotation of the installation's key reads and writes, page by page. */
import type { Behind, RotationRows, WrappedKey } from './edge-rows.ts';
import { plainId } from './edge-rows.ts';
import { aliasColumns, foundOf, keyColumns } from './edge-vault.ts';
import type { FoundColumns } from './edge-vault.ts';
import type { EdgeRunner } from './edge-runner.ts';
import type { Statement } from './sql.ts';

const keysBehind: Statement = {
  name: 'edge-keys-behind',
  text: `
    select id::text, kek, wrapped from edge.vault_keys
     where kek <> $1 and id > $2::uuid order by id limit $3`,
};
const rewrap: Statement = {
  name: 'edge-rewrap',
  text: `
    update edge.vault_keys k set kek = u.kek, wrapped = u.wrapped
      from unnest($1::uuid[], $2::text[], $3::bytea[]) as u(id, kek, wrapped)
     where k.id = u.id and k.id = any($1::uuid[])`,
};
const rowsBehind: Statement = {
  name: 'edge-rows-behind',
  text: `
    select v.ref::text as hash, v.ref::text, v.key::text, v.system, v.rides, v.hashed, v.sealed,
           k.kek, k.wrapped
      from edge.vault v join edge.vault_keys k on k.id = v.key
     where v.hashed <> $1 and v.ref > $2::uuid order by v.ref limit $3`,
};
/** Rows are locked before their aliases are added: one that is erased meanwhile gets none. */
const rename: Statement = {
  name: 'edge-rename',
  text: `
    with standing as (
      update edge.vault set hashed = $3 where ref = any($2::uuid[]) returning ref
    )
    insert into edge.aliases (hash, ref)
    select u.hash, u.ref from unnest($1::uuid[], $2::uuid[]) as u(hash, ref)
      join standing s on s.ref = u.ref
     where u.hash <> u.ref
        on conflict do nothing`,
};
const left: Statement = {
  name: 'edge-left',
  text: `
    select (select count(*) from edge.vault_keys where kek <> $1) as keys,
           (select count(*) from edge.vault where hashed <> $1) as refs`,
};

export function rotationRows(edge: EdgeRunner): RotationRows {
  const values = ({ current, after, limit }: Behind): readonly unknown[] => [current, after, limit];
  return {
    async keys(page) {
      const { rows } = await edge.run<WrappedKey>(keysBehind, values(page));
      return rows.map((key) => ({ ...key, id: plainId(key.id) }));
    },
    async rewrap(keys) {
      await edge.run(rewrap, keyColumns(keys));
    },
    async rows(page) {
      const { rows } = await edge.run<FoundColumns>(rowsBehind, values(page));
      return rows.map(foundOf);
    },
    async rename(aliases, current) {
      await edge.run(rename, [...aliasColumns(aliases), current]);
    },
    async left(current) {
      const { rows } = await edge.run<{ keys: number; refs: number }>(left, [current]);
      return rows[0] ?? { keys: 0, refs: 0 };
    },
  };
}
