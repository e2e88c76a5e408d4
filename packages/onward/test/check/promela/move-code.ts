/**
 * How a journey moves, as Promela: a list of ways is tried in order, a place is left and a step is
 * entered. Instant steps are entered one by one by the loop of the model, through `todo`.
 */
import type { Step, Transition, Transitions } from '../../../src/core/index.ts';
import { changesOf, guardCode } from './fact-code.ts';
import { endedTrack } from './layout.ts';
import type { Layout } from './layout.ts';
import { isOwner, noData, withinOf } from './journey-reader.ts';
import type { Source } from './journey-reader.ts';

/** A list of ways on, taken on behalf of a place. */
export interface Take {
  readonly transitions: Transitions;
  readonly place: number;
  readonly source: Source;
  /** What follows where no guard holds: an exception, as far as the properties see it. */
  readonly otherwise: string;
  /** What follows where one does. */
  readonly then?: string;
}

/** Takes the first way whose guard holds. */
export function takeCode(layout: Layout, take: Take): string {
  const { transitions, source, otherwise } = take;
  const [first, ...rest] = transitions;
  if (first === undefined) return otherwise;
  const follow = `${take.then ?? ''} ${followCode(layout, first, take)}`;
  if (first.when === undefined) return follow;
  const guard = guardCode(first.when, layout.cells, source);
  const after = takeCode(layout, { ...take, transitions: rest });
  return `if :: ${guard} -> skip; ${follow} :: else -> skip; ${after} fi;`;
}

function followCode(layout: Layout, transition: Transition, { place, source }: Take): string {
  const { journey, cells } = layout;
  const changes = changesOf(transition.set, { journey, cells, source });
  const codes = changes.map(({ code, fact }) => {
    return `${code} if :: chg -> tick = 0; ${rescheduleCode(layout, fact)} :: else fi;`;
  });
  // What is assigned and looked at nowhere is a change of the state, and none of a configuration.
  const milestone = transition.milestone === undefined ? '' : 'ms = 1;';
  const move = transition.to === undefined ? '' : moveCode(layout, transition.to, place);
  return `${codes.join(' ')} ${milestone} ${move}`;
}

/** A deadline that hangs on a fact moves with it; one that is ahead again starts afresh. */
function rescheduleCode(layout: Layout, fact: string): string {
  const hanging = layout.steps().filter(([, step]) => {
    const within = withinOf(step);
    return within?.kind === 'fact' && within.fact === fact;
  });
  const codes = hanging.map(([name, step]) => {
    const place = layout.placeOf(step);
    const isHere = `p${place} == ${layout.number(name)} && o${place} && !pk`;
    const isAhead = `!(${isTimeCode(layout, step)})`;
    return `if :: ${isHere} && ${isAhead} -> l${place} = 0; u${place} = 0 :: else fi;`;
  });
  return codes.join(' ') || 'skip;';
}

/** The time has come that a step's deadline hangs on; false while it is not known. */
export function isTimeCode(layout: Layout, step: Step): string {
  const within = withinOf(step);
  const variable = within?.kind === 'fact' ? layout.cells.fact(within.fact) : undefined;
  if (within?.kind !== 'fact' || variable?.cells.kind !== 'line') return 'false';
  const cut = 2 * variable.cells.cuts.indexOf(-within.offsetMs) + 2;
  return `(${variable.name} != 0 && ${variable.name} <= ${cut})`;
}

/** What is left is left by the loop (`via`) before the step is entered. */
function moveCode(layout: Layout, to: string, place: number): string {
  const isWithin = place > 0 && layout.placeOf(layout.step(to)) === place;
  const via = isWithin ? 1 + place : 1;
  return `todo = ${layout.number(to)}; via = ${via};`;
}

/** The branch of the loop that leaves: a park, then the own track or everything. */
export function leaveBranch(layout: Layout): string {
  const tracks = layout.places().slice(1);
  const options = tracks.map((place) => `:: via == ${1 + place} -> leave${place}()`);
  const leave = `if :: via == 1 -> leave_all() ${options.join(' ')} fi;`;
  return `:: atomic { busy && via -> moved = 1; resume(); ${leave} via = 0 }`;
}

/** Macros that every move uses. */
export function moveInlines(layout: Layout): string {
  const places = layout.places();
  const leaves = places.map((place) => {
    const own = ['p', 'l', 'u', 'c', 's', 'o', 'r'].map((each) => `${each}${place} = 0`);
    return `inline leave${place}() { ${own.join('; ')}; }`;
  });
  const all = places.map((place) => `leave${place}();`).join(' ');
  const wakes = places.map((place) => wakeCode(layout, place)).join('\n    ');
  return [
    ...leaves,
    `inline leave_all() { ${all} fork = 0; nth = 0; out = 1; }`,
    `inline resume() {\n  if\n  :: pk -> pk = 0;\n    ${wakes}\n  :: else fi;\n}`,
  ].join('\n');
}

/** What was overdue when the park began, or is by the clock of its fact, starts afresh. */
function wakeCode(layout: Layout, place: number): string {
  const fixed = layout.stepsAt(place).filter(([, step]) => withinOf(step)?.kind === 'fact');
  const isKnown = fixed.map(([name, step]) => {
    const within = withinOf(step);
    const fact = within?.kind === 'fact' ? layout.cells.fact(within.fact)?.name : undefined;
    return `(p${place} == ${layout.number(name)} && ${fact ?? '0'} != 0)`;
  });
  const isPast = fixed.map(([name, step]) => {
    return `(p${place} == ${layout.number(name)} && ${isTimeCode(layout, step)})`;
  });
  const known = isKnown.join(' || ') || 'false';
  const past = isPast.join(' || ') || 'false';
  const late = `o${place} && ((${past}) || (r${place} && !(${known})))`;
  return `if :: ${late} -> l${place} = 0; u${place} = 0 :: else fi; r${place} = 0;`;
}

/** Holds the journey: every obligation rests; what is due already is late when it wakes. */
export function parkCode(layout: Layout, name: string, isDue: boolean): string {
  const place = layout.placeOf(layout.step(name));
  const others = layout.places().map((other) => {
    if (other === place && isDue) return `r${other} = 1;`;
    return `if :: o${other} -> r${other} = 1 :: true fi;`;
  });
  const rest = `if :: !pk -> skip; ${others.join(' ')} :: else fi;`;
  return `tick = 0; ${rest} pk = ${layout.park(name)};`;
}

/** Enters a step: an instant one leads on at once, any other opens its obligation. */
export function enterCode(layout: Layout, name: string): string {
  const step = layout.step(name);
  const place = layout.placeOf(step);
  const arrive = `p${place} = ${layout.number(name)};`;
  switch (step.kind) {
    case 'decide': {
      const { choose: transitions } = step;
      const otherwise = exceptionCode(layout, answering(layout, step));
      return `${arrive} ${takeCode(layout, { transitions, place, source: noData, otherwise })}`;
    }
    case 'tracks':
      return `${arrive} fork = ${layout.number(name)}; nth = 0;`;
    case 'end':
      if (place === 0) return endCode(layout);
      return `p${place} = ${endedTrack}; ${joinCode(layout, step.track)}`;
    default:
      return `${arrive} o${place} = 1;`;
  }
}

/** Nothing of a journey is left when it has ended. */
function endCode(layout: Layout): string {
  const facts = layout.cells.facts().map(({ name }) => `${name} = 0;`);
  const kept = layout.kept.map((_, index) => `k${index} = 0;`);
  return `leave_all(); pk = 0; ${[...facts, ...kept].join(' ')} over = 1;`;
}

/** The tracks that are begun one after the other, until one of them leads away. */
export function forkCode(layout: Layout, name: string): string {
  const step = layout.step(name);
  const starts = step.kind === 'tracks' ? Object.values(step.tracks) : [];
  const options = starts.map((start, index) => {
    return `:: nth == ${index} -> nth++; todo = ${layout.number(start)}`;
  });
  return `if ${options.join(' ')} :: else -> fork = 0; nth = 0 fi;`;
}

function joinCode(layout: Layout, track: string): string {
  const holders = layout.steps().flatMap(([name, step]) => {
    return step.kind === 'tracks' && Object.hasOwn(step.tracks, track) ? [{ name, step }] : [];
  });
  return holders
    .map(({ name, step }) => {
      const ended = layout.places().slice(1);
      const count = ended.map((place) => `(p${place} == ${endedTrack})`).join(' + ');
      const take = takeCode(layout, {
        transitions: step.then,
        place: 0,
        source: noData,
        otherwise: exceptionCode(layout, answering(layout, step)),
      });
      const joins = `p0 == ${layout.number(name)} && (${count}) >= ${step.join}`;
      return `if :: ${joins} -> skip; ${take} :: else fi;`;
    })
    .join(' ');
}

/** Something becomes an exception: it must be somebody's. */
export function exceptionCode(layout: Layout, owner: string): string {
  return isOwner(layout.program, owner) ? 'skip;' : 'bad = 1;';
}

/** Who answers for a step that makes no obligation of its own. */
export function answering({ program, journey }: Layout, step: Step): string {
  if ('owner' in step) return step.owner;
  const [first = ''] = program.exceptions.escalate;
  return journey.stages[step.stage]?.owner ?? journey.owner ?? first;
}
