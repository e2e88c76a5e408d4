/** Loads a program from disk: a folder with `program.yaml`, such a file, or a TypeScript module. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connectors } from '../../connectors/index.ts';
import {
  compile,
  compileObject,
  declared,
  RejectError,
  joined,
  sentence,
  StopError,
} from '../../core/index.ts';
import type { CompileResult, Problem, Program } from '../../core/index.ts';

import { holidays } from './holidays.ts';

export interface LoadedProgram {
  /** Where the program's files and its scenarios lie. */
  readonly folder: string;
  /** Absolute paths of the files it was made of, to watch. */
  readonly files: readonly string[];
  readonly result: CompileResult;
}

/** No file of a program comes near this. */
const largestFileBytes = 2_000_000;

/** @throws StopError ONW-PROGRAM-MISSING when there is no program at the path. */
export async function loadProgram(path: string): Promise<LoadedProgram> {
  const target = resolve(path);
  const kind = statSync(target, { throwIfNoEntry: false });
  if (kind === undefined) throw missing(path);
  if (kind.isDirectory()) return loadFiles(target, firstOf(target, path));
  if (['.ts', '.mts', '.js', '.mjs'].includes(extname(target))) return loadModule(target);
  return loadFiles(dirname(target), basename(target));
}

function firstOf(folder: string, path: string): string {
  const entry = ['program.yaml', 'program.yml', 'program.json'].find((name) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.isFile(),
  );
  if (entry === undefined) throw missing(path);
  return entry;
}

function missing(path: string): StopError {
  const message = joined(
    sentence`There is no program.yaml at ${declared(path)};`,
    'name its folder, or make one with `onward init`.',
  );
  return new StopError('ONW-PROGRAM-MISSING', message);
}

function loadFiles(folder: string, entry: string): LoadedProgram {
  const files: string[] = [];
  const read = (name: string): string | undefined => {
    const file = join(folder, name);
    files.push(file);
    return readSmall(file);
  };
  const result = compile({ entry, read }, connectors, holidays);
  return { folder, files, result };
}

function readSmall(file: string): string | undefined {
  try {
    if (statSync(file).size > largestFileBytes) return undefined;
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function loadModule(file: string): Promise<LoadedProgram> {
  // A module is loaded once per address: a changed file needs another one.
  const address = pathToFileURL(file);
  address.searchParams.set('changed', String(statSync(file).mtimeMs));
  const result = await importProgram(address.href, basename(file));
  return { folder: dirname(file), files: [file], result };
}

async function importProgram(address: string, file: string): Promise<CompileResult> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(address)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const kind = error instanceof Error ? error.name : 'Error';
    return { problems: [moduleProblem(file, `The module cannot be loaded (${kind}).`)] };
  }
  const programs = Object.values(module).filter(isProgram);
  const only = programs[0];
  if (only === undefined || programs.length > 1) {
    return { problems: [moduleProblem(file, 'The module must export one program.')] };
  }
  const { problems, ...rest } = compileObject(only, connectors, holidays);
  return { ...rest, problems: problems.map((problem) => ({ ...problem, file })) };
}

function isProgram(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'program' in value && 'journeys' in value;
}

function moduleProblem(file: string, message: string): Problem {
  return { severity: 'error', code: 'ONW-LANG-FILE', file, line: 1, column: 1, path: '', message };
}

/** The compiled program. @throws RejectError ONW-PROGRAM-INVALID; its problems are told before. */
export function programOf(loaded: LoadedProgram, tell: (line: string) => void): Program {
  const { program, problems } = loaded.result;
  for (const problem of problems) tell(problemLine(loaded.folder, problem));
  if (program !== undefined) return program;
  const errors = problems.filter((each) => each.severity === 'error').length;
  const count = declared(`${errors} ${errors === 1 ? 'problem' : 'problems'}`);
  throw new RejectError(
    'ONW-PROGRAM-INVALID',
    sentence`The program has ${count}; correct and run it again.`,
  );
}

/** `journeys/first-visit.yaml:12:5 ONW-LANG-… what is wrong`, relative to where the user stands. */
export function problemLine(folder: string, problem: Problem): string {
  const { line, column, code, message, allowed, severity } = problem;
  const place = `${relative(process.cwd(), join(folder, problem.file))}:${line}:${column}`;
  const warning = severity === 'warning' ? 'warning: ' : '';
  const hint = allowed === undefined ? '' : ` Allowed: ${allowed}.`;
  return `${place} ${code} ${warning}${message}${hint}`;
}
