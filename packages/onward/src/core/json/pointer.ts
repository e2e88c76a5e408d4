/** JSON Pointers (RFC 6901): which member of a body a setting means. */
import type { Json } from '../language/model.ts';

/** A pointer split into its member names. */
export type PointerTokens = readonly string[];

const pointer = /^(?:\/(?:[^~/]|~[01])*)+$/;

/** A pointer to a member; the empty pointer (the whole body) is of no use to a mapping. */
export function isPointer(text: string): boolean {
  return text.length <= 512 && pointer.test(text);
}

export function pointerTokens(text: string): PointerTokens {
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The member the tokens lead to, or undefined. Only own members and list indices are followed. */
export function pointAt(value: Json, tokens: PointerTokens): Json | undefined {
  let here: Json | undefined = value;
  for (const token of tokens) {
    if (typeof here !== 'object' || here === null) return undefined;
    if (Array.isArray(here)) {
      here = /^(?:0|[1-9]\d{0,6})$/.test(token)
        ? (here as readonly Json[])[Number(token)]
        : undefined;
    } else {
      const members = here as { readonly [key: string]: Json };
      here = Object.hasOwn(members, token) ? members[token] : undefined;
    }
  }
  return here;
}
