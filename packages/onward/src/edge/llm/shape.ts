/** What a language model may say: a closed form, in which every fact quotes the person. */
import { z } from 'zod';
import { levels, type Level, type Span } from '../../assistant/index.ts';

const quote = z.string().max(600);

export const factKinds = [
  'symptom',
  'onset',
  'duration',
  'frequency',
  'severity',
  'medication',
  'allergy',
  'history',
  'request',
] as const;
export type FactKind = (typeof factKinds)[number];

const headings = ['reports', 'denies', 'asks', 'mentions'] as const;
export type Heading = (typeof headings)[number];

export const answerShape = z.object({
  facts: z.array(z.object({ kind: z.enum(factKinds), quote })).max(40),
  summary: z.array(z.object({ heading: z.enum(headings), quote })).max(12),
  urgency: z.object({ level: z.enum(levels), quote }),
});

export type Answer = z.infer<typeof answerShape>;

/** A fact, with the words of the person that say it. */
export interface LlmFact {
  readonly kind: FactKind;
  readonly text: string;
  readonly span: Span;
}

/** A line of a summary: our heading and the person's words, so that nothing can be added. */
export interface LlmLine {
  readonly heading: Heading;
  readonly text: string;
  readonly span: Span;
}

export interface LlmRead {
  readonly kind: 'read';
  readonly facts: readonly LlmFact[];
  readonly summary: readonly LlmLine[];
  readonly urgency: { readonly level: Level; readonly span?: Span };
  /** How much of what it said was not to be found in what the person said. */
  readonly dropped: number;
  /** Which model. */
  readonly version: string;
}

/** Why there is no answer; the offline result stands. */
export type LlmSilence = 'away' | 'time-out' | 'too-long' | 'unfit' | 'resting' | 'nothing-said';

export type LlmOutcome = LlmRead | { readonly kind: 'offline'; readonly why: LlmSilence };
