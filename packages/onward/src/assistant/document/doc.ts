/** The one document that every stage reads and adds to: what was said, and what was found in it. */

/** Whose words they are: the person's or whoever speaks for them, a clinician's, staff's, ours. */
export type Speaker = 'person' | 'clinician' | 'staff' | 'assistant';

export interface Message {
  readonly id: string;
  readonly who: Speaker;
  /** When it was said, in milliseconds of the epoch. */
  readonly atMs: number;
  readonly text: string;
}

/** A stretch of one message's original text: `end` is the first character after it. */
export interface Span {
  /** Which message, counted from 0. */
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

/** What made a result. */
export interface By {
  readonly stage: string;
  readonly version: string;
}

export interface Token {
  readonly kind: 'word' | 'number' | 'mark';
  /** In lower case, without apostrophes, short forms of text messages written out. */
  readonly word: string;
  /** What inflections of a word have in common; of a mark, the mark. */
  readonly stem: string;
  /** Offsets in the original text. */
  readonly start: number;
  readonly end: number;
}

/** A sentence as a range of tokens: `to` is the first after it. */
export interface Sentence {
  readonly from: number;
  readonly to: number;
  readonly isQuestion: boolean;
}

export interface Utterance {
  readonly message: Message;
  readonly tokens: readonly Token[];
  readonly sentences: readonly Sentence[];
}

/** How something that was mentioned is meant. */
export interface Status {
  readonly isNegated: boolean;
  readonly isPast: boolean;
  /** Asked, supposed, feared for later, learnt about: said of nobody now. */
  readonly isHypothetical: boolean;
  /** `other` is not the one for whom is written: a relative long ago, somebody in the news. */
  readonly who: 'subject' | 'other';
}

interface Found {
  readonly span: Span;
  /** The tokens of the message it stands on. */
  readonly from: number;
  readonly to: number;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly by: By;
}

export type Measure =
  | 'temperature-c'
  | 'oxygen-percent'
  | 'systolic'
  | 'diastolic'
  | 'glucose-mmol'
  | 'pulse'
  | 'breaths'
  | 'ketones'
  | 'pregnant-weeks';

export interface ConceptFound extends Found {
  readonly kind: 'concept';
  readonly concept: string;
  /** Whether a denial is a part of the words it was found by: "hasn't eaten". */
  readonly holdsDenial: boolean;
  readonly status: Status;
}

export interface MeasureFound extends Found {
  readonly kind: 'measure';
  readonly measure: Measure;
  readonly value: number;
}

export interface AgeFound extends Found {
  readonly kind: 'age';
  readonly days: number;
}

export interface TimeFound extends Found {
  readonly kind: 'time';
  /** `at` a moment, `since` a beginning, `until` an end, `for` a length, `every` a frequency. */
  readonly role: 'at' | 'since' | 'until' | 'for' | 'every';
  /** An instant or a local date, or an ISO 8601 duration. */
  readonly value: string;
}

export interface SeverityFound extends Found {
  readonly kind: 'severity';
  readonly degree: 'mild' | 'moderate' | 'severe';
  /** Where it was said as a number, from 0 to 10. */
  readonly score?: number;
}

/** Something that a stage has found, with the words it was found in. */
export type Annotation = ConceptFound | MeasureFound | AgeFound | TimeFound | SeverityFound;

export interface Doc {
  readonly utterances: readonly Utterance[];
  readonly annotations: readonly Annotation[];
  /** As of when it is read. */
  readonly nowMs: number;
  /** The clinic's zone, for what is said of days and hours. */
  readonly zone: string;
}

/** The words of a span. */
export function textOf(doc: Pick<Doc, 'utterances'>, { message, start, end }: Span): string {
  return doc.utterances[message]?.message.text.slice(start, end) ?? '';
}

/** The concepts of a document. */
export function conceptsOf({ annotations }: Pick<Doc, 'annotations'>): readonly ConceptFound[] {
  return annotations.filter((each): each is ConceptFound => each.kind === 'concept');
}

/** Whether something is so, now, of the one for whom is written. */
export function isSoNow({ isNegated, isPast, isHypothetical, who }: Status): boolean {
  return !isNegated && !isPast && !isHypothetical && who === 'subject';
}
