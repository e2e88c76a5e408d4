/** Whether the EHR is there, takes our credentials, and keeps the subscription alive. */
import type { OnwardCode, Outbound, SystemSetup } from '../../core/index.ts';
import { healthOf } from '../rest.ts';
import type { Health } from '../rest.ts';
import { ask, ehrOf } from './ehr.ts';
import { statusOf } from './events-operation.ts';

/** What a person must set right: waiting does not help. */
const refusals = new Set<OnwardCode>([
  'ONW-OUT-CREDENTIALS',
  'ONW-SECRET-INVALID',
  'ONW-SECRET-MISSING',
]);

/** Asks for the subscription's status; without one, for the number of some resource. */
export async function probe(setup: SystemSetup, out: Outbound): Promise<Health> {
  const ehr = ehrOf(setup, out);
  const status = await statusOf(ehr);
  if (status.kind === 'retry') return unwell(status.code);
  if (status.kind === 'status') {
    const isOff = status.status === 'error' || status.status === 'off';
    return isOff ? { kind: 'refused', code: 'ONW-FHIR-SUBSCRIPTION' } : { kind: 'well' };
  }
  const type = ehr.settings.listen[0] ?? 'Patient';
  const answer = await ask(ehr, { method: 'GET', path: `${type}?_summary=count` });
  return answer.kind === 'unsent' ? unwell(answer.code) : healthOf(answer);
}

function unwell(code: OnwardCode): Health {
  return { kind: refusals.has(code) ? 'refused' : 'away', code };
}
