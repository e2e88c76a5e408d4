/** What is denied, past, supposed, or of somebody else. */
import { expect, test } from 'vitest';
import { docOf } from '../document/build.ts';
import { conceptsOf, type ConceptFound } from '../document/doc.ts';
import { analyse } from '../document/pipeline.ts';
import denials from '../examples/denials.json' with { type: 'json' };
import { shippedEntries } from '../lexicon/data/all.ts';
import { lexiconOf } from '../lexicon/find.ts';
import { stagesOf } from '../notes/whole.ts';
import words from '../models/words.json' with { type: 'json' };

const stages = stagesOf(lexiconOf(shippedEntries(), new Set(words)));
const nowMs = Date.UTC(2026, 10, 20, 12);

function found(text: string, concept: string): readonly ConceptFound[] {
  const messages = [{ id: '0', who: 'person' as const, atMs: nowMs, text }];
  const { doc } = analyse(docOf({ messages, nowMs, zone: 'UTC' }), stages);
  return conceptsOf(doc).filter((each) => each.concept === concept);
}

test('denials of our own sentences are told with F1 of .95 or more', () => {
  const counts = { right: 0, wrong: 0, missed: 0 };
  for (const [text, concept, isDenied] of denials) {
    const all = found(String(text), String(concept));
    const isFound = all.length > 0 && all.every(({ status }) => status.isNegated);
    if (isFound && isDenied) counts.right += 1;
    if (isFound && !isDenied) counts.wrong += 1;
    if (!isFound && isDenied) counts.missed += 1;
  }
  const { right, wrong, missed } = counts;
  expect((2 * right) / (2 * right + wrong + missed)).toBeGreaterThanOrEqual(0.95);
});

test('the past is past unless it is back', () => {
  expect(found('I had a seizure in 2012', 'seizure')[0]?.status.isPast).toBe(true);
  expect(found('I had a seizure in 2012 and again today', 'seizure')[0]?.status.isPast).toBe(false);
});

test('what is asked about, or is somebody else’s, is not had', () => {
  const [asked] = found('What are the warning signs of a stroke?', 'stroke-word');
  expect(asked?.status.isHypothetical).toBe(true);
  const [pet] = found('my dog had a seizure at the vet', 'seizure');
  expect(pet?.status.who).toBe('other');
  const [mine] = found('my wife is having a seizure', 'seizure');
  expect(mine?.status).toEqual({
    isNegated: false,
    isPast: false,
    isHypothetical: false,
    who: 'subject',
  });
});

test.each([
  ['I want a coil fitted next week', 'seizure', true],
  ['she had her brace fitted and now she is fitting', 'seizure', false],
  ['fit and well, wants a medical', 'seizure', true],
  ['he was fit and well, now he is having a fit', 'seizure', false],
  ['I overdosed on turkey', 'overdose', true],
  ['I overdosed on caffeine tablets', 'overdose', false],
  ['the nail went black', 'skin-black', true],
  ['the nail and toe are black', 'skin-black', false],
  ['what do we do, a resident has collapsed', 'unconscious', false],
])('%s: %s is a figure of speech, or supposed: %s', (text, concept, isNothing) => {
  const all = found(text, concept);
  expect(all.every(({ status }) => status.isHypothetical)).toBe(isNothing);
  if (!isNothing) expect(all).not.toHaveLength(0);
});

test('the small words after a thing are no part of it', () => {
  const text = 'fever has been ruled out';
  const [fever] = found(text, 'fever');
  expect(fever && text.slice(fever.span.start, fever.span.end)).toBe('fever');
  expect(fever?.status.isNegated).toBe(true);
});

test('a span gives the very words of the message', () => {
  const text = 'Hello… I’ve had CHEST   PAINS!!';
  const [pain] = found(text, 'chest-pain');
  expect(pain && text.slice(pain.span.start, pain.span.end)).toBe('CHEST   PAINS');
});
