/** JSON Schema of the written form, so that editors complete and check YAML while it is typed. */
import { z } from 'zod';

import type { Json } from '../model.ts';
import { journeySchema, programSchema } from './program.ts';

/** JSON Schema (draft 2020-12) of `program.yaml`. */
export function programJsonSchema(): Json {
  return toJsonSchema(programSchema, 'A program: who is there, which systems speak, its journeys.');
}

/** JSON Schema (draft 2020-12) of a journey file. */
export function journeyJsonSchema(): Json {
  return toJsonSchema(journeySchema, 'A journey: what should happen next, owned and dated.');
}

function toJsonSchema(schema: z.ZodType, title: string): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return JSON.parse(JSON.stringify({ $schema, title, ...rest })) as Json;
}
