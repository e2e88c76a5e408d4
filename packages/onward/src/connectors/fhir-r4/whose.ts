/** Which patient of the EHR the refs of a journey name: the id of the resource. */
import type { OnwardCode, SystemSetup } from '../../core/index.ts';
import { deeds } from './deeds.ts';
import type { Ehr } from './ehr.ts';
import { search } from './ehr.ts';
import { textAt } from './json.ts';
import { kinds } from './kinds.ts';
import type { Local } from './reference.ts';
import { fhirId, readWritten, reduce } from './reference.ts';

const types = new Set([...kinds, ...Object.values(deeds)].map(({ type }) => type));

/** The patient of some refs, or why there is none. */
export type Whose =
  | { readonly kind: 'patient'; readonly id: string }
  /** No patient is known, or more than one. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

type Refs = Readonly<Record<string, readonly string[]>>;

/** The one patient among the refs; by its identifier where the settings say so. */
export async function whose(refs: Refs, ehr: Ehr): Promise<Whose> {
  const { settings } = ehr;
  const own = refs[settings['patient-system'] || ehr.setup.name] ?? [];
  const ids = own.filter((each) => !isResource(each));
  const [only] = ids;
  if (only === undefined || ids.length > 1) return { kind: 'unknown' };
  const system = settings['identifier-system'];
  if (system === undefined) {
    return fhirId.test(only) ? { kind: 'patient', id: only } : { kind: 'unknown' };
  }
  const token = encodeURIComponent(`${escape(system)}|${escape(only)}`);
  const answer = await search(ehr, `Patient?identifier=${token}&_count=2`);
  if (answer.kind === 'retry') return answer;
  const found = answer.resources.flatMap((each) => {
    const isPatient = each['resourceType'] === 'Patient';
    return isPatient ? (textAt(each, 'id') ?? []) : [];
  });
  const [id] = found;
  return id === undefined || found.length > 1 || !fhirId.test(id)
    ? { kind: 'unknown' }
    : { kind: 'patient', id };
}

/** Whether an outside id names one of the resources that events and commands are about. */
function isResource(outside: string): boolean {
  const named = reduce(outside, '');
  return typeof named === 'object' && types.has(named.type);
}

/** Characters that mean something in a search parameter (R4, search, "Escaping"). */
function escape(text: string): string {
  return text.replaceAll(/[\\,|$]/g, String.raw`\$&`);
}

/** The system's own resources of a type that the refs name. */
export function ownRefs(refs: Refs, setup: SystemSetup, type: string): readonly Local[] {
  const own = (refs[setup.name] ?? []).flatMap((each) => readWritten(each) ?? []);
  return own.filter((each) => each.type === type);
}
