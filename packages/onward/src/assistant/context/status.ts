/**
 * The stage that tells how what was mentioned is meant: denied, past, supposed, somebody else's.
 */
import type { Annotation, ConceptFound, Sentence, Status, Token } from '../document/doc.ts';
import { lineOf, stretchesOf, type Line, type Stretch } from '../document/line.ts';
import type { Stage } from '../document/pipeline.ts';
import type { Lexicon } from '../lexicon/find.ts';
import { deniedIn } from './denial.ts';
import type { Said } from './said.ts';
import { compounds, figures } from './figures.ts';
import { had, others, past, pets, present, returning, supposed } from './triggers.ts';

const contextVersion = '1';

export function contextStage(lexicon: Lexicon): Stage {
  const isAtomic = (concept: string): boolean => lexicon.entries.get(concept)?.isAtomic ?? false;
  return {
    name: 'context',
    version: contextVersion,
    run: (doc) => {
      const statuses = new Map<Annotation, Status>();
      for (const [message, { tokens, sentences }] of doc.utterances.entries()) {
        const here = doc.annotations.filter(
          (each): each is ConceptFound => each.kind === 'concept' && each.span.message === message,
        );
        for (const sentence of sentences) {
          const said = { tokens, sentence, concepts: within(here, sentence), isAtomic };
          for (const [concept, status] of statusesIn(said)) statuses.set(concept, status);
        }
      }
      return { ...doc, annotations: doc.annotations.map((each) => meant(each, statuses)) };
    },
  };
}

function meant(each: Annotation, statuses: ReadonlyMap<Annotation, Status>): Annotation {
  const status = statuses.get(each);
  return each.kind === 'concept' && status !== undefined ? { ...each, status } : each;
}

const within = (all: readonly ConceptFound[], { from, to }: Sentence): readonly ConceptFound[] =>
  all.filter((each) => each.from >= from && each.to <= to);

function statusesIn(said: Said): readonly (readonly [ConceptFound, Status])[] {
  const { tokens, sentence, concepts } = said;
  if (concepts.length === 0) return [];
  const line = lineOf(tokens, sentence.from, sentence.to);
  const denied = deniedIn(said, line);
  const bygone = bygoneIn(said, line);
  const figure = stretchesOf(line, figures);
  const isHad = stretchesOf(line, had).length > 0;
  const isSupposed = !isHad && stretchesOf(line, supposed).length > 0;
  const other = stretchesOf(line, others);
  const isPet = stretchesOf(line, pets).length > 0 && !/\b(?:me|im|ive|i cant)\b/.test(line.text);
  return concepts.map((concept) => {
    const isFigure = figure.some((each) => overlaps(each, concept)) || isNamed(line, concept);
    const isOther = concept.concept !== 'bite-danger' && (isPet || (!isHad && other.length > 0));
    const status: Status = {
      isNegated: denied.has(concept),
      isPast: bygone.has(concept),
      isHypothetical: isFigure || isSupposed,
      who: isOther ? 'other' : 'subject',
    };
    return [concept, status] as const;
  });
}

const overlaps = (a: Stretch, b: Stretch): boolean => a.from < b.to && b.from < a.to;

/** "The stroke clinic" is no stroke. */
function isNamed({ text, starts, from }: Line, { to, concept }: ConceptFound): boolean {
  const next = starts[to - from];
  if (next === undefined) return false;
  const rest = text.slice(next);
  return rest.search(compounds) === 0 || (treated.has(concept) && remedies.test(rest));
}

/** "Seizure tablets" are no seizure. */
const treated = new Set(['seizure', 'heart-attack', 'stroke-word', 'named-danger']);
const remedies = /^(?:meds|medications?|medicines?|tablets?|drugs?|pills?|records|report|risk)\b/;

/** Past is what a cue of its clause says is past, unless the clause says that it is so now. */
function bygoneIn({ tokens, concepts }: Said, line: Line): ReadonlySet<ConceptFound> {
  const cues = stretchesOf(line, past);
  if (cues.length === 0 || stretchesOf(line, returning).length > 0) return new Set();
  const now = stretchesOf(line, present);
  const clauses = clausesOf(tokens, line);
  const bygone = new Set<ConceptFound>();
  for (const [at, clause] of clauses.entries()) {
    if (!cues.some((cue) => overlaps(cue, clause))) continue;
    const isEmpty = !concepts.some((each) => overlaps(each, clause));
    // "I had a heart attack, that was in 2015": the cue speaks of the clause before.
    const about = isEmpty ? (clauses[at - 1] ?? clauses[at + 1] ?? clause) : clause;
    if (now.some((each) => overlaps(each, about))) continue;
    for (const each of concepts) {
      if (overlaps(each, about)) bygone.add(each);
    }
  }
  return bygone;
}

/** The parts of a sentence between marks and words of contrast. */
export function clausesOf(tokens: readonly Token[], { from, starts }: Line): readonly Stretch[] {
  const clauses: Stretch[] = [];
  let begin = from;
  const end = from + starts.length;
  for (let at = from; at < end; at += 1) {
    const word = tokens[at]?.word ?? '';
    if (!/^(?:[,;:()–—-]|but|however|although|though|whereas)$/.test(word)) continue;
    if (at > begin) clauses.push({ from: begin, to: at });
    begin = at + 1;
  }
  if (end > begin) clauses.push({ from: begin, to: end });
  return clauses;
}
