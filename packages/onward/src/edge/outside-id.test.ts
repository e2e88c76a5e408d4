import { expect, test } from 'vitest';
import { isMachineId } from './outside-id.ts';

test.each([
  ['evt_1NG8Du2eZvKYlo2CUI79vXWy', true],
  ['9f1b2a34-5c6d-4e7f-8a9b-0c1d2e3f4a5b', true],
  ['01J9Z3K4M5N6P7Q8R9S0T1V2W3', true],
  ['d41d8cd98f00b204e9800998ecf8427e', true],
  [`SM${'0a'.repeat(16)}.delivered.answer`, true],
  ['Eleanor-Canary', false],
  ['canary_eleanormargaret', false],
  ['ELEANORMARGARETCANARYSMITH', false],
  ['deadbeefdeadbeef', false],
  ['078-05-1120', false],
  ['4111111111111111', false],
  ['MRN-20417', false],
  ['e.canary:example', false],
])('%s was made by a machine: %s', (id, isMade) => {
  expect(isMachineId(id)).toBe(isMade);
});
