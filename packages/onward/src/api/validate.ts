/** Input against its schema; a miss is told by its place and kind, never by what was sent. */
import type { z } from 'zod';
import { HttpError } from './failure.ts';

/**
 * The value as the schema types it.
 *
 * @throws {HttpError} 422 (a body) or 400 (the rest) with the pointer of the first miss.
 */
export function validate<T extends z.ZodType>(
  schema: T,
  value: unknown,
  of: 'body' | 'query' | 'path',
): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const at = `/${(issue?.path ?? []).map(String).join('/')}`;
  const message = `${place(of, at)} ${sentence(issue)}`;
  if (of === 'body') throw new HttpError(422, 'ONW-BODY', { message, at });
  throw new HttpError(400, 'ONW-QUERY', { message, at });
}

function place(of: 'body' | 'query' | 'path', at: string): string {
  if (at !== '/') return `The ${of} at ${at}`;
  return `The ${of}`;
}

function sentence(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'unrecognized_keys':
      return 'has a member that is not known here; see /openapi.json for those that are.';
    case 'invalid_type':
      return `must be of type ${issue.expected}.`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}.`;
    case 'too_big':
      return `must be at most ${issue.maximum}.`;
    case 'too_small':
      return `must be at least ${issue.minimum}.`;
    case 'custom':
      return issue.message;
    default:
      return 'is not of its documented form; see /openapi.json.';
  }
}
