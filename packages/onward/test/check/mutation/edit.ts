/** One change at one place of a compiled program, and what must be refuted because of it. */
import type { Program } from '../../../src/core/index.ts';
import type { PropertyId } from '../../../src/core/check/index.ts';

export type Path = readonly (string | number)[];

/** A planned change; without a value the key at the path is removed. */
export interface Edit {
  readonly operator: string;
  /** The journey whose report must refute it. */
  readonly journey: string;
  readonly path: Path;
  readonly value?: unknown;
  /** At least one of them must be refuted; the most right one first. */
  readonly expected: readonly PropertyId[];
}

/** A JSON pointer (RFC 6901) to the place. */
export function pointerTo(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys of a JSON pointer. */
export function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(program: Program, path: Path): unknown {
  let value: unknown = program;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** A deep copy of the program with another value, or nothing, at one place. */
export function changed(program: Program, path: Path, value: unknown): Program {
  const copy = structuredClone(program);
  const last = path.at(-1);
  const holder = valueAt(copy, path.slice(0, -1));
  if (last === undefined || typeof holder !== 'object' || holder === null) {
    throw new Error(`There is no place ${pointerTo(path)}.`);
  }
  if (value === undefined) delete (holder as Record<string, unknown>)[last];
  else (holder as Record<string, unknown>)[last] = structuredClone(value);
  return copy;
}
