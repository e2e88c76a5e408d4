/** Days and times as they are said, as local dates and times of day of the clinic. */
import * as chrono from 'chrono-node';
import { localOf } from '../time/zone.ts';

const words = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "Half past 3 in the afternoon" as `15:30`; undefined for "in the morning" and the like. */
export function readClock(said: string): string | undefined {
  const text = said.toLowerCase().replaceAll('.', ':');
  if (/\b(?:noon|midday)\b/.test(text)) return '12:00';
  const figure = /(\d{1,2})(?::(\d{2}))?/.exec(text);
  const word = words.findIndex((each) =>
    new RegExp(`\\b${each}\\b`).test(text.replace(/^.*(?:past|to) /, '')),
  );
  const hour = figure?.[1] === undefined ? word + 1 : Number(figure[1]);
  if (hour < 1 && figure === null) return undefined;
  let minutes = hour * 60 + Number(figure?.[2] ?? 0);
  if (text.includes('half past')) minutes += 30;
  if (text.includes('quarter past')) minutes += 15;
  if (text.includes('quarter to')) minutes -= 15;
  const isLate = /p:?m|afternoon|evening|night/.test(text);
  if (isLate && hour < 12) minutes += 12 * 60;
  if (/a:?m|morning/.test(text) && hour === 12) minutes -= 12 * 60;
  // "At 3" is not at night: a clinic is open from seven to six.
  const isBare = !isLate && !/a:?m|morning|\d:\d/.test(text);
  if (isBare && hour >= 1 && hour <= 6) minutes += 12 * 60;
  if (minutes < 0 || minutes >= 24 * 60) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "Next Wednesday", "the 7th" as a local date; the next that comes, where a year is not said. */
export function readDay(
  said: string,
  { nowMs, zone }: { readonly nowMs: number; readonly zone: string },
): string | undefined {
  const local = localOf(nowMs, zone);
  const ordinal = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of this month)?$/i.exec(said.trim());
  if (ordinal !== null) {
    const day = Number(ordinal[1]);
    const isPast = day < local.day;
    return dateOf(local.year, local.month - 1 + (isPast ? 1 : 0), day);
  }
  const reference = { instant: new Date(nowMs), timezone: local.offsetMinutes };
  const start = chrono.parse(said, reference, { forwardDate: true })[0]?.start;
  if (start === undefined) return undefined;
  return dateOf(start.get('year') ?? 0, (start.get('month') ?? 1) - 1, start.get('day') ?? 1);
}

function dateOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
