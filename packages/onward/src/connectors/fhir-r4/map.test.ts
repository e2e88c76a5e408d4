import { describe, expect, test } from 'vitest';

import { fhirR4 } from './index.ts';
import { textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { kinds, kindOf } from './kinds.ts';
import { mapResource } from './map.ts';
import { refsOf } from './patient.ts';
import { settingsOf } from './settings.ts';
import { settings, setup } from './system.fixture.ts';

const base = 'https://ehr.example/fhir/r4';

describe('mapping', () => {
  const view = { settings: settingsOf(setup(base)), codes: { labs: ['hba1c'] }, base };
  const map = (resource: JsonObject): ReturnType<typeof mapResource> => {
    const kind = kindOf(textAt(resource, 'resourceType') ?? '');
    if (kind === undefined) throw new Error('no kind');
    return mapResource(resource, { kind, patient: { patient: 'MRN-7' }, view });
  };
  const booked = { resourceType: 'Appointment', id: 'a1', status: 'booked' };

  test('each version is an event of its own, and the same version the same event', () => {
    const version = (versionId: string): JsonObject => ({ ...booked, meta: { versionId } });
    const [one, same, two] = [map(version('1')), map(version('1')), map(version('2'))];
    expect(one).toEqual(same);
    expect(one).toMatchObject({ event: { covers: { content: 'Appointment/a1#1' } } });
    expect(two).toMatchObject({ event: { covers: { content: 'Appointment/a1#2' } } });
    const unversioned = [map(booked), map({ ...booked, description: 'other' })];
    expect(unversioned[0]).not.toEqual(unversioned[1]);
  });

  test('a state that FHIR does not know, or one that says nothing, is refused', () => {
    expect(map({ ...booked, status: 'secret-note' })).toEqual({
      kind: 'refused',
      code: 'ONW-FHIR-SHAPE',
      message: expect.not.stringContaining('secret-note') as string,
      at: ['/status'],
    });
    expect(map({ ...booked, id: '../1' })).toMatchObject({ code: 'ONW-FHIR-SHAPE', at: ['/id'] });
    const unsure = map({ resourceType: 'Observation', id: 'o1', status: 'unknown' });
    expect(unsure).toMatchObject({ code: 'ONW-EVENT-UNUSED' });
  });

  test('a day without an hour is no instant; a time that is none is refused', () => {
    const day = { resourceType: 'Encounter', id: 'e1', status: 'planned' };
    const on = (start: string): JsonObject => ({ ...day, period: { start } });
    expect(map(on('2026-11-02'))).toMatchObject({ event: { data: { status: 'planned' } } });
    expect(map(on('2026-11-02T10:00'))).toMatchObject({ code: 'ONW-EVENT-DATA' });
  });

  test('codes are those of the list and the mapping; a questionnaire has its address', () => {
    const of = 'http://clinic.example/Questionnaire/intake';
    const forms = {
      ...settings,
      codes: { list: 'labs', of: { [of]: 'hba1c', [`${of}-2`]: 'unlisted' } },
    };
    const kind = kindOf('QuestionnaireResponse');
    if (kind === undefined) throw new Error('no kind');
    const mapped = (questionnaire: string): ReturnType<typeof mapResource> =>
      mapResource(
        { resourceType: 'QuestionnaireResponse', id: 'q1', status: 'completed', questionnaire },
        { kind, patient: {}, view: { ...view, settings: settingsOf(setup(base, forms)) } },
      );
    const data = { status: 'completed' };
    expect(mapped(`${of}|2`)).toMatchObject({ event: { data: { ...data, code: 'hba1c' } } });
    expect(mapped(`${of}-2`)).toMatchObject({ event: { event: 'form.completed', data } });
  });

  test('the manifest declares whatever an event may carry', () => {
    const described = fhirR4.describe(settings);
    if ('problems' in described) throw new Error('problems');
    const { events, lookUps, commands, quietMs } = described.manifest;
    for (const kind of kinds) {
      for (const status of Object.keys(kind.statuses)) {
        const received = map({ resourceType: kind.type, id: 'r1', status });
        if (received.kind !== 'event') continue;
        const type = events[received.event.event];
        expect(Object.keys(type?.refs ?? {})).toContain(kind.name);
        const one = type?.data['status'];
        expect(one?.kind === 'one-of' ? one.values : []).toContain(status);
        expect(lookUps[kind.name]?.events).toContain(received.event.event);
      }
    }
    expect(commands['move-appointment']).toEqual({
      args: {
        appointment: { kind: 'ref', system: '' },
        start: { kind: 'instant' },
        end: { kind: 'instant' },
        slot: { kind: 'ref', system: '' },
      },
      returns: {
        appointment: { kind: 'ref', system: '' },
        version: { kind: 'ref', system: '' },
      },
    });
    expect(quietMs).toBe(1_800_000);
  });
});

describe('contacts', () => {
  const contacts = (code: string | undefined, ...values: readonly string[]): unknown => {
    const own = { phone: 'sms', ...(code === undefined ? {} : { 'calling-code': code }) };
    const telecom = values.map((value) => ({ system: 'phone', value }));
    const patient = { resourceType: 'Patient', id: 'p1', telecom };
    const read = settingsOf(setup(base, { url: 'EHR_URL', contacts: own }));
    return refsOf(patient, read)?.['phone'];
  };

  test.each([
    ['+1 (202) 555-0101', undefined, '+12025550101'],
    ['00 49 30 5550101', undefined, '+49305550101'],
    ['(202) 555-0101', undefined, '2025550101'],
    ['(202) 555-0101', '1', '+12025550101'],
    ['1-202-555-0101 x12', '1', '+12025550101'],
    ['030 5550101', '49', '+49305550101'],
    ['12', '1', undefined],
    ['ask the daughter', '1', undefined],
  ])('%s, within %s, is %s', (written, code, expected) => {
    expect(contacts(code, written)).toBe(expected);
  });

  test('the first that can be called is taken', () => {
    expect(contacts('1', 'none', '202 555 0101')).toBe('+12025550101');
  });
});
