import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { errorCodes } from './error-codes.ts';

/** The sources of the language and the calendar; each of their codes must be documented. */
const sources = globSync('{language,calendar}/**/*.ts', { cwd: import.meta.dirname })
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'));
const used = new Set(
  sources.flatMap((text) => text.match(/ONW-(?:LANG|CALENDAR)-[A-Z-]+/gu) ?? []),
);

test('every code of the language is documented, and no other', () => {
  const documented = Object.keys(errorCodes).filter((code) =>
    /^ONW-(?:LANG|CALENDAR)-/u.test(code),
  );
  expect(documented.toSorted()).toEqual([...used].toSorted());
});

test('every code is a word in capitals, with one line that says what to do', () => {
  for (const [code, line] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^ONW-[A-Z0-9]+(?:-[A-Z0-9]+)*$/u);
    expect(line).toMatch(/^[A-Z][^\n]+\.$/u);
  }
});
