/** Words that are the whole of a text. */
import type { ReplyClass } from './classes.ts';

/**
 * Twilio's own words for stop, start and help (twilio.com/docs/messaging/compliance, "opt-out
 * keywords"), and those by which people answer a reminder. `cancel` is a word of `stop`: Twilio
 * takes it so, and so does 47 CFR 64.1200(a)(10). The Spanish `cancelar` is not: the law does not
 * name it, and most who write it mean their visit, so a person reads it.
 */
const known: Readonly<Partial<Record<ReplyClass, readonly string[]>>> = {
  stop: [
    ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke'],
    ...['opt out', 'opt me out', 'alto', 'parar', 'pare', 'baja', 'basta', 'desuscribir'],
    ...['arret', 'desabonner', 'abmelden', 'abbestellen'],
  ],
  start: ['start', 'unstop', 'resume', 'opt in', 'subscribe', 'resubscribe', 'empezar', 'reanudar'],
  help: ['help', 'info', 'ayuda', 'aide', 'hilfe'],
  confirm: [
    ...['c', 'confirm', 'confirmed', 'yes', 'y', 'ok', 'okay', 'yep', 'yeah', 'yup', 'sure'],
    ...['si', 'confirmo', 'confirmar', 'confirmado', 'confirmada', 'vale', 'de acuerdo'],
  ],
  cancel: ['no', 'n', 'x', 'cant come', 'not coming', 'cant make it', 'no puedo ir'],
  move: ['reschedule', 'rebook', 'reprogramar', 'reagendar'],
};

const classes = new Map<string, ReplyClass>(
  Object.entries(known).flatMap(([kind, words]) =>
    words.map((word): [string, ReplyClass] => [word, kind as ReplyClass]),
  ),
);

/** Around a word, and not beside a bare `no`, which "no thanks" is not. */
const before = /^(?:(?:please|hi|hello|por favor|hola) )+/;
const behind = /(?: (?:please|thanks|thank you|por favor|gracias))+$/;

/** The class of a text that is one of the words, with or without politeness. */
export function keywordOf(said: string): ReplyClass | undefined {
  const exact = classes.get(said);
  if (exact !== undefined) return exact;
  const bare = classes.get(said.replace(before, '').replace(behind, ''));
  return bare === 'cancel' ? undefined : bare;
}
