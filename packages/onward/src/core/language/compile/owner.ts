/** Resolves owners and compiles what happens when a deadline passes: never nothing. */
import { minuteMs } from '../duration.ts';
import { compileDuration, compileSpan } from './span.ts';
import { compileTransitions } from './transition.ts';
import type { LookUp, LookUpType, Overdue, Parking, Team } from '../model.ts';
import { splitQualified } from '../names.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { checkOnce, report, resolve } from './scope.ts';
import type { FileScope, Here } from './scope.ts';
import type { WrittenOverdue, WrittenParking } from '../surface/steps.ts';

/** A file in which teams and roles may be named. */
export interface OwnerScope extends FileScope {
  readonly declared: { readonly teams: Readonly<Record<string, Team>> };
}

/** A team or role by name. */
export function resolveOwner(name: string, path: Path, scope: OwnerScope): Team | undefined {
  const { teams } = scope.declared;
  const known = { what: 'team or role', code: 'ONW-LANG-UNKNOWN-OWNER', among: teams } as const;
  return resolve(name, known, { scope, path });
}

/** Where an owner may be stated, nearest first: the step, its stage, the journey. */
export interface OwnerLevel {
  readonly owner: string | undefined;
  readonly path: Path;
}

/** The nearest owner; a finding when no level names one. */
export function compileOwner(levels: readonly OwnerLevel[], path: Path, here: Here): string {
  const [level] = levels.filter(({ owner }) => owner !== undefined);
  if (level?.owner === undefined) {
    const message = 'Nobody owns this: neither the step, its stage nor the journey names an owner.';
    const allowed = 'owner: a team or role';
    report(here.scope, path, { code: 'ONW-LANG-OWNER', message, allowed, key: true });
    return '';
  }
  // An owner of the stage or the journey is reported where it stands, once.
  if (level === levels[0]) resolveOwner(level.owner, [...level.path, 'owner'], here.scope);
  return level.owner;
}

/** Compiles `overdue`. */
export function compileOverdue(written: WrittenOverdue, path: Path, here: Here): Overdue {
  checkWayOut(written, path, here);
  const { escalate = [], every, then, park } = written;
  const last = then === undefined && park === undefined;
  checkLadder(escalate, { path: [...path, 'escalate'], last }, here.scope);
  const lookUp = compileLookUp(written, path, here);
  return {
    ...(lookUp === undefined ? {} : { lookUp }),
    escalate,
    ...(every === undefined ? {} : { every: compileSpan(every, [...path, 'every'], here.scope) }),
    ...(then === undefined ? {} : { then: compileTransitions(then, [...path, 'then'], here) }),
    ...(park === undefined ? {} : { park: compileParking(park, [...path, 'park'], here) }),
  };
}

/** Every rung is known; the last is one accountable person, unless a way on follows it. */
export function checkLadder(
  escalate: readonly string[],
  at: { readonly path: Path; readonly last: boolean },
  scope: OwnerScope,
): void {
  checkOnce(escalate, at.path, scope);
  escalate.forEach((name, index) => {
    const path = [...at.path, index];
    const team = resolveOwner(name, path, scope);
    if (!at.last || index < escalate.length - 1 || team === undefined || team.role) return;
    const message = `The ladder ends with the team ${quote(name)}, where nobody is accountable.`;
    const allowed = 'a role as the last rung, or a `then` or `park` after it';
    report(scope, path, { code: 'ONW-LANG-LADDER', message, allowed });
  });
}

/** Compiles a parking: who holds the journey, why, and when it is looked at again. */
export function compileParking(written: WrittenParking, path: Path, here: Here): Parking {
  resolveOwner(written.owner, [...path, 'owner'], here.scope);
  return {
    owner: written.owner,
    reason: written.reason,
    reviewEvery: compileSpan(written['review-every'], [...path, 'review-every'], here.scope),
  };
}

/** The look-up a qualified name means. */
export function resolveLookUp(name: string, path: Path, here: Here): LookUpType | undefined {
  const { scope } = here;
  const { system, name: lookUp } = splitQualified(name);
  const { systems } = scope.declared;
  const known = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', among: systems } as const;
  const found = resolve(system, known, { scope, path });
  if (found === undefined) return undefined;
  const what = `look-up of ${system}`;
  const lookUps = { what, code: 'ONW-LANG-UNKNOWN-LOOK-UP', among: found.lookUps } as const;
  return resolve(lookUp, lookUps, { scope, path });
}

/** How long a system may take to answer a look-up unless the program says otherwise. */
const lookUpWithinMs = 15 * minuteMs;

function compileLookUp(written: WrittenOverdue, path: Path, here: Here): LookUp | undefined {
  const name = written['look-up'];
  if (name === undefined) return undefined;
  resolveLookUp(name, [...path, 'look-up'], here);
  const within = written['look-up-within'];
  const at = { scope: here.scope, path: [...path, 'look-up-within'] };
  const withinMs = within === undefined ? lookUpWithinMs : compileDuration(within, at);
  return { ...splitQualified(name), withinMs };
}

function checkWayOut(written: WrittenOverdue, path: Path, { scope }: Here): void {
  const { escalate, every, then, park } = written;
  const fault = (message: string, below: Path = path): void => {
    report(scope, below, { code: 'ONW-LANG-OVERDUE', message, key: true });
  };
  if (then !== undefined && park !== undefined) {
    fault('After the deadline there is one way on: `then` or `park`, not both.', [...path, 'park']);
  }
  if (escalate === undefined && then === undefined && park === undefined) {
    fault('A deadline that passes needs `escalate`, `then` or `park`.');
  } else if (written['look-up'] !== undefined && escalate === undefined && then === undefined) {
    fault('A look-up may find nothing: it needs `then` or `escalate`.', [...path, 'look-up']);
  }
  if (written['look-up-within'] !== undefined && written['look-up'] === undefined) {
    fault('There is no `look-up` to wait for.', [...path, 'look-up-within']);
  }
  if (escalate !== undefined && every === undefined) {
    fault('A ladder needs `every`, the time between its rungs.', [...path, 'escalate']);
  }
  if (escalate === undefined && every !== undefined) {
    fault('There is no ladder (`escalate`) for `every`.', [...path, 'every']);
  }
}
