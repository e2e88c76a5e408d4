/** Compiles clocks, once all steps and milestones of their journey are known. */
import { compileOwner } from './owner.ts';
import { compileSpan } from './span.ts';
import { resolveEvent } from './events.ts';
import type { Clock, Party, Pauses, Points, Target } from '../clock-model.ts';
import type { Journey } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { checkOnce, entriesOf, report, resolve, toList } from './scope.ts';
import type { Here, JourneySource } from './scope.ts';
import type { WrittenClock, WrittenPoints } from '../surface/clocks.ts';

/** What of the journey a clock may name. */
export interface Measurable {
  readonly steps: Journey['steps'];
  readonly stages: Journey['stages'];
  /** Events that the journey says something of; no other reaches it. */
  readonly events: ReadonlySet<string>;
}

interface ClockPlace {
  readonly here: Here;
  readonly of: Measurable;
  readonly path: Path;
}

const everyone: readonly Party[] = ['us', 'subject', 'partner', 'outage'];
const never: Points = { begin: false, steps: [], stages: [], milestones: [], events: [] };

/** The clocks of a journey; nothing where none is declared. */
export function compileClocks(
  { written, path }: JourneySource,
  here: Here,
  of: Measurable,
): Pick<Journey, 'clocks'> {
  const clocks = entriesOf(written.clocks).map(([name, clock]) => {
    const place = { here, of, path: [...path, 'clocks', name] };
    return [name, compileClock(clock, place, written.owner)] as const;
  });
  return clocks.length === 0 ? {} : { clocks: Object.fromEntries(clocks) };
}

function compileClock(written: WrittenClock, place: ClockPlace, owner?: string): Clock {
  const { starts = 'begin', stops, resets, counts = everyone } = written;
  checkOnce(counts, [...place.path, 'counts'], place.here.scope);
  const target = compileTarget(written, place, owner);
  const calendar = compileCalendarOf(written, place, target);
  return {
    starts:
      starts === 'begin'
        ? { ...never, begin: true }
        : compilePoints(starts, below(place, 'starts')),
    stops: compilePoints(stops, below(place, 'stops')),
    resets: compilePoints(resets, below(place, 'resets')),
    pauses: compilePauses(written.pauses ?? {}, below(place, 'pauses')),
    counts,
    ...(calendar === undefined ? {} : { calendar }),
    ...(target === undefined ? {} : { target }),
  };
}

function below(place: ClockPlace, ...path: Path): ClockPlace {
  return { ...place, path: [...place.path, ...path] };
}

function compilePauses(
  { in: within, parked = true, from, until }: NonNullable<WrittenClock['pauses']>,
  place: ClockPlace,
): Pauses {
  if ((from === undefined) !== (until === undefined)) {
    const message = 'A pause between two moments needs both of them: `from` and `until`.';
    report(place.here.scope, place.path, { code: 'ONW-LANG-CLOCK', message, key: true });
  }
  const { steps, stages } = compileResting(within, below(place, 'in'));
  return {
    steps,
    stages,
    parked,
    from: compilePoints(from, below(place, 'from')),
    until: compilePoints(until, below(place, 'until')),
  };
}

function compilePoints(written: WrittenPoints | undefined, place: ClockPlace): Points {
  if (written === undefined) return never;
  const { here, path } = place;
  if (Object.keys(written).length === 0) {
    const message = 'This names no moment.';
    const allowed = 'enter, milestone or on';
    report(here.scope, path, { code: 'ONW-LANG-CLOCK', message, allowed, key: true });
  }
  const milestones = each(written.milestone, below(place, 'milestone'), (name, at) => {
    const among = Object.fromEntries([...here.scope.milestones].map((known) => [known, true]));
    const known = { what: 'milestone', code: 'ONW-LANG-UNKNOWN-MILESTONE', among } as const;
    resolve(name, known, { scope: here.scope, path: at });
  });
  const events = each(written.on, below(place, 'on'), (event, at) => {
    const type = resolveEvent(event, { scope: here.scope, path: at, key: false });
    if (type === undefined || place.of.events.has(event)) return;
    const message = `The journey says nothing of ${quote(event)}, so it is never told.`;
    const allowed = 'an event under on, ignore, defer or exception of the journey';
    report(here.scope, at, { code: 'ONW-LANG-CLOCK', message, allowed });
  });
  return {
    begin: false,
    ...compileResting(written.enter, below(place, 'enter')),
    milestones,
    events,
  };
}

/** Names of steps and of stages, which one place may mix. */
function compileResting(
  written: string | readonly string[] | undefined,
  place: ClockPlace,
): Pick<Points, 'steps' | 'stages'> {
  const { of, here } = place;
  const names = each(written, place, (name, path) => {
    const among = { ...of.stages, ...of.steps };
    const known = { what: 'step or stage', code: 'ONW-LANG-UNKNOWN-STEP', among } as const;
    resolve(name, known, { scope: here.scope, path });
    if (!Object.hasOwn(of.steps, name) || !Object.hasOwn(of.stages, name)) return;
    const message = `${quote(name)} is a step and a stage: one of them needs another name here.`;
    report(here.scope, path, { code: 'ONW-LANG-CLOCK', message });
  });
  return {
    steps: names.filter((name) => Object.hasOwn(of.steps, name)),
    stages: names.filter((name) => Object.hasOwn(of.stages, name)),
  };
}

/** A value or a list, each checked at its place. */
function each(
  written: string | readonly string[] | undefined,
  { path, here }: ClockPlace,
  check: (name: string, path: Path) => void,
): readonly string[] {
  if (written === undefined) return [];
  const names = toList<string>(written);
  checkOnce(names, path, here.scope);
  names.forEach((name, index) =>
    check(name, typeof written === 'string' ? path : [...path, index]),
  );
  return names;
}

function compileTarget(
  { target, owner, warn }: WrittenClock,
  { path, here }: ClockPlace,
  ofJourney: string | undefined,
): Target | undefined {
  if (target === undefined) {
    for (const [key, value] of Object.entries({ owner, warn })) {
      if (value === undefined) continue;
      const message = `There is no \`target\` for ${quote(key)}.`;
      report(here.scope, [...path, key], { code: 'ONW-LANG-CLOCK', message, key: true });
    }
    return undefined;
  }
  const levels = [
    { owner, path },
    { owner: ofJourney, path: [] },
  ];
  return {
    span: compileSpan(target, [...path, 'target'], here.scope),
    owner: compileOwner(levels, path, here),
    ...(warn === undefined ? {} : { warnPercent: warn }),
  };
}

/** The calendar that is named; the owner's for a target in working time. */
function compileCalendarOf(
  { calendar }: WrittenClock,
  { path, here }: ClockPlace,
  target: Target | undefined,
): string | undefined {
  const { scope } = here;
  const { calendars, teams } = scope.declared;
  const isByTheClock = target?.span.kind === 'wall';
  if (calendar === undefined) {
    return target === undefined || isByTheClock ? undefined : teams[target.owner]?.calendar;
  }
  const at = [...path, 'calendar'];
  const known = { what: 'calendar', code: 'ONW-LANG-UNKNOWN-CALENDAR', among: calendars } as const;
  resolve(calendar, known, { scope, path: at });
  if (isByTheClock) {
    const message = 'The target goes by the clock, and the clock by a calendar.';
    const allowed = 'a target such as `{ business: 3d }`, or no calendar';
    report(scope, at, { code: 'ONW-LANG-CLOCK', message, allowed, key: true });
  }
  return calendar;
}
