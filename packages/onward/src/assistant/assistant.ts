/** The assistant as one thing: a conversation in, what it means out. */
import { docOf, type Conversation } from './document/build.ts';
import type { Doc } from './document/doc.ts';
import { analyse, type Stage } from './document/pipeline.ts';
import type { Encoder } from './encoder.ts';
import { guess, type Classifier, type Guess } from './intents/classifier.ts';
import type { Named } from './learn/store.ts';
import { shippedEntries } from './lexicon/data/all.ts';
import { lexiconOf, type Lexicon } from './lexicon/find.ts';
import { bareClauses, candidatesOf, doubtsOf, type Candidate } from './neighbours/candidates.ts';
import type { LabelledVectors } from './neighbours/vectors.ts';
import { stagesOf } from './notes/whole.ts';
import { despairIn } from './urgency/despair.ts';
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
  /** What the encoder makes of the lexicon; without it, or with another encoder, no candidates. */
  readonly neighbours?: LabelledVectors;
  /** Examples of despair, and of other things, as the encoder makes them. */
  readonly despair?: LabelledVectors;
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
  /** What clauses may be about in which no concept was found. None of it is a fact. */
  readonly candidates?: readonly Candidate[];
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
    const { last, opinions, candidates, failed } = await heardBy(parts, doc, { lexicon, ruled });
    const urgency = opinions.length === 0 ? ruled : screen(doc, { ...screening, opinions });
    return {
      doc,
      urgency,
      ...(last === undefined ? {} : { intent: guess(parts.intents, last) }),
      ...(candidates.length === 0 ? {} : { candidates }),
      broken: [...broken, ...failed],
    };
  };
  return { lexicon, rules, read };
}

interface HeardBy {
  /** What the person said last. */
  readonly last: Heard | undefined;
  readonly opinions: readonly Opinion[];
  readonly candidates: readonly Candidate[];
  readonly failed: readonly string[];
}

async function heardBy(
  { encoder, urgency, learnt, neighbours, despair }: AssistantParts,
  doc: Doc,
  { lexicon, ruled }: { readonly lexicon: Lexicon; readonly ruled: Urgency },
): Promise<HeardBy> {
  const last = doc.utterances.findLast(({ message }) => message.who === 'person')?.message.text;
  try {
    const parts = partsOf(doc, lexicon);
    const texts = last === undefined ? parts : [last, ...parts];
    const known = neighbours?.encoder === encoder.name ? neighbours : undefined;
    const bare = known === undefined ? [] : bareClauses(doc);
    const all = [...new Set([...texts, ...bare.map(({ text }) => text)])];
    const embedded = await encoder.embed(all);
    const vectorOf = (text: string) => embedded[all.indexOf(text)] ?? new Float32Array();
    const clauseVectors = bare.map(({ text }) => vectorOf(text));
    const candidates = known === undefined ? [] : candidatesOf(bare, clauseVectors, known);
    const heard = texts.map((text) => ({ text, vector: vectorOf(text) }));
    const told = last === undefined ? heard : heard.slice(1);
    return {
      last: last === undefined ? undefined : heard[0],
      opinions: [
        ...opinionsOf(urgency, told, ruled.level),
        ...(learnt === undefined ? [] : learntOpinions(learnt, told)),
        ...(despair?.encoder === encoder.name ? despairIn(despair, told) : []),
        ...doubtsOf(candidates, lexicon),
      ],
      candidates,
      failed: [],
    };
  } catch {
    return { last: undefined, opinions: [failure('encoder')], candidates: [], failed: ['encoder'] };
  }
}
