/** Who an event is about: the patient's outside id and, where they are asked for, the contacts. */
import type { OnwardCode, Received } from '../../core/index.ts';
import { refusal } from '../refusal.ts';
import { read } from './ehr.ts';
import type { Ehr } from './ehr.ts';
import { forbidden } from './refusals.ts';
import type { JsonObject } from './json.ts';
import { textAt, valuesAt } from './json.ts';
import type { FhirSettings } from './settings.ts';

/** Ref name to outside id: `patient`, and `phone` and `email` where they are known. */
export type PatientRefs = Readonly<Record<string, string>>;

/** A patient's refs, or why there are none. */
export type PatientFound =
  | { readonly kind: 'found'; readonly refs: PatientRefs }
  | { readonly kind: 'refused'; readonly refused: Received }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** The patients of one delivery; each is read once, and only where its id does not do. */
export function patientsOf(ehr: Ehr): (id: string) => Promise<PatientFound> {
  const known = new Map<string, Promise<PatientFound>>();
  return (id) => {
    const found = known.get(id) ?? find(ehr, id);
    known.set(id, found);
    return found;
  };
}

async function find(ehr: Ehr, id: string): Promise<PatientFound> {
  const { settings } = ehr;
  if (settings['identifier-system'] === undefined && settings.contacts === undefined) {
    return { kind: 'found', refs: { patient: id } };
  }
  const answer = await read(ehr, { type: 'Patient', id });
  if (answer.kind === 'retry') return answer;
  if (answer.kind === 'forbidden') return { kind: 'refused', refused: forbidden() };
  const refs = answer.kind === 'gone' ? undefined : refsOf(answer.resource, settings);
  if (refs !== undefined) return { kind: 'found', refs };
  const message =
    'The patient is gone, or has no identifier of the system in the settings; add it in the EHR.';
  return { kind: 'refused', refused: refusal('ONW-FHIR-PATIENT', message) };
}

/** The refs of a Patient; undefined when it has no identifier of the system that is asked for. */
export function refsOf(patient: JsonObject, settings: FhirSettings): PatientRefs | undefined {
  const id = patientId(patient, settings['identifier-system']);
  if (id === undefined) return undefined;
  const phone = settings.contacts?.phone === undefined ? undefined : phoneOf(patient, settings);
  const email = settings.contacts?.email === undefined ? undefined : emailOf(patient);
  return {
    patient: id,
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
  };
}

function patientId(patient: JsonObject, system: string | undefined): string | undefined {
  if (system === undefined) return textAt(patient, 'id');
  const own = valuesAt(patient, ['identifier']).filter((each) => textAt(each, 'system') === system);
  const current = own.find((each) => textAt(each, 'use') !== 'old') ?? own[0];
  return current === undefined ? undefined : textAt(current, 'value');
}

/** Values of a patient's contact points of the kinds; mobile ones first, old ones never. */
export function contactsOf(patient: JsonObject, of: readonly string[]): readonly string[] {
  const points = valuesAt(patient, ['telecom']).filter((point) => {
    return of.includes(textAt(point, 'system') ?? '') && textAt(point, 'use') !== 'old';
  });
  const isMobile = (point: (typeof points)[number]): boolean => textAt(point, 'use') === 'mobile';
  const ordered = [...points.filter(isMobile), ...points.filter((point) => !isMobile(point))];
  return ordered.flatMap((point) => textAt(point, 'value') ?? []);
}

function emailOf(patient: JsonObject): string | undefined {
  const all = contactsOf(patient, ['email']).map((value) => value.trim().toLowerCase());
  return all.find((value) => /^[^\s@]+@[^\s@]+$/.test(value));
}

function phoneOf(patient: JsonObject, { contacts }: FhirSettings): string | undefined {
  const code = contacts?.['calling-code'];
  const all = contactsOf(patient, ['phone', 'sms']).map((value) => normalise(value, code));
  return all.find((value) => value !== undefined);
}

/**
 * A number in the manner of E.164, `+15550101234`; without a country it stays without a plus.
 * Undefined when the digits cannot be a number that is called.
 */
function normalise(value: string, code: string | undefined): string | undefined {
  // What follows an extension is no part of the number.
  const [number = ''] = value.split(/[a-wyz;]|x/i);
  const digits = number.replaceAll(/\D/g, '');
  const abroad = number.trim().startsWith('+')
    ? digits
    : digits.startsWith('00')
      ? digits.slice(2)
      : undefined;
  const whole = abroad ?? national(digits, code);
  if (whole.length < 7 || whole.length > 15) return undefined;
  return abroad === undefined && code === undefined ? whole : `+${whole}`;
}

/** Within a country the number may be led by a 0 for the trunk, or, in North America, by a 1. */
function national(digits: string, code: string | undefined): string {
  if (code === undefined) return digits;
  if (code === '1') return digits.length === 11 && digits.startsWith('1') ? digits : `1${digits}`;
  return code + digits.replace(/^0/, '');
}
