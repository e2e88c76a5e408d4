/** Secrets and addresses by the names of their variables, and which of them a program asks for. */
import type { Program } from '../../core/index.ts';

/** The value of a variable; undefined when it is not set, or empty. */
export type Secrets = (name: string) => string | undefined;

export function environment(): Secrets {
  return (name) => {
    const value = process.env[name];
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

function variablesOf(program: Program, setting: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [system, { settings }] of Object.entries(program.systems)) {
    if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) continue;
    const name = (settings as Readonly<Record<string, unknown>>)[setting];
    if (typeof name === 'string') found.set(system, name);
  }
  return found;
}
