/** Input against its schema; a miss is told by its place and kind, never by what was sent. */
import { z } from 'zod';
import { declared } from '../core/index.ts';
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
  const at = pointerTo(schema, issue?.path ?? []);
  const message = declared(`${place(of, at)} ${wordsOf(issue)}`);
  if (of === 'body') throw new HttpError(422, 'ONW-BODY', { message, at });
  throw new HttpError(400, 'ONW-QUERY', { message, at });
}

const names = new WeakMap<z.ZodType, ReadonlySet<string>>();

/** Where it does not fit, by names of the schema; whatever else the sender named is left out. */
function pointerTo(schema: z.ZodType, path: readonly PropertyKey[]): string {
  let known = names.get(schema);
  if (known === undefined) names.set(schema, (known = namesIn(schema)));
  const steps = path.map((step) => {
    return typeof step === 'number' || known.has(String(step)) ? String(step) : '*';
  });
  return `/${steps.join('/')}`;
}

/** Every member that a schema declares, at any depth. */
function namesIn(schema: z.ZodType): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name);
      look(value);
    }
  };
  look(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }));
  return found;
}

function place(of: 'body' | 'query' | 'path', at: string): string {
  if (at !== '/') return `The ${of} at ${at}`;
  return `The ${of}`;
}

/** Sentences of our own: of an issue only what the schema itself says. */
function wordsOf(issue: z.core.$ZodIssue | undefined): string {
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
