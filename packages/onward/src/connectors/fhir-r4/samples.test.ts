import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import type { Json } from '../../core/index.ts';
import { parseJson } from '../../core/index.ts';
import { isObject, textAt, valuesAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { kindOf } from './kinds.ts';
import { mapResource, patientOf } from './map.ts';
import { settingsOf } from './settings.ts';
import { setup } from './system.fixture.ts';

/** Bundles of another maker, which are not part of the repository and may be absent. */
const folder = resolve(import.meta.dirname, '../../../../../../shared/data/synthea-r4');
const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];

const base = 'https://ehr.example/fhir/r4';
const loinc = 'http://loinc.org|8302-2';
const view = {
  settings: settingsOf(
    setup(base, { url: 'EHR_URL', codes: { list: 'l', of: { [loinc]: 'height' } } }),
  ),
  codes: { l: ['height'] },
  base,
};

/** A transaction names what it brings by UUID; a server that took it names type and id. */
function settled(text: string): string {
  const body = JSON.parse(text) as Json;
  return valuesAt(body, ['entry']).reduce<string>((all, entry) => {
    const resource = valuesAt(entry, ['resource'])[0] ?? null;
    const reference = `${textAt(resource, 'resourceType')}/${textAt(resource, 'id')}`;
    return all.replaceAll(textAt(entry, 'fullUrl') ?? '', reference);
  }, text);
}

describe.skipIf(files.length === 0)(
  'bundles of another maker (skipped where they are absent)',
  () => {
    test('every resource that is spoken of becomes an event with its patient', () => {
      const texts = files.map((file) => settled(readFileSync(join(folder, file), 'utf8')));
      const bodies = texts.map((text) => new TextEncoder().encode(text));
      const start = performance.now();
      const resources = bodies.flatMap((body) => {
        const parsed = parseJson(body, { maxBytes: 16_777_216 });
        return parsed.kind === 'parsed'
          ? valuesAt(parsed.value, ['entry', 'resource']).filter(isObject)
          : [];
      });
      const said = resources.flatMap((resource) => mapOne(resource));
      const tookMs = Math.round(performance.now() - start);
      const counts = Map.groupBy(said, (each) => each);
      const table = [...counts].map(([name, each]) => `${name} ${each.length}`).join(', ');
      process.stdout.write(
        `${resources.length} resources, ${said.length} mapped in ${tookMs} ms: ${table}\n`,
      );
      expect(counts.size).toBeGreaterThan(2);
      expect(said.filter((each) => each.startsWith('ONW-'))).toEqual([]);
      expect(said.length).toBeGreaterThan(790);
    });
  },
);

function mapOne(resource: JsonObject): readonly string[] {
  const kind = kindOf(textAt(resource, 'resourceType') ?? '');
  if (kind === undefined) return [];
  const patient = patientOf(resource, kind, base);
  if (typeof patient !== 'object') return ['ONW-no-patient'];
  const received = mapResource(resource, { kind, patient: { patient: patient.id }, view });
  return [received.kind === 'event' ? received.event.event : received.code];
}
