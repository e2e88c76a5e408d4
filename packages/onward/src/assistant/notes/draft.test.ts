/** Drafts say what was said, and nothing else. */
import { expect, test } from 'vitest';
import { draftOfConversation } from '../shipped.ts';
import { stagesOf } from './whole.ts';
import { unsupported } from './support.ts';
import { shippedEntries } from '../lexicon/data/all.ts';
import { lexiconOf } from '../lexicon/find.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const said = (who: 'clinician' | 'person', text: string, at: number) => ({
  id: String(at),
  who,
  atMs: nowMs,
  text,
});
const messages = [
  said('clinician', 'Hello, what can I do for you?', 0),
  said('person', "I've had a bad cough for three days. I take ramipril.", 1),
  said('clinician', 'Any fever?', 2),
  said('person', 'No.', 3),
  said('clinician', "I'd suggest plenty of fluids and paracetamol.", 4),
];
const { doc, draft } = draftOfConversation({ messages, nowMs, zone: 'UTC' });

test('each sentence quotes what was said, and a question is told with its answer', () => {
  expect(draft.sentences.map(({ section, text }) => [section, text])).toEqual([
    ['complaint', "Reports: “I've had a bad cough for three days.”"],
    ['medicines', 'Reports: “I take ramipril.”'],
    ['negatives', 'Asked: “Any fever?” Answered: “No.”'],
    ['plan', "Plan: “I'd suggest plenty of fluids and paracetamol.”"],
  ]);
});

test('a sentence that says more than its words is found out', () => {
  const stages = stagesOf(lexiconOf(shippedEntries(), new Set()));
  expect(unsupported(draft, doc, stages)).toEqual([]);
  const [first, ...rest] = draft.sentences;
  if (first === undefined) throw new Error('no sentence');
  const added = { ...first, text: 'Reports: “I have had a bad cough and a fever.”' };
  const turned = { ...first, facts: [{ concept: 'cough', isDenied: true }] };
  expect(unsupported({ sentences: [added, ...rest] }, doc, stages)).toEqual([added]);
  expect(unsupported({ sentences: [turned, ...rest] }, doc, stages)).toEqual([turned]);
});
