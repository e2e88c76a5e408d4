/** Holds what a model said against what the person said: what is not there is dropped. */
import type { Level, Message, Span } from '../../assistant/index.ts';
import type { Answer, LlmFact, LlmLine, LlmRead } from './shape.ts';

export interface Held {
  readonly messages: readonly Message[];
  /** Puts back what was replaced before the text left. */
  readonly restore: (quoted: string) => string;
  readonly version: string;
}

/** What one word alone says of anything is a guess of the model, not a quotation. */
const leastQuote = 3;

export function heldAgainst(answer: Answer, held: Held): LlmRead {
  const spanOf = (quote: string): Span | undefined => found(held, quote);
  const facts = answer.facts.flatMap(({ kind, quote }): readonly LlmFact[] => {
    const span = spanOf(quote);
    return span === undefined ? [] : [{ kind, text: textAt(held, span), span }];
  });
  const summary = answer.summary.flatMap(({ heading, quote }): readonly LlmLine[] => {
    const span = spanOf(quote);
    if (span === undefined) return [];
    const text = textAt(held, span);
    return (heading === 'denies') === isDenial(text) || heading === 'asks'
      ? [{ heading, text, span }]
      : [];
  });
  const said = answer.facts.length + answer.summary.length;
  const span = spanOf(answer.urgency.quote);
  return {
    kind: 'read',
    facts,
    summary,
    urgency: urgencyOf(answer.urgency.level, span),
    dropped: said - facts.length - summary.length,
    version: held.version,
  };
}

/**
 * An emergency that quotes nobody is a matter for a person, not for a fixed text to the patient.
 */
function urgencyOf(level: Level, span: Span | undefined): LlmRead['urgency'] {
  if (span !== undefined) return { level, span };
  return { level: level === 'emergency' ? 'review-now' : level };
}

/** The first of the person's messages in which the words stand, exactly. */
function found({ messages, restore }: Held, quote: string): Span | undefined {
  const words = restore(quote).trim();
  if (words.length < leastQuote) return undefined;
  for (const [message, { who, text }] of messages.entries()) {
    if (who !== 'person') continue;
    const start = text.indexOf(words);
    if (start !== -1) return { message, start, end: start + words.length };
  }
  return undefined;
}

function textAt({ messages }: Held, { message, start, end }: Span): string {
  return messages[message]?.text.slice(start, end) ?? '';
}

const denial = /\b(?:no|not|never|none|nor|without|neither|denies|denied)\b|n['’]?t\b/i;
const isDenial = (text: string): boolean => denial.test(text);
