/** What access work needs to know, where it stands in a message: day, time, place, clinician. */
import { patternOf } from '../document/pattern.ts';

export type SlotName = 'day' | 'time' | 'place' | 'clinician' | 'medicine' | 'reason';

export interface Slot {
  readonly slot: SlotName;
  readonly start: number;
  readonly end: number;
  /** The words as they were said. */
  readonly text: string;
}

const months =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|' +
  'sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const weekdays =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|' +
  'sat(?:urday)?|sun(?:day)?)';
const ordinals =
  '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|' +
  'thirteenth|fourteenth|fifteenth)';
const numbers = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const date = `(?:\\d{1,2}(?:st|nd|rd|th)|${ordinals})`;

const dayPattern = patternOf(
  `\\b(?:(?:the )?${date} of (?:this|next) month|${date} of ${months}|${months} (?:the )?${date}|
  ${months} \\d{1,2}\\b(?!:)|\\d{1,2} ${months}|the ${date}(?: of (?:${months}|this month))?|
  \\d{1,2}(?:st|nd|rd|th)|
  \\d{1,2}/\\d{1,2}(?:/\\d{2,4})?|\\d{4}-\\d{2}-\\d{2}|
  ${weekdays} (?:next|this) week|(?:this|next|coming|upcoming) ${weekdays}|
  ${weekdays}(?= (?:the|morning|afternoon|evening|at|or|and|is|would|works|
  please|instead)\\b|[,.?!]|$)|
  later today|(?:day after )?tomorrow|today|tonight|next week|next month|in (?:a|two|three) weeks?|
  this (?:week|weekend|morning|afternoon|evening))`,
  'gi',
);

const clock = `(?:\\d{1,2}[:.]\\d{2}|\\d{1,2}|${numbers})`;
const part = '(?:morning|afternoon|evening|night)';
const timePattern = patternOf(
  `\\b(?:(?:half past|quarter (?:past|to)|(?:five|ten|twenty) (?:past|to)) ${clock}
  (?: in the ${part}| ?[ap]\\.?m\\b\\.?| o['"]?clock)?|(?:in the )?${part} (?:at )?
  (?:half past |quarter (?:past|to) )?${clock}|
  ${clock} ?(?:[ap]\\.?m\\b\\.?|o['"]?clock(?: in the ${part})?|in the ${part}|at night|noon)|
  \\d{1,2}:\\d{2}|(?:after|before) \\d{1,2}\\b(?! (?:days|weeks|months))|noon|midday|midnight|
  (?:in the |any ?time in the )?(?:early |late )?(?:morning|afternoon|evening)s?)`,
  'gi',
);

const name = "[A-Z][\\p{L}'’.-]*";
const placePattern = new RegExp(
  `\\b(?:in|within|near|around|be|try|to|for|want|of)\\s+(?:the (?:city of |town of )?)?` +
    `(?<name>(?!Dr\\b|Doctor\\b|${months}\\b|${weekdays}\\b|I\\b|The\\b|Yes\\b)` +
    `(?:${name})(?:\\s+(?:${name}))*)`,
  'gu',
);
const wholePlace = new RegExp(
  `^\\s*(?:(?:Yes|No|Ok|Okay|Sure|Please|In|Try)[,.]?\\s+)?` +
    `(?<name>${name}(?:\\s+(?!Please)${name}){0,3})` +
    `(?:,? [Pp]lease| for the city)?[.!]?\\s*$`,
  'u',
);
const notPlaces = patternOf(
  String.raw`
  ^(?:yes|no|ok|okay|thanks?|thank you.*|sure|hi|hello|please|great|that|it|not|dentist|
  doctor|a|sounds.*|good.*|perfect.*|nope|nothing|none|nah|yeah|yep|i'?m?|what|when|where|do|
  can|find|cancel|confirm(?:ed)?|bye.*|monday|tuesday|wednesday|thursday|friday|saturday|
  sunday|general practitioner|gynecologist|ophthalmologist|dermatologist|ent specialist|
  .*\b(?:works|fine|nice|correct|right|tomorrow|today)\b.*)\.?$
`,
  'i',
);
const clinicianPattern = new RegExp(
  `(?:\\b(?:Dr\\.?|Doctor|Nurse)\\s+${name}(?:[ ,]+(?:${name}|&))*` +
    `|\\b(?:with|see|visit)\\s+(?<name>${name}(?::?\\s+${name})+))`,
  'gu',
);

/** Every slot of a message; of two that overlap the one that is more telling. */
export function slotsIn(text: string): readonly Slot[] {
  const days = found('day', text, dayPattern);
  const times = found('time', text, timePattern).filter(
    (time) => !days.some((day) => overlaps(day, time) && day.text.length >= time.text.length),
  );
  const people = named('clinician', text, clinicianPattern);
  const places = [...named('place', text, placePattern), ...wholly(text)].filter(
    (place) =>
      !notPlaces.test(place.text) &&
      ![...days, ...times, ...people].some((o) => overlaps(o, place)),
  );
  const kept = days.filter((day) => !times.some((time) => overlaps(day, time)));
  return [...kept, ...times, ...people, ...unique(places)].toSorted((a, b) => a.start - b.start);
}

function found(slot: SlotName, text: string, pattern: RegExp): readonly Slot[] {
  return [...text.matchAll(pattern)].map((match) => slotOf(slot, match[0], match.index));
}

function named(slot: SlotName, text: string, pattern: RegExp): readonly Slot[] {
  return [...text.matchAll(pattern)].map((match) => {
    const said = match.groups?.['name'] ?? match[0];
    return slotOf(slot, said, match.index + match[0].indexOf(said));
  });
}

/** A message that is a name and nothing else answers a question. */
function wholly(text: string): readonly Slot[] {
  const said = wholePlace.exec(text)?.groups?.['name'];
  return said === undefined ? [] : [slotOf('place', said, text.indexOf(said))];
}

function slotOf(slot: SlotName, said: string, start: number): Slot {
  const text = said.replace(/[\s.,]+$/, '');
  return { slot, start, end: start + text.length, text };
}

const overlaps = (a: Slot, b: Slot): boolean => a.start < b.end && b.start < a.end;

function unique(slots: readonly Slot[]): readonly Slot[] {
  return slots.filter((each, at) => !slots.slice(0, at).some((other) => overlaps(other, each)));
}
