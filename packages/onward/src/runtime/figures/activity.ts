/** What happened, by day: how much came, went and rested, and what of it people did. */
import { workBetween } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { ActivityDay, ActivitySum, CountedTime } from '../../store/index.ts';
import { calendarOf } from './days.ts';

/** What was counted of some days, and of which time all of it is. */
export interface Happened {
  /** Undefined: nothing is counted yet. */
  readonly counted: CountedTime | undefined;
  readonly days: readonly ActivityDay[];
  /** Of the last seven and of the last thirty days that are counted. */
  readonly week: readonly ActivitySum[];
  readonly month: readonly ActivitySum[];
}

export interface FlowDay {
  readonly day: string;
  /** By stage, as it was counted last on that day; empty where it was not. */
  readonly open: Readonly<Record<string, number>>;
  readonly arrived: number;
  readonly ended: number;
}

/** Days on which nothing was counted are left out. */
export function flowDays(
  rows: readonly ActivityDay[],
  of: { readonly program: string; readonly journey: string },
  stages: readonly string[],
): readonly FlowDay[] {
  const own = rows.filter(({ program, journey }) => {
    return program === of.program && journey === of.journey;
  });
  const counted = Map.groupBy(own, ({ day }) => day);
  return daysOf(rows).map((day) => {
    const its = counted.get(day) ?? [];
    const open = stages.map((stage) => [stage, sum(its, 'open', stage)] as const);
    return {
      day,
      open: Object.fromEntries(open),
      arrived: sum(its, 'arrived'),
      ended: sum(its, 'ended'),
    };
  });
}

export interface TouchDay {
  readonly day: string;
  readonly transitions: number;
  readonly manual: number;
  readonly opened: number;
  readonly ended: number;
  /** What people did for each 1,000 journeys that were open or ended; null: there were none. */
  readonly per1000: number | null;
}

export function touchDays(rows: readonly ActivityDay[], program: string): readonly TouchDay[] {
  const counted = Map.groupBy(
    rows.filter((row) => row.program === program),
    ({ day }) => day,
  );
  return daysOf(rows).map((day) => {
    const its = counted.get(day) ?? [];
    const [manual, ended] = [sum(its, 'manual'), sum(its, 'ended')];
    const journeys = sum(its, 'open') + ended;
    return {
      day,
      transitions: sum(its, 'moved'),
      manual,
      opened: sum(its, 'arrived'),
      ended,
      per1000: journeys === 0 ? null : Math.round((manual * 10_000) / journeys) / 10,
    };
  });
}

export interface Pace {
  readonly closedPerDay: number;
  /** Of what was closed. */
  readonly manual: number;
  /** Working hours of the owner that went by for each; undefined where there were none. */
  readonly hoursEach: number | undefined;
}

/**
 * How much an owner closes in a day, and what of it by hand, over the last week that is counted:
 * while what came since is being counted, the pace is the one of before, and not a smaller one.
 */
export function paceOf(
  { week, counted }: Happened,
  owner: string,
  program: Program,
): Pace | undefined {
  if (counted === undefined) return undefined;
  const { since, to } = counted;
  const own = week.filter((row) => row.program === program.program && row.name === owner);
  // Of the first days there is less than a week; what a day holds is never made up of its hours.
  const days = Math.min(7, Math.max(1, (to - since) / dayMs));
  const closed = sum(own, 'closed');
  const calendar = calendarOf(program, owner);
  const from = Math.max(since, to - 7 * dayMs);
  const worked = calendar === undefined ? 0 : workBetween(calendar, from, to) / hourMs;
  return {
    closedPerDay: Math.round((closed / days) * 100) / 100,
    manual: sum(own, 'manual'),
    hoursEach: closed === 0 || worked === 0 ? undefined : worked / closed,
  };
}

/** How many ended so in the last thirty days. */
export function endedSo(
  { month, counted }: Happened,
  of: { readonly program: string; readonly journey: string; readonly outcome: string },
): number | undefined {
  if (counted === undefined) return undefined;
  const own = month.filter(({ program, journey }) => {
    return program === of.program && journey === of.journey;
  });
  return sum(own, 'ended', of.outcome);
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function daysOf(rows: readonly ActivityDay[]): readonly string[] {
  return [...new Set(rows.map(({ day }) => day))].toSorted();
}

function sum(rows: readonly ActivitySum[], what: ActivitySum['what'], name?: string): number {
  return rows
    .filter((row) => row.what === what && (name === undefined || row.name === name))
    .reduce((total, { count }) => total + count, 0);
}
