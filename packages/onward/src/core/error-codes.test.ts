import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from './error-codes.ts';

/** Everything that can raise a code: the whole of the package but its tests and this table. */
const sources = globSync('**/*.ts', { cwd: join(import.meta.dirname, '..') })
  .filter((name) => !/\.(?:test|fixture)\.ts$|error-codes\.ts$/u.test(name))
  .map((name) => readFileSync(join(import.meta.dirname, '..', name), 'utf8'));
const used = new Set(
  sources.flatMap((text) => text.match(/(?<=['`])ONW-[A-Z0-9-]+(?=['` ])/gu) ?? []),
);

test('every code is documented, and no other', () => {
  // Families are asked for by their beginning.
  const whole = [...used].filter((code) => !code.endsWith('-'));
  expect(Object.keys(errorCodes).toSorted()).toEqual(whole.toSorted());
});

test('every code is a word in capitals, with one line that says what to do', () => {
  for (const [code, line] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^ONW-[A-Z0-9]+(?:-[A-Z0-9]+)*$/u);
    expect(line).toMatch(/^[A-Z][^\n]+\.$/u);
  }
});
