/** Look-ups: how a patient's resources of one kind stand now, as the events that would say so. */
import type { LookUpAnswer, LookUpRequest, Outbound, SystemSetup } from '../../core/index.ts';
import { ehrOf, read, search } from './ehr.ts';
import type { Ehr } from './ehr.ts';
import { gatherer } from './gather.ts';
import { textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Kind } from './kinds.ts';
import { kinds } from './kinds.ts';
import { readWritten, outsideIdOf } from './reference.ts';
import { ownRefs, whose } from './whose.ts';

const mostKnown = 20;
const pageSize = 50;

/** The resources that are known by id, and the patient's newest of the kind. */
export async function lookUp(
  request: LookUpRequest,
  setup: SystemSetup,
  out: Outbound,
): Promise<LookUpAnswer> {
  const kind = kinds.find(({ name }) => name === request.name);
  if (kind === undefined) return { kind: 'nothing' };
  const ehr = ehrOf(setup, out);
  const found = await resourcesOf(request, kind, ehr);
  if (!Array.isArray(found)) return found as LookUpAnswer;
  const received = await gatherer(ehr).resources(found as readonly JsonObject[]);
  const retry = received.find((each) => each.kind === 'retry');
  if (retry !== undefined) return retry;
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

async function resourcesOf(
  { refs }: LookUpRequest,
  kind: Kind,
  ehr: Ehr,
): Promise<readonly JsonObject[] | LookUpAnswer> {
  const found = new Map<string, JsonObject>();
  const known = ownRefs(refs, ehr.setup, kind.type).slice(0, mostKnown);
  for (const each of known) {
    const answer = await read(ehr, each);
    if (answer.kind === 'retry') return answer;
    if (answer.kind === 'resource') found.set(outsideIdOf(each), answer.resource);
  }
  const patient = await whose(refs, ehr);
  if (patient.kind === 'retry') return patient;
  if (patient.kind === 'unknown') {
    return known.length === 0 ? { kind: 'retry', code: 'ONW-LOOKUP-REF' } : [...found.values()];
  }
  const answer = await search(ehr, newest(kind.type, patient.id));
  if (answer.kind === 'retry') return answer;
  for (const resource of answer.resources.toReversed()) {
    if (resource['resourceType'] !== kind.type) continue;
    found.set(`${kind.type}/${textAt(resource, 'id') ?? ''}`, resource);
  }
  return [...found.values()];
}

/** The patient's newest of a type; every type that is listened to has the parameter `patient`. */
export function newest(type: string, patient: string, count = pageSize): string {
  const reference = encodeURIComponent(`Patient/${patient}`);
  return `${type}?patient=${reference}&_sort=-_lastUpdated&_count=${count}`;
}

/** One resource that was refused before. */
export async function refetch(
  again: string,
  setup: SystemSetup,
  out: Outbound,
): Promise<LookUpAnswer> {
  if (readWritten(again) === undefined) return { kind: 'nothing' };
  const received = await gatherer(ehrOf(setup, out)).references([again]);
  const [first] = received;
  if (first?.kind === 'retry') return first;
  const isGone = first?.kind === 'refused' && first.code === 'ONW-FHIR-GONE';
  return first === undefined || isGone ? { kind: 'nothing' } : { kind: 'found', received };
}
