/**
 * What a written value must look like, in words: one phrase per form, with the code of its misuse.
 */
import type { OnwardCode } from '../../errors.ts';

/** Phrases complete the sentence "This is not …". */
export const expected = {
  name: 'a name: lower-case words joined by hyphens, at most 64 characters',
  qualified: 'a name with its system before it, such as `billing.payment.succeeded`',
  person: 'an opaque id of a person, such as `p-101`',
  codeValue: 'a code: letters, digits, `.`, `-` and `_`; put quotes around a number',
  file: 'the name of a .yaml or .json file beside or below this one',
  text: 'a short sentence',
  flag: '`true` or `false`',
  count: 'a whole number, 0 or more',
  atLeastOne: 'a whole number, 1 or more',
  number: 'a number',
  duration: 'a duration such as `90s`, `15m`, `24h`, `3d`, `2w` or `1d12h`, at most ten years',
  span: 'a duration (`24h`, `3d`) or working time (`{ business: 2d }`, `{ business: 4h }`)',
  within: 'a duration, `{ business: 2d }`, or `{ until: FACT, plus: 2h, else: 3d }`',
  date: 'a date of the calendar: YYYY-MM-DD',
  shift: 'a shift such as `09:00-17:00`, within one day',
  days: 'a day or a range of days: `mon`, `mon-fri`',
  zone: 'a time zone of the IANA database, such as `America/New_York`',
  place: 'a country or a part of one, such as `us`, `us-ny` or `de-by`',
  holidayKind: 'one of public, bank, optional, observance',
  holidays: 'a list of dates, or `{ of: PLACE, kinds, except, also }`',
  currency: 'an ISO 4217 code, such as `USD`',
  factType:
    'a fact type: flag, instant, date, duration, money, zone, a list of names, ' +
    '`{ count: 3 }`, `{ ref: SYSTEM }` or `{ code: LIST }`',
  literal: 'a constant: true or false, a number, a name, a time, or `{ amount, currency }`',
  value: 'a constant, `event.NAME`, `fact.NAME`, `now`, `null`, or `{ add: 1 }`',
  inform: 'the name of a template, `{ template, via, channels }`, or a list of them',
  transitions: 'the name of a step, `{ when, to, set, milestone, run, inform }`, or a list of them',
  action: 'the name of a step, `{ with, when, to, set, milestone, run, inform }`, or a list',
  guard: 'a guard: is, lt, lte, gt, gte, before, after, known, all, any, not',
  join: '`all`, `any` or `{ count: 2 }`',
  late: '`exception` or `{ ignore: REASON }`',
  once: '`subject`, `event` or `{ ref: NAME }`',
  until: 'one of sent, delivered, read, replied, confirmed',
  turn: 'one of us, subject, partner',
  party: 'one of us, subject, partner, outage',
  points: '`{ enter: STEP }`, `{ milestone: NAME }` or `{ on: EVENT }`',
  starts: '`begin`, `{ enter: STEP }`, `{ milestone: NAME }` or `{ on: EVENT }`',
  percent: 'a whole number from 1 to 99',
  step: 'a step: one of await, task, command, message, wait, decide, tracks, depends, park, end',
  one: 'a value or a list of values',
} as const;

/** The code of a misuse; whatever is not here is `ONW-LANG-TYPE`. */
const codes: ReadonlyMap<string, OnwardCode> = new Map([
  [expected.name, 'ONW-LANG-NAME'],
  [expected.qualified, 'ONW-LANG-NAME'],
  [expected.person, 'ONW-LANG-NAME'],
  [expected.codeValue, 'ONW-LANG-NAME'],
  [expected.file, 'ONW-LANG-FILE'],
  [expected.duration, 'ONW-LANG-DURATION'],
  [expected.span, 'ONW-LANG-DURATION'],
  [expected.within, 'ONW-LANG-DURATION'],
  [expected.date, 'ONW-LANG-TIME'],
  [expected.shift, 'ONW-LANG-TIME'],
  [expected.days, 'ONW-LANG-TIME'],
  [expected.zone, 'ONW-LANG-TIME'],
  [expected.step, 'ONW-LANG-STEP-KIND'],
]);

/** The code for a value that is not what the phrase says. */
export function codeOf(phrase: string): OnwardCode {
  return codes.get(phrase) ?? 'ONW-LANG-TYPE';
}
