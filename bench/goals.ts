/** What was set out to be reached, beside what was found; a goal that is missed fails nothing. */
import type { Judged, Report } from './findings.ts';

interface Goal {
  readonly what: string;
  /** The bound: found must not be below, or not above, it. */
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly unit?: string;
  readonly found: number | undefined;
}

/** The goals for which something was measured. */
export function judge(report: Pick<Report, 'systems' | 'ratios'>): readonly Judged[] {
  return [...ratioGoals(report.ratios), ...ownGoals(report.systems)].flatMap((goal) => {
    const { what, least, most, found, unit = '' } = goal;
    const bound = least ?? most;
    if (found === undefined || bound === undefined || Number.isNaN(found)) return [];
    const isMet = least === undefined ? found <= bound : found >= bound;
    const sign = least === undefined ? '≤' : '≥';
    return [
      { what, goal: `${sign} ${shown(bound)}${unit}`, found: `${shown(found)}${unit}`, isMet },
    ];
  });
}

function ratioGoals(ratios: Report['ratios']): readonly Goal[] {
  const wanted: readonly (readonly [string, number])[] = [
    ['onward/handCte', 6],
    ['onward/graphileWorker', 50],
    ['onward/pgBoss', 50],
    ['onward/restate', 50],
    ['onward/dbos', 100],
    ['onward/raw', 0.8],
    ['onwardHttp100/onward', 0.5],
  ];
  return wanted.map(([what, least]) => ({ what, least, unit: ' ×', found: ratios[what] }));
}

function ownGoals({ onward, handCte, bareCommit }: Report['systems']): readonly Goal[] {
  const at = onward?.at1000;
  const hand = handCte?.at1000;
  const bare = bareCommit?.aloneMs;
  const ms = ' ms';
  return [
    {
      what: 'WAL of a transition',
      most: 1_000,
      unit: ' B',
      found: onward?.walBytesPerTransition,
    },
    { what: 'p50 at a fifth of the rate', most: 3, unit: ms, found: onward?.p50Ms },
    { what: 'p99 at a fifth of the rate', most: 20, unit: ms, found: onward?.p99Ms },
    { what: 'p50 at 1,000/s, by hand', most: hand?.p50Ms, unit: ms, found: at?.p50Ms },
    { what: 'p99 at 1,000/s, by hand', most: hand?.p99Ms, unit: ms, found: at?.p99Ms },
    {
      what: 'alone, beside 1.5 bare commits',
      most: bare === undefined ? undefined : bare * 1.5,
      unit: ms,
      found: onward?.aloneMs,
    },
    { what: 'memory at saturation', most: 300, unit: ' MB', found: onward?.peakMb },
  ];
}

function shown(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Math.round(value * 100) / 100);
}
