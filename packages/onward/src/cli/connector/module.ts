/** A connector in a module of its own, with what it is tried with. */
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import type { Connector, Json } from '../../core/index.ts';
import { declared, sentence, StopError } from '../../core/index.ts';

/** What a connector is tried with: settings as in a program, and secrets made up for this alone. */
export interface Trial {
  readonly settings: Json;
  /** Values of the environment variables that the settings name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Code lists of the program, where data is of a `code` type. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** The headers that prove a body, made as the system makes them; times are epoch milliseconds. */
  sign?(body: Uint8Array, atMs: number): Readonly<Record<string, string>>;
}

export interface TriedModule {
  readonly connector: Connector;
  readonly trial: Trial;
  /** Where its recordings lie. */
  readonly recordings: string;
}

const trial = z.object({
  settings: z.json(),
  secrets: z.record(z.string(), z.string()).default({}),
  codes: z.record(z.string(), z.array(z.string())).default({}),
  sign: z.custom<Trial['sign']>((value) => typeof value === 'function').optional(),
});

const names = ['connector.ts', 'connector.mts', 'connector.js', 'connector.mjs'];

/** @throws StopError ONW-CONNECTOR-MODULE */
export async function loadConnector(path: string): Promise<TriedModule> {
  const file = fileOf(resolve(path));
  if (file === undefined) throw unusable('There is no connector module at the path');
  const module = await imported(file);
  const connector = module['connector'];
  if (!isConnector(connector)) {
    throw unusable('The module exports no `connector` with a name and `describe`');
  }
  const given = trial.safeParse(module['trial']);
  if (!given.success) throw unusable('The module exports no `trial` of settings and secrets');
  const { settings, secrets, codes, sign } = given.data;
  return {
    connector,
    trial: { settings, secrets, codes, ...(sign === undefined ? {} : { sign }) },
    recordings: join(dirname(file), 'recordings'),
  };
}

function fileOf(target: string): string | undefined {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() === true;
  const files = isFolder ? names.map((name) => join(target, name)) : [target];
  return files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
}

async function imported(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'Error';
    throw unusable(`The module cannot be loaded (${kind})`, error);
  }
}

function isConnector(value: unknown): value is Connector {
  if (typeof value !== 'object' || value === null) return false;
  const { name, describe } = value as Partial<Connector>;
  return typeof name === 'string' && typeof describe === 'function';
}

function unusable(what: string, cause?: unknown): StopError {
  const message = sentence`${declared(what)}; make one with onward connector new, and compare.`;
  return new StopError('ONW-CONNECTOR-MODULE', message, { cause });
}
