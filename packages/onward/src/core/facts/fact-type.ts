/**
 * How a person writes a closed type: `flag`, `instant`, `[basic, plus]`, `{ count: 3 }`, `{ ref:
 * ehr }`.
 */
import type { FactType } from '../language/model.ts';

const plain = new Set(['flag', 'instant', 'date', 'duration', 'money', 'zone']);
const name = /^[a-z][a-z0-9-]{0,63}$/;

/** The type that a program or a system's settings write; undefined when it is none. */
export function readFactType(raw: unknown): FactType | undefined {
  if (typeof raw === 'string') {
    return plain.has(raw) ? ({ kind: raw } as FactType) : undefined;
  }
  if (Array.isArray(raw)) return oneOf(raw as readonly unknown[]);
  if (typeof raw !== 'object' || raw === null) return undefined;
  const [member, ...more] = Object.entries(raw);
  if (member === undefined || more.length > 0) return undefined;
  const [key, value] = member as [string, unknown];
  if (key === 'count') {
    return Number.isSafeInteger(value) && (value as number) > 0
      ? { kind: 'count', max: value as number }
      : undefined;
  }
  if (typeof value !== 'string' || !name.test(value)) return undefined;
  if (key === 'ref') return { kind: 'ref', system: value };
  return key === 'code' ? { kind: 'code', list: value } : undefined;
}

function oneOf(values: readonly unknown[]): FactType | undefined {
  const names = values.filter((value) => typeof value === 'string' && name.test(value)) as string[];
  const distinct = names.length === values.length && new Set(names).size === names.length;
  return distinct && names.length > 0 ? { kind: 'one-of', values: names } : undefined;
}
