/** The rules that keep our SQL the same on one PostgreSQL and on a cluster of cells. */
import type { Finding, Verdict } from './finding.ts';
import { isProduct, isTest, layerOf, type Source } from './source.ts';
import { statementsOfFile, statementsOfModule, type Statement } from './sql-text.ts';
import type { Node } from './syntax.ts';

interface SqlRule extends Verdict {
  /** The offset of the offence in the statement, or -1. */
  readonly find: (sql: string) => number;
}

const at = (pattern: RegExp) => (sql: string) => sql.search(pattern);
const volatile = new RegExp(
  [
    '\\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\\s*\\(',
    '\\b(random|gen_random_uuid|uuidv4|uuidv7)\\s*\\(',
    '\\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\\b',
  ].join('|'),
);
const updating = /\bupdate\b[\w$."\s]{0,80}?\bset\b/;

const rules: readonly SqlRule[] = [
  {
    rule: 'sql-identity',
    find: at(/\bgenerated\s+(always|by\s+default)\s+as\s+identity\b/),
    message: 'an identity column cannot be distributed',
    instead: 'bigserial, or a key the application makes',
  },
  {
    rule: 'sql-trigger',
    find: at(/\bcreate\s+(or\s+replace\s+)?(constraint\s+|event\s+)?trigger\b/),
    message: 'a trigger hides work from the statement that causes it',
    instead: 'write it in the statement',
  },
  {
    rule: 'sql-deferrable',
    find: at(/\bdeferrable\b|\binitially\s+deferred\b/),
    message: 'a deferrable constraint cannot be distributed',
    instead: 'an immediate constraint, and rows written in its order',
  },
  {
    rule: 'sql-primary-key',
    find: (sql) => (hasUnkeyedTable(sql) ? sql.search(/\bcreate\b/) : -1),
    message: 'a table without a primary key',
    instead: 'name its primary key in the create table statement',
  },
  {
    rule: 'sql-volatile',
    find: findVolatile,
    message: 'a volatile function in UPDATE, RETURNING or ON CONFLICT SET',
    instead: 'a parameter: times and chance come from the caller',
  },
  {
    rule: 'sql-foreign-key',
    find: at(/\breferences\b|\bforeign\s+key\b/),
    message: 'a foreign key ties cells together',
    instead: 'write both rows in one transaction of one cell',
  },
  {
    rule: 'sql-update-scan',
    find: findScan,
    message: 'this update reads the whole cell',
    instead: 'add `and <key> = any($1)` beside the join with unnest',
  },
  {
    rule: 'sql-transaction-id',
    find: at(/\b(pg_current_xact_id\w*|txid_\w+)\b/),
    message: 'a transaction id belongs to one node',
    instead: 'a batch key that the application makes',
  },
  {
    rule: 'sql-notify',
    find: at(/(?<=^\s*)(listen|unlisten|notify)\s+\S|\bpg_notify\s*\(/),
    message: 'LISTEN and NOTIFY reach one node only',
    instead: 'poll with `for update skip locked`',
  },
  {
    rule: 'sql-union-view',
    find: at(/\bcreate\s+(or\s+replace\s+)?(\w+\s+){0,2}view\b[\s\S]*\bunion\b/),
    message: 'a UNION view over cells takes seconds',
    instead: 'ask each cell and merge in the application',
  },
];

const advisory: SqlRule = {
  rule: 'sql-advisory-lock',
  find: at(/\bpg_(try_)?advisory_\w+/),
  message: 'an advisory lock is local to one node',
  instead: 'claim a row with `for update skip locked`',
};
/** One process prepares a data directory, one process migrates a cell: nothing else may. */
const mayLock = /^packages\/onward\/src\/store\/(embedded(\/|\.ts$)|(.*\/)?migrat[^/]*(\/.*)?$)/;

/** `nodes` is the file's syntax tree; a .sql file has none. */
export function checkSql(source: Source, nodes: readonly Node[]): readonly Finding[] {
  const { path } = source;
  if (isTest(path)) return [];
  const holding = mayLock.test(path) ? rules : [...rules, advisory];
  return statements(source, nodes).flatMap((statement) =>
    holding.flatMap(({ find, ...verdict }) => {
      const offset = find(statement.text);
      return offset === -1 ? [] : [{ path, line: statement.line(offset), ...verdict }];
    }),
  );
}

function statements(source: Source, nodes: readonly Node[]): readonly Statement[] {
  if (/^packages\/[^/]+\/sql\/.*\.sql$/.test(source.path)) return statementsOfFile(source);
  const layer = layerOf(source.path) ?? '';
  const holdsSql = isProduct(source.path) && ['store', 'edge', 'runtime', 'api'].includes(layer);
  return holdsSql ? statementsOfModule(source, nodes) : [];
}

function hasUnkeyedTable(sql: string): boolean {
  if (!/\bcreate\s+(unlogged\s+)?table\b/.test(sql)) return false;
  return !/\bprimary\s+key\b|\bpartition\s+of\b/.test(sql);
}

/** Looks from the first place on where a value would be written or given back. */
function findVolatile(sql: string): number {
  const from = /\breturning\b|\bon\s+conflict\b/;
  const starts = [sql.search(from), sql.search(updating)].filter((offset) => offset !== -1);
  if (starts.length === 0) return -1;
  const start = Math.min(...starts);
  const offset = sql.slice(start).search(volatile);
  return offset === -1 ? -1 : start + offset;
}

/** An update that joins unnest must also name its keys; `on conflict do update` joins nothing. */
function findScan(sql: string): number {
  const plain = sql.replaceAll(/\bdo\s+update\b/g, (part) => ' '.repeat(part.length));
  const offset = plain.search(updating);
  if (offset === -1 || !/\bunnest\s*\(/.test(plain)) return -1;
  const after = plain.slice(offset);
  if (!/\bfrom\b/.test(after)) return -1;
  return /=\s*any\s*\(\s*\$/.test(after) ? -1 : offset;
}
