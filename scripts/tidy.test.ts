import { describe, expect, test } from 'vitest';
import { check } from './tidy/check.ts';
import { formatFinding } from './tidy/finding.ts';
import { wrapComments } from './tidy/wrap.ts';

const core = 'packages/onward/src/core/step/step.ts';
const store = 'packages/onward/src/store/read-journeys.ts';
const migration = 'packages/onward/sql/000001.sql';

/** The rules that speak, with their lines, when this text stands at this path. */
function found(path: string, text: string): readonly string[] {
  return check([{ path, text }]).map(({ line, rule }) => `${line} ${rule}`);
}

/** A module that opens as it should, with this code from line 2 on. */
function module(code: string): string {
  return `/** Why it exists. */\n${code}\n`;
}

describe('what tidy says', () => {
  test('one line: where, which rule, what, and what to write instead', () => {
    const [finding] = check([{ path: core, text: module('const at = Date.now();') }]);
    expect(finding && formatFinding(finding)).toBe(
      `${core}:2 time: Date.now is banned here ` +
        '(instead: take `now` as an argument, or the clock that cli/ injects)',
    );
  });
});

describe('size', () => {
  test('a file of 400 lines is the longest', () => {
    expect(found(core, module('//\n'.repeat(398)))).toEqual([]);
    expect(found(core, module('//\n'.repeat(400)))).toEqual(['401 file-length']);
  });

  test('a line has 100 columns at most, unless an address needs more', () => {
    expect(found(core, module(`// ${'x'.repeat(97)}`))).toEqual([]);
    expect(found(core, module(`// ${'x'.repeat(98)}`))).toEqual(['2 line-length']);
    expect(found(core, module(`// https://example.org/${'x'.repeat(98)}`))).toEqual([]);
  });

  test('a long comment in SQL may hold a plan', () => {
    expect(found(migration, `-- ${'x'.repeat(120)}`)).toEqual([]);
  });

  test('half of the modules are short', () => {
    const modules = (lines: number) =>
      Array.from({ length: 20 }, (_, index) => ({
        path: `packages/onward/src/core/m${index}.ts`,
        text: module('//\n'.repeat(lines - 2)),
      }));
    expect(check(modules(118))).toEqual([]);
    expect(check(modules(130)).map(({ rule }) => rule)).toEqual(['median-length']);
  });
});

describe('names', () => {
  test.each(['packages/onward/src/core/readFact.ts', 'packages/onward/src/Core/read.ts'])(
    '%s is not kebab-case',
    (path) => expect(found(path, module(''))).toEqual(['1 file-name']),
  );

  test.each(['util.ts', 'lib/read.ts', 'misc.ts', 'common/read.ts', 'date-helpers.ts'])(
    '%s is a drawer',
    (path) => expect(found(`packages/onward/src/core/${path}`, module(''))).toEqual(['1 drawer']),
  );

  test('a name that only begins like a drawer is a name', () => {
    expect(found('packages/onward/src/core/common-cause.ts', module(''))).toEqual([]);
  });
});

describe('opening', () => {
  test('a module says why it exists', () => {
    expect(found(core, 'export const a = 1;\n')).toEqual(['1 opening']);
    expect(found(core, '#!/usr/bin/env node\n// Why.\nexport const a = 1;\n')).toEqual([]);
  });

  test('a test need not', () => {
    expect(found('packages/onward/src/core/a.test.ts', 'export const a = 1;\n')).toEqual([]);
  });
});

describe('banned calls', () => {
  test.each([
    ['Date.now()', 'time'],
    ['new Date()', 'time'],
    ['Date()', 'time'],
    ['globalThis.Date.now()', 'time'],
    ['[1].map(Date.now)', 'time'],
    ['Temporal.Now.instant()', 'time'],
    ['performance.now()', 'time'],
    ['Math.random()', 'chance'],
    ['crypto.randomUUID()', 'chance'],
    ['setTimeout(f, 1)', 'timer'],
    ['console.log(1)', 'console'],
    ["process.env['HOME']", 'environment'],
  ])('%s in core', (code, rule) => {
    expect(found(core, module(`export const a = ${code};`))).toContain(`2 ${rule}`);
  });

  test('a date made of an argument is not the clock', () => {
    expect(found(core, module('export const a = (ms: number) => new Date(ms);'))).toEqual([]);
  });

  test('a comment or a string is not a call', () => {
    expect(found(core, module("// Date.now()\nexport const a = 'Math.random()';"))).toEqual([]);
  });

  test('the runtime may set a timer and measure, but not ask what time it is', () => {
    const path = 'packages/onward/src/runtime/loop.ts';
    expect(found(path, module('setTimeout(f, 1); performance.now();'))).toEqual([]);
    expect(found(path, module('Date.now();'))).toEqual(['2 time']);
  });

  test.each(['packages/onward/src/cli/main.ts', 'scripts/seed.ts', 'bench/main.ts'])(
    '%s may do all of it',
    (path) => {
      const code = 'console.log(Date.now(), Math.random(), process.env);';
      expect(found(path, module(code))).toEqual([]);
    },
  );
});

describe('imports', () => {
  test('core stands on pure packages alone', () => {
    expect(found(core, module("import { z } from 'zod';"))).toEqual([]);
    expect(found(core, module("import { readFile } from 'node:fs';"))).toEqual(['2 core-imports']);
    expect(found(core, module("export * from 'pg';"))).toEqual(['2 core-imports']);
    expect(found(core, module("const a = import('pino');"))).toEqual(['2 core-imports']);
  });

  test('core reaches for nothing outside itself', () => {
    const code = "import type { Store } from '../../store/index.ts';";
    expect(found(core, module(code))).toEqual(['2 core-imports']);
  });

  test('a layer is entered by its index', () => {
    const path = 'packages/onward/src/api/routes.ts';
    expect(found(path, module("import { step } from '../core/index.ts';"))).toEqual([]);
    expect(found(path, module("import { step } from '../core/step/step.ts';"))).toEqual(['2 door']);
    expect(found(path, module("type A = import('../core/step/step.ts').A;"))).toEqual(['2 door']);
  });

  test('a test may look inside', () => {
    const path = 'packages/onward/src/api/routes.test.ts';
    expect(found(path, module("import { step } from '../core/step/step.ts';"))).toEqual([]);
  });
});

describe('SQL', () => {
  test.each([
    ['create table a (id int generated always as identity primary key)', 'sql-identity'],
    ['create trigger t before update on a execute function f()', 'sql-trigger'],
    ['create table a (id int primary key deferrable initially deferred)', 'sql-deferrable'],
    ['create table if not exists a (id int)', 'sql-primary-key'],
    ['update a set at = now() where id = $1', 'sql-volatile'],
    ['insert into a (id) values ($1) returning clock_timestamp()', 'sql-volatile'],
    ['insert into a (id) values ($1) on conflict (id) do update set r = random()', 'sql-volatile'],
    ['update a set at = current_timestamp', 'sql-volatile'],
    ['create table a (id int primary key, b int references b)', 'sql-foreign-key'],
    ['update a set n = u.n from unnest($1::int[]) u (id) where a.id = u.id', 'sql-update-scan'],
    ['select pg_current_xact_id()', 'sql-transaction-id'],
    ['select pg_advisory_xact_lock(1)', 'sql-advisory-lock'],
    ['listen journeys', 'sql-notify'],
    ["select pg_notify('a', 'b')", 'sql-notify'],
    ['create view a as select 1 union all select 2', 'sql-union-view'],
  ])('%s', (sql, rule) => {
    expect(found(migration, `-- Why.\n${sql};\n`)).toEqual([`2 ${rule}`]);
    expect(found(store, module(`export const a = \`\n  ${sql}\`;`))).toEqual([`3 ${rule}`]);
  });

  test.each([
    'create table a (id bigserial primary key)',
    'create table a_1 partition of a for values from (1) to (2)',
    'select now()',
    'select id from a for update skip locked',
    "select 'references now()' -- listen",
    'update a set n = u.n from unnest($1::int[]) u (id) where a.id = u.id and a.id = any($1)',
    'insert into a select * from unnest($1::int[]) on conflict (id) do update set n = excluded.n',
  ])('%s is fine', (sql) => {
    expect(found(migration, `${sql};\n`)).toEqual([]);
  });

  test('a table or a key inserted into a template is still seen', () => {
    const update = 'update ${cell}.a set n = u.n\nfrom unnest(${ids}) u (id) where a.id = u.id';
    expect(found(store, module(`const a = sql\`${update}\`;`))).toEqual(['2 sql-update-scan']);
    expect(found(store, module(`const a = sql\`${update} and a.id = any(\${ids})\`;`))).toEqual([]);
  });

  test('a sentence is not SQL', () => {
    expect(found(store, module("const a = 'This journey references a team.';"))).toEqual([]);
  });

  test('the migration lock and the embedded server may take an advisory lock', () => {
    const code = module("const a = 'select pg_advisory_lock(1)';");
    expect(found('packages/onward/src/store/postgres/migrate.ts', code)).toEqual([]);
    expect(found('packages/onward/src/store/embedded/owner.ts', code)).toEqual([]);
    expect(found('packages/onward/src/runtime/loop.ts', code)).toEqual(['2 sql-advisory-lock']);
  });
});

describe('--fix', () => {
  test('breaks a long comment between words and leaves code alone', () => {
    const words = `${'word '.repeat(25)}end`;
    const wrapped = wrapComments(`  /** ${words} */\n  // ${words}\n  const a = '${words}';\n`);
    expect(wrapped.split('\n').filter((line) => line.length > 100)).toEqual([
      `  const a = '${words}';`,
    ]);
    expect(wrapped.split(/[^a-z]+/).filter((word) => word === 'word')).toHaveLength(75);
  });
});
