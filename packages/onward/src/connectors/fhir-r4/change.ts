/** Changes a resource over the version that was read, and reads it back. */
import type { Attempt } from '../../core/index.ts';
import { unsuccessful } from '../rest.ts';
import { agrees } from './agree.ts';
import type { Deed } from './deeds.ts';
import { merge } from './draft.ts';
import { ask, read } from './ehr.ts';
import type { Ehr } from './ehr.ts';
import { textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { patientOf } from './map.ts';
import { done, unknown } from './outcome.ts';
import type { Local } from './reference.ts';
import { outsideIdOf, readWritten } from './reference.ts';

/** How often a change that somebody else overtook is tried again at once. */
const mostTries = 4;
const againMs = 5_000;

/** A change that is asked for. */
export interface Changing {
  readonly deed: Deed;
  readonly target: Local;
  readonly members: JsonObject;
  /** Id of the journey's patient; undefined when none is known. */
  readonly patient: string | undefined;
}

/** Nothing is written where the EHR agrees already, so that a repeat changes nothing. */
export async function change(changing: Changing, ehr: Ehr): Promise<Attempt> {
  for (let tries = 0; tries < mostTries; tries++) {
    const attempt = await changeOnce(changing, ehr);
    if (attempt !== 'overtaken') return attempt;
  }
  return { kind: 'retry', code: 'ONW-FHIR-CONFLICT', afterMs: againMs };
}

async function changeOnce(changing: Changing, ehr: Ehr): Promise<Attempt | 'overtaken'> {
  const { deed, target, members } = changing;
  const before = await read(ehr, target);
  if (before.kind === 'retry') return before;
  if (before.kind !== 'resource') {
    const code = before.kind === 'gone' ? 'ONW-FHIR-GONE' : 'ONW-OUT-CREDENTIALS';
    return { kind: 'rejected', data: {}, code };
  }
  const { resource, version } = before;
  if (!isOf(resource, changing, ehr)) return reject('ONW-FHIR-PATIENT');
  if (agrees(resource, members, ehr.base)) return done(deed, target.id, version);
  const taken = await ifTaken(members, ehr);
  if (taken !== undefined) return taken;
  // Without a version nobody could tell whether something else was written over.
  if (version === undefined) return reject('ONW-FHIR-VERSION');
  const headers = { 'if-match': `W/"${version}"` };
  const body = merge(resource, members);
  const answer = await ask(ehr, { method: 'PUT', path: outsideIdOf(target), headers, body });
  if (answer.kind === 'answered' && [409, 412].includes(answer.status)) return 'overtaken';
  const outcome = unsuccessful(answer);
  if (outcome !== undefined && outcome.kind !== 'unknown') return outcome;
  return confirm(changing, ehr, outcome);
}

/** What is no longer free is not taken twice; that it is taken then is written by the EHR. */
async function ifTaken(members: JsonObject, ehr: Ehr): Promise<Attempt | undefined> {
  const slot = readWritten(textAt(members, 'slot', 'reference') ?? '');
  if (slot === undefined) return undefined;
  const answer = await read(ehr, slot);
  if (answer.kind === 'retry') return answer;
  const isFree = answer.kind === 'resource' && textAt(answer.resource, 'status') === 'free';
  return isFree ? undefined : reject('ONW-FHIR-TAKEN');
}

/** After a write: what the EHR shows now decides, whether or not it answered. */
async function confirm(
  { deed, target, members }: Changing,
  ehr: Ehr,
  unsure: Attempt | undefined,
): Promise<Attempt> {
  const after = await read(ehr, target);
  if (after.kind !== 'resource') return unknown('ONW-OUT-UNKNOWN');
  if (agrees(after.resource, members, ehr.base)) return done(deed, target.id, after.version);
  // It answered, and does not show what was asked: it is not done, and is asked again.
  return unsure ?? { kind: 'retry', code: 'ONW-FHIR-DIFFERS', afterMs: againMs };
}

/** The resource is about the journey's patient, as far as both are known. */
function isOf(resource: JsonObject, { deed, patient }: Changing, ehr: Ehr): boolean {
  const about = patientOf(resource, { patient: deed.patient }, ehr.base);
  if (about === 'elsewhere') return false;
  return about === undefined || patient === undefined || about.id === patient;
}

function reject(code: 'ONW-FHIR-PATIENT' | 'ONW-FHIR-TAKEN' | 'ONW-FHIR-VERSION'): Attempt {
  return { kind: 'rejected', data: {}, code };
}
