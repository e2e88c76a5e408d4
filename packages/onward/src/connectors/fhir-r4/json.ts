/** Reading FHIR's JSON, where almost everything may be absent, single or a list. */
import type { Json } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether the value is an object, and no list. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list, the value itself where it stands alone, nothing where it is absent. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** Every value at a path of member names; a list on the way counts as each of its items. */
export function valuesAt(value: Json, path: readonly string[]): readonly Json[] {
  return path.reduce<readonly Json[]>(
    (here, name) => here.flatMap((each) => listOf(isObject(each) ? pointAt(each, [name]) : null)),
    listOf(value),
  );
}

/** The texts at a path. */
export function textsAt(value: Json, path: readonly string[]): readonly string[] {
  return valuesAt(value, path).filter((each) => typeof each === 'string');
}

/** The first text at a path. */
export function textAt(value: Json, ...path: readonly string[]): string | undefined {
  return textsAt(value, path)[0];
}
