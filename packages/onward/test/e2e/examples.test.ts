/** Every example is proved, and its scenarios come true on the real engine. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { onward } from '../../src/cli/cli.fixture.ts';

const folder = fileURLToPath(new URL('../../../../examples', import.meta.url));
const examples = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
/** The breakdowns that each shows. */
const breakdowns: Readonly<Record<string, readonly string[]>> = {
  '01-telehealth': ['B1', 'B2', 'B3', 'B4', 'B5'],
  '02-referral': ['B6', 'B7', 'B8', 'B9', 'B10'],
  '03-assistant': ['B2', 'B5', 'B6', 'B7', 'B10'],
};

test('each example says which breakdowns it shows', () => {
  expect(examples).toEqual(Object.keys(breakdowns));
});

test.each(examples)('%s is proved', async (name) => {
  const proved = await onward('check', `${folder}/${name}`);
  expect(proved.out).toMatch(/\nproved: nobody falls through\n$/u);
});

test.each(examples)(
  '%s: its scenarios come true',
  async (name) => {
    const played = await onward('test', `${folder}/${name}`);
    expect(played.out).toMatch(/\n\d+ passed, 0 failed\n$/u);
    for (const each of breakdowns[name] ?? []) {
      expect(played.out).toMatch(new RegExp(`^ok +${each} `, 'mu'));
    }
  },
  120_000,
);
