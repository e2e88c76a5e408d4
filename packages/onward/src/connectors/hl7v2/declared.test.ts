import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import type { Json } from '../../core/index.ts';
import { isFact, readFactType } from '../../core/index.ts';
import { hl7v2 } from './index.ts';
import { message, msh, pid, receive } from './messages.fixture.ts';
import { readHl7Path } from './path.ts';
import { hl7Settings } from './settings.ts';

const codes = { reasons: ['check-up', 'follow-up'] };

/** The example of the documentation. */
const docs = readFileSync(
  resolve(import.meta.dirname, '../../../../../docs/connectors/hl7v2.md'),
  'utf8',
);
const [, example = ''] = /```yaml\n(data:[^`]+)```/u.exec(docs) ?? [];
const { data: shown } = parse(example) as { readonly data: Json };

const dataOf = (body: string, settings: Json): unknown => {
  const [received] = receive(body, settings, codes);
  return received?.kind === 'event' ? received.event.data : received;
};

/** The datum `it` of a result with more segments, or the code of its refusal. */
function read(segments: readonly string[], path: string, type: Json): unknown {
  return readAs(segments, { path, type });
}

function readAs(segments: readonly string[], it: Json): unknown {
  const body = message(msh('ORU^R01'), pid, 'OBR|1|O-1', ...segments);
  const [received] = receive(body, { data: { 'result.preliminary': { it } } }, codes);
  if (received?.kind === 'event') return received.event.data['it'];
  return received?.kind === 'refused' && [received.code, received.at];
}
const at = ['/data/result.preliminary/it'];
const unfit = ['ONW-EVENT-DATA', at];

const problems = (data: Json): readonly string[] => {
  const result = hl7Settings({ data });
  return 'problems' in result ? result.problems.map(({ path }) => path.join('/')) : [];
};

describe('the example of the documentation', () => {
  const booked = message(
    msh('SIU^S12'),
    'SCH|P-1|F-9||||S^Canary|FU^asked for by Eleanor',
    pid,
    'ZAP|Canary|x~Eleanor&Y',
  );
  const result = message(
    msh('ORU^R01'),
    pid,
    `OBR|1|O-1|F-1|CODE|||202611021400${'|'.repeat(18)}F`,
    'OBX|1|TX|CODE||Canary||||||F',
    'OBX|2|NM|CODE||7.1|u|1-2|H|||F',
  );

  test('is read into closed types, and nothing else of the message is', () => {
    expect(dataOf(booked, { data: shown })).toEqual({
      urgency: 'stat',
      reason: 'follow-up',
      confirmed: true,
    });
    expect(dataOf(result, { data: shown })).toEqual({
      abnormal: true,
      critical: false,
      drawn: Date.parse('2026-11-02T19:00:00Z'),
      'second-flag': 'high',
    });
    for (const body of [booked, result]) {
      const said = JSON.stringify(receive(body, { data: shown }, codes));
      expect(said).not.toMatch(/Canary|Eleanor|7\.1/u);
    }
  });

  test('is declared, of its events alone', () => {
    const described = hl7v2.describe({ data: shown });
    if ('problems' in described) throw new Error(JSON.stringify(described.problems));
    const { events } = described.manifest;
    expect(events['appointment.booked']?.data).toMatchObject({
      start: { kind: 'instant' },
      urgency: { kind: 'one-of', values: ['routine', 'stat'] },
      reason: { kind: 'code', list: 'reasons' },
      confirmed: { kind: 'flag' },
    });
    expect(events['result.final']?.data).toHaveProperty('second-flag');
    expect(events['appointment.rescheduled']?.data).not.toHaveProperty('urgency');
  });
});

describe('places', () => {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const of = Object.fromEntries(letters.map((each) => [each, `is-${each}`]));
  const type = Object.values(of);

  test.each([
    ['ZAP-1', 'is-a'],
    ['ZAP[1]-1[1].1.1', 'is-a'],
    ['ZAP-2', 'is-b'],
    ['ZAP-2.2', 'is-c'],
    ['ZAP-2.2.2', 'is-d'],
    ['ZAP-2[2]', 'is-e'],
    ['ZAP-2[2].2.2', 'is-f'],
    ['ZAP[2]-1', 'is-g'],
    ['ZAP[2]-3[2]', 'is-h'],
    ['ZAP-3', undefined],
    ['ZAP-4', undefined],
    ['ZAP-2[3]', undefined],
    ['ZAP-2.3', undefined],
    ['ZAP-2.2.3', undefined],
    ['ZAP[3]-1', undefined],
    ['NTE-1', undefined],
  ])('%s', (path, expected) => {
    const segments = ['ZAP|a|b^c&d~e^x&f|""', 'ZAP|g||x~h'];
    expect(readAs(segments, { path, type, of })).toBe(expected);
  });

  test('MSH counts its separators, and escapes are characters', () => {
    const result = { path: 'MSH-9.2', type: ['result'], of: { R01: 'result' } };
    expect(readAs([], result)).toBe('result');
    const both = { path: 'ZAP-1', type: ['both'], of: { 'A&B': 'both' } };
    expect(readAs(['ZAP|A\\T\\B'], both)).toBe('both');
  });

  test.each([
    '',
    'SCH',
    'SCH-0',
    'SCH-6.0',
    'SCH[0]-6',
    'sch-6',
    'SCH.6',
    'SCH-6.1.1.1',
    'SCH-6[1',
    'SCH-1000',
    'SCH-6 ',
    'SCH-06',
    '$.SCH',
  ])('"%s" is none', (path) => {
    expect(problems({ 'order.placed': { it: { path, type: 'flag' } } })).toEqual([
      'data/order.placed/it/path',
    ]);
  });
});

describe('values', () => {
  const zap = (text: string, type: Json, more: object = {}): unknown =>
    readAs([`ZAP|${text}`], { path: 'ZAP-1', type, ...more });

  test('flags and counts are those of HL7', () => {
    expect([zap('Y', 'flag'), zap('N', 'flag')]).toEqual([true, false]);
    expect([zap('yes', 'flag'), zap('true', 'flag'), zap('1', 'flag')]).toEqual([
      unfit,
      unfit,
      unfit,
    ]);
    const count = { count: 20 };
    expect(['7', '+7', '007', '7.', '7.00'].map((each) => zap(each, count))).toEqual([
      7, 7, 7, 7, 7,
    ]);
    for (const each of ['-7', '7.5', '21', '7 days', '0x7', '1e1', '٧']) {
      expect(zap(each, count)).toEqual(unfit);
    }
  });

  test('times are read in the zone of the settings, else at the offset of the header', () => {
    const it = { path: 'ZAP-1', type: 'instant' };
    const of = (text: string, settings: object = {}, header = msh('ORU^R01')): unknown => {
      const body = message(header, pid, 'OBR|1|O-1', `ZAP|${text}`);
      const data = { 'result.preliminary': { it } };
      const [received] = receive(body, { ...settings, data }, codes);
      if (received?.kind === 'event') return received.event.data['it'];
      return received?.kind === 'refused' && [received.code, received.at];
    };
    const local = msh('ORU^R01').replace('-0500', '');
    expect(of('202607051400')).toBe(Date.parse('2026-07-05T19:00:00Z'));
    expect(of('202607051400', { zone: 'America/New_York' })).toBe(
      Date.parse('2026-07-05T18:00:00Z'),
    );
    expect(of('202607051400+0200', {}, local)).toBe(Date.parse('2026-07-05T12:00:00Z'));
    expect(of('202607051400', {}, local)).toEqual(['ONW-HL7-ZONE', at]);
    expect(of('20260705')).toBeUndefined();
    expect(of('202602301400')).toEqual(unfit);
    expect(of('after lunch')).toEqual(unfit);
  });

  test('a date is the day that was written', () => {
    expect(zap('20261105', 'date')).toBe('2026-11-05');
    expect(zap('20261105235900-0500', 'date')).toBe('2026-11-05');
    expect([zap('202611', 'date'), zap('2026', 'date')]).toEqual([undefined, undefined]);
    expect([zap('20260230', 'date'), zap('2026-11-05', 'date'), zap('20261105x', 'date')]).toEqual([
      unfit,
      unfit,
      unfit,
    ]);
  });

  test('names and codes are those declared, or what the sender writes for them', () => {
    expect(zap('check-up', { code: 'reasons' })).toBe('check-up');
    expect(zap('CHECK-UP', { code: 'reasons' })).toEqual(unfit);
    const of = { CU: 'check-up', XX: 'unlisted' };
    expect(zap('CU', { code: 'reasons' }, { of })).toBe('check-up');
    for (const each of ['check-up', 'XX', 'toString']) {
      expect(zap(each, { code: 'reasons' }, { of })).toEqual(unfit);
    }
  });

  test('a ref is an id without blanks', () => {
    expect(zap('S-7', { ref: 'ehr' })).toBe('S-7');
    expect(zap('Eleanor Canary', { ref: 'ehr' })).toEqual(unfit);
  });
});

describe('free text', () => {
  const types: readonly Json[] = [['check-up', 'quiet-room'], { code: 'reasons' }];
  const places: readonly (readonly [string, (text: string) => string])[] = [
    ['OBX-5', (text) => `OBX|1|TX|NOTE||${text}`],
    ['NTE-3', (text) => `NTE|1||${text}`],
    ['OBR-13', (text) => `OBR|2|O-2|||||||||||${text}`],
  ];

  test.each(places)('of %s passes only where it is exactly a declared name', (path, segment) => {
    const place = path === 'OBR-13' ? 'OBR[2]-13' : path;
    for (const type of types) {
      expect(read([segment('check-up')], place, type)).toBe('check-up');
      for (const text of ['Eleanor Canary', 'check-up for Eleanor', 'Check-up', 'check-up.']) {
        expect(read([segment(text)], place, type)).toEqual(unfit);
      }
    }
    expect(read([segment('Eleanor Canary')], place, 'flag')).toEqual(unfit);
  });

  test('whatever a text is, a refusal is without it', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...types), (text, type) => {
        const it = { path: 'OBX-5', type };
        const body = message(msh('ORU^R01'), pid, 'OBR|1|O-1', `OBX|1|TX|NOTE||canary${text}`);
        const received = receive(body, { data: { 'result.preliminary': { it } } }, codes);
        expect(received).toMatchObject([{ kind: 'refused', code: 'ONW-EVENT-DATA' }]);
        expect(JSON.stringify(received)).not.toContain('canary');
      }),
    );
  });
});

test('settings say by path what does not fit', () => {
  const flag = { path: 'ZAP-1', type: 'flag' };
  expect(problems({ 'appointment.eaten': { it: flag } })).toEqual(['data/appointment.eaten']);
  expect(problems({ toString: { it: flag } })).toEqual(['data/toString']);
  const taken = { start: flag, patient: flag, appointment: flag, status: flag };
  expect(problems({ 'appointment.booked': { ...taken, other: flag } })).toEqual(
    Object.keys(taken).map((each) => `data/appointment.booked/${each}`),
  );
  const one = (path: string, type: Json, more: object = {}): readonly string[] =>
    problems({ 'result.final': { it: { path, type, ...more } } });
  expect(one('ZAP-1', 'money')).toEqual(['data/result.final/it/type']);
  expect(one('ZAP-1', 'flag', { of: { Y: 'yes' } })).toEqual(['data/result.final/it/of']);
  expect(one('ZAP-1', ['no'], { of: { Y: 'yes' } })).toEqual(['data/result.final/it/of']);
  // Dates of birth and death, and what was measured.
  for (const type of ['instant', 'date']) {
    for (const path of ['PID-7', 'NK1[2]-16', 'GT1-8', 'IN1-18', 'OBX-5']) {
      expect(one(path, type)).toEqual(['data/result.final/it/type']);
    }
    expect(one('OBX-14', type)).toEqual([]);
  }
  expect(one('OBX[3]-5.2', { count: 300 })).toEqual(['data/result.final/it/type']);
  expect(one('OBX-5', { ref: 'ehr' })).toEqual(['data/result.final/it/type']);
  expect(one('PID-15', ['en', 'es'])).toEqual([]);
});

describe('any message', () => {
  const types: readonly Json[] = [
    'flag',
    'instant',
    'date',
    { count: 9 },
    { ref: 'ehr' },
    ['a', 'b'],
  ];
  const number = fc.integer({ min: 1, max: 4 });
  const place = fc.tuple(fc.constantFrom('MSH', 'ZAP', 'PID', 'OBX'), number, number, number);
  const field = fc.string({ unit: fc.constantFrom(...Array.from('|^~\\&"YN0123456789aF\t')) });

  test('is read or refused at any place, and never thrown', () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...types), fc.array(field), (where, type, fields) => {
        const [segment, occurrence, of, repetition] = where;
        const path = `${segment}[${occurrence}]-${of}[${repetition}].2`;
        const it = { path, type };
        if (problems({ 'result.preliminary': { it } }).length > 0) return;
        const segments = fields.map((each) => `${segment}|${each}`);
        const body = message(msh('ORU^R01'), pid, 'OBR|1|O-1', ...segments);
        const settings = { data: { 'result.preliminary': { it } } };
        const closed = readFactType(type);
        for (const received of receive(body, settings, codes)) {
          if (received.kind !== 'event' || closed === undefined) continue;
          const { it: fact } = received.event.data;
          const isClosed =
            closed.kind === 'ref' ? typeof fact === 'string' : isFact(closed, fact ?? '', {});
          expect(fact === undefined || isClosed).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('any text is a place or none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = readHl7Path(text);
        expect(found === undefined || found.text === text).toBe(true);
      }),
    );
  });
});
