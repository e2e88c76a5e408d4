/**
 * A draft for the chart from what was said. It is extractive: each sentence is a fixed opening and
 * the very words that were spoken, with the spans that they stand in; nothing is put otherwise.
 */
import { textOf, type ConceptFound, type Doc } from '../document/doc.ts';
import type { Lexicon } from '../lexicon/find.ts';
import { answerTo, isQuestion, sentenceAround } from './answers.ts';
import type { Draft, DraftSentence, Section } from './shape.ts';
import { planIn } from './plan.ts';

/** Groups of the lexicon that make facts, by where in a note they stand. */
const sections: Readonly<Record<string, Section>> = {
  symptom: 'symptoms',
  complaint: 'symptoms',
  crisis: 'symptoms',
  exposure: 'symptoms',
  condition: 'history',
  state: 'history',
  medicine: 'medicines',
};
/** Too wide to be facts: they name no symptom and no medicine. */
const wide = new Set(
  (
    'any-complaint any-medicine carer baby child fine-now elderly radiates chest-benign ' +
    'long-lasting could-be-pregnant immobile-risk thunderclap side-one injured long-minutes ' +
    'bleeding-word blood-loss-pregnant child-unwell recent-surgery named-danger'
  ).split(' '),
);

export const isFact = ({ entries }: Lexicon, concept: string): boolean =>
  sections[entries.get(concept)?.group ?? ''] !== undefined && !wide.has(concept);

export function draftOf(doc: Doc, lexicon: Lexicon): Draft {
  const bySentence = new Map<string, ConceptFound[]>();
  for (const each of doc.annotations) {
    if (each.kind !== 'concept' || !isFact(lexicon, each.concept)) continue;
    if (each.status.isHypothetical || each.status.who === 'other') continue;
    const span = sentenceAround(doc, each);
    if (span === undefined) continue;
    const key = `${String(span.message).padStart(6, '0')}:${String(span.start).padStart(6, '0')}`;
    bySentence.set(key, [...(bySentence.get(key) ?? []), each]);
  }
  const told = [...bySentence.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([, found]) => sentenceOf(doc, lexicon, found));
  const complaint = told.find(({ section }) => section === 'symptoms');
  const opening = complaint === undefined ? [] : [{ ...complaint, section: 'complaint' as const }];
  return { sentences: [...opening, ...told.filter((each) => each !== complaint), ...planIn(doc)] };
}

function sentenceOf(
  doc: Doc,
  lexicon: Lexicon,
  found: readonly ConceptFound[],
): readonly DraftSentence[] {
  const [first] = found;
  const span = first === undefined ? undefined : sentenceAround(doc, first);
  if (first === undefined || span === undefined) return [];
  if (doc.utterances[span.message]?.message.who === 'person')
    return [statement(doc, lexicon, found)];
  if (!isQuestion(doc, first)) return [];
  const answer = answerTo(doc, first);
  if (answer === undefined) return [];
  const { isNo } = answer;
  const facts = found.map(({ concept }) => ({
    concept,
    ...(isNo === undefined ? {} : { isDenied: isNo }),
  }));
  return [
    {
      section: isNo === true ? 'negatives' : isNo === false ? sectionOf(lexicon, first) : 'answers',
      text: `Asked: “${textOf(doc, span)}” Answered: “${textOf(doc, answer.span)}”`,
      spans: [span, answer.span],
      facts: facts.filter(
        ({ concept }, at) => facts.findIndex((f) => f.concept === concept) === at,
      ),
    },
  ];
}

function statement(doc: Doc, lexicon: Lexicon, found: readonly ConceptFound[]): DraftSentence {
  const [first] = found;
  const span = (first === undefined ? undefined : sentenceAround(doc, first)) ?? {
    message: 0,
    start: 0,
    end: 0,
  };
  const isDenied = found.every(({ status }) => status.isNegated);
  const isPast = found.every(({ status }) => status.isPast);
  const said = found.find(({ status }) => !status.isNegated) ?? first;
  const section = said === undefined ? 'symptoms' : sectionOf(lexicon, said);
  const opening = isDenied ? 'Denies' : isPast ? 'Mentions' : 'Reports';
  return {
    section: isDenied ? 'negatives' : isPast ? 'history' : section,
    text: `${opening}: “${textOf(doc, span)}”`,
    spans: [span],
    facts: found.map(({ concept, status }) => ({ concept, isDenied: status.isNegated })),
  };
}

const sectionOf = ({ entries }: Lexicon, { concept }: ConceptFound): Section =>
  sections[entries.get(concept)?.group ?? ''] ?? 'symptoms';
