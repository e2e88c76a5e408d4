/** Days of an owner: in the zone of its calendar, from midnight to midnight. */
import { instantOf, localOf } from '../../core/index.ts';
import type { Calendar, Program } from '../../core/index.ts';

const dayMs = 86_400_000;

/** The calendar that an owner works by; undefined where the program knows no such owner. */
export function calendarOf({ teams, calendars }: Program, owner: string): Calendar | undefined {
  const team = Object.hasOwn(teams, owner) ? teams[owner] : undefined;
  return team === undefined ? undefined : calendars[team.calendar];
}

/** The midnights of so many days, today's first. */
export function daysFrom(now: number, zone: string, count: number): readonly number[] {
  const today = localOf(zone, now).day;
  return Array.from({ length: count }, (_, index) => instantOf(zone, today + index, 0));
}

/** `2026-11-23` of a day in a zone. */
export function dateIn(at: number, zone: string): string {
  return new Date(localOf(zone, at).day * dayMs).toISOString().slice(0, 10);
}
