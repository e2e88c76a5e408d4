/**
 * What a clause may be about in which the lexicon found nothing: the nearest concepts. Candidates
 * are no facts: no rule, draft or event sees them, and the most that they do is to raise a doubt.
 */
import { clausesOf } from '../context/status.ts';
import { conceptsOf, type By, type Doc, type Span } from '../document/doc.ts';
import { lineOf } from '../document/line.ts';
import type { Lexicon } from '../lexicon/find.ts';
import type { Opinion } from '../urgency/screen.ts';
import { nearest, type LabelledVectors } from './vectors.ts';

export interface Candidate {
  readonly concept: string;
  /** Cosine of the clause and the mean of the concept's phrasings, from -1 to 1. */
  readonly similarity: number;
  readonly span: Span;
  readonly by: By;
}

/** A clause of which nothing is known. */
export interface Clause {
  readonly text: string;
  readonly span: Span;
}

const mostClauses = 4;
const leastWords = 3;
const mostOfEach = 3;

/**
 * Cosines from which a concept is named, and from which somebody should look; found on our own
 * development set (scripts/write-assistant-models.ts prints the figures).
 */
const bounds = { named: 0.5, doubt: 0.68 } as const;

/** The clauses of what the person said last in which no concept was found. */
export function bareClauses(doc: Doc): readonly Clause[] {
  const message = doc.utterances.findLastIndex((each) => each.message.who === 'person');
  const utterance = doc.utterances[message];
  if (utterance === undefined) return [];
  const { tokens, sentences, message: said } = utterance;
  const found = conceptsOf(doc).filter(({ span }) => span.message === message);
  const clauses = sentences.flatMap(({ from, to }) => clausesOf(tokens, lineOf(tokens, from, to)));
  return clauses
    .filter(({ from, to }) => {
      const words = tokens.slice(from, to).filter(({ kind }) => kind !== 'mark');
      return words.length >= leastWords && !found.some((each) => each.from < to && from < each.to);
    })
    .slice(0, mostClauses)
    .map(({ from, to }) => {
      const start = tokens[from]?.start ?? 0;
      const end = tokens[to - 1]?.end ?? start;
      return { text: said.text.slice(start, end), span: { message, start, end } };
    });
}

/** The concepts near each clause, the nearest first; `vectors` are the clauses' own. */
export function candidatesOf(
  clauses: readonly Clause[],
  vectors: readonly Float32Array[],
  known: LabelledVectors,
): readonly Candidate[] {
  const by = { stage: 'neighbours', version: known.version };
  const all = clauses.flatMap(({ span }, at) =>
    nearest(known, vectors[at] ?? new Float32Array(), mostOfEach)
      .filter(({ similarity }) => similarity >= bounds.named)
      .map(({ id, similarity }) => ({ concept: id, similarity, span, by })),
  );
  return all.toSorted((a, b) => b.similarity - a.similarity);
}

/** Somebody should look at what is very near to a complaint that was not understood. */
export function doubtsOf(candidates: readonly Candidate[], lexicon: Lexicon): readonly Opinion[] {
  const near = candidates.filter(({ concept, similarity }) => {
    return similarity >= bounds.doubt && illness.has(lexicon.entries.get(concept)?.group ?? '');
  });
  return near.slice(0, 1).map(({ similarity, span, by }) => ({
    layer: 'unresolved',
    id: 'neighbour',
    about: 'unresolved',
    level: 'soon',
    confidence: similarity,
    version: by.version,
    spans: [span],
  }));
}

/** What people complain of; of other concepts it helps nobody to be near. */
export const illness: ReadonlySet<string> = new Set(['symptom', 'crisis', 'exposure', 'complaint']);
