/** Twenty patients of another maker, where their bundles are on this machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Person } from './people.ts';

const folder = resolve(import.meta.dirname, '../../../../../shared/data/synthea-r4');

interface Coded {
  readonly resourceType: string;
  readonly code?: { readonly text?: string };
}

interface PatientResource {
  readonly resourceType: 'Patient';
  readonly id: string;
  readonly gender?: string;
  readonly birthDate: string;
  readonly name: readonly { readonly given: readonly string[]; readonly family: string }[];
  readonly identifier: readonly {
    readonly value: string;
    readonly type?: { readonly coding: readonly { readonly code: string }[] };
  }[];
  readonly telecom: readonly { readonly value: string }[];
  readonly address: readonly {
    readonly line: readonly string[];
    readonly city: string;
    readonly postalCode?: string;
  }[];
}

/** None where the bundles are absent. */
export function syntheaPeople(): readonly Person[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.toSorted().flatMap((file, index) => {
    const bundle = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      readonly entry: readonly { readonly resource: PatientResource | Coded }[];
    };
    const resources = bundle.entry.map(({ resource }) => resource);
    const patient = resources.find((each) => 'birthDate' in each);
    if (patient === undefined) return [];
    const told = resources.flatMap((each) =>
      each.resourceType === 'Condition' && 'code' in each ? (each.code?.text ?? []) : [],
    );
    return [personOf(patient, told, index)];
  });
}

function personOf(patient: PatientResource, told: readonly string[], index: number): Person {
  const [name] = patient.name;
  const [address] = patient.address;
  const numbered = (code: string): string[] =>
    patient.identifier.flatMap(({ type, value }) => (type?.coding[0]?.code === code ? value : []));
  const national = (patient.telecom[0]?.value ?? '').replaceAll(/\D/g, '').slice(-10);
  return {
    label: `synthea-${index}`,
    given: name?.given[0] ?? '',
    family: name?.family ?? '',
    birthDate: patient.birthDate,
    sex: patient.gender === 'male' ? 'male' : 'female',
    street: address?.line[0] ?? '',
    city: address?.city ?? '',
    postcode: address?.postalCode ?? '',
    phone: `+1${national}`,
    email: `synthea.${patient.id.slice(0, 8)}@post.example`,
    mrn: numbered('MR')[0] ?? patient.id,
    ssn: numbered('SS')[0] ?? '',
    more: {
      licence: numbered('DL'),
      code: [patient.id, ...numbered('PPN')],
      // A sentence of a vocabulary, long enough to be nobody's but a chart's.
      clinical: told.filter((text) => text.length >= 16),
    },
  };
}
