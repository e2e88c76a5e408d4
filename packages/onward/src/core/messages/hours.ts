/**
 * When messages may be sent: the hours that a program keeps, by template, in the zone and by the
 * rules of where the person is.
 */
import { isZone, openFrom } from '../calendar/index.ts';
import type { Calendar, Facts, Program, Shift } from '../language/model.ts';
import { weekOfRegion } from './regions.ts';

/** The calendar that a template keeps to; undefined: it is sent at any time. */
export type Hours = (template: string) => Calendar | undefined;

type Keeping = Pick<Program, 'messages' | 'calendars' | 'templates'>;

const always: Hours = () => undefined;

/** The hours for a person of whom a journey knows these facts. */
export function hoursOf({ messages, calendars, templates }: Keeping, facts: Facts): Hours {
  const written = messages === undefined ? undefined : calendars[messages.hours];
  if (messages === undefined || written === undefined) return always;
  const { recipient, regions = {} } = messages;
  const region = named(facts, recipient?.region);
  const week = region === undefined ? undefined : weekOfRegion(region, regions);
  const calendar = where(written, zoneOf({ messages, calendars, templates }, facts), week);
  return (template) => {
    const purpose = templates[template]?.purpose ?? '';
    return messages.anyTime.includes(purpose) ? undefined : calendar;
  };
}

/** The zone in which a person's days are counted. */
export function zoneOf({ messages, calendars }: Keeping, facts: Facts): string {
  const zone = named(facts, messages?.recipient?.zone);
  if (zone !== undefined && isZone(zone)) return zone;
  return calendars[messages?.hours ?? '']?.zone ?? 'UTC';
}

/** The first moment from `ms` on at which a template may be sent. */
export function sendableFrom(hours: Hours, template: string, ms: number): number {
  const calendar = hours(template);
  return (calendar === undefined ? undefined : openFrom(calendar, ms)) ?? ms;
}

function named(facts: Facts, fact: string | undefined): string | undefined {
  const value = fact === undefined ? undefined : facts[fact];
  return typeof value === 'string' ? value : undefined;
}

/** Calendars made so far, by the one that is written: a plan asks for the same few again. */
const made = new WeakMap<Calendar, Map<string, Calendar>>();

/** The same hours in another zone, and no others than the week of a region has. */
function where(written: Calendar, zone: string, week: Calendar['week'] | undefined): Calendar {
  if (zone === written.zone && week === undefined) return written;
  const known = made.get(written) ?? new Map<string, Calendar>();
  const key = week === undefined ? zone : `${zone} ${JSON.stringify(week)}`;
  const calendar = known.get(key) ?? { ...(week ? common(written, week) : written), zone };
  made.set(written, known.set(key, calendar));
  return calendar;
}

/** The hours that a calendar and a week have in common. */
export function common(calendar: Calendar, week: Calendar['week']): Calendar {
  const overrides = Object.entries(calendar.overrides).map(([date, shifts]) => {
    const day = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
    return [date, both(shifts, week[day] ?? [])] as const;
  });
  return {
    ...calendar,
    week: calendar.week.map((shifts, day) => both(shifts, week[day] ?? [])),
    overrides: Object.fromEntries(overrides),
  };
}

function both(some: readonly Shift[], others: readonly Shift[]): readonly Shift[] {
  return some.flatMap(([from, to]) =>
    others.flatMap(([first, last]): readonly Shift[] => {
      const [start, end] = [Math.max(from, first), Math.min(to, last)];
      return start < end ? [[start, end]] : [];
    }),
  );
}
