/** Secrets and addresses by the names of their variables, and which of them a program asks for. */
import type { Json, Program } from '../../core/index.ts';

/** The value of a variable; undefined when it is not set, or empty. */
export type Secrets = (name: string) => string | undefined;

/** The environment as it is now; asking the process itself with each delivery costs a call out. */
export function environment(): Secrets {
  const variables = { ...process.env };
  return (name) => {
    const value = variables[name];
    return value === undefined || value === '' ? undefined : value;
  };
}

/** The variables a program's systems verify deliveries with, by system. */
export function secretNames(program: Program): ReadonlyMap<string, string> {
  return variablesOf(program, 'secret');
}

/** The variables that say where systems are, by system. */
export function targetNames(program: Program): ReadonlyMap<string, string> {
  return variablesOf(program, 'url');
}

/** The variables of keys that systems are called with, by system. */
export function callKeyNames(program: Program): ReadonlyMap<string, string> {
  return variablesOf(program, 'key');
}

/** Settings of that name, however deep they stand: `subscription.secret` is one of `secret`. */
function variablesOf(program: Program, setting: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [system, { settings }] of Object.entries(program.systems)) {
    const name = settingNamed(settings, setting);
    if (name !== undefined) found.set(system, name);
  }
  return found;
}

/** The first such setting that names a variable; the outermost comes first. */
function settingNamed(settings: Json, setting: string): string | undefined {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    return undefined;
  const members = Object.entries(settings as Readonly<Record<string, Json>>);
  const own = members.find(([name]) => name === setting)?.[1];
  if (typeof own === 'string' && /^[A-Z][A-Z0-9_]*$/.test(own)) return own;
  for (const [, value] of members) {
    const inner = settingNamed(value, setting);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
