/** From what a notification names to events: read from the base of the settings, then mapped. */
import type { Received } from '../../core/index.ts';
import { unused } from '../refusal.ts';
import type { Ehr } from './ehr.ts';
import { read } from './ehr.ts';
import { forbidden, gone, otherBase } from './refusals.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import { kindOf } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { mapResource, patientOf } from './map.ts';
import { linkedType, mergesOf } from './patient-link.ts';
import { patientsOf } from './patient.ts';
import type { Local } from './reference.ts';
import { reduce, outsideIdOf } from './reference.ts';

/** More than any server puts in one notification; each costs a request. */
export const mostReads = 200;
const atATime = 8;

/** Reads and maps for one delivery, look-up or page, whose patients are read once. */
export interface Gatherer {
  /** Events of references as they were written; each resource is read once. */
  references(references: readonly string[]): Promise<readonly Received[]>;
  /** Events of resources that were read already. */
  resources(resources: readonly JsonObject[]): Promise<readonly Received[]>;
}

/** A gatherer for one call of the connector. */
export function gatherer(ehr: Ehr): Gatherer {
  const patient = patientsOf(ehr);
  const one = async (resource: JsonObject, kind: Kind): Promise<Received> => {
    const again = `${kind.type}/${textAt(resource, 'id') ?? ''}`;
    const about = patientOf(resource, kind, ehr.base);
    if (about === 'elsewhere') return { ...otherBase(), again };
    const found = about === undefined ? undefined : await patient(about.id);
    if (found?.kind === 'retry') return found;
    const view = { settings: ehr.settings, codes: ehr.setup.codes, base: ehr.base };
    const received =
      found?.kind === 'refused'
        ? found.refused
        : mapResource(resource, { kind, patient: found?.refs ?? {}, view });
    return received.kind === 'refused' ? { ...received, again } : received;
  };
  const patientAt = async (what: Local): Promise<readonly Received[]> => {
    const answer = await read(ehr, what);
    if (answer.kind === 'retry') return [answer];
    if (answer.kind === 'gone') return [{ ...gone(), again: outsideIdOf(what) }];
    if (answer.kind === 'forbidden') return [{ ...forbidden(), again: outsideIdOf(what) }];
    return mergesOf(answer.resource, patient, ehr);
  };
  const isHeard = (type: string | undefined): boolean =>
    type === linkedType && ehr.settings.listen.includes(linkedType);
  const byReference = async (what: Local, kind: Kind): Promise<Received> => {
    const answer = await read(ehr, what);
    if (answer.kind === 'retry') return answer;
    if (answer.kind === 'gone') return { ...gone(), again: outsideIdOf(what) };
    if (answer.kind === 'forbidden') return { ...forbidden(), again: outsideIdOf(what) };
    return one(answer.resource, kind);
  };
  const listened = (type: string | undefined): Kind | undefined => {
    return type !== undefined && ehr.settings.listen.includes(type) ? kindOf(type) : undefined;
  };
  return {
    references(references) {
      const found = new Map<string, Call>();
      for (const reference of references) {
        const what = reduce(reference, ehr.base);
        const kind = typeof what === 'object' ? listened(what.type) : undefined;
        if (typeof what !== 'object') found.set(reference, async () => [otherBase()]);
        else if (isHeard(what.type)) found.set(outsideIdOf(what), () => patientAt(what));
        else if (kind === undefined) found.set(outsideIdOf(what), async () => [unused()]);
        else found.set(outsideIdOf(what), async () => [await byReference(what, kind)]);
      }
      return inTurn([...found.values()]);
    },
    resources(resources) {
      return inTurn(
        resources.flatMap((resource): readonly Call[] => {
          const type = textAt(resource, 'resourceType');
          if (isHeard(type)) return [() => mergesOf(resource, patient, ehr)];
          const kind = listened(type);
          return kind === undefined ? [] : [async () => [await one(resource, kind)]];
        }),
      );
    },
  };
}

type Call = () => Promise<readonly Received[]>;

/** A few requests at a time, so that a long notification is no burden to the EHR. */
async function inTurn(calls: readonly Call[]): Promise<readonly Received[]> {
  const received: Received[] = [];
  for (let at = 0; at < calls.length; at += atATime) {
    const some = calls.slice(at, at + atATime).map((call) => call());
    received.push(...(await Promise.all(some)).flat());
  }
  return received;
}
