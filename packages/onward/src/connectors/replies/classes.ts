/** What a reply may be. */

/**
 * Classes of replies. `move` wants another time, `question` asks something; what is none of the
 * others is `other`. Both of the last are for a person, who reads them where they came.
 */
export const replyClasses = [
  'stop',
  'start',
  'help',
  'confirm',
  'cancel',
  'move',
  'question',
  'other',
] as const;

/** A class of replies. */
export type ReplyClass = (typeof replyClasses)[number];
