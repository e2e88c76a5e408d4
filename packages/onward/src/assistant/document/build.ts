/** A conversation as a document in which nothing has been found yet. */
import type { Annotation, Doc, Message } from './doc.ts';
import { sentencesOf, tokensOf } from './tokens.ts';

/** What a message may be long; more is cut where the edge takes it in, and a person reads it. */
export const maxMessageLength = 20_000;

export interface Conversation {
  readonly messages: readonly Message[];
  readonly nowMs: number;
  readonly zone: string;
}

export function docOf({ messages, nowMs, zone }: Conversation): Doc {
  const utterances = messages.map((message) => {
    const tokens = tokensOf(message.text.slice(0, maxMessageLength));
    return { message, tokens, sentences: sentencesOf(message.text, tokens) };
  });
  return { utterances, annotations: [], nowMs, zone };
}

/** The document with more found in it. */
export function annotated(doc: Doc, more: readonly Annotation[]): Doc {
  return more.length === 0 ? doc : { ...doc, annotations: [...doc.annotations, ...more] };
}
