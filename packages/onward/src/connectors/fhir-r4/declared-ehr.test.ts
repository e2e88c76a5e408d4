import { expect, test } from 'vitest';

import { startEhr } from './ehr.fixture.ts';
import { fhirR4 } from './index.ts';
import { appointment, patient, secrets } from './people.fixture.ts';
import { events, out, setup } from './system.fixture.ts';

test('what does not fit is set aside, and is read once the EHR has it right', async () => {
  const ehr = await startEhr();
  try {
    const who = `Patient/${(await ehr.write(patient())).id}`;
    const declared = {
      priority: { path: 'Appointment.priority', type: { count: 9 } },
      reason: {
        path: 'Appointment.reasonCode.coding.first().code',
        type: ['check-up'],
        of: { CU: 'check-up' },
      },
    };
    const system = setup(ehr.url, { url: 'EHR_URL', data: { Appointment: declared } });
    const coded = (code: string): { readonly coding: { readonly code: string }[] }[] => [
      { coding: [{ code }] },
    ];
    const wrong = { priority: 5, reasonCode: coded('secret-note') };
    const { id } = await ehr.write(appointment(who, wrong));
    const again = `Appointment/${id}`;
    const first = await fhirR4.refetch?.(again, system, out);
    const at = ['/data/Appointment/reason'];
    expect(first).toMatchObject({ received: [{ code: 'ONW-EVENT-DATA', at, again }] });
    for (const each of secrets) expect(JSON.stringify(first)).not.toContain(each);
    await ehr.write({ ...appointment(who, { priority: 5, reasonCode: coded('CU') }), id });
    const second = await fhirR4.refetch?.(again, system, out);
    expect(second?.kind === 'found' ? events(second.received) : []).toMatchObject([
      { event: 'appointment.booked', data: { priority: 5, reason: 'check-up' } },
    ]);
  } finally {
    await ehr.close();
  }
}, 60_000);
