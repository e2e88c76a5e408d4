/** What is due to whom and when, beside the hours in which it can be done. */
import { workBetween } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { PlaceCount } from '../../store/index.ts';
import { calendarOf, dateIn, daysFrom } from './days.ts';
import type { DueTally } from './due-fold.ts';

export interface OwnerLoad {
  readonly owner: string;
  readonly kind: 'team' | 'role';
  readonly people: number;
  readonly presentPeople: number;
  readonly open: number;
  readonly overdue: number;
  /** By day; today's holds what is overdue as well. */
  readonly due: readonly number[];
  readonly later: number;
  /** Working hours of its calendar, by day; what is left of today. */
  readonly hours: readonly number[];
}

const hourMs = 3_600_000;

export interface LoadOf {
  readonly program: Program;
  readonly now: number;
  readonly days: number;
  readonly absent: ReadonlySet<string>;
}

export function loadOf(
  { program, now, days, absent }: LoadOf,
  counts: readonly PlaceCount[],
  due: ReadonlyMap<string, DueTally>,
): readonly OwnerLoad[] {
  const byOwner = Map.groupBy(counts, ({ owner }) => owner);
  return Object.entries(program.teams).map(([owner, { role, people }]) => {
    const rows = byOwner.get(owner) ?? [];
    const tally = due.get(owner);
    const own = tally?.days ?? [];
    const shown = Array.from({ length: days }, (_, day) => own[day] ?? 0);
    const beyond = own.slice(days).reduce((sum, count) => sum + count, 0);
    return {
      owner,
      kind: role ? 'role' : 'team',
      people: people.length,
      presentPeople: people.filter((person) => !absent.has(person)).length,
      open: rows.reduce((sum, { open }) => sum + open, 0),
      overdue: rows.reduce((sum, { overdue }) => sum + overdue, 0),
      due: shown,
      later: beyond + (tally?.later ?? 0),
      hours: hoursOf(program, owner, { now, days }),
    };
  });
}

function hoursOf(
  program: Program,
  owner: string,
  { now, days }: Pick<LoadOf, 'now' | 'days'>,
): readonly number[] {
  const calendar = calendarOf(program, owner);
  if (calendar === undefined) return Array.from({ length: days }, () => 0);
  const midnights = daysFrom(now, calendar.zone, days + 1);
  return Array.from({ length: days }, (_, day) => {
    const from = Math.max(now, midnights[day] ?? now);
    const ms = workBetween(calendar, from, midnights[day + 1] ?? from);
    return Math.round((ms / hourMs) * 100) / 100;
  });
}

/** The dates that are shown, in the zone of the program's first calendar. */
export function datesOf({ program, now, days }: Omit<LoadOf, 'absent'>): readonly string[] {
  const zone = Object.values(program.calendars)[0]?.zone ?? 'UTC';
  return daysFrom(now, zone, days).map((at) => dateIn(at, zone));
}
