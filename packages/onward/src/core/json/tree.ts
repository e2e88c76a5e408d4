/** What a parsed JSON value must not hold, found in one walk of it. */
import type { Json } from '../language/model.ts';

export type TreeFault =
  | 'ONW-JSON-DUPLICATE-KEY'
  | 'ONW-JSON-KEY'
  | 'ONW-JSON-TEXT'
  | 'ONW-JSON-NUMBER';

/**
 * The first fault of a value whose depth is bounded already. `members` is the number of members the
 * text named: the parser keeps the last of two equal keys, so fewer members here are duplicates
 * there, however the keys were escaped.
 */
export function checkTree(value: Json, members: number): TreeFault | undefined {
  const seen = { members: 0 };
  const fault = faultOf(value, seen);
  if (fault !== undefined) return fault;
  return seen.members === members ? undefined : 'ONW-JSON-DUPLICATE-KEY';
}

function faultOf(value: Json, seen: { members: number }): TreeFault | undefined {
  if (typeof value === 'string') return isClean(value) ? undefined : 'ONW-JSON-TEXT';
  if (typeof value === 'number') {
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? undefined : 'ONW-JSON-NUMBER';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (isList(value)) {
    for (const item of value) {
      const fault = faultOf(item, seen);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  return faultOfObject(value, seen);
}

function faultOfObject(
  value: { readonly [key: string]: Json },
  seen: { members: number },
): TreeFault | undefined {
  for (const key of Object.keys(value)) {
    seen.members++;
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') return 'ONW-JSON-KEY';
    if (!isClean(key)) return 'ONW-JSON-TEXT';
    const fault = faultOf(value[key] ?? null, seen);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isClean(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/** `Array.isArray` does not narrow readonly lists. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
