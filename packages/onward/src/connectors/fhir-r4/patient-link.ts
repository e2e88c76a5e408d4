/**
 * Patient.link: an EHR that has made one patient of two says so on either of them, as HL7 v2 does
 * by ADT A40. Whether they are one, a person decides.
 */
import type { EventType, Received } from '../../core/index.ts';
import { unused } from '../refusal.ts';
import type { Ehr } from './ehr.ts';
import type { JsonObject } from './json.ts';
import { textAt, valuesAt } from './json.ts';
import type { PatientFound } from './patient.ts';
import { outsideIdOf, reduce } from './reference.ts';
import { otherBase } from './refusals.ts';
import type { FhirSettings } from './settings.ts';

/** The resource type, for those who listen to it. */
export const linkedType = 'Patient';
const mergedEvent = 'patient.merged';

/** More than any patient was made of. */
const mostLinks = 20;

export function mergedTypes(settings: FhirSettings): Readonly<Record<string, EventType>> {
  if (!settings.listen.includes(linkedType)) return {};
  const system = settings['patient-system'];
  const refs = { patient: { system, of: 'subject' } } as const;
  return { [mergedEvent]: { refs, data: { merged: { kind: 'ref', system } } } };
}

/**
 * R4, Patient.link.type: `replaced-by` stands on whom nobody uses any more, `replaces` on the
 * other. `refer` and `seealso` make nobody of two people one.
 */
export async function mergesOf(
  resource: JsonObject,
  patient: (id: string) => Promise<PatientFound>,
  { base }: Pick<Ehr, 'base'>,
): Promise<readonly Received[]> {
  const own = textAt(resource, 'id') ?? '';
  const links = valuesAt(resource, ['link']).slice(0, mostLinks);
  const merges = links.map(async (link): Promise<Received> => {
    const type = textAt(link, 'type');
    const other = reduce(textAt(link, 'other', 'reference') ?? '#', base);
    if (type !== 'replaced-by' && type !== 'replaces') return unused();
    const again = outsideIdOf({ type: linkedType, id: own });
    if (other === 'elsewhere') return { ...otherBase(), again };
    if (other === 'none' || other.type !== linkedType) return unused();
    const [from, into] = type === 'replaced-by' ? [own, other.id] : [other.id, own];
    const [gone, kept] = await Promise.all([patient(from), patient(into)]);
    for (const each of [gone, kept]) {
      if (each.kind === 'retry') return each;
      if (each.kind !== 'refused') continue;
      return each.refused.kind === 'refused' ? { ...each.refused, again } : each.refused;
    }
    if (gone.kind !== 'found' || kept.kind !== 'found') return unused();
    const merged = gone.refs['patient'] ?? '';
    const id = kept.refs['patient'] ?? '';
    // Two records of one number are one person here already.
    if (merged === id) return unused();
    // The same said by both sides, and again with each change of them, is one proposal.
    const covers = { content: `${from}>${into}` };
    const event = { event: mergedEvent, id: '', covers, refs: { patient: id }, data: { merged } };
    return { kind: 'event', event };
  });
  const all = await Promise.all(merges);
  return all.length === 0 ? [unused()] : all;
}
