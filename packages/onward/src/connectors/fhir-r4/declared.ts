/** Data that a program's settings add to the events of a resource, by FHIRPath. */
import * as z from 'zod';
import type { CodeLists, FactValue, Json, SettingsProblem } from '../../core/index.ts';
import type { Data, DataRead, Datum } from '../datum.ts';
import { datumAt, readDatum, takenNames } from '../datum.ts';
import { name } from '../problems.ts';
import type { FhirPath } from './fhir-path.ts';
import { readFhirPath } from './fhir-path.ts';
import { isObject, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { kindOf, kinds, namesOf } from './kinds.ts';
import { outsideIdOf, reduce } from './reference.ts';

const fhirPath: z.ZodType<FhirPath> = z.unknown().transform((raw, context) => {
  const path = typeof raw === 'string' ? readFhirPath(raw) : undefined;
  if (path !== undefined) return path;
  const message =
    'Write a FHIRPath of members, filters and comparisons, such as Appointment.priority or ' +
    "serviceType.coding.where(code='tele').exists().";
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const types = kinds.map(({ type }) => type);

/** Resource type to the data that its events have beside their own. */
export const dataSchema = z.partialRecord(
  z.enum(types, `Write one of ${types.join(', ')}.`),
  z.record(name, datumAt(fhirPath)),
);

type Declared = Readonly<Partial<Record<string, Data<FhirPath>>>>;

/** What is wrong with the data of settings whose form is right. */
export function dataProblems(settings: {
  readonly data: Declared;
  readonly listen: readonly string[];
}): readonly SettingsProblem[] {
  return Object.entries(settings.data).flatMap(([type, data = {}]) => {
    const kind = kindOf(type);
    const at = ['data', type];
    if (kind === undefined || !settings.listen.includes(type)) {
      return [{ path: at, message: 'Nobody listens to this type; add it to `listen`.' }];
    }
    const misfits = Object.entries(data).flatMap(([each, datum]) => {
      const problem = misfit(type, datum);
      return problem === undefined ? [] : [{ ...problem, path: [...at, each, ...problem.path] }];
    });
    return [...takenNames(at, data, namesOf(kind)), ...misfits];
  });
}

function misfit(type: string, { path, type: of }: Datum<FhirPath>): SettingsProblem | undefined {
  if (path.root !== undefined && path.root !== type) {
    return { path: ['path'], message: 'The path begins with another type of resource.' };
  }
  const isOpen = ['count', 'instant', 'date', 'ref'].includes(of.kind);
  const isMeasured = type === 'Observation' && !path.members.includes('extension');
  if (!isOpen || !isMeasured || !path.members.some((each) => each.startsWith('value'))) {
    return undefined;
  }
  const message =
    'What was measured is not read; declare a flag of what it means, such as value.value > 180.';
  return { path: ['type'], message };
}

/** What reading depends on, beside the resource and its declared data. */
interface Reading {
  readonly codes: CodeLists;
  readonly base: string;
}

/**
 * The declared data of a resource. Nothing at a path leaves its datum out; several values fit no
 * type (FHIRPath, "Singleton Evaluation of Collections").
 */
export function readDeclared(
  resource: JsonObject,
  data: Data<FhirPath>,
  reading: Reading,
): DataRead {
  const facts: Record<string, FactValue> = {};
  for (const [each, datum] of Object.entries(data)) {
    const values = datum.path.in(resource);
    const [value = null] = values ?? [];
    const isOne = values?.length === 1;
    if (values?.length === 0 || (isOne && isCoarse(datum, value))) continue;
    const fact = isOne ? factOf(datum, value, reading) : undefined;
    if (fact === undefined) return { kind: 'unfit', name: each };
    facts[each] = fact;
  }
  return { kind: 'read', facts };
}

function factOf(
  datum: Datum<FhirPath>,
  value: Json,
  { codes, base }: Reading,
): FactValue | undefined {
  if (datum.type.kind !== 'ref' || !isObject(value)) return readDatum(datum, value, codes);
  // A Reference has the outside id that the refs of events have.
  const local = reduce(textAt(value, 'reference') ?? '', base);
  return typeof local === 'object' ? outsideIdOf(local) : undefined;
}

/** A year, a month, or a day where an instant is asked for: no such value, and no fault. */
function isCoarse({ type }: Datum<FhirPath>, value: Json): boolean {
  if (typeof value !== 'string') return false;
  if (type.kind === 'instant') return isPartial(value);
  return type.kind === 'date' && isPartial(value) && value.length < 10;
}

/** R4, datatypes, dateTime: one without a time of day. */
export function isPartial(text: string): boolean {
  return /^\d{4}(?:-\d\d){0,2}$/.test(text);
}
