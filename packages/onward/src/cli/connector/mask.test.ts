import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/index.ts';
import { maskBody, maskJson, maskText } from './mask.ts';
import { formOf, jsonOf, patients, saidOf } from './patients.fixture.ts';

const none = new Set<string>();

describe.each(patients)('of %#', (patient) => {
  test('nothing that was said survives in JSON, in a form or in HL7 v2', () => {
    const bodies = [
      [JSON.stringify(jsonOf(patient)), 'application/json'],
      [formOf(patient), 'application/x-www-form-urlencoded'],
      [`MSH|^~\\&|LAB|CITY\rPID|1||${patient.mrn}||${patient.family}^${patient.given}`, ''],
      [`<Patient name="${patient.family}"/>`, 'application/xml'],
    ] as const;
    for (const [body, type] of bodies) {
      const masked = JSON.stringify(maskBody(Buffer.from(body), type, none)).toLowerCase();
      for (const said of saidOf(patient)) {
        expect(masked.includes(said.toLowerCase()), 'a value survives').toBe(false);
      }
    }
  });
});

test('types stay, so that what reads a delivery can read its recording', () => {
  const body = {
    at: '2026-03-02T09:00:00.123+01:00',
    day: '1961-07-30',
    mail: 'iris.okafor@clinic.example',
    phone: '+44 20 7946 0958',
    id: 'evt_1AbC-77',
    unit: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
    link: 'https://clinic.example/people/77?token=abc',
    seconds: 1_772_442_000,
    price: 12.5,
    open: false,
    none: null,
  };
  expect(maskJson(body, none)).toEqual({
    at: '2000-01-01T00:00:00Z',
    day: '2000-01-01',
    mail: 'x@example.invalid',
    phone: '+19995550100',
    id: 'xxxx_9xxxx-99',
    unit: '99999999-9999-4999-8999-999999999999',
    link: 'https://example.invalid/',
    seconds: 9_999_999_999,
    price: 9.9,
    open: true,
    none: null,
  });
});

test('the length of a name is told by its class alone', () => {
  expect(maskText('Okafor', none)).toBe(maskText('Lindgren', none));
  expect(maskText('José Müller', none)).toBe('xxxx xxxxxxxx');
});

test('what was named beforehand stays, whole and nowhere inside something else', () => {
  const keep = new Set(['booking.created', 'false']);
  const body = { type: 'booking.created', text: 'booking.created by Iris', open: false };
  expect(maskJson(body, keep)).toEqual({
    type: 'booking.created',
    text: 'xxxxxxxx.xxxxxxxx xx xxxx',
    open: false,
  });
});

test('a member that is named after somebody loses its name, and stays a member', () => {
  const body = { patients: { 'MRN-100234': { age: 41 }, 'iris@clinic.example': 1, '7': 2 } };
  const text = JSON.stringify(maskJson(body, none));
  expect(text).not.toMatch(/100234|iris|41/u);
  const { patients: masked } = maskJson(body, none) as { readonly patients: object };
  expect(Object.keys(masked)).toHaveLength(3);
});

test('whatever the JSON, no letter or digit of a text is left but x and 9', () => {
  const forms = /2000-01-01|example\.invalid|x@|https|19995550100|555 0100|4999-8999|20000101/u;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (given) => {
      for (const text of textsOf(maskJson(given as Json, none))) {
        if (!forms.test(text)) expect(text).toMatch(/^[x9\-_.:/+ ,=@#()]*$/u);
      }
    }),
  );
});

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as Readonly<Record<string, Json>>).flatMap(textsOf);
}
