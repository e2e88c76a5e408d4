/** Questions of a clinician and what they were answered: "any fever?" "No." is a denial. */
import type { ConceptFound, Doc, Span } from '../document/doc.ts';

/** The whole sentence that something stands in. */
export function sentenceAround(doc: Doc, { span, from, to }: ConceptFound): Span | undefined {
  const utterance = doc.utterances[span.message];
  const sentence = utterance?.sentences.find((each) => each.from <= from && to <= each.to);
  if (utterance === undefined || sentence === undefined) return undefined;
  const start = utterance.tokens[sentence.from]?.start ?? 0;
  const end = utterance.tokens[sentence.to - 1]?.end ?? 0;
  return { message: span.message, start, end };
}

/** Whether a thing is asked about: its sentence ends as a question. */
export function isQuestion(doc: Doc, { span, from, to }: ConceptFound): boolean {
  const sentences = doc.utterances[span.message]?.sentences ?? [];
  return sentences.find((each) => each.from <= from && to <= each.to)?.isQuestion ?? false;
}

export interface Answer {
  /** Undefined where it is neither a plain yes nor a plain no: whoever reads it decides. */
  readonly isNo: boolean | undefined;
  readonly span: Span;
}

const hesitation = '(?:um+|uh+|oh|er+|well|so|,|\\s|ah|and)*';
const yes = new RegExp(
  `^${hesitation}(?:yes|yeah|yep|yup|i have|i do|i did|i am|it does|it is|it has|correct|` +
    'definitely)\\b',
  'i',
);
const no = new RegExp(
  `^${hesitation}(?:no|nope|nah|not (?:really|that|at all|particularly)|none|never|i haven't|` +
    `i don't|i didn't)\\b`,
  'i',
);
/** "No, well, a little" and "yeah, no" are plain neither way. */
const doubt =
  /\b(?:but|although|well|a (?:little|bit)|sometimes|yes|yeah|apart|except|only|just)\b/i;
const asks = /\b(?:any|have you|has|did|do|does|are|is|were|was|had)\b/i;

/**
 * What was answered to the last thing that an utterance asks, in the words of its first sentence.
 */
export function answerTo(doc: Doc, { span, from, to }: ConceptFound): Answer | undefined {
  const asked = doc.utterances[span.message];
  const last = asked?.sentences.findLast(({ isQuestion: isOne }) => isOne);
  if (asked === undefined || last === undefined || from < last.from || to > last.to)
    return undefined;
  const answered = doc.utterances[span.message + 1];
  const [sentence] = answered?.sentences ?? [];
  if (answered?.message.who !== 'person' || sentence === undefined) return undefined;
  const start = answered.tokens[sentence.from]?.start ?? 0;
  const end = answered.tokens[sentence.to - 1]?.end ?? 0;
  const text = answered.message.text.slice(start, end);
  const question = asked.message.text.slice(asked.tokens[last.from]?.start ?? 0);
  return {
    isNo: asks.test(question) ? plainly(text) : undefined,
    span: { message: span.message + 1, start, end },
  };
}

function plainly(text: string): boolean | undefined {
  const isNo = no.test(text);
  if (!isNo && !yes.test(text)) return undefined;
  const rest = text.replace(isNo ? no : yes, '');
  if (isNo ? doubt.test(rest) : /^\W*(?:no|not)\b/i.test(rest)) return undefined;
  return isNo;
}
