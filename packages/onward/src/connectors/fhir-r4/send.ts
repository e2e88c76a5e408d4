/** Commands: written once by key, or over the version that was read, and then read back. */
import type { Attempt, Outbound, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { deedOf } from './command-settings.ts';
import type { Deed } from './deeds.ts';
import { draft, membersOf } from './draft.ts';
import { ehrOf } from './ehr.ts';
import { make } from './make.ts';
import { change } from './change.ts';
import { readWritten } from './reference.ts';
import { whose } from './whose.ts';

/** One try of a command. */
export async function send(
  command: OutboundCommand,
  setup: SystemSetup,
  out: Outbound,
): Promise<Attempt> {
  const ehr = ehrOf(setup, out);
  const deed = deedOf(ehr.settings, command.command);
  const members = deed && membersOf(command, deed, ehr.settings);
  if (deed === undefined || members === undefined) return rejected('ONW-FHIR-ARGUMENT');
  const patient = await whose(command.refs, ehr);
  if (patient.kind === 'retry') return patient;
  const known = patient.kind === 'patient' ? patient.id : undefined;
  if (!deed.makes) {
    const target = targetOf(command, deed);
    if (target === undefined) return rejected('ONW-FHIR-ARGUMENT');
    return change({ deed, target, members, patient: known }, ehr);
  }
  if (known === undefined) return rejected('ONW-FHIR-PATIENT');
  const { key, attempt } = command;
  const resource = draft({ deed, members, key }, known, ehr);
  return make({ deed, resource, key, attempt }, ehr);
}

function targetOf({ args }: OutboundCommand, { ref, type }: Deed): ReturnType<typeof readWritten> {
  const named = args[ref];
  const target = typeof named === 'string' ? readWritten(named) : undefined;
  return target?.type === type ? target : undefined;
}

function rejected(code: 'ONW-FHIR-ARGUMENT' | 'ONW-FHIR-PATIENT'): Attempt {
  return { kind: 'rejected', data: {}, code };
}
