/**
 * JSON from strangers: read within bounds, in linear time, and refused without a word of its
 * content.
 */
import { declared } from '../plain.ts';
import type { Plain } from '../plain.ts';
import type { Json } from '../language/model.ts';
import { checkTree } from './tree.ts';
import { scan } from './scan.ts';
import { decodeUtf8 } from './utf8.ts';

export type JsonCode =
  | 'ONW-JSON-ENCODING'
  | 'ONW-JSON-TOO-LARGE'
  | 'ONW-JSON-TOO-DEEP'
  | 'ONW-JSON-SYNTAX'
  | 'ONW-JSON-DUPLICATE-KEY'
  | 'ONW-JSON-KEY'
  | 'ONW-JSON-TEXT'
  | 'ONW-JSON-NUMBER';

export interface JsonRefusal {
  readonly kind: 'refused';
  readonly code: JsonCode;
  /** One sentence with the way out; it holds no part of the input. */
  readonly message: Plain;
}

export type JsonResult = { readonly kind: 'parsed'; readonly value: Json } | JsonRefusal;

export interface JsonLimits {
  /** Largest body in bytes; 1 MiB unless told. */
  readonly maxBytes?: number;
  /** Deepest nesting of objects and lists; 64 unless told. */
  readonly maxDepth?: number;
}

const defaultMaxBytes = 1_048_576;
const defaultMaxDepth = 64;

/**
 * Reads one JSON text (RFC 8259) in the profile of RFC 7493 (I-JSON): UTF-8, no duplicate keys,
 * no lone surrogates, no integer that a double cannot hold; and, beyond it, no NUL, no key that
 * JavaScript gives a meaning to, and no more depth or bytes than the limits say. Never throws.
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): JsonResult {
  if (bytes.length > (limits.maxBytes ?? defaultMaxBytes)) return refuse('ONW-JSON-TOO-LARGE');
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('ONW-JSON-ENCODING');
  const { members, depth } = scan(text);
  if (depth > (limits.maxDepth ?? defaultMaxDepth)) return refuse('ONW-JSON-TOO-DEEP');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    // The message of the engine quotes the input: it stops here.
    return refuse('ONW-JSON-SYNTAX');
  }
  const fault = checkTree(value, members);
  return fault === undefined ? { kind: 'parsed', value } : refuse(fault);
}

const messages: Readonly<Record<JsonCode, string>> = {
  'ONW-JSON-ENCODING': 'The body is not valid UTF-8; send JSON as UTF-8.',
  'ONW-JSON-TOO-LARGE': 'The body is larger than allowed; send fewer or smaller items at a time.',
  'ONW-JSON-TOO-DEEP': 'The body nests deeper than allowed; send a flatter object.',
  'ONW-JSON-SYNTAX': 'The body is not JSON; send one JSON value.',
  'ONW-JSON-DUPLICATE-KEY': 'An object has the same key twice; name each member once.',
  'ONW-JSON-KEY': 'An object has a key that is not allowed (__proto__, constructor, prototype).',
  'ONW-JSON-TEXT': 'A text holds a NUL or half of a surrogate pair; send whole characters.',
  'ONW-JSON-NUMBER': 'A number lies beyond ±9007199254740991; send it as text or smaller.',
};

function refuse(code: JsonCode): JsonRefusal {
  return { kind: 'refused', code, message: declared(messages[code]) };
}
