import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import type { Json, Received } from '../../core/index.ts';
import { isFact, readFactType } from '../../core/index.ts';
import { fhirR4 } from './index.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import { kindOf } from './kinds.ts';
import { mapResource } from './map.ts';
import { fhirSettings, settingsOf } from './settings.ts';
import { setup } from './system.fixture.ts';

const base = 'https://ehr.example/fhir/r4';
const codes = { reasons: ['check-up', 'follow-up'] };

/** The example of the documentation. */
const docs = readFileSync(
  resolve(import.meta.dirname, '../../../../../docs/connectors/fhir-r4.md'),
  'utf8',
);
const [, example = ''] = /```yaml\n(data:[^`]+)```/u.exec(docs) ?? [];
const { data: shown } = parse(example) as { readonly data: Json };

function map(resource: JsonObject, data: Json): Received {
  const kind = kindOf(textAt(resource, 'resourceType') ?? '');
  if (kind === undefined) throw new Error('no kind');
  const settings = settingsOf(setup(base, { url: 'EHR_URL', data }));
  return mapResource(resource, { kind, patient: {}, view: { settings, codes, base } });
}

const dataOf = (received: Received): unknown =>
  received.kind === 'event' ? received.event.data : received;

/** The datum `it` of an appointment, or the code of its refusal. */
function read(more: JsonObject, path: string, type: Json = 'flag'): unknown {
  return readAs(more, { path, type });
}

function readAs(more: JsonObject, it: JsonObject): unknown {
  const appointment = { resourceType: 'Appointment', id: 'a1', status: 'booked', ...more };
  const received = map(appointment, { Appointment: { it } });
  return received.kind === 'event'
    ? received.event.data['it']
    : received.kind === 'refused' && [received.code, received.at];
}
const unfit = ['ONW-EVENT-DATA', ['/data/Appointment/it']];

const problems = (data: Json, more: JsonObject = {}): readonly string[] => {
  const result = fhirSettings({ url: 'EHR_URL', data, ...more });
  return 'problems' in result ? result.problems.map(({ path }) => path.join('/')) : [];
};

describe('the example of the documentation', () => {
  const appointment = {
    resourceType: 'Appointment',
    id: 'a1',
    status: 'booked',
    priority: 3,
    description: 'Mrs Canary asks for a quiet room',
    serviceType: [{ coding: [{ system: 'http://clinic.example/service', code: 'tele' }] }],
    reasonCode: [
      { text: 'worried about Eleanor' },
      { coding: [{ system: 'http://snomed.info/sct', code: '390906007', display: 'Canary' }] },
    ],
    participant: [
      { actor: { reference: 'Patient/p1', display: 'Eleanor Canary' } },
      { actor: { reference: `${base}/Location/room-2`, display: 'Canary wing' } },
      { actor: { reference: 'Location/room-3' } },
    ],
  };

  test('is read into closed types, and nothing else of the resource is', () => {
    const received = map(appointment, shown);
    expect(dataOf(received)).toEqual({
      status: 'booked',
      priority: 3,
      telehealth: true,
      reason: 'follow-up',
      room: 'Location/room-3',
    });
    expect(JSON.stringify(received)).not.toMatch(/Canary|Eleanor|quiet|worried/u);
    expect(dataOf(map({ resourceType: 'Appointment', id: 'a', status: 'booked' }, shown))).toEqual({
      status: 'booked',
      telehealth: false,
    });
    const observed = (value: number): unknown => {
      const valueQuantity = { value, unit: 'mg/dL' };
      const resource = { resourceType: 'Observation', id: 'o1', status: 'final', valueQuantity };
      return dataOf(map(resource, shown));
    };
    expect(observed(181.5)).toEqual({ status: 'final', high: true });
    expect(observed(180)).toEqual({ status: 'final', high: false });
  });

  test('is declared, so that the gate and the language know it', () => {
    const described = fhirR4.describe({ url: 'EHR_URL', data: shown });
    if ('problems' in described) throw new Error(JSON.stringify(described.problems));
    const { events } = described.manifest;
    expect(events['appointment.no-show']?.data).toMatchObject({
      status: { kind: 'one-of' },
      start: { kind: 'instant' },
      priority: { kind: 'count', max: 9 },
      telehealth: { kind: 'flag' },
      reason: { kind: 'one-of', values: ['check-up', 'follow-up'] },
      room: { kind: 'ref', system: 'ehr' },
    });
    expect(events['observation.final']?.data).toHaveProperty('high');
    expect(events['task.requested']?.data).not.toHaveProperty('telehealth');
  });
});

describe('values', () => {
  const coding = (...all: readonly string[]): JsonObject => ({
    reasonCode: [{ coding: all.map((code) => ({ system: 's', code })) }],
  });
  const path = 'reasonCode.coding.code';
  const list = { code: 'reasons' };

  test('one that is not there is left out, several are refused, one of them is chosen', () => {
    expect(read({}, path, list)).toBeUndefined();
    expect(read(coding('check-up'), path, list)).toBe('check-up');
    expect(read(coding('check-up', 'check-up'), path, list)).toEqual(unfit);
    expect(read(coding('check-up', 'x'), `${path}.first()`, list)).toBe('check-up');
    expect(read(coding('x', 'check-up'), 'reasonCode.coding[1].code', list)).toBe('check-up');
    expect(read(coding('x', 'check-up'), "reasonCode.coding.exists(code = 'x')")).toBe(true);
    expect(read(coding('x', 'y', 'z'), 'reasonCode.coding.count()', { count: 3 })).toBe(3);
    expect(read(coding('x', 'y', 'z'), 'reasonCode.coding.count()', { count: 2 })).toEqual(unfit);
  });

  test('a name is one that is declared, or one that the EHR has another word for', () => {
    expect(read(coding('toString'), path, list)).toEqual(unfit);
    expect(read(coding('Check-up'), path, list)).toEqual(unfit);
    const of = { 'CU 1': 'check-up', XX: 'unlisted' };
    expect(readAs(coding('CU 1'), { path, type: list, of })).toBe('check-up');
    expect(readAs(coding('check-up'), { path, type: list, of })).toEqual(unfit);
    expect(readAs(coding('XX'), { path, type: list, of })).toEqual(unfit);
    expect(readAs(coding('toString'), { path, type: list, of })).toEqual(unfit);
  });

  test('times say as much as their type, or are left out', () => {
    const at = (created: Json, type: string): unknown => read({ created }, 'created', type);
    expect(at('2026-11-02T10:00:00-05:00', 'instant')).toBe(Date.UTC(2026, 10, 2, 15));
    expect([at('2026-11-02', 'instant'), at('2026-11', 'instant')]).toEqual([undefined, undefined]);
    expect([at('2026-11-02', 'date'), at('2026-11', 'date')]).toEqual(['2026-11-02', undefined]);
    expect([at('next week', 'instant'), at('2026-13-02', 'date'), at(7, 'date')]).toEqual([
      unfit,
      unfit,
      unfit,
    ]);
  });

  test('a reference is one of the base; an id has no blanks', () => {
    const ref = { ref: 'ehr' };
    const slot = (reference: string): unknown => read({ slot: [{ reference }] }, 'slot', ref);
    expect([slot('Slot/s1'), slot(`${base}/Slot/s1/_history/2`)]).toEqual(['Slot/s1', 'Slot/s1']);
    expect([slot('https://other.example/Slot/s1'), slot('#s1'), slot('a b')]).toEqual([
      unfit,
      unfit,
      unfit,
    ]);
    const id = (value: string): unknown =>
      read({ identifier: [{ value }] }, 'identifier.value', ref);
    expect([id('S-7'), id('Eleanor Canary')]).toEqual(['S-7', unfit]);
  });

  test.each([
    ["status in ('booked' | 'arrived')", true],
    ["status != 'booked'", false],
    ['minutesDuration >= 30 and minutesDuration < 45', true],
    ['cancelationReason.empty()', true],
    ['(cancelationReason.exists() or participant.exists()).not()', false],
    ["participant.all($this.actor.reference.startsWith('Patient/'))", false],
    ["extension('http://clinic.example/first').value", true],
    ["extension.where(url = 'http://clinic.example/first').valueBoolean", true],
    ["extension('http://clinic.example/of').value.ofType(Reference).exists()", false],
    ["(extension('http://clinic.example/first').value as boolean)", true],
    ['absent > 3', undefined],
    ['Appointment.absent', undefined],
  ])('%s', (written, value) => {
    const appointment = {
      minutesDuration: 30,
      participant: [{ actor: { reference: 'Patient/p1' } }, { actor: { reference: 'Location/l' } }],
      extension: [
        { url: 'http://clinic.example/first', valueBoolean: true },
        { url: 'http://clinic.example/of', valueCode: 'x' },
      ],
    };
    expect(read(appointment, written)).toBe(value);
  });
});

describe('free text', () => {
  const texts = ['description', 'comment', 'reasonCode.text', 'participant.actor.display'];
  const types: readonly Json[] = [['check-up', 'quiet-room'], { code: 'reasons' }];

  test.each(texts)('of %s passes only where it is exactly a declared name', (path) => {
    const at = (text: string): JsonObject => ({
      description: text,
      comment: text,
      reasonCode: [{ text }],
      participant: [{ actor: { display: text } }],
    });
    for (const type of types) {
      expect(read(at('check-up'), path, type)).toBe('check-up');
      for (const text of ['Eleanor Canary', 'check-up ', 'check-up for Eleanor', 'Check-up']) {
        expect(read(at(text), path, type)).toEqual(unfit);
      }
    }
    for (const type of ['flag', 'instant', 'date', { count: 9 }, { ref: 'ehr' }]) {
      expect(read(at('Eleanor Canary'), path, type)).toEqual(unfit);
    }
  });

  test('whatever a text is, a refusal and an event are without it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), fc.constantFrom(...types), (text, type) => {
        const resource = { resourceType: 'Appointment', id: 'a1', status: 'booked' };
        const description = `canary-${text}`;
        const declared = { Appointment: { it: { path: 'description', type } } };
        const received = map({ ...resource, description, meta: { versionId: '1' } }, declared);
        expect(received).toMatchObject({ kind: 'refused', code: 'ONW-EVENT-DATA' });
        expect(JSON.stringify(received)).not.toContain('canary');
      }),
    );
  });
});

describe('settings', () => {
  test('say by path what does not fit', () => {
    const one = (it: JsonObject, type = 'Appointment'): Json => ({ [type]: { it } });
    expect(problems(one({ path: 'Task.priority', type: 'flag' }))).toEqual([
      'data/Appointment/it/path',
    ]);
    expect(problems(one({ path: 'status', type: 'text' }))).toEqual(['data/Appointment/it/type']);
    expect(problems(one({ path: 'status', type: 'money' }))).toEqual(['data/Appointment/it/type']);
    expect(problems(one({ path: 7, type: 'flag' }))).toEqual(['data/Appointment/it/path']);
    const of = { a: 'b' };
    expect(problems(one({ path: 'status', type: 'flag', of }))).toEqual(['data/Appointment/it/of']);
    expect(problems(one({ path: 'status', type: ['c'], of }))).toEqual(['data/Appointment/it/of']);
    expect(problems(one({ path: 'status', type: 'flag' }, 'Claim'))).toHaveLength(1);
    const listen = { listen: ['Task'] };
    expect(problems(one({ path: 'status', type: 'flag' }), listen)).toEqual(['data/Appointment']);
    const flag = { path: 'id', type: { ref: 'ehr' } };
    const taken = { start: flag, patient: flag, phone: flag, code: flag, order: flag };
    expect(problems({ Appointment: taken })).toEqual(
      Object.keys(taken).map((each) => `data/Appointment/${each}`),
    );
  });

  test('what was measured is no count, time or ref', () => {
    const at = (path: string, type: Json): readonly string[] =>
      problems({ Observation: { it: { path, type } } });
    const problem = ['data/Observation/it/type'];
    expect(at('Observation.value.value', { count: 300 })).toEqual(problem);
    expect(at('component.where(code.exists()).value.value', { count: 300 })).toEqual(problem);
    expect(at('(value as Quantity).value.first()', { count: 300 })).toEqual(problem);
    expect(at('valueDateTime', 'instant')).toEqual(problem);
    expect(at('component[0].valueString', { ref: 'ehr' })).toEqual(problem);
    expect(at('component.where(valueQuantity.exists()).count()', { count: 9 })).toEqual([]);
    expect(at('value.coding.code', ['positive', 'negative'])).toEqual([]);
    expect(at("extension('http://clinic.example/tries').value", { count: 9 })).toEqual([]);
  });
});

describe('any resource', () => {
  const words = fc.constantFrom('priority', 'coding', 'code', 'value', 'valueString', 'actor');
  const tree = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<Json>('tele', 'check-up', 3, true, null, 'Slot/1'),
      fc.jsonValue() as fc.Arbitrary<Json>,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.oneof(words, fc.string()), tie('tree'), { maxKeys: 5 }),
      fc.constant<Json>({ toString: 'x', valueOf: 1, resourceType: 'Patient', reference: 7 }),
    ),
  })).tree;
  const steps = fc.constantFrom(
    'priority',
    'coding',
    'code',
    'value',
    'actor',
    '$this',
    'first()',
    'where(code.exists())',
    "where(value = 'tele' and coding.code != actor)",
    "extension('x')",
    'ofType(Quantity)',
    '(value > 3)',
    'not()',
    'count()',
    "startsWith('t')",
    'toString',
  );
  const types = fc.constantFrom<Json>('flag', 'instant', 'date', { count: 3 }, { ref: 'ehr' }, [
    'tele',
  ]);

  test('is read or refused by any path, and never thrown', () => {
    const paths = fc.array(steps, { minLength: 1, maxLength: 5 }).map((all) => all.join('.'));
    const members = { priority: tree, coding: tree, code: tree, value: tree, actor: tree };
    const resources = fc.record(members, { requiredKeys: [] });
    fc.assert(
      fc.property(resources, paths, types, (resource, path, type) => {
        const made = { resourceType: 'Appointment', id: 'a1', status: 'booked', ...resource };
        const received = map(made, { Appointment: { it: { path, type } } });
        const closed = readFactType(type);
        if (received.kind !== 'event' || closed === undefined) {
          expect(received).toMatchObject({ code: 'ONW-EVENT-DATA' });
          return;
        }
        const { it: fact } = received.event.data;
        const isClosed =
          closed.kind === 'ref' ? typeof fact === 'string' : isFact(closed, fact ?? '', {});
        expect(fact === undefined || isClosed).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is large is read in bounded time, or refused', () => {
    const many = Array.from({ length: 100_000 }, () => ({ status: 'accepted' }));
    const conditions = Array.from({ length: 30 }, (_, index) => `a${index}.exists()`).join(' or ');
    const meta = { versionId: '1' };
    for (const path of [
      `participant.where(${conditions}).exists()`,
      `participant${'.where(actor.exists().not())'.repeat(16)}.empty()`,
      'participant.where(actor.exists()).exists()',
    ]) {
      const before = performance.now();
      expect(read({ meta, participant: many.slice(0, 100) }, path)).toBe(false);
      expect(read({ meta, participant: many }, path)).toEqual(unfit);
      expect(performance.now() - before).toBeLessThan(1_000);
    }
  });
});
