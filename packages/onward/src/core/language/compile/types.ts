/** Compiles fact types and tells whether a value of one may be kept as another. */
import type { FactType, FactTypes } from '../model.ts';
import type { Path } from '../problem.ts';
import { checkOnce, entriesOf, resolve } from './scope.ts';
import type { Declared, FileScope } from './scope.ts';
import type { WrittenFactType, WrittenFactTypes } from '../surface/parts.ts';

/** A file in which fact types may name systems and code lists. */
export interface TypeScope extends FileScope {
  readonly declared: Pick<Declared, 'systems' | 'codes'>;
}

/** Compiles a map of names to types. */
export function compileFactTypes(
  written: WrittenFactTypes | undefined,
  path: Path,
  scope: TypeScope,
): FactTypes {
  const types = entriesOf(written).map(([name, type]) => {
    return [name, compileFactType(type, [...path, name], scope)] as const;
  });
  return Object.fromEntries(types);
}

function compileFactType(written: WrittenFactType, path: Path, scope: TypeScope): FactType {
  if (typeof written === 'string') return { kind: written };
  if (Array.isArray(written)) {
    checkOnce(written, path, scope);
    return { kind: 'one-of', values: written };
  }
  if ('count' in written) return { kind: 'count', max: written.count };
  const { systems, codes } = scope.declared;
  if ('ref' in written) {
    const at = { scope, path: [...path, 'ref'] };
    resolve(written.ref, { what: 'system', code: 'ONW-LANG-UNKNOWN-SYSTEM', among: systems }, at);
    return { kind: 'ref', system: written.ref };
  }
  const at = { scope, path: [...path, 'code'] };
  resolve(written.code, { what: 'code list', code: 'ONW-LANG-UNKNOWN-LIST', among: codes }, at);
  return { kind: 'code', list: written.code };
}

/** Whether every value of `from` is a value of `to`. */
export function fits(from: FactType, to: FactType): boolean {
  if (from.kind === 'count' && to.kind === 'count') return from.max <= to.max;
  if (from.kind === 'ref' && to.kind === 'ref') return from.system === to.system;
  if (from.kind === 'code' && to.kind === 'code') return from.list === to.list;
  if (from.kind === 'one-of' && to.kind === 'one-of') {
    return from.values.every((value) => to.values.includes(value));
  }
  return from.kind === to.kind;
}

/** A type in words, as a message names it. */
export function typeWords(type: FactType): string {
  switch (type.kind) {
    case 'count':
      return `a count from 0 to ${type.max}`;
    case 'one-of':
      return `one of ${type.values.join(', ')}`;
    case 'ref':
      return `a ref of ${type.system}`;
    case 'code':
      return `a code of ${type.list}`;
    case 'money':
      return 'an amount of money';
    case 'flag':
    case 'instant':
    case 'date':
    case 'duration':
    case 'zone':
      return `${type.kind === 'instant' ? 'an' : 'a'} ${type.kind}`;
  }
}
