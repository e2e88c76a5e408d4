/** Whether somebody who had left asks for messages again: said plainly, or not at all. */
import { anyOf } from './patterns.ts';
import type { Said } from './words.ts';

const phrases = anyOf(
  '^(?:please |ok |yes |you can )*(?:start|resume|restart|begin) (?:sending |getting )?' +
    '(?:me )?(?:the |my |your )?' +
    '(?:texts?|texting|messages|messaging|reminders|text messages|notifications)(?: me)?' +
    '(?: again)?(?: please)?$',
  '^(?:please )?(?:opt|sign) me (?:back )?(?:in|up)(?: again| please)*$',
  '^(?:please )?(?:resubscribe|subscribe) me(?: again| please)*$',
);

/** Whether a text grants consent: nothing else beside it, and no question. */
export function asksToStart({ whole, isQuestion }: Said): boolean {
  return !isQuestion && phrases.test(whole);
}
