/**
 * Measures how deeply a YAML text is nested without recursion, before anything recurses into it.
 */
import type { CST } from 'yaml';

/** A program nests some twelve levels; guards may add a few. */
export const mostLevels = 64;

/** Whether any part of the token tree lies deeper than `mostLevels`. */
export function exceedsDepth(tokens: readonly CST.Token[]): boolean {
  let level: readonly CST.Token[] = tokens;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) return true;
    level = level.flatMap(children);
  }
  return false;
}

function children(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) =>
    [item.key, item.value].filter((part) => part !== undefined && part !== null),
  );
}
