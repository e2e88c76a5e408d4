/** What a text of a person means, as one of eight classes; the words themselves go no further. */
import { asksToMove, saysCancel, saysConfirm, isAsking } from './asks.ts';
import type { ReplyClass } from './classes.ts';
import { keywordOf } from './keywords.ts';
import { asksToStart } from './start.ts';
import { asksToStop } from './stop.ts';
import { readWords } from './words.ts';

/** The settings' words by class; they win over the known ones. */
export type ReplyWords = Readonly<Partial<Record<ReplyClass, readonly string[] | undefined>>>;

/**
 * The class of a text. The provider's own verdict, where it gives one, stands: it has acted on it
 * already. Then come the settings' words, the known words, and last what a text says at length.
 */
export function classifyReply(
  text: string,
  verdict: string | undefined,
  own: ReplyWords,
): ReplyClass {
  const given = (verdict ?? '').toLowerCase();
  if (given === 'stop' || given === 'start' || given === 'help') return given;
  const said = plain(text);
  for (const [kind, list = []] of Object.entries(own)) {
    if (list.some((word) => plain(word) === said)) return kind as ReplyClass;
  }
  return isReaction(text) ? 'other' : meaningOf(text);
}

function meaningOf(text: string): ReplyClass {
  const words = readWords(text);
  const known = keywordOf(words.whole);
  if (known !== undefined) return known;
  if (asksToStop(words)) return 'stop';
  if (asksToStart(words)) return 'start';
  if (asksToMove(words)) return 'move';
  if (saysCancel(words)) return 'cancel';
  if (isAsking(words)) return 'question';
  return saysConfirm(words) ? 'confirm' : 'other';
}

/** A telephone that shows no reactions writes them out, with our own text behind them. */
function isReaction(text: string): boolean {
  return reaction.test(text.slice(0, 60).normalize('NFKC'));
}

const reaction = new RegExp(
  '^\\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted .{1,20} to|' +
    'removed an? .{1,20} from|le (?:gust\u00f3|encant\u00f3)|.{1,8} to)\\s+["\u201c\u00ab]',
  'i',
);

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
