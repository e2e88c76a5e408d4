/** Bounded reading of JSON from untrusted senders. */
export { parseJson } from './parse.ts';
export type { JsonCode, JsonLimits, JsonRefusal, JsonResult } from './parse.ts';
export { isPointer, pointAt, pointerTokens } from './pointer.ts';
