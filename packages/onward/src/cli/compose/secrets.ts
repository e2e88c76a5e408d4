/** Secrets by the names of their variables: from the environment, and in development made up. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Program } from '../../core/index.ts';
import { readPrivate, writePrivate } from './private-file.ts';

export type Secrets = (name: string) => string | undefined;

/** The variables a program's systems verify deliveries with, by system. */
export function secretNames(program: Program): ReadonlyMap<string, string> {
  return variablesOf(program, 'secret');
}

/** The variables that say where systems are, by system. */
export function targetNames(program: Program): ReadonlyMap<string, string> {
  return variablesOf(program, 'url');
}

function variablesOf(program: Program, setting: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [system, { settings }] of Object.entries(program.systems)) {
    const name = isRecord(settings) ? settings[setting] : undefined;
    if (typeof name === 'string') found.set(system, name);
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The environment, an empty variable counting as none. */
export function environment(): Secrets {
  return (name) => {
    const value = process.env[name];
    return value === undefined || value === '' ? undefined : value;
  };
}

/** Where development keeps the secrets that it made up. */
export function devSecretsFile(folder: string): string {
  return join(folder, 'dev-secrets.json');
}

export interface DevSecrets {
  readonly secrets: Secrets;
  /** Names of the variables that are made up in this run. */
  readonly made: readonly string[];
}

/** The environment first; what it lacks is made up once and kept in the data folder. */
export async function devSecrets(folder: string, names: Iterable<string>): Promise<DevSecrets> {
  const given = environment();
  const path = devSecretsFile(folder);
  const kept = parse(await readPrivate(path));
  const made = [...new Set(names)].filter((name) => given(name) === undefined);
  const missing = made.filter((name) => kept.get(name) === undefined);
  for (const name of missing) kept.set(name, `whsec_${randomBytes(24).toString('base64')}`);
  if (missing.length > 0) {
    await writePrivate(path, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
  }
  return { secrets: (name) => given(name) ?? kept.get(name), made };
}

function parse(text: string | undefined): Map<string, string> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const entries = isRecord(value) ? Object.entries(value) : [];
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}
