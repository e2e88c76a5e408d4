/** Whether each sentence of a draft is borne out by the words it names: checked, not believed. */
import { docOf } from '../document/build.ts';
import { textOf, type Doc, type Span } from '../document/doc.ts';
import { analyse, type Stage } from '../document/pipeline.ts';
import type { Draft, DraftFact, DraftSentence } from './shape.ts';

/** The forms of a sentence: `…` is the words of a span, and nothing else. */
const forms = new Set([
  'Reports: “…”',
  'Denies: “…”',
  'Mentions: “…”',
  'Plan: “…”',
  'Asked: “…” Answered: “…”',
]);

/** The sentences that say more than was said; none, unless the draft was changed by other hands. */
export function unsupported(
  { sentences }: Draft,
  doc: Doc,
  stages: readonly Stage[],
): readonly DraftSentence[] {
  return sentences.filter((sentence) => !isSupported(sentence, doc, stages));
}

function isSupported(sentence: DraftSentence, doc: Doc, stages: readonly Stage[]): boolean {
  const { text, spans, facts } = sentence;
  const [span] = spans;
  if (span === undefined || formOf(text, spans, doc) === undefined) return false;
  const isAnswer = spans.length > 1;
  const alone = facts.length === 0 ? undefined : read(doc, textOf(doc, span), stages);
  return (
    facts.every((fact) => alone !== undefined && isFound(fact, alone, isAnswer)) &&
    (text.startsWith('Denies') ? facts.every(({ isDenied }) => isDenied === true) : true)
  );
}

/** The text with its quotations taken out, where each of them is what its span says. */
function formOf(text: string, spans: readonly Span[], doc: Doc): string | undefined {
  let form = text;
  for (const span of spans) {
    const quoted = `“${textOf(doc, span)}”`;
    const at = form.indexOf(quoted);
    if (at === -1) return undefined;
    form = `${form.slice(0, at)}“…”${form.slice(at + quoted.length)}`;
  }
  return forms.has(form) ? form : undefined;
}

/**
 * The thing is found again in the quoted words alone, and is denied there where it is said to be.
 */
function isFound({ concept, isDenied }: DraftFact, alone: Doc, isAnswer: boolean): boolean {
  return alone.annotations.some(
    (each) =>
      each.kind === 'concept' &&
      each.concept === concept &&
      (isAnswer || each.status.isNegated === isDenied),
  );
}

function read({ nowMs, zone }: Doc, text: string, stages: readonly Stage[]): Doc {
  const message = { id: '0', who: 'person' as const, atMs: nowMs, text };
  return analyse(docOf({ messages: [message], nowMs, zone }), stages).doc;
}
