/** How times, lengths and lists are said, the same in every sentence. */
import { Temporal } from 'temporal-polyfill';
import type { Program } from '../language/model.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The zone in which an owner lives; UTC where the program does not say. */
export function zoneOf(program: Program, owner: string): string {
  const { teams, calendars } = program;
  const team = Object.hasOwn(teams, owner) ? teams[owner] : undefined;
  return (team === undefined ? undefined : calendars[team.calendar]?.zone) ?? 'UTC';
}

/** `22 Nov 08:00` in the zone; the year is said where it is not the year of `now`. */
export function sayTime(at: number, { zone, now }: { zone: string; now: number }): string {
  const local = localTime(at, zone);
  const { day, month, year, hour, minute } = local;
  const said = year === localTime(now, zone).year ? '' : ` ${year}`;
  return `${day} ${months[month - 1] ?? ''}${said} ${twoDigits(hour)}:${twoDigits(minute)}`;
}

function localTime(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** How long ago or ahead, as precisely as it matters: `45 min`, `2 h`, `3 d`. */
export function sayElapsed(ms: number): string {
  const length = Math.abs(ms);
  if (length < minuteMs) return 'under 1 min';
  if (length < hourMs) return `${Math.floor(length / minuteMs)} min`;
  if (length < 2 * dayMs) return `${Math.floor(length / hourMs)} h`;
  return `${Math.floor(length / dayMs)} d`;
}

/** `a`, `a or b`, `a, b or c`. */
export function sayList(items: readonly string[], word: 'and' | 'or'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}
