import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import { codes, receive } from './messages.fixture.ts';

/** Messages of other makers, which are not part of the repository and may be absent. */
const folder = resolve(import.meta.dirname, '../../../../../../shared/data/hl7v2');
const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];

/** What each file should say, by the beginning of its name. */
const expected: readonly (readonly [string, RegExp])[] = [
  ['ADT-A01', /^patient\.admitted$/u],
  ['ADT-A40', /^patient\.merged patient\.merged$/u],
  ['ADT', /^(?:patient|person)\.[a-z-]+$/u],
  ['LAB-ORU-1', /^result\.preliminary$/u],
  ['LAB-ORU-2', /^result\.final$/u],
  ['MDM_01', /^patient\.admitted$/u],
  ['MDHHS-OML', /^order\.placed$/u],
  ['OM', /^order\.updated$/u],
  ['ORM', /^order\.placed$/u],
  ['REF', /^referral\.received$/u],
  ['SIU-S12', /^appointment\.booked$/u],
  ['SIU-S14', /^appointment\.modified$/u],
  ['SIU-S15', /^appointment\.cancelled$/u],
  ['SIU-S16', /^appointment\.discontinued$/u],
  ['SIU-S17', /^appointment\.deleted$/u],
  ['SIU_12', /^patient\.updated$/u],
  ['', /^ONW-HL7-EVENT-UNUSED$/u],
];

describe.skipIf(files.length === 0)(
  'messages of other makers (skipped where they are absent)',
  () => {
    test('each becomes an event or a refusal by code, and none is thrown', () => {
      const table = files.map((file) => {
        return { file, says: codes(receive(readFileSync(join(folder, file)))).join(' ') };
      });
      process.stdout.write(table.map(({ file, says }) => `${file.padEnd(40)} ${says}\n`).join(''));
      for (const { file, says } of table) {
        const [, pattern] = expected.find(([start]) => file.startsWith(start)) ?? [];
        expect({ file, says }).toEqual({
          file,
          says: expect.stringMatching(pattern ?? /^$/u) as string,
        });
      }
    });
  },
);
