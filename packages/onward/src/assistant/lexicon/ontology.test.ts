/** The codes of the Symptom Ontology stand beside concepts that exist, one each. */
import { expect, test } from 'vitest';
import { shippedEntries } from './data/all.ts';
import { codingOf, symptomLinks } from './ontology.ts';

const groups = new Map(shippedEntries().map(({ id, group }) => [id, group]));

test('each key is a concept of illness, and each code is well-formed', () => {
  for (const [concept, { code }] of symptomLinks) {
    expect(['symptom', 'complaint', 'exposure', 'crisis'], concept).toContain(groups.get(concept));
    expect(code).toMatch(/^SYMP:00[0-2]\d{4}$/);
  }
  expect(symptomLinks.size).toBeGreaterThan(150);
});

test('one symptom of theirs is the same as one concept of ours at most', () => {
  const same = [...symptomLinks.values()].filter(({ relation }) => relation === 'same');
  expect(new Set(same.map(({ code }) => code)).size).toBe(same.length);
});

test('what is denied has a code only where it is the same', () => {
  const system = 'http://purl.obolibrary.org/obo/symp.owl';
  expect(codingOf('fever', true)).toEqual({ system, code: 'SYMP:0000613' });
  expect(codingOf('croup-sound')).toEqual({ system, code: 'SYMP:0000587' });
  expect(codingOf('croup-sound', true)).toBeUndefined();
  expect(codingOf('carer')).toBeUndefined();
});
