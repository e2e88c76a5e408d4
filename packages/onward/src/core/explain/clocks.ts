/** The clocks of a journey in words: what it took so far, on whose account, and what is left. */
import { elapse, isCounting, measureOf } from '../clocks/index.ts';
import type { Counting, Run } from '../clocks/index.ts';
import type { Party } from '../language/clock-model.ts';
import { canonicalJson } from '../language/canonical-json.ts';
import { formatSpan } from '../language/describe.ts';
import type { Clock, Program } from '../language/model.ts';
import type { View } from './targets.ts';
import type { ExplainedClock } from './types.ts';
import { sayElapsed, sayTime, zoneOf } from './wording.ts';

/**
 * Every clock that has started, in the order in which they are written.
 *
 * @param newest the program that new journeys run on: a clock keeps to its own, and what the newest
 * would say differently is told.
 */
export function explainClocks(view: View, newest: Program | undefined): readonly ExplainedClock[] {
  return Object.entries(view.journey.clocks ?? {}).flatMap(([name, clock]) => {
    const kept = view.state.clocks?.runs[name];
    return kept === undefined ? [] : [about(view, { name, clock, kept }, newest)];
  });
}

interface Named {
  readonly name: string;
  readonly clock: Clock;
  readonly kept: Run;
}

function about(
  view: View,
  { name, clock, kept }: Named,
  newest: Program | undefined,
): ExplainedClock {
  const policy = policyOf(view.program, clock);
  const isStill = kept.stopped !== undefined;
  const run = isStill ? kept : elapse(policy.by, kept, { to: Math.max(view.now, kept.at) });
  const { since, charged, counted, budget, due, breached, stopped, turn } = run;
  const told = {
    name,
    standing: isStill ? 'stopped' : isCounting(policy.by, run) ? 'running' : 'paused',
    turn: isStill || turn === 'outage' ? null : turn,
    since,
    stopped: stopped ?? null,
    charged,
    counted,
    target: policy.target,
    left: budget === undefined ? null : Math.max(0, budget - counted),
    due: due ?? null,
    passed: breached ?? null,
    today: newest === undefined || isStill ? null : todays(view, { name, policy, run }, newest),
  } as const;
  return { ...told, sentence: sentenceOf(view, clock, told) };
}

/** How a clock counts in a program. */
interface Policy {
  readonly by: Counting;
  /** In words; null where there is none. */
  readonly target: string | null;
  /** The same for two policies that count alike. */
  readonly key: string;
}

function policyOf({ calendars }: Program, clock: Clock): Policy {
  const { calendar, target, counts } = clock;
  const named = calendar === undefined ? undefined : calendars[calendar];
  return {
    by: { clock, measure: measureOf(named) },
    target: target === undefined ? null : formatSpan(target.span),
    key: canonicalJson([named === undefined ? null : { ...named }, target?.span ?? null, counts]),
  };
}

/** What the newest program says of the same clock; null where it counts alike. */
function todays(
  { state }: View,
  { name, policy, run }: { name: string; policy: Policy; run: Run },
  newest: Program,
): ExplainedClock['today'] {
  const journey = Object.hasOwn(newest.journeys, state.journey)
    ? newest.journeys[state.journey]
    : undefined;
  const clocks = journey?.clocks ?? {};
  const clock = Object.hasOwn(clocks, name) ? clocks[name] : undefined;
  if (clock === undefined) return { target: null, due: null };
  const next = policyOf(newest, clock);
  if (next.key === policy.key) return null;
  return { target: next.target, due: dueBy(next.by, run) ?? null };
}

/**
 * When a run would reach another target: from its start, as if it had always counted so; if it
 * rested, by what is left of the other target after what its own policy has counted.
 */
function dueBy(by: Counting, run: Run): number | undefined {
  const { measure, clock } = by;
  if (clock.target === undefined) return undefined;
  const due = measure.dueAt(run.since, clock.target.span);
  if (run.rested === undefined) return due;
  if (!isCounting(by, run)) return undefined;
  return measure.after(run.at, Math.max(0, measure.length(run.since, due) - run.counted));
}

type Told = Omit<ExplainedClock, 'sentence'>;

function sentenceOf(view: View, clock: Clock, told: Told): string {
  const { program, now } = view;
  const { target, calendar } = clock;
  const ofCalendar = program.calendars[calendar ?? '']?.zone ?? 'UTC';
  const zone = target === undefined ? ofCalendar : zoneOf(program, target.owner);
  const say = (at: number): string => sayTime(at, { zone, now });
  const parts = [sayLength(view, told), sayTarget(clock, told, say), sayToday(told, say)];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}

const did = { running: 'has run for', paused: 'rests after', stopped: 'took' } as const;

function sayLength(
  { journey: { subject } }: View,
  { name, standing, turn, charged }: Told,
): string {
  const names: Readonly<Record<Party, string>> = {
    us: 'us',
    subject: `the ${subject}`,
    partner: 'partners',
    outage: 'outages',
  };
  const shares = Object.entries(names).flatMap(([party, who]) => {
    const ms = charged[party as Party];
    return ms === 0 ? [] : [`${who} ${sayElapsed(ms)}`];
  });
  const { us, subject: theirs, partner, outage } = charged;
  const length = sayElapsed(us + theirs + partner + outage);
  const split = shares.length === 0 ? '' : ` (${shares.join(', ')})`;
  const whose = turn === null ? '' : `; it is ${turns(subject)[turn]} turn`;
  return `${name} ${did[standing]} ${length}${split}${whose}`;
}

const turns = (subject: string) =>
  ({ us: 'our', subject: `the ${subject}'s`, partner: "a partner's" }) as const;

function sayTarget(
  { calendar }: Clock,
  { target, due, passed, left, stopped }: Told,
  say: (at: number) => string,
): string {
  if (target === null) return '';
  const named = `its target of ${target}`;
  if (passed !== null) return `${named} was passed on ${say(passed)}`;
  if (stopped !== null) return `${named} was kept`;
  if (due !== null) return `${named} is reached on ${say(due)} if nothing changes`;
  if (left === null) return `${named} has not begun to count`;
  return `${sayLeft(left)}${calendar === undefined ? '' : ' of working time'} of ${named} are left`;
}

function sayLeft(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

function sayToday({ today }: Told, say: (at: number) => string): string {
  if (today === null) return '';
  if (today.target === null) return "by today's policy: no target";
  const { target, due } = today;
  return `by today's policy: ${target}${due === null ? '' : `, reached on ${say(due)}`}`;
}
