/** The shapes of who works when: owners, their people, calendars and absences. */
import { z } from 'zod';
import { absenceId, exceptionsFrom, openFrom } from '../core/index.ts';
import type { Calendar, Program, Shift } from '../core/index.ts';
import type { PlaceCounts } from '../runtime/index.ts';
import { awayAt } from '../store/index.ts';
import type { AbsenceRow } from '../store/index.ts';
import { actorSchema, instantSchema, named } from './schemas.ts';
import { instant } from './views.ts';
import { countsView } from './work-schemas.ts';

const awaySchema = z.object({
  id: z.string(),
  from: instantSchema,
  until: instantSchema.nullable().describe('Null: nobody knows yet.'),
});

export const absenceSchema = named(
  'Absence',
  z.object({ ...awaySchema.shape, person: actorSchema, by: actorSchema }),
);

export function absenceView({ id, person, from, until, by }: AbsenceRow) {
  return { ...awayView({ id, from, ...(until === undefined ? {} : { until }) }), person, by };
}

function awayView({ id, from, until }: Pick<AbsenceRow, 'id' | 'from' | 'until'>) {
  const ends = until === undefined ? null : instant(until);
  return { id: absenceId(id), from: instant(from), until: ends };
}

const time = z.string().regex(/^(?:[01][0-9]|2[0-4]):[0-5][0-9]$/u);
const shiftsSchema = z.array(z.object({ from: time, to: time }));
const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export const peopleSchema = named(
  'People',
  z.object({
    at: instantSchema,
    owners: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['team', 'role']),
        calendar: z.string(),
        fallback: z.string().nullable(),
        people: z.array(z.object({ id: z.string(), absent: awaySchema.nullable() })),
        open: z.int().nullable().describe('Null: not counted yet.'),
        overdue: z.int().nullable(),
        onNow: z.boolean().describe('A shift of its calendar is under way.'),
        nextOpen: instantSchema.nullable().describe('When the next one begins.'),
      }),
    ),
    calendars: z.array(
      z.object({
        name: z.string(),
        zone: z.string(),
        week: z.array(z.object({ day: z.enum(dayNames), shifts: shiftsSchema })),
        exceptions: z
          .array(z.object({ date: z.iso.date(), shifts: shiftsSchema }))
          .describe('Dates of the coming 90 days that are otherwise than the week says.'),
      }),
    ),
    absences: z.array(absenceSchema).describe('Those that are not over, and those to come.'),
  }),
);

const shownDays = 90;

export interface StaffView {
  readonly program: Program;
  readonly now: number;
  readonly counts: PlaceCounts | undefined;
  readonly absences: readonly AbsenceRow[];
}

export function peopleView({ program, now, counts, absences }: StaffView) {
  const { teams, calendars } = program;
  const away = awayAt(absences, now);
  return {
    at: instant(now),
    owners: Object.entries(teams).map(([name, { role, calendar, people, fallback }]) => {
      const open = calendars[calendar] && openFrom(calendars[calendar], now);
      const counted = countsView(counts, [name]).counts;
      return {
        name,
        kind: role ? 'role' : 'team',
        calendar,
        fallback: fallback ?? null,
        people: people.map((id) => {
          const row = away.get(id);
          return { id, absent: row === undefined ? null : awayView(row) };
        }),
        open: counted?.open ?? null,
        overdue: counted?.overdue ?? null,
        onNow: open === now,
        nextOpen: open === undefined || open === now ? null : instant(open),
      };
    }),
    calendars: Object.entries(calendars).map(([name, calendar]) =>
      calendarView(name, calendar, now),
    ),
    absences: absences.map(absenceView),
  };
}

function calendarView(name: string, calendar: Calendar, now: number) {
  const { zone, week } = calendar;
  return {
    name,
    zone,
    week: dayNames.map((day, at) => ({ day, shifts: shiftViews(week[at] ?? []) })),
    exceptions: exceptionsFrom(calendar, now, shownDays).map(({ date, shifts }) => {
      return { date, shifts: shiftViews(shifts) };
    }),
  };
}

function shiftViews(shifts: readonly Shift[]) {
  return shifts.map(([from, to]) => ({ from: clock(from), to: clock(to) }));
}

function clock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
