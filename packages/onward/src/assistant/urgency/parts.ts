/**
 * What of a conversation the classifier hears. Sentences that only play down, thank, deny or
 * instruct are left out, so that adding one of them cannot make it less sure.
 */
import type { Doc, Utterance } from '../document/doc.ts';
import { lineOf } from '../document/line.ts';
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
  const { tokens, sentences, message } = utterance;
  return sentences.flatMap(({ from, to }) => {
    const concepts = doc.annotations.filter(
      (each) =>
        each.kind === 'concept' &&
        each.span.message === at &&
        each.from >= from &&
        each.to <= to &&
        groupsOfIllness.has(lexicon.entries.get(each.concept)?.group ?? ''),
    );
    const isTold = concepts.some((each) => each.kind === 'concept' && !each.status.isNegated);
    const isDenied = concepts.length > 0 && !isTold;
    const isBeside = !isTold && beside.test(lineOf(tokens, from, to).text);
    if (isDenied || isBeside) return [];
    return [message.text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0)];
  });
}
