/** Compiles how a write is read back: whom it asks, and what must be said. */
import { minuteMs } from '../duration.ts';
import type { CommandCall, Expression, FactTypes, ReadBack, Within } from '../model.ts';
import { splitQualified } from '../names.ts';
import { listNames, quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import type { WrittenReadBack } from '../surface/steps.ts';
import { dataOf, resolveEvent } from './events.ts';
import { compileValue } from './expression.ts';
import { resolveLookUp } from './owner.ts';
import { checkOnce, entriesOf, report, resolve, toList } from './scope.ts';
import type { Here } from './scope.ts';
import { compileDuration } from './span.ts';
import { fits } from './types.ts';

const usualEveryMs = 5 * minuteMs;

/** The command that writes, and what its answer brings. */
interface Writing {
  readonly call: CommandCall | undefined;
  readonly returns: FactTypes;
}

export function compileReadBack(
  written: WrittenReadBack | undefined,
  { call, returns }: Writing,
  at: { readonly path: Path; readonly here: Here; readonly within: Within },
): { readonly readBack?: ReadBack } {
  if (written === undefined) return {};
  const path = [...at.path, 'read-back'];
  const { scope } = at.here;
  if (at.within.kind === 'fact') {
    const message = 'A write that is read back has a deadline that hangs on no fact.';
    report(scope, [...at.path, 'within'], { code: 'ONW-LANG-READ-BACK', message, allowed: '4h' });
  }
  const type = resolveLookUp(written['look-up'], [...path, 'look-up'], at.here);
  const { system, name: lookUp } = splitQualified(written['look-up']);
  const until = toList<string>(written.until);
  checkOnce(until, [...path, 'until'], scope);
  const said = type?.events.map((event) => `${system}.${event}`) ?? until;
  until.forEach((event, index) => {
    const below = Array.isArray(written.until) ? [...path, 'until', index] : [...path, 'until'];
    if (said.includes(event)) return;
    const message = `The look-up does not say ${quote(event)}.`;
    const allowed = listNames(said);
    report(scope, below, { code: 'ONW-LANG-READ-BACK', message, allowed });
  });
  const types = statedBy(until, path, at.here);
  const here = { ...at.here, data: { of: 'from the command', types: returns } };
  const usual = sameNames(types, { call, returns });
  const stated =
    written.with === undefined ? usual : compileWith(written.with, { types, path, here });
  if (type !== undefined && call !== undefined && Object.keys(stated).length === 0) {
    const message = 'Nothing that was written would be seen in the answer.';
    const allowed = `with: what must stand in it, of ${listNames(Object.keys(types))}`;
    report(scope, path, { code: 'ONW-LANG-READ-BACK', message, allowed, key: true });
  }
  const everyMs =
    written.every === undefined
      ? usualEveryMs
      : compileDuration(written.every, { scope, path: [...path, 'every'] });
  const withinMs = compileDuration(written.within, { scope, path: [...path, 'within'] });
  return { readBack: { system, lookUp, until, with: stated, everyMs, withinMs } };
}

/** What each of the events states. */
function statedBy(until: readonly string[], path: Path, { scope }: Here): FactTypes {
  const all = until.map((event) => {
    const type = resolveEvent(event, { scope, path: [...path, 'until'], key: false });
    return dataOf(event, type).types;
  });
  const [first = {}, ...rest] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, type]) => {
      return rest.every((types) => {
        const other = types[name];
        return other !== undefined && fits(other, type) && fits(type, other);
      });
    }),
  );
}

/** Arguments and returned facts that the events state under the same name. */
function sameNames(types: FactTypes, { call, returns }: Writing): ReadBack['with'] {
  const same = Object.entries(types).flatMap(([name, type]): [string, Expression][] => {
    const argument = call?.args[name];
    if (argument !== undefined) return [[name, argument]];
    const returned = Object.hasOwn(returns, name) ? returns[name] : undefined;
    return returned !== undefined && fits(returned, type) ? [[name, { kind: 'event', name }]] : [];
  });
  return Object.fromEntries(same);
}

function compileWith(
  written: NonNullable<WrittenReadBack['with']>,
  { types, path, here }: { readonly types: FactTypes; readonly path: Path; readonly here: Here },
): ReadBack['with'] {
  const each = entriesOf(written).flatMap(([name, value]) => {
    const below = [...path, 'with', name];
    const known = { what: 'event data', code: 'ONW-LANG-UNKNOWN-DATA', among: types } as const;
    const type = resolve(name, { ...known, key: true }, { scope: here.scope, path: below });
    const target = type && { type, use: 'argument' as const, path: below };
    const compiled = target && compileValue(value, target, here);
    return compiled === undefined ? [] : [[name, compiled] as const];
  });
  return Object.fromEntries(each);
}
