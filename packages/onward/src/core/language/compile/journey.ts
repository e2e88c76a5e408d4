/** Compiles one journey: its facts, how it begins, its stages, and every step of every track. */
import { compileClocks } from './clock.ts';
import { compileGuard } from './guard.ts';
import { compileHandlers, dataOf, resolveEvent } from './events.ts';
import { compileFactTypes } from './types.ts';
import { compileReminder } from './reminder.ts';
import { compileSet } from './expression.ts';
import { compileSpan } from './span.ts';
import { compileStep } from './step.ts';
import { findSteps } from './find-steps.ts';
import type { FoundStep } from './find-steps.ts';
import { resolveOwner } from './owner.ts';
import type { Enrolment, Journey, Reminder, Stage, Step } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, noData, report, resolve, toList } from './scope.ts';
import type { Declared, Here, JourneyScope, JourneySource, Link } from './scope.ts';
import type { WrittenEnrolment, WrittenJourney, WrittenStage } from '../surface/program.ts';

/** Compiles a journey; its `depends` steps are left in `links` until all journeys are known. */
export function compileJourney(source: JourneySource, declared: Declared, links: Link[]): Journey {
  const { written, path } = source;
  const found = findSteps(source);
  const types = { ...source.scope, declared };
  const scope: JourneyScope = {
    ...types,
    journey: written.journey,
    facts: compileFactTypes(written.facts, [...path, 'facts'], types),
    tracks: new Map(found.map(({ name, track }) => [name, track])),
    commands: new Set(found.flatMap((step) => ('command' in step.written ? [step.name] : []))),
    milestones: new Set(),
    links,
  };
  const here: Here = { scope, track: '', data: noData };
  if (written.owner !== undefined) resolveOwner(written.owner, [...path, 'owner'], scope);
  checkStart(written, path, scope);
  const stages = entriesOf(written.stages).map(([name, stage]) => {
    return [name, compileStage(stage, [...path, 'stages', name], here)] as const;
  });
  const on = compileHandlers(written, path, here);
  const steps = compileSteps(found, source, here);
  const named = [
    on,
    ...stages.map(([, stage]) => stage.on),
    ...Object.values(steps).map((s) => s.on),
  ];
  const clocks = compileClocks(source, here, {
    steps,
    stages: Object.fromEntries(stages),
    events: new Set(named.flatMap((handlers) => Object.keys(handlers))),
  });
  return {
    name: written.journey,
    subject: written.subject,
    ...(written.owner === undefined ? {} : { owner: written.owner }),
    facts: scope.facts,
    enrol: compileEnrolments(written.enrol, [...path, 'enrol'], here),
    start: written.start,
    on,
    stages: Object.fromEntries(stages),
    steps,
    milestones: [...scope.milestones],
    ...clocks,
  };
}

function checkStart({ start }: WrittenJourney, path: Path, scope: JourneyScope): void {
  const track = scope.tracks.get(start);
  const below = [...path, 'start'];
  if (track === undefined) {
    const message = `There is no step ${quote(start)}${didYouMean(start, scope.tracks.keys())}`;
    const allowed = listNames(scope.tracks.keys());
    report(scope, below, { code: 'ONW-LANG-UNKNOWN-STEP', message, allowed });
  } else if (track !== '') {
    const message = `A journey cannot start within a track; ${quote(start)} lies in "${track}".`;
    report(scope, below, { code: 'ONW-LANG-TRACK', message });
  }
}

function compileStage(written: WrittenStage, path: Path, here: Here): Stage {
  const { target, owner } = written;
  if (owner !== undefined) resolveOwner(owner, [...path, 'owner'], here.scope);
  return {
    ...(target === undefined
      ? {}
      : { target: compileSpan(target, [...path, 'target'], here.scope) }),
    ...(owner === undefined ? {} : { owner }),
    on: compileHandlers(written, path, here),
  };
}

function compileSteps(
  found: readonly FoundStep[],
  { written, path }: JourneySource,
  here: Here,
): Readonly<Record<string, Step>> {
  const reminders = new Map(
    entriesOf(written.stages).map(([name, stage]) => {
      return [name, stageReminders(stage, [...path, 'stages', name, 'reminders'], here)];
    }),
  );
  const steps = found.map((step): readonly [string, Step] => {
    const { stage, name, track } = step;
    const owners = [
      { owner: written.stages[stage]?.owner, path: [...path, 'stages', stage] },
      { owner: written.owner, path },
    ];
    const place = {
      path: step.path,
      stage,
      here: { ...here, track },
      owners,
      reminders: reminders.get(stage) ?? [],
    };
    return [name, compileStep(step.written, place)];
  });
  return Object.fromEntries(steps);
}

/** Reminders of a stage are those of each of its steps; a step's beginning is not the stage's. */
function stageReminders(stage: WrittenStage, path: Path, here: Here): readonly Reminder[] {
  return (stage.reminders ?? []).map((written, index) => {
    const reminder = compileReminder(written, [...path, index], here);
    if (reminder.fact === undefined) {
      const message = 'A reminder of a stage is relative to a fact.';
      report(here.scope, [...path, index], { code: 'ONW-LANG-REMINDER', message });
    }
    return reminder;
  });
}

function compileEnrolments(
  written: WrittenJourney['enrol'],
  path: Path,
  here: Here,
): readonly Enrolment[] {
  return toList<WrittenEnrolment>(written).map((enrolment, index) => {
    const below = Array.isArray(written) ? [...path, index] : path;
    return compileEnrolment(enrolment, below, here);
  });
}

function compileEnrolment(written: WrittenEnrolment, path: Path, here: Here): Enrolment {
  const { scope } = here;
  const type = resolveEvent(written.on, { scope, path: [...path, 'on'], key: false });
  const there: Here = { ...here, data: dataOf(written.on, type) };
  const oncePer = written['once-per'];
  if (typeof oncePer === 'object' && type !== undefined) {
    const known = {
      what: 'ref',
      where: there.data.of,
      code: 'ONW-LANG-UNKNOWN-DATA',
      among: type.refs,
    } as const;
    resolve(oncePer.ref, known, { scope, path: [...path, 'once-per', 'ref'] });
  }
  const { on, when } = written;
  return {
    on,
    oncePer,
    ...(when === undefined || type === undefined
      ? {}
      : { when: compileGuard(when, [...path, 'when'], there) }),
    set: type === undefined ? [] : compileSet(written.set, [...path, 'set'], there),
  };
}
