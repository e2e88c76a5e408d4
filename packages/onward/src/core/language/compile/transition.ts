/** Compiles ways on: guarded, ordered, setting facts and asking commands in passing. */
import { compileSet, compileValue } from './expression.ts';
import { compileGuard } from './guard.ts';
import { compileTelling } from './telling.ts';
import type { CommandCall, CommandType, Telling, Transition, Transitions } from '../model.ts';
import { splitQualified } from '../names.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, resolve, toList } from './scope.ts';
import type { Here } from './scope.ts';
import type {
  WrittenTelling,
  WrittenTransition,
  WrittenTransitions,
  WrittenValue,
} from '../surface/parts.ts';

/** Compiles a step name, a transition, or an ordered list of them. */
export function compileTransitions(
  written: WrittenTransitions,
  path: Path,
  here: Here,
): Transitions {
  if (!Array.isArray(written)) return [compileTransition(written, path, here)];
  const last = written.length - 1;
  return written.map((item: string | WrittenTransition, index) => {
    const below = [...path, index];
    if (index < last && (typeof item === 'string' || item.when === undefined)) {
      const message = 'What follows can never be taken: this one has no `when`.';
      report(here.scope, below, { code: 'ONW-LANG-GUARD', message });
    }
    return compileTransition(item, below, here);
  });
}

/** Compiles one way on. */
export function compileTransition(
  written: string | WrittenTransition,
  path: Path,
  here: Here,
): Transition {
  if (typeof written === 'string') {
    checkStep(written, path, here);
    return { to: written, set: [], run: [] };
  }
  const { when, to, set, milestone, run, inform } = written;
  if (to !== undefined) checkStep(to, [...path, 'to'], here);
  if (milestone !== undefined) here.scope.milestones.add(milestone);
  return {
    ...(when === undefined ? {} : { when: compileGuard(when, [...path, 'when'], here) }),
    ...(to === undefined ? {} : { to }),
    set: compileSet(set, [...path, 'set'], here),
    ...(milestone === undefined ? {} : { milestone }),
    run: compileRuns(run, [...path, 'run'], here),
    ...(inform === undefined ? {} : { inform: compileInforms(inform, [...path, 'inform'], here) }),
  };
}

/**
 * A step must exist, and lie in the same track or in none: one track cannot move another.
 * Returns whether it does.
 */
export function checkStep(name: string, path: Path, here: Here): boolean {
  const { tracks } = here.scope;
  const track = tracks.get(name);
  if (track === undefined) {
    const message = `There is no step ${quote(name)}${didYouMean(name, tracks.keys())}`;
    const allowed = listNames(tracks.keys());
    report(here.scope, path, { code: 'ONW-LANG-UNKNOWN-STEP', message, allowed });
    return false;
  }
  if (track !== '' && track !== here.track) {
    const message = `The step ${quote(name)} lies in the track "${track}".`;
    const allowed = 'a step of the same track, or one outside all tracks';
    report(here.scope, path, { code: 'ONW-LANG-TRACK', message, allowed });
    return false;
  }
  return true;
}

function compileInforms(
  written: NonNullable<WrittenTransition['inform']>,
  path: Path,
  here: Here,
): readonly Telling[] {
  return toList<string | WrittenTelling>(written).map((each, index) => {
    const below = Array.isArray(written) ? [...path, index] : path;
    return compileTelling(typeof each === 'string' ? { template: each } : each, below, here);
  });
}

type WrittenCalls = Readonly<Record<string, Readonly<Record<string, WrittenValue>>>>;

function compileRuns(
  written: WrittenTransition['run'],
  path: Path,
  here: Here,
): readonly CommandCall[] {
  if (written === undefined) return [];
  const lists: readonly (readonly [WrittenCalls, Path])[] = Array.isArray(written)
    ? written.map((calls, index) => [calls, [...path, index]] as const)
    : [[written, path]];
  return lists.flatMap(([calls, below]) =>
    entriesOf(calls).flatMap(([name, args]) => {
      const at = { name, path: [...below, name], key: true, argsPath: [...below, name] };
      const call = compileCall(args, at, here);
      return call === undefined ? [] : [call];
    }),
  );
}

/** Where a command is named and where its arguments stand. */
export interface CallPlace {
  readonly name: string;
  readonly path: Path;
  readonly key: boolean;
  readonly argsPath: Path;
}

/** Compiles a command with its arguments: each declared one is given, and no other. */
export function compileCall(
  written: Readonly<Record<string, WrittenValue>> | undefined,
  place: CallPlace,
  here: Here,
): CommandCall | undefined {
  const type = resolveCommand(place, here);
  if (type === undefined) return undefined;
  const { system, name } = splitQualified(place.name);
  for (const missing of Object.keys(type.args)) {
    if (written !== undefined && Object.hasOwn(written, missing)) continue;
    const message = `The argument "${missing}" of ${quote(place.name)} is missing.`;
    report(here.scope, place.argsPath, { code: 'ONW-LANG-ARGUMENT', message, key: true });
  }
  const args = entriesOf(written).flatMap(([arg, value]) => {
    const path = [...place.argsPath, arg];
    const known = { what: 'argument', code: 'ONW-LANG-ARGUMENT', among: type.args } as const;
    const argType = resolve(arg, { ...known, key: true }, { scope: here.scope, path });
    const target = argType && { type: argType, use: 'argument' as const, path };
    const compiled = target && compileValue(value, target, here);
    return compiled === undefined ? [] : [[arg, compiled] as const];
  });
  return { system, command: name, args: Object.fromEntries(args) };
}

/** The command a qualified name means. */
export function resolveCommand(place: CallPlace, here: Here): CommandType | undefined {
  const { scope } = here;
  const at = { scope, path: place.path };
  const { system, name } = splitQualified(place.name);
  const { key } = place;
  const systems = { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', key } as const;
  const found = resolve(system, { ...systems, among: scope.declared.systems }, at);
  if (found === undefined) return undefined;
  const what = `command of ${system}`;
  const among = found.commands;
  return resolve(name, { what, code: 'ONW-LANG-UNKNOWN-COMMAND', among, key }, at);
}
