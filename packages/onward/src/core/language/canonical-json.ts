/** Writes plain data as JSON in one way only, so that equal programs have equal hashes. */
import type { Json, Program } from './model.ts';

/**
 * JSON with the keys of every object sorted by code unit, without spaces. Lists keep their order:
 * it has a meaning. Keys whose value is undefined are left out.
 */
export function canonicalJson(value: Json | Program): string {
  return write(value);
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${write(field)}`);
  return `{${fields.join(',')}}`;
}
