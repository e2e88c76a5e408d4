/** C11: every owner is somebody who works some time, and has somebody behind them. */
import type { Journey, Program, Step, Team } from '../language/model.ts';
import type { Findings } from './findings.ts';
import type { Spot } from './report.ts';
import { sendersOf } from './walk.ts';

/** Looks at every owner that a journey can have. */
export function judgeStaff(program: Program, journey: Journey, findings: Findings): void {
  for (const [owner, spot] of ownersOf(program, journey)) {
    const fault = faultOf(program, owner);
    if (fault === undefined) continue;
    const mend = 'Name a team with people, working time, and somebody to fall back on.';
    findings.add({ property: 'C11', says: fault.says, mend, spot: fault.spot ?? spot });
  }
}

function faultOf(
  program: Program,
  owner: string,
): { readonly says: string; readonly spot?: Spot } | undefined {
  const seen: string[] = [];
  for (let name = owner; ;) {
    const team: Team | undefined = Object.hasOwn(program.teams, name)
      ? program.teams[name]
      : undefined;
    if (team === undefined) return { says: `${name || 'An owner'} is no team or role.` };
    const spot = (key: string): Spot => ({
      below: [team.role ? 'roles' : 'teams', name, key],
    });
    if (seen.includes(name)) {
      return { says: `${name} falls back on itself: nobody stands in.`, spot: spot('fallback') };
    }
    seen.push(name);
    const calendar = program.calendars[team.calendar];
    const works =
      Object.values(calendar?.overrides ?? {}).length + (calendar?.week ?? []).flat().length;
    if (works === 0) return { says: `${name} has no working time.`, spot: spot('calendar') };
    if (team.people.length === 0) return { says: `${name} has no people.`, spot: spot('people') };
    if (team.role) return undefined;
    if (team.fallback === undefined) {
      return { says: `Nobody stands in when ${name} is away.`, spot: spot('fallback') };
    }
    name = team.fallback;
  }
}

/** Every team and role that may be given something by the journey, and where it is named. */
function ownersOf(program: Program, journey: Journey): ReadonlyMap<string, Spot> {
  const owners = new Map<string, Spot>();
  const add = (owner: string | undefined, spot: Spot): void => {
    if (owner !== undefined && !owners.has(owner)) owners.set(owner, spot);
  };
  add(journey.owner, { journey: journey.name, below: ['owner'] });
  for (const [name, step] of Object.entries(journey.steps)) {
    for (const [owner, below] of ownersOfStep(step)) {
      add(owner, { journey: journey.name, step: name, below });
    }
  }
  const levels = [journey.on, ...Object.values(journey.stages).map(({ on }) => on)];
  for (const on of [...levels, ...Object.values(journey.steps).map((step) => step.on)]) {
    for (const [event, handler] of Object.entries(on)) {
      if (handler.kind === 'exception')
        add(handler.owner, { journey: journey.name, below: ['on', event] });
    }
  }
  for (const [stage, { owner }] of Object.entries(journey.stages)) {
    add(owner, { journey: journey.name, stage, below: ['owner'] });
  }
  for (const system of systemsOf(journey)) {
    add(program.systems[system]?.owner, { below: ['systems', system, 'owner'] });
  }
  for (const owner of program.exceptions.escalate)
    add(owner, { below: ['exceptions', 'escalate'] });
  return owners;
}

function ownersOfStep(step: Step): readonly (readonly [string, readonly string[]])[] {
  const own = 'owner' in step ? [[step.owner, ['owner']] as const] : [];
  if (!('overdue' in step)) return own;
  const { escalate, park } = step.overdue;
  const rungs = escalate.map((rung) => [rung, ['overdue', 'escalate']] as const);
  return [...own, ...rungs, ...(park ? [[park.owner, ['overdue', 'park', 'owner']] as const] : [])];
}

/** Systems whose teams answer for events, commands and messages of the journey. */
function systemsOf(journey: Journey): ReadonlySet<string> {
  const systems = new Set<string>();
  const name = (event: string): unknown => systems.add(event.slice(0, event.indexOf('.')));
  const levels = [journey.on, ...Object.values(journey.stages).map(({ on }) => on)];
  for (const on of levels) Object.keys(on).forEach(name);
  for (const { on } of journey.enrol) name(on);
  for (const step of Object.values(journey.steps)) {
    Object.keys(step.on).forEach(name);
    if (step.kind === 'command') systems.add(step.call.system);
    if (step.kind === 'await') systems.add(step.from);
  }
  for (const via of sendersOf(journey)) systems.add(via);
  return systems;
}
