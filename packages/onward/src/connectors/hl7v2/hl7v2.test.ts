import { describe, expect, test } from 'vitest';

import type { Json, Received } from '../../core/index.ts';
import { codes, message, msh, pid, receive } from './messages.fixture.ts';
import { hl7v2 } from './index.ts';

describe('appointments', () => {
  const booked = message(
    msh('SIU^S12^SIU_S12'),
    'SCH|P-1^REQ|F-9^SCHED|||||||30|min|^^^202611051400-0500^202611051430-0500||||||||||||||Booked',
    pid,
    `PV1|1|O${'|'.repeat(17)}V-3`,
  );

  test('a booking: ids, start, end and status', () => {
    expect(receive(booked)).toEqual([
      {
        kind: 'event',
        event: {
          event: 'appointment.booked',
          id: 'M-1',
          covers: { content: expect.stringMatching(/^[0-9a-f]{64}$/u) as string, part: 1 },
          occurredAt: Date.parse('2026-11-02T08:59:00Z'),
          refs: { patient: 'MRN-7', visit: 'V-3', appointment: 'F-9' },
          data: {
            start: Date.parse('2026-11-05T19:00:00Z'),
            end: Date.parse('2026-11-05T19:30:00Z'),
            status: 'booked',
          },
        },
      },
    ]);
  });

  test.each([
    ['S12', 'appointment.booked'],
    ['S13', 'appointment.rescheduled'],
    ['S14', 'appointment.modified'],
    ['S15', 'appointment.cancelled'],
    ['S16', 'appointment.discontinued'],
    ['S17', 'appointment.deleted'],
    // Services and resources of one are added, changed, cancelled, discontinued, deleted.
    ['S18', 'appointment.modified'],
    ['S19', 'appointment.modified'],
    ['S20', 'appointment.modified'],
    ['S21', 'appointment.modified'],
    ['S22', 'appointment.modified'],
    // Slots of a schedule, which are nobody's appointment; and a query, which SIU never carries.
    ['S23', 'ONW-HL7-EVENT-UNUSED'],
    ['S24', 'ONW-HL7-EVENT-UNUSED'],
    ['S25', 'ONW-HL7-EVENT-UNUSED'],
    ['S26', 'appointment.no-show'],
  ])('SIU %s says %s', (trigger, name) => {
    expect(codes(receive(booked.replaceAll('S12', trigger)))).toEqual([name]);
  });

  test.each([
    ['Arrived', 'appointment.arrived'],
    ['CHECKEDIN', 'appointment.arrived'],
    ['Checked In', 'appointment.arrived'],
    ['Complete', 'appointment.completed'],
    ['NoShow', 'appointment.no-show'],
    ['Cancelled', 'appointment.cancelled'],
    ['Pending', 'appointment.modified'],
    ['Mrs Canary', 'appointment.modified'],
  ])('a change with the status %s says %s', (status, name) => {
    const changed = booked.replaceAll('S12', 'S14').replace('Booked', status);
    expect(codes(receive(changed))).toEqual([name]);
    expect(JSON.stringify(receive(changed))).not.toContain('Canary');
  });

  test('a registration on the day that carries the appointment is an arrival', () => {
    const arrived = message(msh('ADT^A04'), pid, `SCH||F-9${'|'.repeat(23)}Arrived`);
    expect(receive(arrived)).toMatchObject([
      { event: { event: 'appointment.arrived', refs: { appointment: 'F-9', patient: 'MRN-7' } } },
    ]);
    expect(codes(receive(message(msh('ADT^A04'), pid, 'SCH||F-9')))).toEqual([
      'patient.registered',
    ]);
  });

  test('times stand in TQ1, in SCH-11 or at the service, the first of them that is there', () => {
    const start = (...segments: readonly string[]): unknown => {
      const [received] = receive(message(msh('SIU^S12'), ...segments, pid));
      return received?.kind === 'event' ? received.event.data['start'] : received;
    };
    const at = Date.parse('2026-11-05T19:00:00Z');
    expect(start('SCH||F-9|||||||||^^^209901010000', 'TQ1|||||||202611051400')).toBe(at);
    expect(start('SCH||F-9', 'AIS|1|A|X|202611051400')).toBe(at);
    expect(start('SCH||F-9', 'AIL|1|A|X||L|202611051400')).toBe(at);
    expect(start('SCH||F-9')).toBeUndefined();
    expect(start('SCH||F-9', 'TQ1|||||||20261105')).toBeUndefined();
  });

  test('a local time is read in the zone of the settings, else at the offset of the header', () => {
    const summer = message(msh('SIU^S12'), 'SCH||F-9', 'TQ1|||||||202607051400', pid);
    const startIn = (settings: Json, text = summer): unknown => {
      const [received] = receive(text, settings);
      return received?.kind === 'event' ? received.event.data['start'] : received?.code;
    };
    // The header is of winter: the zone knows better.
    expect(startIn({ zone: 'America/New_York' })).toBe(Date.parse('2026-07-05T18:00:00Z'));
    expect(startIn({})).toBe(Date.parse('2026-07-05T19:00:00Z'));
    const nowhere = summer.replace('20261102035900-0500', '20261102035900');
    expect(startIn({}, nowhere)).toBe('ONW-HL7-ZONE');
    expect(startIn({ zone: 'America/New_York' }, nowhere)).toBe(Date.parse('2026-07-05T18:00:00Z'));
    expect(startIn({}, summer.replace('202607051400', '202602301400'))).toBe('ONW-HL7-TIME');
    expect(startIn({}, summer.replace('202607051400', 'after lunch'))).toBe('ONW-HL7-TIME');
    // Half an hour that the change to summer time skips.
    const skipped = nowhere.replace('202607051400', '202603080230');
    expect(startIn({ zone: 'America/New_York' }, skipped)).toBe(Date.parse('2026-03-08T07:30:00Z'));
  });
});

describe('admissions', () => {
  test.each([
    ['A01', 'patient.admitted'],
    ['A02', 'patient.transferred'],
    ['A03', 'patient.discharged'],
    ['A04', 'patient.registered'],
    ['A05', 'patient.pre-admitted'],
    ['A08', 'patient.updated'],
    ['A10', 'patient.arrived'],
    ['A11', 'patient.visit-cancelled'],
    ['A13', 'patient.discharge-cancelled'],
    ['A28', 'person.added'],
    ['A31', 'person.updated'],
    ['A60', 'patient.updated'],
  ])('ADT %s says %s', (trigger, name) => {
    const admission = message(msh(`ADT^${trigger}`), pid, `PV1|1|I${'|'.repeat(17)}V-3`);
    expect(receive(admission)).toMatchObject([
      {
        event: {
          event: name,
          refs: { patient: 'MRN-7', visit: 'V-3' },
          data: { class: 'inpatient' },
        },
      },
    ]);
  });

  test('a merge keeps the surviving id as the ref and the prior one as data', () => {
    expect(receive(message(msh('ADT^A40'), pid, 'MRG|MRN-6^^^NORTH^MR'))).toMatchObject([
      { event: { event: 'patient.merged', refs: { patient: 'MRN-7' }, data: { merged: 'MRN-6' } } },
    ]);
  });

  test('a message about two patients is two events, one repeated patient is one', () => {
    const as = (part: number) => ({ id: 'M-1', covers: { part } });
    const other = pid.replace('MRN-7', 'MRN-8');
    const merges = message(msh('ADT^A40'), pid, 'MRG|MRN-5', other, 'MRG|MRN-6');
    expect(receive(merges)).toMatchObject([
      { event: { ...as(1), refs: { patient: 'MRN-7' }, data: { merged: 'MRN-5' } } },
      { event: { ...as(2), refs: { patient: 'MRN-8' }, data: { merged: 'MRN-6' } } },
    ]);
    expect(receive(message(msh('ADT^A08'), pid, pid))).toHaveLength(1);
  });

  test('the trigger may stand in EVN-1; without one it is no event', () => {
    expect(codes(receive(message(msh('ADT'), 'EVN|A08', pid)))).toEqual(['patient.updated']);
    expect(codes(receive(message(msh('ADT'), pid)))).toEqual(['ONW-HL7-EVENT-UNUSED']);
  });

  test('the id of the preferred type, else the first, else PID-2', () => {
    const patient = (segment: string, settings: Json = {}): unknown => {
      const [received] = receive(message(msh('ADT^A08'), segment), settings);
      return received?.kind === 'event' ? received.event.refs['patient'] : received;
    };
    expect(patient(pid)).toBe('MRN-7');
    expect(patient(pid, { 'patient-id': 'SS' })).toBe('S-12');
    expect(patient('PID|1||X-1^^^^PI~X-2^^^^PT')).toBe('X-1');
    expect(patient('PID|1|OLD-1')).toBe('OLD-1');
    expect(patient('PID|1||""')).toBeUndefined();
    expect(patient('PID|1||A\\T\\B')).toBe('A&B');
  });
});

describe('results, orders and referrals', () => {
  const obr = (status: string): string => `OBR|1|O-1|F-1|CODE${'|'.repeat(21)}${status}`;
  const obx = (flag: string, status = 'F'): string =>
    `OBX|1|NM|CODE||7.1|u|1-2|${flag}|||${status}`;
  const result = (...segments: readonly string[]): string =>
    message(msh('ORU^R01'), pid, ...segments);

  test.each([
    [['F'], 'result.final'],
    [['F', 'F'], 'result.final'],
    [['F', 'P'], 'result.preliminary'],
    [['P'], 'result.preliminary'],
    [['C', 'F'], 'result.corrected'],
    [['X'], 'result.cancelled'],
    [['X', 'F'], 'result.final'],
  ])('requests with status %o are %s', (statuses, name) => {
    expect(codes(receive(result(...statuses.map(obr))))).toEqual([name]);
  });

  test('where OBR-25 is empty, the observations say it', () => {
    expect(codes(receive(result(obr(''), obx('N'), obx('N'))))).toEqual(['result.final']);
    expect(codes(receive(result(obr(''), obx('N'), obx('N', 'P'))))).toEqual([
      'result.preliminary',
    ]);
    expect(codes(receive(result(obr(''))))).toEqual(['result.preliminary']);
  });

  test('flags are told, values are not', () => {
    const data = (...segments: readonly string[]): unknown => {
      const [received] = receive(result(obr('F'), ...segments));
      return received?.kind === 'event' ? received.event.data : received;
    };
    expect(data(obx('N'), obx(''))).toEqual({ abnormal: false, critical: false });
    expect(data(obx('N'), obx('H'))).toEqual({ abnormal: true, critical: false });
    expect(data(obx('HH'))).toEqual({ abnormal: true, critical: true });
    expect(data(obx('N~A'))).toEqual({ abnormal: true, critical: false });
    expect(data(obx(''), obx('""'))).toEqual({});
    expect(JSON.stringify(receive(result(obr('F'), obx('H'))))).not.toContain('7.1');
  });

  test('orders are placed, changed and called off', () => {
    const order = (type: string, control: string): readonly Received[] => {
      return receive(message(msh(type), pid, `ORC|${control}|O-1|F-1`, 'OBR|1|O-1|F-1'));
    };
    expect(order('ORM^O01', 'NW')).toMatchObject([
      { event: { event: 'order.placed', refs: { order: 'O-1', filler: 'F-1' } } },
    ]);
    expect(codes(order('OMG^O19', 'SC'))).toEqual(['order.updated']);
    expect(codes(order('OML^O21', 'CA'))).toEqual(['order.cancelled']);
  });

  test('referrals are received, changed and called off', () => {
    const referral = (trigger: string): readonly Received[] => {
      return receive(message(msh(`REF^${trigger}`), 'RF1|A|S||||R-5', pid));
    };
    expect(referral('I12')).toMatchObject([
      {
        event: {
          event: 'referral.received',
          refs: { referral: 'R-5', patient: 'MRN-7' },
          data: { status: 'accepted', priority: 'stat' },
        },
      },
    ]);
    expect(codes(referral('I13'))).toEqual(['referral.updated']);
    expect(codes(referral('I14'))).toEqual(['referral.cancelled']);
  });

  test.each([
    'MDM^T02',
    'VXU^V04',
    'BAR^P01',
    'DFT^P03',
    'RDE^O11',
    'PPR^PC1',
    'ACK',
    'ORU^W01',
    '',
  ])('%s is not an event here', (type) =>
    expect(codes(receive(message(msh(type), pid)))).toEqual(['ONW-HL7-EVENT-UNUSED']),
  );
});

test('settings: facilities, zone, patient system', () => {
  expect(hl7v2.describe({ zone: 'Mars/Base' })).toMatchObject({ problems: [{ path: ['zone'] }] });
  expect(hl7v2.describe({ facilities: [] })).toMatchObject({
    problems: [{ path: ['facilities'] }],
  });
  expect(hl7v2.describe({ other: 1 })).toMatchObject({ problems: [{ path: [] }] });
  expect(hl7v2.describe({ 'patient-system': 'clinic' })).toMatchObject({
    manifest: {
      events: {
        'appointment.booked': {
          refs: {
            patient: { system: 'clinic', of: 'subject' },
            appointment: { system: '', of: 'journey' },
          },
          data: { start: { kind: 'instant' } },
        },
        'patient.merged': { data: { merged: { kind: 'ref', system: 'clinic' } } },
      },
    },
  });
});
