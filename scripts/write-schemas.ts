/**
 * Writes the JSON Schemas of the language, for editors, and of what `check` prints:
 * `node scripts/write-schemas.ts`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journeyJsonSchema, programJsonSchema } from '../packages/onward/src/core/index.ts';
import { reportJsonSchema } from '../packages/onward/src/cli/report/written.ts';

const folder = join(import.meta.dirname, '../packages/onward/schema');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of [
  ['program.json', programJsonSchema()],
  ['journey.json', journeyJsonSchema()],
  ['check-report.json', reportJsonSchema()],
] as const) {
  writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
}
