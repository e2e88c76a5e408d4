/** From a resource to an event, by the allow-list of its kind; what is not named is not read. */
import type { CodeLists, EventType, FactType, FactValue, Received } from '../../core/index.ts';
import { parseCommandKey, readInstant } from '../../core/index.ts';
import { datumTypes } from '../datum.ts';
import { contentDigest } from '../event-id.ts';
import { badData, refusal, unused } from '../refusal.ts';
import { isPartial, readDeclared } from './declared.ts';
import type { JsonObject } from './json.ts';
import { textAt, textsAt, valuesAt } from './json.ts';
import type { Kind } from './kinds.ts';
import { kinds } from './kinds.ts';
import { mergedTypes } from './patient-link.ts';
import type { PatientRefs } from './patient.ts';
import type { Local } from './reference.ts';
import { fhirId, reduce, outsideIdOf } from './reference.ts';
import type { FhirSettings } from './settings.ts';

/** The system of our own identifiers: what a command made carries its key. */
export const keySystem = 'urn:onward:command-key';

/** What mapping depends on, beside the resource. */
export interface View {
  readonly settings: FhirSettings;
  readonly codes: CodeLists;
  readonly base: string;
}

/** The patient that a resource is about; `elsewhere` where that leads to another server. */
export function patientOf(
  resource: JsonObject,
  kind: Pick<Kind, 'patient'>,
  base: string,
): Local | 'elsewhere' | undefined {
  const all = references(resource, kind.patient).map((each) => reduce(each, base));
  const patient = all.find((each) => typeof each === 'object' && each.type === 'Patient');
  if (patient !== undefined) return patient === 'none' ? undefined : patient;
  return all.includes('elsewhere') ? 'elsewhere' : undefined;
}

/** One event for one version of a resource. */
export function mapResource(
  resource: JsonObject,
  { kind, patient, view }: { kind: Kind; patient: PatientRefs; view: View },
): Received {
  const id = textAt(resource, 'id');
  if (id === undefined || !fhirId.test(id)) return malformed('/id');
  const status = textAt(resource, 'status');
  if (status === undefined || !Object.hasOwn(kind.statuses, status)) return malformed('/status');
  const word = kind.statuses[status];
  if (!word) return unused();
  const refs: Record<string, string> = { ...patient, [kind.name]: `${kind.type}/${id}` };
  for (const [name, { type, at }] of Object.entries(kind.refs)) {
    const all = at.flatMap((path) => references(resource, path));
    const local = all.map((each) => reduce(each, view.base));
    const found = local.find((each) => typeof each === 'object' && each.type === type);
    if (typeof found === 'object') refs[name] = outsideIdOf(found);
  }
  const data = dataOf(resource, kind, view);
  if (typeof data === 'string') return badData(data);
  const { settings, codes, base } = view;
  const declared = readDeclared(resource, settings.data[kind.type] ?? {}, { codes, base });
  if (declared.kind === 'unfit') {
    return { ...badData(declared.name), at: [`/data/${kind.type}/${declared.name}`] };
  }
  const event = {
    event: `${kind.name}.${word}`,
    // The resource's id is an outside id, of which the gate keeps a hash alone.
    id: '',
    covers: { content: `${kind.type}/${id}#${versionOf(resource)}` },
    ...timeOf(resource),
    ...numbered(resource),
    refs,
    data: { status, ...data, ...declared.facts },
    ...answers(resource),
  };
  return { kind: 'event', event };
}

function malformed(at: string): Received {
  const message = 'The resource does not have the form of FHIR R4; correct the EHR or its version.';
  return { ...refusal('ONW-FHIR-SHAPE', message), at: [at] };
}

function references(resource: JsonObject, path: readonly string[]): readonly string[] {
  return textsAt(resource, [...path, 'reference']);
}

/** What tells versions apart; a server without versions has its content only. */
function versionOf(resource: JsonObject): string {
  return (
    textAt(resource, 'meta', 'versionId') ??
    textAt(resource, 'meta', 'lastUpdated') ??
    contentDigest(JSON.stringify(resource))
  );
}

/** The version, where the server counts. */
function numbered(resource: JsonObject): { readonly version?: number } {
  const text = textAt(resource, 'meta', 'versionId') ?? '';
  return /^[0-9]{1,15}$/u.test(text) ? { version: Number(text) } : {};
}

function timeOf(resource: JsonObject): { readonly occurredAt?: number } {
  const occurredAt = readInstant(textAt(resource, 'meta', 'lastUpdated') ?? '');
  return occurredAt === undefined ? {} : { occurredAt };
}

/** The key of the command that made the resource. */
function answers(resource: JsonObject): { readonly answers?: string } {
  const own = valuesAt(resource, ['identifier']).find(
    (each) => textAt(each, 'system') === keySystem,
  );
  const key = own === undefined ? undefined : textAt(own, 'value');
  return key === undefined || parseCommandKey(key) === undefined ? {} : { answers: key };
}

/** The closed data, or the name of a time that is none. */
function dataOf(
  resource: JsonObject,
  kind: Kind,
  view: View,
): Readonly<Record<string, FactValue>> | string {
  const data: Record<string, FactValue> = {};
  for (const [name, path] of Object.entries(kind.instants)) {
    const text = textAt(resource, ...path);
    // A dateTime may be a day, a month or a year, which is no instant and no fault.
    if (text === undefined || isPartial(text)) continue;
    const instant = readInstant(text);
    if (instant === undefined) return name;
    data[name] = instant;
  }
  for (const [name, { at, values }] of Object.entries(kind.choices)) {
    const value = textAt(resource, ...at);
    const known = value !== undefined && Object.hasOwn(values, value) ? values[value] : undefined;
    if (known !== undefined) data[name] = known;
  }
  const code = codeOf(resource, kind, view);
  return { ...data, ...(code === undefined ? {} : { code }), ...flagsOf(resource, kind) };
}

/** The program's name of the first coding, or canonical, that has one. */
function codeOf(resource: JsonObject, { code }: Kind, view: View): string | undefined {
  const { codes } = view.settings;
  if (codes === undefined) return undefined;
  for (const each of valuesAt(resource, code)) {
    const written =
      typeof each === 'string'
        ? (each.split('|')[0] ?? '')
        : `${textAt(each, 'system') ?? ''}|${textAt(each, 'code') ?? ''}`;
    const name = Object.hasOwn(codes.of, written) ? codes.of[written] : undefined;
    if (name !== undefined && view.codes[codes.list]?.includes(name) === true) return name;
  }
  return undefined;
}

/** ObservationInterpretation (v3): off the limits of panic or of the scale. */
const critical = new Set(['AA', 'HH', 'LL', 'HU', 'LU', 'HX', 'LX', '<', '>']);
const normal = new Set(['N', 'NEG', 'ND', 'NR', 'S', 'EXP']);

/** An observation that nobody interpreted has not been called normal. */
function flagsOf(
  resource: JsonObject,
  { interpretation }: Kind,
): Readonly<Record<string, boolean>> {
  const codes = interpretation === undefined ? [] : textsAt(resource, interpretation);
  if (codes.length === 0) return {};
  return {
    abnormal: codes.some((code) => !normal.has(code)),
    critical: codes.some((code) => critical.has(code)),
  };
}

/** Every event of the kinds that are listened to, as a program sees them. */
export function eventTypes(settings: FhirSettings): Readonly<Record<string, EventType>> {
  const types: Record<string, EventType> = {};
  for (const kind of kinds.filter(({ type }) => settings.listen.includes(type))) {
    const type = eventType(kind, settings);
    for (const name of eventsOf(kind)) types[name] = type;
  }
  return { ...types, ...mergedTypes(settings) };
}

/** The names of a kind's events. */
export function eventsOf({ name, statuses }: Kind): readonly string[] {
  const words = new Set(Object.values(statuses).filter((word) => word !== ''));
  return [...words].map((word) => `${name}.${word}`);
}

function eventType(kind: Kind, settings: FhirSettings): EventType {
  const own = { system: '', of: 'journey' } as const;
  const subject = (system: string) => ({ system, of: 'subject' }) as const;
  const { phone, email } = settings.contacts ?? {};
  const linked = Object.keys(kind.refs).map((name) => [name, own] as const);
  const data: Record<string, FactType> = {
    status: { kind: 'one-of', values: spoken(kind) },
  };
  for (const name of Object.keys(kind.instants)) data[name] = { kind: 'instant' };
  for (const [name, { values }] of Object.entries(kind.choices)) {
    data[name] = { kind: 'one-of', values: [...new Set(Object.values(values))] };
  }
  if (settings.codes !== undefined) data['code'] = { kind: 'code', list: settings.codes.list };
  if (kind.interpretation !== undefined) {
    data['abnormal'] = { kind: 'flag' };
    data['critical'] = { kind: 'flag' };
  }
  return {
    refs: {
      patient: subject(settings['patient-system']),
      ...(phone === undefined ? {} : { phone: subject(phone) }),
      ...(email === undefined ? {} : { email: subject(email) }),
      [kind.name]: own,
      ...Object.fromEntries(linked),
    },
    data: { ...data, ...datumTypes(settings.data[kind.type]) },
  };
}

/** The statuses that say something. */
function spoken({ statuses }: Kind): readonly string[] {
  return Object.keys(statuses).filter((status) => statuses[status] !== '');
}
