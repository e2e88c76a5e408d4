/**
 * What may happen where a journey rests, as options of the model's loop: deadlines, people's acts,
 * answers, other journeys, and time. None has a time of its own: any may come at any moment.
 */
import type { Span, Step, Transitions } from '../../../src/core/index.ts';
import { anyValue } from './fact-code.ts';
import type { Layout } from './layout.ts';
import { exceptionCode, isTimeCode, parkCode, takeCode } from './move-code.ts';
import { ends, isAccountable, isOwner, noData, outcomesOf, withinOf } from './journey-reader.ts';
import type { Source } from './journey-reader.ts';
import { isOvertaken, isTooLate } from './shorter-timer.ts';

type Named = readonly [name: string, step: Step];

/** One option: when it may be taken, and what follows. */
function option(when: string, then: string): string {
  return `:: atomic { idle && ${when} -> begin(); ${then} }`;
}

/** Everything that may happen about the obligation of a step. */
export function optionsOf(layout: Layout, named: Named): readonly string[] {
  const [, step] = named;
  const place = layout.placeOf(step);
  const isHere = `${layout.isAt(place, [named[0]])} && o${place}`;
  return [
    ...deadlineOptions(layout, named, isHere),
    ...actOptions(layout, named, isHere),
    ...commandOptions(layout, named, isHere),
    ...messageOptions(layout, named, isHere),
    ...dependsOptions(layout, named, isHere),
  ];
}

/** A deadline passes. What neither changes anything nor asks an accountable person is bad. */
function deadlineOptions(layout: Layout, [name, step]: Named, isHere: string): readonly string[] {
  const place = layout.placeOf(step);
  if (withinOf(step) === undefined && step.kind !== 'wait' && !('overdue' in step)) return [];
  // The review of a park changes nothing, and is right as it is.
  if (step.kind === 'park') return [];
  const when = `${isHere} && !pk && (${isFireable(layout, step)})`;
  const overtaken = isOvertaken(layout, name);
  const pre = overtaken === 'false' ? '' : `if :: ${overtaken} -> pre = 1 :: else fi;`;
  const follows = overdueCode(layout, [name, step], true);
  const isBad = `tick && !todo && !(${isWithRole(layout, step)})`;
  const judged = `if :: ${isBad} -> bad = 1 :: else fi; tick = 0;`;
  const fire = option(when, `${pre} tick = 1; ${follows} ${judged}`);
  if (!('overdue' in step) || step.overdue.lookUp === undefined) return [fire];
  // The system has said what it had to say, or nothing: whoever still waits goes on.
  const answer = `${isHere} && u${place} && !pk`;
  return [fire, option(answer, overdueCode(layout, [name, step], true))];
}

/** What follows when an obligation is not met. */
function overdueCode(layout: Layout, [name, step]: Named, isDue: boolean): string {
  const place = layout.placeOf(step);
  // A deadline's own way on must be there; that of a depends is judged as a contract (C10).
  const otherwise = isDue && step.kind !== 'depends' ? 'bad = 1;' : 'skip;';
  const goOn = (transitions: Transitions): string =>
    takeCode(layout, { transitions, place, source: noData, otherwise });
  if (step.kind === 'wait') return goOn(step.then);
  if (!('overdue' in step)) return 'skip;';
  const { lookUp, escalate, then, park } = step.overdue;
  let last = 'skip;';
  if (then !== undefined) last = goOn(then);
  else if (park !== undefined) last = parkCode(layout, name, isDue);
  const rung = `l${place} < ${escalate.length} -> l${place}++`;
  const climb =
    escalate.length === 0 ? last : `if :: ${rung}; tick = 0 :: else -> skip; ${last} fi;`;
  const ask =
    lookUp === undefined
      ? climb
      : `if :: !u${place} -> u${place} = 1; tick = 0 :: else -> skip; ${climb} fi;`;
  if (step.kind !== 'depends') return ask;
  return `if :: !s${place} -> skip; ${goOn(step.neverStarted)} :: else -> skip; ${ask} fi;`;
}

/** An accountable person has been asked, and is asked again. */
function isWithRole(layout: Layout, step: Step): string {
  const place = layout.placeOf(step);
  const escalate = 'overdue' in step ? step.overdue.escalate : [];
  const rungs = escalate.flatMap((rung, index) =>
    isAccountable(layout.program, rung) ? [`l${place} == ${index + 1}`] : [],
  );
  return rungs.join(' || ') || 'false';
}

/** Whether the present deadline of a step comes at all, and may come now. */
function isFireable(layout: Layout, step: Step): string {
  const place = layout.placeOf(step);
  const isFresh = `l${place} == 0 && !u${place}`;
  const within = withinOf(step);
  const first =
    within?.kind === 'fact'
      ? `(${isTimeCode(layout, step)} || (${isUnknown(layout, step)} && ${ends(within.otherwise)}))`
      : `${ends(within)}`;
  return `(${isFresh} && ${first}) || (!(${isFresh}) && !(${isEndless(layout, step)}))`;
}

function isUnknown(layout: Layout, step: Step): string {
  const within = withinOf(step);
  const fact = within?.kind === 'fact' ? layout.cells.fact(within.fact) : undefined;
  return fact === undefined ? 'true' : `${fact.name} == 0`;
}

/** The rung or the look-up that a step waits for has no end. */
function isEndless(layout: Layout, step: Step): string {
  if (!('overdue' in step)) return 'false';
  const place = layout.placeOf(step);
  const { every, lookUp } = step.overdue;
  const rungs: Span = every ?? layout.program.exceptions.every;
  const isLookUpEndless = lookUp !== undefined && !Number.isFinite(lookUp.withinMs);
  return (
    [
      ...(ends(rungs) ? [] : [`l${place} > 0`]),
      ...(isLookUpEndless ? [`(l${place} == 0 && u${place})`] : []),
    ].join(' || ') || 'false'
  );
}

/** An expression: the obligation that stands at a step has no owner, or no date. */
export function isUnowned(layout: Layout, step: Step): string {
  const place = layout.placeOf(step);
  const { program } = layout;
  const within = withinOf(step);
  const faults: string[] = [];
  if (!('owner' in step) || !isOwner(program, step.owner)) faults.push(`l${place} == 0`);
  const escalate = 'overdue' in step ? step.overdue.escalate : [];
  escalate.forEach((rung, index) => {
    if (!isOwner(program, rung)) faults.push(`l${place} == ${index + 1}`);
  });
  const fresh = `l${place} == 0 && !u${place}`;
  if (within?.kind === 'fact') {
    if (!ends(within.otherwise)) faults.push(`(${fresh} && ${isUnknown(layout, step)})`);
  } else if (!ends(within)) faults.push(`(${fresh})`);
  const endless = isEndless(layout, step);
  if (endless !== 'false') faults.push(endless);
  return faults.join(' || ') || 'false';
}

/** A person acts, and states all that the action asks for. */
function actOptions(layout: Layout, [name, step]: Named, isHere: string): readonly string[] {
  if (step.kind !== 'task' && step.kind !== 'park') return [];
  const place = layout.placeOf(step);
  return Object.entries(step.actions).map(([action, { transitions }]) => {
    const source: Source = { kind: 'act', step: name, action };
    const fields = layout.cells.fieldsOf(source);
    const stated = fields.map((field) => anyValue(field, false)).join(' ');
    const otherwise = exceptionCode(layout, step.owner);
    const take = takeCode(layout, { transitions, place, source, otherwise });
    return option(`${isHere} && !pk`, `human = 1; ${stated} ${take}`);
  });
}

/** A command is answered, in a park as well. */
function commandOptions(layout: Layout, [name, step]: Named, isHere: string): readonly string[] {
  if (step.kind !== 'command') return [];
  const place = layout.placeOf(step);
  const otherwise = exceptionCode(layout, step.owner);
  const source: Source = { kind: 'done', step: name };
  const stated = layout.cells.fieldsOf(source).map((field) => anyValue(field, true));
  const done = takeCode(layout, { transitions: step.done, place, source, otherwise });
  const others = (['rejected', 'exhausted', 'unknown'] as const).map((answer) => {
    const transitions = step[answer];
    const take = takeCode(layout, { transitions, place, source: noData, otherwise });
    const pre =
      answer === 'exhausted' && isTooLate(step)
        ? `if :: !pk && l${place} == 0 -> pre = 1 :: else fi;`
        : '';
    return option(isHere, `${pre} ${take}`);
  });
  return [option(isHere, `${stated.join(' ')} ${done}`), ...others];
}

/** The person knows as surely as is asked for, or a channel fails; else the deadline decides. */
function messageOptions(layout: Layout, [name, step]: Named, isHere: string): readonly string[] {
  if (step.kind !== 'message') return [];
  const place = layout.placeOf(step);
  const otherwise = exceptionCode(layout, step.owner);
  const known = takeCode(layout, { transitions: step.then, place, source: noData, otherwise });
  const last = overdueCode(layout, [name, step], false);
  const isMore = `c${place} + 1 < ${step.channels.length}`;
  const fails = `if :: ${isMore} -> c${place}++ :: else -> skip; ${last} fi;`;
  return [option(isHere, known), option(isHere, `${fails} tick = 0;`)];
}

/** The other journey begins, reaches the milestone, or ends in one of its ways. */
function dependsOptions(layout: Layout, [, step]: Named, isHere: string): readonly string[] {
  if (step.kind !== 'depends') return [];
  const place = layout.placeOf(step);
  const otherwise = exceptionCode(layout, step.owner);
  const hears = (transitions: Transitions): string =>
    option(isHere, takeCode(layout, { transitions, place, source: noData, otherwise }));
  const started = option(`${isHere} && !s${place}`, `s${place} = 1;`);
  const ended = outcomesOf(layout.program, step.journey).map((outcome) => {
    const way = step.ended[outcome] ?? (step.milestone === undefined ? step.reached : []);
    return hears(way);
  });
  return [started, ...(step.milestone === undefined ? [] : [hears(step.reached)]), ...ended];
}

/** A moment comes nearer to now; a person ends a park; a kept event is too old. */
export function otherOptions(layout: Layout): readonly string[] {
  const facts = layout.cells.facts().flatMap(({ name, cells }) => {
    const sinks = cells.kind === 'line' && cells.sinks;
    return sinks ? [option(`${name} > 1`, `${name}--;`)] : [];
  });
  const expiries = layout.kept.map((type, index) => {
    const owner = layout.program.systems[type.slice(0, type.indexOf('.'))]?.owner ?? '';
    return option(`k${index}`, `k${index} = 0; ${exceptionCode(layout, owner)}`);
  });
  return [...facts, option('pk', 'human = 1; resume();'), ...expiries];
}
