/** The assistant with a language model beside it: it may find more, and raise; never lower. */
import {
  raised,
  type Assistant,
  type Conversation,
  type Opinion,
  type Reading,
} from '../../assistant/index.ts';
import type { Llm } from './ask.ts';
import type { LlmOutcome } from './shape.ts';

export interface UpgradedReading extends Reading {
  readonly llm: LlmOutcome;
}

export interface Upgraded {
  /** As `Assistant.read`, which it never waits for less than. */
  readonly read: (conversation: Conversation, known: readonly string[]) => Promise<UpgradedReading>;
}

export function upgraded(assistant: Assistant, llm: Llm): Upgraded {
  return {
    async read(conversation, known) {
      const [reading, outcome] = await Promise.all([
        assistant.read(conversation),
        llm.read(conversation, known),
      ]);
      return raisedBy(assistant, reading, outcome);
    },
  };
}

/** A reading with what a model says of it: the higher word wins, whichever it is. */
export function raisedBy(
  assistant: Assistant,
  reading: Reading,
  outcome: LlmOutcome,
): UpgradedReading {
  if (outcome.kind !== 'read') return { ...reading, llm: outcome };
  const urgency = raised(assistant, reading, [opinionOf(outcome)]);
  return { ...reading, urgency, llm: outcome };
}

function opinionOf({ urgency, version }: LlmOutcome & { readonly kind: 'read' }): Opinion {
  const { level, span } = urgency;
  return {
    layer: 'upgrade',
    id: 'language-model',
    about: 'examples',
    level,
    confidence: span === undefined ? 0.5 : 0.7,
    version,
    ...(span === undefined ? {} : { spans: [span] }),
  };
}
