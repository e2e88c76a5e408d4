/** What a draft for the chart is made of. */
import type { Span } from '../document/doc.ts';

export type Section =
  | 'complaint'
  | 'symptoms'
  | 'negatives'
  | 'history'
  | 'medicines'
  | 'answers'
  | 'plan';

/** A fact that a sentence holds: what, and whether it was denied; unknown where nobody can tell. */
export interface DraftFact {
  readonly concept: string;
  readonly isDenied?: boolean;
}

export interface DraftSentence {
  readonly section: Section;
  readonly text: string;
  /** What is quoted, in the order of the text. */
  readonly spans: readonly Span[];
  readonly facts: readonly DraftFact[];
}

export interface Draft {
  readonly sentences: readonly DraftSentence[];
}
