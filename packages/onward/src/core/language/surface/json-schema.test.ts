import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import type { Json } from '../model.ts';
import { journeyJsonSchema, programJsonSchema } from './json-schema.ts';

const folder = join(import.meta.dirname, '../../../../schema');
const schemas = { 'program.json': programJsonSchema(), 'journey.json': journeyJsonSchema() };

test.each(Object.entries(schemas))('schema/%s is up to date', (name, schema) => {
  // Otherwise: node scripts/write-schemas.ts
  expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(schema);
});

test.each(Object.entries(schemas))('every key of schema/%s is described', (_, schema) => {
  expect(undescribed(schema, '')).toEqual([]);
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
});

/** Pointers to properties without a description. */
function undescribed(part: Json, pointer: string): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'properties' in part ? Object.entries(part['properties'] as object) : [];
  const bare = own.filter(([, schema]: [string, object]) => !('description' in schema));
  return [
    ...bare.map(([key]) => `${pointer}/${key}`),
    ...Object.entries(part).flatMap(([key, below]) => undescribed(below, `${pointer}/${key}`)),
  ];
}
