/** Finds places of a compiled program in its files, for whoever reports on the program later. */
import { findSteps } from './compile/find-steps.ts';
import type { ProgramSource } from './compile/program.ts';
import type { Path } from './problem.ts';
import type { SourceFile } from './source/text.ts';
import type { Position, Spot } from './spot.ts';

/** Where a spot stands; undefined when the program has no such journey, stage or step. */
export type Locate = (spot: Spot) => Position | undefined;

/** The finder of one program, by its sources and the files they were read from. */
export function locator(
  source: ProgramSource,
  files: ReadonlyMap<string, SourceFile | undefined>,
): Locate {
  return (spot) => {
    const level = levelOf(source, spot);
    const file = level && files.get(level.file);
    if (level === undefined || file === undefined) return undefined;
    const start = level.path.reduce<Cursor | undefined>((at, part) => at && into(at, part), {
      path: [],
      value: file.data,
    });
    if (start === undefined) return undefined;
    const { path } = follow(start, wordsAt(start, spot.below));
    return { file: file.name, ...file.locate(path, true) };
  };
}

interface Level {
  readonly file: string;
  readonly path: Path;
}

/** The program, journey, stage or step that a spot lies in. */
function levelOf({ scope, journeys }: ProgramSource, spot: Spot): Level | undefined {
  if (spot.journey === undefined) return { file: scope.file, path: [] };
  const journey = journeys.find(({ written }) => written.journey === spot.journey);
  if (journey === undefined) return undefined;
  const { file } = journey.scope;
  if (spot.step !== undefined) {
    // The program has compiled, so that there is nothing left to find but the steps.
    const step = findSteps(journey).find(({ name }) => name === spot.step);
    return step && { file, path: step.path };
  }
  const stage = spot.stage === undefined ? [] : ['stages', spot.stage];
  return { file, path: [...journey.path, ...stage] };
}

/** A value of a file, and the way to it. */
interface Cursor {
  readonly path: Path;
  readonly value: unknown;
}

function into({ path, value }: Cursor, part: string | number): Cursor | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  // A list has its length as a property, too.
  if (Array.isArray(value) && typeof part === 'string') return undefined;
  const parts = value as Readonly<Record<string | number, unknown>>;
  return { path: [...path, part], value: parts[part] };
}

/** What one asks for by its first word may be written under another word of the same level. */
function wordsAt(level: Cursor, below: Path): Path {
  const [first, name, ...rest] = below;
  if (first === undefined || name === undefined) return below;
  const words = aliases.get(first) ?? [];
  const word = [first, ...words].find((each) => {
    const map = into(level, each);
    return map !== undefined && into(map, name) !== undefined;
  });
  if (word !== undefined) return [word, name, ...rest];
  const isAwaited = first === 'on' && awaits(level, name) && into(level, 'then') !== undefined;
  return isAwaited ? ['then', ...rest] : below;
}

/** A role is a team to whoever reads the compiled program, and every event has a handler. */
const aliases: ReadonlyMap<string | number, readonly string[]> = new Map([
  ['on', ['ignore', 'defer', 'exception']],
  ['teams', ['roles']],
]);

function awaits(level: Cursor, event: string | number): boolean {
  const value = into(level, 'await')?.value;
  return Array.isArray(value) ? value.includes(event) : value === event;
}

/** As deep as the source goes: one way on may be written without its list. */
function follow(from: Cursor, below: Path): Cursor {
  let at = from;
  for (const part of below) {
    const next = into(at, part) ?? unlisted(at, part);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function unlisted(at: Cursor, part: string | number): Cursor | undefined {
  // The ways of an action stand under `then` when there are several, else in the action itself.
  const isAction = at.path.at(-2) === 'actions';
  if (part === 'then' && isAction) return at;
  if (typeof part === 'string' || Array.isArray(at.value)) return undefined;
  const ways = isAction ? into(at, 'then') : undefined;
  return ways === undefined ? at : (into(ways, part) ?? ways);
}
