/** Compiles the values that facts are set to and commands are asked with, checking their types. */
import { fits, typeWords } from './types.ts';
import { compileLiteral } from './literal.ts';
import type { Assignment, Expression, FactType } from '../model.ts';
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report, resolve } from './scope.ts';
import type { Here } from './scope.ts';
import type { WrittenValue } from '../surface/parts.ts';

/** What a value is for. */
export interface Target {
  readonly type: FactType;
  /** Only a fact can be cleared or counted up. */
  readonly use: 'fact' | 'argument';
  readonly path: Path;
}

/** Compiles `set:`, a map of facts to values. */
export function compileSet(
  written: Readonly<Record<string, WrittenValue>> | undefined,
  path: Path,
  here: Here,
): readonly Assignment[] {
  return entriesOf(written).flatMap(([fact, value]) => {
    const below = [...path, fact];
    const type = resolveFact(fact, { here, path: below, key: true });
    const target = type && { type, use: 'fact' as const, path: below };
    const to = target && compileValue(value, target, here);
    return to === undefined ? [] : [{ fact, to }];
  });
}

/** One value for a target; undefined and a finding when it does not fit. */
export function compileValue(
  written: WrittenValue,
  target: Target,
  here: Here,
): Expression | undefined {
  const { type, path } = target;
  if (written === null) return onlyForFacts('null', { kind: 'clear' }, { target, here });
  if (typeof written === 'object' && 'add' in written) {
    return compileAdd(written.add, target, here);
  }
  if (typeof written === 'string') {
    if (written.startsWith('event.'))
      return fromEvent(written.slice('event.'.length), target, here);
    if (written.startsWith('fact.')) return fromFact(written.slice('fact.'.length), target, here);
    if (written === 'now' && type.kind === 'instant') return { kind: 'now' };
  }
  const value = compileLiteral(written, type, { scope: here.scope, path });
  return value === undefined ? undefined : { kind: 'value', value };
}

/** The type of a fact of this journey. */
export function resolveFact(
  name: string,
  at: { readonly here: Here; readonly path: Path; readonly key?: boolean },
): FactType | undefined {
  const { scope } = at.here;
  const known = { what: 'fact', code: 'ONW-LANG-UNKNOWN-FACT', among: scope.facts } as const;
  return resolve(name, { ...known, key: at.key ?? false }, { scope, path: at.path });
}

/** The type of `event.NAME` here. */
export function resolveEventData(
  name: string,
  at: { readonly here: Here; readonly path: Path; readonly key?: boolean },
): FactType | undefined {
  const { data, scope } = at.here;
  const known = {
    what: 'event data',
    where: data.of,
    code: 'ONW-LANG-UNKNOWN-DATA',
    among: data.types,
  } as const;
  return resolve(name, { ...known, key: at.key ?? false }, { scope, path: at.path });
}

function compileAdd(by: number, target: Target, here: Here): Expression | undefined {
  const { type, path } = target;
  if (type.kind !== 'count') {
    const message = `Only a count can be added to; this is ${typeWords(type)}.`;
    report(here.scope, path, { code: 'ONW-LANG-VALUE', message });
    return undefined;
  }
  return onlyForFacts('add', { kind: 'add', by }, { target, here });
}

function onlyForFacts(
  word: string,
  expression: Expression,
  { target, here }: { readonly target: Target; readonly here: Here },
): Expression | undefined {
  if (target.use === 'fact') return expression;
  const message = `${quote(word)} sets a fact; an argument needs a value.`;
  report(here.scope, target.path, { code: 'ONW-LANG-VALUE', message });
  return undefined;
}

function fromEvent(name: string, target: Target, here: Here): Expression | undefined {
  const type = resolveEventData(name, { here, path: target.path });
  return type && typed({ kind: 'event', name }, type, { target, here });
}

function fromFact(name: string, target: Target, here: Here): Expression | undefined {
  const type = resolveFact(name, { here, path: target.path });
  return type && typed({ kind: 'fact', name }, type, { target, here });
}

function typed(
  expression: Expression,
  type: FactType,
  { target, here }: { readonly target: Target; readonly here: Here },
): Expression | undefined {
  if (fits(type, target.type)) return expression;
  const message = `This is ${typeWords(type)}, but ${typeWords(target.type)} is needed.`;
  report(here.scope, target.path, { code: 'ONW-LANG-VALUE', message });
  return undefined;
}
