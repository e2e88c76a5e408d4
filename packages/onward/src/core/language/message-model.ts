/** A program's messages: what is said for what, and when. Their texts stand outside. */

/** When messages may be sent. */
export interface MessageHours {
  /** A calendar in the recipients' zone: outside its shifts, and on its holidays, none is sent. */
  readonly hours: string;
  /** Purposes that wait for nothing. */
  readonly anyTime: readonly string[];
}

export interface Template {
  readonly version: number;
  readonly purpose: string;
  readonly channels: readonly string[];
}
