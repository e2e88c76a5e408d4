/**
 * Whether somebody asks to be left alone, in whatever words. A consumer may revoke consent "in any
 * reasonable manner" (47 CFR 64.1200(a)(10)), and a clinic's patients write of stopping many other
 * things: what does not name messages, contact or a list, and is not the bare word, is left to a
 * person.
 */
import { alternatives, anyOf } from './patterns.ts';
import { asksToStopInSpanish } from './stop-spanish.ts';
import type { Said } from './words.ts';

/** What is sent. */
const sent =
  '(?:text messages?|texts?|messages?|sms|reminders?|notifications?|alerts?|emails?' +
  '|communications?)';
const sentMany = '(?:text messages|texts|messages|sms|reminders|notifications|alerts|emails)';
const sending =
  '(?:texting|messaging|contacting|contact|emailing|notifying|reminding|spamming|sms)';
/** What may stand between a verb and what is sent. */
const between = alternatives(
  'all any these those this the your my our of with from to me us more further future ' +
    'such so many',
  'sending getting receiving giving automated automatic stupid annoying damn fucking unwanted',
  'constant daily phone appointment please now out being text kind anymore',
);
const few = `(?:${between} ){0,6}`;
/** Words of politeness and urgency around a bare word. */
const politely = alternatives(
  'please just ok okay hi hello hey yes now sorry said say and so really seriously sir ' +
    'madam maam',
  'thanks thank you immediately asap already today forever here',
);

/** A stop that is a place, or that something else does. */
const stopping = '(?<!\\b(?:bus|train|truck|pit|rest|next|full|last|first|a|the|my|that|this) )';
const verb = `${stopping}(?:stop|quit|cease|discontinue|halt|disable|turn off|deactivate)`;
/** Who complains that nobody writes does not ask for silence. */
const notComplaining = '(?<!\\b(?:(?<!told )you|they|he|she|it|we|who|why|doctor|office|nurse) )';

/** A sentence that is nothing but the word. */
const bare = new RegExp(
  `^(?:(?:${politely}|can you|could you|would you|will you|you need to|you must|i want ` +
    'you to|id like you to|i) )*' +
    '(?:stop|stopall|unsubscribe|opt out|quit|revoke|cease and desist)' +
    `(?: (?:${politely}|stop|all|it|this|that|everything|me|right|this shit|this crap` +
    '|sending|at once|for good|doing|of|be))*$',
);
/** Words that mean much else besides, with nothing but politeness around them. */
const barest = /^(?:(?:please|now) )*(?:end|cancel)(?: (?:please|now|thanks|thank|you))*$/;

const phrases = anyOf(
  `\\b${verb} ${few}(?:${sent}|${sending})\\b`,
  `\\b(?:cancel|unsubscribe|remove) (?:me )?${few}${sentMany}\\b`,
  `(?:^|\\bplease |\\bto |\\bjust )end ${few}(?:${sentMany}|texting|messaging)\\b`,
  `\\b${verb} (?:sending|getting|giving) (?:me |us )?(?:this|these|those|them|it|anything` +
    '|stuff|shit|crap)\\b',
  `\\b${verb} (?:sending|texting|messaging|contacting) (?:to )?(?:me|us|my phone|this ` +
    'number|here)$',
  `(?:^|\\b(?:please|just|you|and|now|so|ok|hey) )(?:stop|quit) ` +
    '(?:bothering|harr?ass?ing|spamming|pestering|bugging|disturbing|contacting|blowing up)\\b',
  `${notComplaining}\\b(?:dont|never|no longer|not)(?: (?:ever|please|want you to|to))* ` +
    '(?:text|contact|message|sms|email|bother|notify|spam|disturb|write)(?: to)? ' +
    '(?:me|us|this (?:number|phone|person)|my (?:number|phone|cell)|anymore|again|here' +
    '|at this)\\b(?! back)',
  `\\bdont (?:ever )?send (?:me |us |this number )?${few}(?:${sent}|anything (?:else|more` +
    '|again|anymore))',
  `\\b(?:dont|no longer|never|not) (?:want|wish|consent|agree)(?: to)? ` +
    `(?:(?:get|receive|be|have|see|getting|receiving) )*${few}` +
    `(?:${sentMany}|texted|contacted|messaged|bothered|notified)\\b`,
  `\\bdont (?:want|need|want to (?:get|receive)) ${few}(?:${sentMany}|texting)\\b`,
  `^(?:(?:${politely}|i want|we want) )*(?:no|enough) (?:more )(?:of )?${few}(?:${sent}` +
    '|texting|messaging|contact)' +
    '\\b(?! (?:left|yet|since|came|received|until))',
  `^(?:(?:${politely}) )*(?:no|enough) (?:with (?:the|these) )?(?:${sentMany}|texting)` +
    `(?: (?:${politely}))*$`,
  '\\b(?:lose|delete|remove|erase|forget) (?:my|this) (?:(?:cell|phone|mobile|contact' +
    '|telephone) )?' +
    '(?:number|phone|contact|info|information)\\b',
  '\\b(?:take|get|remove|delete|drop) (?:me|us|my (?:\\w+ )?(?:number|name|phone)|my ' +
    'number|this number)' +
    `(?: \\w+)? (?:off|of|from|out of) ${few}(?:\\w+ )?` +
    `(?:lists?|system|database|contacts|${sentMany}|texting|messaging|this|here)\\b`,
  `^(?:(?:${politely}|can you|could you) )*(?:remove me|take me off)(?: (?:${politely}|now))*$`,
  '\\b(?:revoke|revoking|withdraw|withdrawing|rescind|retract) (?:\\w+ ){0,3}(?:consent' +
    '|permission)\\b',
  '\\b(?:dont|no longer|never|didnt) (?:have|give|gave|given) (?:you )?(?:my )?(?:consent' +
    '|permission) ' +
    'to (?:text|contact|message|send|email)\\b',
  '(?<!\\b(?:wont|doesnt|never|not|will|they|it|dont|to|didnt) )leave (?:me|us) (?:the ' +
    '\\w+ )?alone\\b(?! (?:with|in|at|on)\\b)',
  `^(?:(?:${politely}) )*(?:go away|fuck off|f off|piss off|get lost|back off)(?: ` +
    `(?:${politely}))*$`,
  '\\b(?:opt|opting) (?:me |us |this number )?out' +
    `(?:$| (?:${politely})$| (?:of|from) ${few}(?:${sent}|texting|messaging|this|these` +
    '|everything|all|it)\\b)',
  '\\b(?:opt (?:me|us)|opt this number) out\\b',
  '^(?:please )?(?:remove|take|delete) (?:off|from) (?:the |your |this |all )?lists?\\b',
  '^(?:please )?(?:remove|delete) (?:this |the )?number$',
  '^(?:please )?dont (?:text|message|contact)(?: please)?$',
  '\\b(?:stop|quit|cease) (?:please )?(?:texting|messaging|contacting|emailing)\\b',
  '\\bunsubscribe\\b',
  '\\balready unsubscribed\\b',
  '\\b(?:never|didnt) (?:sign|signed) up for (?:this|these|your|any)\\b',
  '\\bif (?:you|this|these|it) (?:dont stop|keeps?(?: on)?) (?:texting|sending|messaging' +
    '|contacting)\\b',
);

/** Telephone calls, unless a text is what the person asks for in place of one. */
const calls = anyOf(
  '\\b(?:stop|quit) (?:calling|phoning)(?:$| (?:me|us|this|my|here|anymore|please)\\b)',
  `${notComplaining}\\b(?:dont|never|no longer)(?: (?:ever|please))* (?:call|phone) ` +
    '(?:me|us|this (?:number|phone)|anymore|again|here)\\b(?! back)',
);
const writeInstead = /(?<!\b(?:dont|never|not) )\b(?:text|message|sms|email|write) me\b/;

const wrongNumber = anyOf(
  '\\bwrong (?:number|phone)\\b(?! of)',
  '\\bwrong person(?:$| (?:please|sorry|stop))',
  '\\bnot my (?:phone )?number\\b',
);
const ownMistake = anyOf(
  '\\b(?:gave|give|given|called|call|dialed|dialled|wrote|put|entered|typed|is this|is it' +
    '|was it)\\b',
  '\\b(?:on file|pharmacy|insurance|prescription|form|chart|room|order)\\b',
);

/** Not now, not here: a wish about when, which a person must read. */
const limited = anyOf(
  '\\b(?:before|until|till|unless|except|during|while|between|at night|at work|twice)\\b',
  '\\b(?:so|this|that|too) (?:early|late)\\b',
  '\\b(?:after|past|at) (?:\\d|work|hours|dark|midnight|noon)',
  '\\b(?:in the (?:morning|evening|afternoon|middle)|on (?:weekends?|sundays?|saturdays?))\\b',
  '\\b(?:to|at) my (?:old|other|work|home|husbands?|wifes?|moms?|dads?)\\b',
);
/** It is not to be stopped, or is not asked for. */
const denied = anyOf(
  '\\b(?:dont|never|not|didnt|cant|doesnt)(?: (?:want|you|to|ever|need|mean|meant|let|the' +
    '|them|ask|asked|me|us))* ' +
    '(?:stop|quit|cease|unsubscribe|opt out|cancel|discontinue|halt|turn off|disable)\\b',
  '\\b(?:did|have|has|had|was|were) (?:you|they|the|it|my|your|these|we|i)(?: \\w+){0,3} ' +
    '(?:stop|quit|unsubscribe|unsubscribed|opt out)\\b',
  '\\b(?:if|when|after|should|does|would|will) (?:i|the|my|it|he|she|we)(?: \\w+){0,3} ' +
    '(?:stop|quit|unsubscribe|opt out)\\b',
  '\\b(?:dont|never|not|didnt)(?: (?:want|you|to|please|ever|need|mean|meant))* ' +
    '(?:remove|delete|take|lose|drop|erase|revoke|withdraw|leave)\\b',
  '\\b(?:accident|accidentally|mistake|mistakenly|resubscribe|undo)\\b',
  '\\b(?:reply|text|send) stop (?:to|2)\\b',
  '\\bstop (?:texting|messaging|bothering|calling) you\\b',
);
const notDenied = anyOf(
  '\\bif you (?:dont|wont) stop (?:texting|sending|messaging|contacting|bothering)\\b',
);
/** Lists, consents and ways out that are not ours. */
const another = anyOf(
  '\\b(?:wait(?:ing)?|waitlist|transplant|surgery|procedure|treatment|operation|vaccine' +
    '|medications?)\\b',
  '\\blists? for\\b',
  '\\b(?:study|trial|insurance|plan|schedule|prescription|donor|refill)\\b',
);

/** Whether the text asks for no more messages; a doubt is a no. */
export function asksToStop({ sentences, whole }: Said): boolean {
  return sentences.some((each) => isStop(each)) || asksToStopInSpanish(sentences, whole);
}

function isStop(sentence: string): boolean {
  if (isBareStop(sentence)) return true;
  if (denied.test(sentence) && !notDenied.test(sentence)) return false;
  if (isWrongNumber(sentence)) return true;
  if (limited.test(sentence) || another.test(sentence)) return false;
  if (phrases.test(sentence)) return true;
  return calls.test(sentence) && !writeInstead.test(sentence);
}

function isBareStop(sentence: string): boolean {
  // "I stop", "I quit" are of something else.
  const isOwn = /^(?:and |so |ok )*i (?!said|say|want you)/.test(sentence);
  return barest.test(sentence) || (bare.test(sentence) && !isOwn);
}

function isWrongNumber(sentence: string): boolean {
  const isShort = sentence.split(' ').length <= 10;
  return isShort && wrongNumber.test(sentence) && !ownMistake.test(sentence);
}
