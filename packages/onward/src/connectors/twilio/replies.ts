/** What a text of a person means, as one of six classes; the words themselves go no further. */

/** Classes of replies; what is none of the others is `other`, and a person reads it in Twilio. */
export const replyClasses = ['stop', 'start', 'help', 'confirm', 'cancel', 'other'] as const;

/** A class of replies. */
export type ReplyClass = (typeof replyClasses)[number];

/**
 * Twilio's own words for stop, start and help (twilio.com/docs/messaging/compliance, "opt-out
 * keywords"), and those by which people answer a reminder. `cancel` is a word of `stop`: Twilio
 * takes it so, and so does 47 CFR 64.1200(a)(10).
 */
const known: Readonly<Record<Exclude<ReplyClass, 'other'>, readonly string[]>> = {
  stop: [
    'stop',
    'stopall',
    'stop all',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'revoke',
    'optout',
    'opt out',
    'opt-out',
  ],
  start: ['start', 'unstop', 'resume', 'opt in', 'opt-in'],
  help: ['help', 'info'],
  confirm: ['c', 'confirm', 'confirmed', 'yes', 'y', 'ok', 'okay'],
  cancel: ['no', 'n', 'x', 'cannot come', "can't come", 'not coming'],
};

/** The settings' words by class; they win over the known ones. */
export type ReplyWords = Readonly<Partial<Record<ReplyClass, readonly string[] | undefined>>>;

/**
 * The class of a text. Twilio's own verdict, where it gives one, stands: it has acted on it
 * already.
 */
export function classifyReply(
  text: string,
  verdict: string | undefined,
  own: ReplyWords,
): ReplyClass {
  const given = (verdict ?? '').toLowerCase();
  if (given === 'stop' || given === 'start' || given === 'help') return given;
  const said = plain(text);
  for (const words of [own, known]) {
    for (const [kind, list = []] of Object.entries(words)) {
      if (list.some((word) => plain(word) === said)) return kind as ReplyClass;
    }
  }
  return 'other';
}

/** Without case, width, accents of typography, or the punctuation around it. */
function plain(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '');
}
