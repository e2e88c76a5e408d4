/** The assistant as one thing: a conversation in, what it means out. */
import { docOf, type Conversation } from './document/build.ts';
import type { Doc } from './document/doc.ts';
import { analyse, type Stage } from './document/pipeline.ts';
import type { Encoder } from './encoder.ts';
import { guess, type Classifier, type Guess } from './intents/classifier.ts';
import type { Named } from './learn/store.ts';
import { shippedEntries } from './lexicon/data/all.ts';
import { lexiconOf, type Lexicon } from './lexicon/find.ts';
import { stagesOf } from './notes/whole.ts';
import { opinionsOf, type Heard } from './urgency/opinion.ts';
import { shippedRules, type Rule } from './urgency/rules.ts';
import { failure, screen, type Opinion, type Urgency } from './urgency/screen.ts';

export interface AssistantParts {
  readonly encoder: Encoder;
  readonly intents: Classifier & Named;
  readonly urgency: Classifier & Named;
  /** English words that are spelt right, so that they are not taken for misspelt ones. */
  readonly words: readonly string[];
  /** Instead of the shipped stages: for another clinic's lexicon, and for tests of what breaks. */
  readonly stages?: readonly Stage[];
}

export interface Reading {
  readonly doc: Doc;
  readonly urgency: Urgency;
  /** What the last message of the person asks for; absent where it could not be told. */
  readonly intent?: Guess;
  /** Parts that broke; a person must read it then. */
  readonly broken: readonly string[];
}

export interface Assistant {
  readonly lexicon: Lexicon;
  readonly rules: readonly Rule[];
  /** Never rejects: what breaks ends at a person, by a deadline. */
  readonly read: (conversation: Conversation) => Promise<Reading>;
}

export function createAssistant(parts: AssistantParts): Assistant {
  const entries = shippedEntries();
  const lexicon = lexiconOf(entries, new Set(parts.words));
  const rules = shippedRules(new Set(entries.map(({ id }) => id)));
  const stages = parts.stages ?? stagesOf(lexicon);
  const read = async (conversation: Conversation): Promise<Reading> => {
    const { doc, broken } = analyse(docOf(conversation), stages);
    const screening = { lexicon, rules, broken };
    const ruled = screen(doc, screening);
    const { heard, opinions, failed } = await heardBy(parts, doc, ruled);
    const urgency = opinions.length === 0 ? ruled : screen(doc, { ...screening, opinions });
    const last = heard.at(-1);
    return {
      doc,
      urgency,
      ...(last === undefined ? {} : { intent: guess(parts.intents, last) }),
      broken: [...broken, ...failed],
    };
  };
  return { lexicon, rules, read };
}

interface HeardBy {
  readonly heard: readonly Heard[];
  readonly opinions: readonly Opinion[];
  readonly failed: readonly string[];
}

/** Each message of the person, and all of them as one, as the classifier hears them. */
async function heardBy(
  { encoder, urgency }: AssistantParts,
  doc: Doc,
  ruled: Urgency,
): Promise<HeardBy> {
  const said = doc.utterances.flatMap(({ message }) =>
    message.who === 'person' ? [message.text] : [],
  );
  const recent = said.slice(-4);
  const texts = recent.length > 1 ? [recent.join('. '), ...recent] : recent;
  try {
    const vectors = await encoder.embed(texts);
    const heard = texts.map((text, at) => ({ text, vector: vectors[at] ?? new Float32Array() }));
    return { heard, opinions: opinionsOf(urgency, heard, ruled.level), failed: [] };
  } catch {
    return { heard: [], opinions: [failure('encoder')], failed: ['encoder'] };
  }
}
