/**
 * The accounting of one run of a clock: pure, from figures to figures. Every millisecond from its
 * start to its stop is charged to one party, whether it counts towards the target or not.
 */
import type { Clock, Party } from '../language/clock-model.ts';
import type { Measure } from './measure.ts';
import type { Charges, Outage, Run } from './types.ts';

/** A clock as it counts. */
export interface Counting {
  readonly clock: Pick<Clock, 'counts' | 'target'>;
  readonly measure: Measure;
}

/** What a run is in from a moment on. */
export interface Phase {
  readonly turn: Party;
  readonly isPaused: boolean;
}

const nothing: Charges = { us: 0, subject: 0, partner: 0, outage: 0 };

/** A run that begins now. */
export function begin(by: Counting, now: number, { turn, isPaused }: Phase): Run {
  const rests = isPaused ? ({ paused: true } as const) : {};
  const run: Run = { since: now, at: now, turn, ...rests, charged: nothing, counted: 0 };
  return isCounting(by, run) ? { ...run, ...dueFrom(by, run) } : { ...run, rested: true };
}

/** The same run from nothing, in the phase it is in. */
export function reset(by: Counting, run: Run): Run {
  const { turn, paused, held } = run;
  const fresh = begin(by, run.at, { turn, isPaused: paused === true });
  return held === undefined ? fresh : { ...fresh, held };
}

/** Whether its time counts towards the target from now on. */
export function isCounting({ clock }: Counting, { turn, paused, stopped }: Run): boolean {
  return stopped === undefined && paused === undefined && clock.counts.includes(turn);
}

/** Another turn, or a pause, from what is charged already on. */
export function inPhase(by: Counting, run: Run, { turn, isPaused }: Phase): Run {
  const { paused: _was, due, ...rest } = run;
  const next: Run = { ...rest, turn, ...(isPaused ? { paused: true } : {}) };
  if (!isCounting(by, next)) return { ...next, rested: true };
  // What counts on is due as it was.
  if (isCounting(by, run)) return due === undefined ? next : { ...next, due };
  return { ...next, ...dueFrom(by, next) };
}

/** When the target will be reached by a run that counts from now on. */
function dueFrom({ clock, measure }: Counting, run: Run): Pick<Run, 'due' | 'budget'> {
  const { at, counted, budget, breached } = run;
  if (clock.target === undefined || breached !== undefined) return {};
  if (budget !== undefined && counted > 0) return { due: measure.after(at, budget - counted) };
  const due = measure.dueAt(at, clock.target.span);
  return { due, budget: measure.length(at, due) };
}

/** When the owner is warned of a run that counts; undefined: not, or they were. */
function warnsAt({ clock, measure }: Counting, run: Run): number | undefined {
  const percent = clock.target?.warnPercent;
  const { budget, counted, due, warned, at } = run;
  if (percent === undefined || budget === undefined) return undefined;
  if (due === undefined || warned !== undefined) return undefined;
  const left = Math.ceil((budget * percent) / 100) - counted;
  return left <= 0 ? at : Math.min(due, measure.after(at, left));
}

/**
 * Charges what has passed until a moment; what fell into an outage is nobody's turn. The target is
 * passed at the very instant at which it was reached, however late that is looked at.
 */
export function elapse(
  by: Counting,
  run: Run,
  { to, outages = [] }: { readonly to: number; readonly outages?: readonly Outage[] },
): Run {
  const { turn, paused } = run;
  const isPaused = paused === true;
  let next = run;
  for (const { until, isOut } of pieces(run.at, to, outages)) {
    next = inPhase(by, next, { turn: isOut ? 'outage' : turn, isPaused });
    next = advance(by, next, until);
  }
  return inPhase(by, next, { turn, isPaused });
}

function advance(by: Counting, run: Run, to: number): Run {
  const charged = { ...run.charged, [run.turn]: run.charged[run.turn] + to - run.at };
  if (!isCounting(by, run)) return { ...run, charged, at: to };
  const warns = warnsAt(by, run);
  const { due, ...rest } = run;
  const counted = run.counted + by.measure.length(run.at, to);
  const isWarned = warns !== undefined && warns <= to;
  const next = { ...rest, charged, counted, at: to, ...(isWarned ? { warned: warns } : {}) };
  if (due === undefined) return next;
  return due <= to ? { ...next, breached: due } : { ...next, due };
}

interface Piece {
  readonly until: number;
  readonly isOut: boolean;
}

/** The time between two moments, cut where an outage begins or ends. */
function pieces(from: number, to: number, outages: readonly Outage[]): readonly Piece[] {
  const borders = outages.flatMap((outage) => [outage.from, outage.to]);
  const cuts = [...new Set([...borders, to])].filter((cut) => cut > from && cut <= to);
  return cuts
    .toSorted((a, b) => a - b)
    .map((until) => {
      const isOut = outages.some((outage) => outage.from < until && until <= outage.to);
      return { until, isOut };
    });
}

/** Nothing is charged after this. */
export function stop(run: Run): Run {
  const { due: _off, paused: _rests, held: _holds, ...rest } = run;
  return { ...rest, stopped: run.at };
}

/** When a run must be looked at next. */
export function nextOf(by: Counting, run: Run): number | undefined {
  if (run.due === undefined) return undefined;
  return Math.min(run.due, warnsAt(by, run) ?? Infinity);
}
