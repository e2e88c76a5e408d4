/**
 * What of a conversation the classifier hears. Sentences that only play down, thank, deny or
 * instruct are left out, so that adding one of them cannot make it less sure.
 */
import { clausesOf } from '../context/status.ts';
import { figures } from '../context/figures.ts';
import { conceptsOf, type ConceptFound, type Doc, type Utterance } from '../document/doc.ts';
import { lineOf, stretchesOf, type Line } from '../document/line.ts';
import { patternOf } from '../document/pattern.ts';
import type { Lexicon } from '../lexicon/find.ts';

const beside = patternOf(
  String.raw`
  \b(?:sorry|thank you|thanks|please|hope you|kind regards|best wishes|no rush|no hurry|not urgent|
  nothing urgent|
  probably nothing|sure its nothing|its nothing|no big deal|not a big deal|dont worry|
  not worried|just checking|whenever|when you can|bother|waste|appreciate|take your time|hello|hi|
  ignore|disregard|forget|instructions?|prompt|system|mark|routine|priority|classify|level|admin|
  you are now|pretend|override|dear|im fine|i am fine|its fine|all fine|ok)\b
`,
  'i',
);
const groupsOfIllness = new Set(['symptom', 'crisis', 'exposure', 'complaint']);
const recentMessages = 4;
const mostSentences = 6;

/** All that tells, each message of it, and each sentence where there are several. */
export function partsOf(doc: Doc, lexicon: Lexicon): readonly string[] {
  const told = doc.utterances
    .map((utterance, at) => ({ utterance, at }))
    .filter(({ utterance }) => utterance.message.who === 'person')
    .slice(-recentMessages)
    .map(({ utterance, at }) => sentencesOf(doc, lexicon, { utterance, at }));
  const sentences = told.flat();
  const messages = told.map((each) => each.join(' ')).filter((text) => text !== '');
  const parts = [sentences.join(' '), ...messages, ...sentences.slice(-mostSentences)];
  return [...new Set(parts.filter((text) => text !== ''))];
}

function sentencesOf(
  doc: Doc,
  lexicon: Lexicon,
  { utterance, at }: { readonly utterance: Utterance; readonly at: number },
): readonly string[] {
  const { tokens, sentences } = utterance;
  const concepts = conceptsOf(doc).filter(
    (each) =>
      each.span.message === at &&
      groupsOfIllness.has(lexicon.entries.get(each.concept)?.group ?? ''),
  );
  return sentences.flatMap((sentence) => {
    const here = concepts.filter(({ from, to }) => from >= sentence.from && to <= sentence.to);
    const isTold = here.some(({ status }) => !status.isNegated);
    const isDenied = here.length > 0 && !isTold;
    const line = lineOf(tokens, sentence.from, sentence.to);
    if (isDenied || (!isTold && beside.test(line.text))) return [];
    const left = heardOf(utterance, line, here);
    return left === '' ? [] : [left];
  });
}

/** What is left of a sentence without its figures of speech, and without clauses that deny. */
function heardOf(
  { tokens, message }: Utterance,
  line: Line,
  concepts: readonly ConceptFound[],
): string {
  const denying = clausesOf(tokens, line).filter((clause) => {
    const here = concepts.filter(({ from, to }) => from >= clause.from && to <= clause.to);
    const opening = tokens.slice(clause.from, clause.from + 3).map(({ word }) => word);
    const isDenial = opening.some((word) => /^(?:no|not|never|without|denies|\w+nt)$/.test(word));
    return isDenial && here.length > 0 && here.every(({ status }) => status.isNegated);
  });
  const gaps = [...denying, ...stretchesOf(line, figures)].toSorted((a, b) => a.from - b.from);
  const left: string[] = [];
  let from = line.from;
  const keep = (to: number): void => {
    if (to <= from) return;
    left.push(message.text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0));
  };
  for (const gap of gaps) {
    keep(gap.from);
    from = Math.max(from, gap.to);
  }
  keep(line.from + line.starts.length);
  return left.join(' ');
}
