/** Where a member stands in a body, as settings write it: a JSON Pointer or a JSONPath. */
import * as z from 'zod';
import type { Json } from '../../core/index.ts';
import { isPointer, pointAt, pointerTokens } from '../../core/index.ts';
import { firstAt, readJsonPath } from './json-path.ts';

/** A place of the settings, ready to look at bodies. */
export interface Place {
  /** As the settings write it: a refusal may name it. */
  readonly text: string;
  /** The member, or undefined where the body has none there. */
  in(body: Json): Json | undefined;
}

/** Undefined when the text is neither. */
export function readPlace(text: string): Place | undefined {
  if (isPointer(text)) {
    const tokens = pointerTokens(text);
    return { text, in: (body) => pointAt(body, tokens) };
  }
  const path = readJsonPath(text);
  return path && { text, in: (body) => firstAt(body, path) };
}

/** A place in settings. */
export const place: z.ZodType<Place> = z.unknown().transform((raw, context) => {
  const found = typeof raw === 'string' ? readPlace(raw) : undefined;
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: placeHelp });
  return z.NEVER;
});

export const placeHelp =
  'Write a place in the body: a JSON Pointer such as /patient/id, or a JSONPath such as ' +
  "$.answers[?@.ref=='plan'].choice.";
