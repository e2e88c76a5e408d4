/** What is recorded of whoever was shown something. */
/** Somebody was shown, at the edge, what is known of a person, or wrote a note there. */
export interface RevealRow {
  readonly id: number;
  readonly journey: number;
  /** With the slot, the obligation it was shown for. */
  readonly opened: number;
  readonly slot: number;
  readonly person: string;
  /** A reason code. */
  readonly reason: string;
  readonly what: 'brief' | 'notes' | 'note-added';
  readonly at: number;
}
