/** Says when a span that begins now is over: by the clock, in working days, or in working time. */
import type { Calendar, Span } from '../language/model.ts';
import { BugError } from '../errors.ts';
import { minuteOfDay, shiftsFrom, workDay } from './work-time.ts';
import type { WorkDay, WorkTime } from './work-time.ts';
import { instantOf } from './zone.ts';

/**
 * The due time, in epoch milliseconds, of a span that begins at `fromMs`.
 *
 * - wall: plain addition; an hour is an hour on the day the clocks change, too.
 * - business-days: the same local time so many working days later. A start outside working time
 *   first moves to the next working instant. On the target day, a time before its shifts becomes
 * the start of the first, one in a break the start of the next, one after them the end of the last.
 * - business-time: only working time counts; the span ends at the end of a shift rather than at
 *   the start of the next.
 *
 * The calendar has working time in its week, as the compiler makes sure.
 */
export function dueAt(calendar: Calendar, fromMs: number, span: Span): number {
  switch (span.kind) {
    case 'wall':
      return fromMs + span.ms;
    case 'business-days':
      return afterDays(calendar, fromMs, span.days);
    case 'business-time':
      return afterWork(calendar, fromMs, span.ms);
  }
}

function afterWork(calendar: Calendar, fromMs: number, ms: number): number {
  let rest = ms;
  for (const { startMs, endMs } of shiftsFrom(calendar, fromMs)) {
    const begin = Math.max(startMs, fromMs);
    if (rest <= endMs - begin) return begin + rest;
    rest -= endMs - begin;
  }
  return noWorkingTime();
}

function afterDays(calendar: Calendar, fromMs: number, days: number): number {
  const begin = firstShift(calendar, fromMs);
  const beginMs = Math.max(begin.startMs, fromMs);
  if (days === 0) return beginMs;
  const minute = minuteOfDay(calendar, beginMs);
  return clampInto(calendar, workDay(calendar, begin.day, days) ?? noWorkingTime(), minute);
}

function firstShift(calendar: Calendar, fromMs: number): WorkTime {
  for (const shift of shiftsFrom(calendar, fromMs)) return shift;
  return noWorkingTime();
}

/** The local time of day on a working day, moved into its shifts. */
function clampInto(calendar: Calendar, { day, shifts }: WorkDay, minute: number): number {
  const { zone } = calendar;
  for (const [from, to] of shifts) {
    if (minute < from) return instantOf(zone, day, from);
    if (minute < to) return instantOf(zone, day, minute);
  }
  return instantOf(zone, day, shifts.at(-1)?.[1] ?? 0);
}

function noWorkingTime(): never {
  throw new BugError('ONW-CALENDAR-EMPTY', 'A calendar without working time reached the engine.');
}
