/** What development stands in with: made-up secrets, and a sink for systems without an address. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Program } from '../../core/index.ts';
import { readPrivate, writePrivate } from './private-file.ts';
import { callKeyNames, environment, secretNames, targetNames, type Secrets } from './secrets.ts';
import { sinkUrl, startSink, type Sink } from './sink.ts';

export interface DevWorld {
  /** The environment first, then what is made up. */
  readonly secrets: Secrets;
  readonly sink: Sink;
  /** Makes up what the program asks for and the environment lacks; tells of it once. */
  learn(program: Program): Promise<void>;
  /** Says where this server listens, and with it the sink. */
  readonly listensAt: (origin: string) => void;
}

/** Until the server listens, calls of the sink fail like those of a stopped system: tried again. */
const nobody = 'http://127.0.0.1:9';

export async function devWorld(folder: string, tell: (line: string) => void): Promise<DevWorld> {
  const given = environment();
  const path = join(folder, 'dev-secrets.json');
  const made = readMade(await readPrivate(path));
  const standIns = new Map<string, string>();
  const told = new Set<string>();
  const once = (line: string): void => {
    if (!told.has(line)) tell(line);
    told.add(line);
  };
  let origin = nobody;
  return {
    sink: startSink(tell, () => [new URL(origin).hostname]),
    secrets(name) {
      const system = standIns.get(name);
      const standIn = system === undefined ? undefined : sinkUrl(origin, system);
      return given(name) ?? made.get(name) ?? standIn;
    },
    async learn(program) {
      const missing = standInNames(program, given, standIns).filter((name) => !made.has(name));
      for (const name of missing) made.set(name, `whsec_${randomBytes(24).toString('base64')}`);
      if (missing.length > 0) {
        await writePrivate(path, `${JSON.stringify(Object.fromEntries(made), null, 2)}\n`);
      }
      const used = [...secretNames(program).values()].filter((name) => given(name) === undefined);
      if (used.length > 0) once(`made up for development, in ${path}: ${used.join(', ')}`);
      const systems = [...new Set(standIns.values())];
      if (systems.length > 0) once(`no address is set for ${systems.join(', ')}: a sink stands in`);
    },
    listensAt(at) {
      origin = at;
    },
  };
}

/** Notes the systems the sink stands in for, and gives the secrets that must be made up. */
function standInNames(
  program: Program,
  given: Secrets,
  standIns: Map<string, string>,
): readonly string[] {
  const keys = callKeyNames(program);
  const names = [...secretNames(program).values()];
  for (const [system, variable] of targetNames(program)) {
    const key = keys.get(system);
    // Whoever has a key to the real system means the real system.
    if (given(variable) !== undefined || (key !== undefined && given(key) !== undefined)) continue;
    standIns.set(variable, system);
    if (key !== undefined) names.push(key);
  }
  return names.filter((name) => given(name) === undefined);
}

function readMade(text: string | undefined): Map<string, string> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return new Map(entries.filter((each): each is [string, string] => typeof each[1] === 'string'));
  } catch {
    return new Map();
  }
}
