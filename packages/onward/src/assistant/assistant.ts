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
import { learntOpinions } from './urgency/learnt.ts';
import { opinionsOf, type Heard } from './urgency/opinion.ts';
import { partsOf } from './urgency/parts.ts';
import { shippedRules, type Rule } from './urgency/rules.ts';
import { failure, screen, type Opinion, type Urgency } from './urgency/screen.ts';

export interface AssistantParts {
  readonly encoder: Encoder;
  readonly intents: Classifier & Named;
  readonly urgency: Classifier & Named;
  /** What corrections have taught of urgency; it stands beside the other and can only raise. */
  readonly learnt?: Classifier & Named;
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
    const { last, opinions, failed } = await heardBy(parts, doc, { lexicon, ruled });
    const urgency = opinions.length === 0 ? ruled : screen(doc, { ...screening, opinions });
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
  /** What the person said last. */
  readonly last: Heard | undefined;
  readonly opinions: readonly Opinion[];
  readonly failed: readonly string[];
}

async function heardBy(
  { encoder, urgency, learnt }: AssistantParts,
  doc: Doc,
  { lexicon, ruled }: { readonly lexicon: Lexicon; readonly ruled: Urgency },
): Promise<HeardBy> {
  const last = doc.utterances.findLast(({ message }) => message.who === 'person')?.message.text;
  try {
    const parts = partsOf(doc, lexicon);
    const texts = last === undefined ? parts : [last, ...parts];
    const vectors = await encoder.embed(texts);
    const heard = texts.map((text, at) => ({ text, vector: vectors[at] ?? new Float32Array() }));
    const told = last === undefined ? heard : heard.slice(1);
    return {
      last: last === undefined ? undefined : heard[0],
      opinions: [
        ...opinionsOf(urgency, told, ruled.level),
        ...(learnt === undefined ? [] : learntOpinions(learnt, told)),
      ],
      failed: [],
    };
  } catch {
    return { last: undefined, opinions: [failure('encoder')], failed: ['encoder'] };
  }
}
