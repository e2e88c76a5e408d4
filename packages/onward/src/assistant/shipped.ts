/** The assistant with all that is shipped: its models, words and the encoder of the package. */
import { createAssistant, type Assistant } from './assistant.ts';
import type { Classifier } from './intents/classifier.ts';
import type { Encoder } from './encoder.ts';
import { shippedEntries } from './lexicon/data/all.ts';
import { lexiconOf, type Lexicon } from './lexicon/find.ts';
import type { Conversation } from './document/build.ts';
import { checkedDraft, type CheckedDraft } from './notes/whole.ts';
import { classifierOf, type Named } from './learn/store.ts';
import { vectorsOf } from './neighbours/vectors.ts';
import despair from './models/despair.json' with { type: 'json' };
import intents from './models/intents.json' with { type: 'json' };
import neighbours from './models/neighbours.json' with { type: 'json' };
import urgency from './models/urgency.json' with { type: 'json' };
import words from './models/words.json' with { type: 'json' };

/** What was learnt, in the place of what is shipped; the shipped urgency stays beside it. */
export interface LearntModels {
  readonly intents?: Classifier & Named;
  readonly urgency?: Classifier & Named;
}

export function shippedAssistant(encoder: Encoder, learnt: LearntModels = {}): Assistant {
  return createAssistant({
    encoder,
    intents: learnt.intents ?? classifierOf(intents),
    urgency: classifierOf(urgency),
    neighbours: vectorsOf(neighbours),
    despair: vectorsOf(despair),
    words,
    ...(learnt.urgency === undefined ? {} : { learnt: learnt.urgency }),
  });
}

/** The classifier of access work that is shipped. */
export function shippedIntents(): Classifier & Named {
  return classifierOf(intents);
}

/** The names of everything that the lexicon finds. */
export function shippedConcepts(): readonly string[] {
  return shippedEntries().map(({ id }) => id);
}

/** A draft for the chart from a conversation; it needs no encoder. */
export function draftOfConversation(conversation: Conversation): CheckedDraft {
  lexicon ??= lexiconOf(shippedEntries(), new Set(words));
  return checkedDraft(conversation, lexicon);
}

/** Compiled once, when it is first asked for. */
let lexicon: Lexicon | undefined;
