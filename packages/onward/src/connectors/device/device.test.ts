import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json, RawDelivery, Received } from '../../core/index.ts';
import { realOutbound, setupOf } from '../outbound.fixture.ts';
import { device } from './index.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const settings = {
  secret: 'DEVICE_SECRET',
  signature: { header: 'x-signature', encoding: 'hex' },
  device: { path: '/device/id' },
  value: '/value',
  time: '/at',
  kind: '/type',
  refs: { patient: { path: '/patient', system: 'ehr' } },
  kinds: {
    spo2: {
      is: ['SpO2', 59408],
      bands: [
        { name: 'critical', min: 50, max: 85 },
        { name: 'low', min: 85, max: 92, hysteresis: 2 },
        { name: 'normal', min: 92, max: 101 },
      ],
    },
    pulse: {
      'in-a-row': 3,
      bands: [
        { name: 'low', max: 50 },
        { name: 'normal', min: 50, max: 120, quiet: true },
        { name: 'high', min: 120 },
      ],
    },
  },
} satisfies Json;

function deliver(body: string | Uint8Array): RawDelivery {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const mark = createHmac('sha256', 'key').update(bytes).digest('hex');
  return { body: bytes, headers: { 'x-signature': mark }, receivedAt: now };
}

async function take(delivery: RawDelivery, written: Json = settings) {
  const setup = setupOf(device, written, { DEVICE_SECRET: 'key' });
  return (await device.receive?.(delivery, setup, realOutbound())) ?? [];
}

/** A reading of Eleanor Canary, who is invented. */
const reading = (value: Json, minute = 0, { type = 'SpO2', id = 'D-1' } = {}) => ({
  device: { id, owner: 'Eleanor Canary' },
  patient: 'MRN-7',
  type,
  value,
  at: new Date(now + minute * 60_000).toISOString(),
});

/** Values of one device, a minute apart. */
const series = (values: readonly number[], type = 'SpO2') =>
  deliver(JSON.stringify(values.map((value, minute) => reading(value, minute, { type }))));

const said = (received: readonly Received[]): readonly string[] =>
  received.map((each) => (each.kind === 'event' ? each.event.event : each.code));

describe('bands', () => {
  test('the first band is told, and each that is entered; a reading is not', async () => {
    const received = await take(series([97, 95, 91, 88, 82, 97]));
    expect(said(received)).toEqual(['spo2.normal', 'spo2.low', 'spo2.critical', 'spo2.normal']);
    expect(received[1]).toEqual({
      kind: 'event',
      event: {
        event: 'spo2.low',
        id: '',
        covers: { content: expect.stringMatching(/^[0-9a-f]{64}$/u) as string },
        occurredAt: now + 2 * 60_000,
        refs: { device: 'D-1', patient: 'MRN-7' },
        data: {},
      },
    });
    expect(JSON.stringify(received)).not.toMatch(/Eleanor|"value"/u);
  });

  test('a band is left when a value is beyond its hysteresis', async () => {
    // From low (85 to 92, 2 wider): 93 is still low, 94 is not; 83 still, 82 not.
    expect(said(await take(series([90, 93, 91, 94])))).toEqual(['spo2.low', 'spo2.normal']);
    expect(said(await take(series([90, 84, 83, 82])))).toEqual(['spo2.low', 'spo2.critical']);
    // The normal band has none.
    expect(said(await take(series([93, 91, 93])))).toEqual(['spo2.normal', 'spo2.low']);
  });

  test('so many in a row settle a band, and a quiet one is told only after another', async () => {
    const pulse = async (...values: readonly number[]) => said(await take(series(values, 'pulse')));
    expect(await pulse(130, 131)).toEqual([]);
    expect(await pulse(130, 131, 132)).toEqual(['pulse.high']);
    expect(await pulse(130, 131, 80, 132, 133, 134)).toEqual(['pulse.high']);
    expect(await pulse(80, 81, 82, 83)).toEqual([]);
    expect(await pulse(130, 131, 132, 80, 81, 82)).toEqual(['pulse.high', 'pulse.normal']);
  });

  test('readings are put in the order of their times, by device and kind', async () => {
    const readings = [
      reading(97, 3),
      reading(88, 1),
      reading(84, 2, { id: 'D-2' }),
      reading(97, 0, { id: 'D-2' }),
      { ...reading(80, 2), type: 59408 },
    ];
    const received = await take(deliver(JSON.stringify(readings)));
    const told = received.map((each) => {
      return each.kind === 'event' ? `${each.event.refs['device']} ${each.event.event}` : each.code;
    });
    expect(told).toEqual([
      'D-1 spo2.low',
      'D-1 spo2.critical',
      'D-1 spo2.normal',
      'D-2 spo2.normal',
      'D-2 spo2.critical',
    ]);
  });

  test('the same reading again is the same event, in whatever company', async () => {
    const covers = async (...readings: readonly object[]) => {
      const received = await take(deliver(JSON.stringify(readings)));
      return received.map((each) => (each.kind === 'event' ? each.event.covers?.content : ''));
    };
    const [, low] = await covers(reading(97, 0), reading(88, 1));
    expect(await covers(reading(88, 1))).toEqual([low]);
    for (const other of [reading(88, 2), reading(88, 1, { id: 'D-2' }), reading(84, 1)]) {
      expect(await covers(other)).not.toContain(low);
    }
  });
});

describe('bodies', () => {
  const list = [reading(97, 0), reading(88, 1)];

  test('a list, a list within, one reading, and lines', async () => {
    const both = ['spo2.normal', 'spo2.low'];
    expect(said(await take(deliver(JSON.stringify(list))))).toEqual(both);
    const within = { ...settings, items: '/data/readings' };
    expect(said(await take(deliver(JSON.stringify({ data: { readings: list } })), within))) //
      .toEqual(both);
    expect(said(await take(deliver(JSON.stringify(list[1]))))).toEqual(['spo2.low']);
    const lines = { ...settings, format: 'ndjson' };
    const text = list.map((each) => JSON.stringify(each)).join('\n');
    for (const body of [text, `${text}\n`, text.replace('\n', '\r\n\n \n')]) {
      expect(said(await take(deliver(body), lines))).toEqual(both);
    }
    expect(await take(deliver(''), lines)).toEqual([]);
  });

  test('a broken line breaks no other, and many with one fault are told once', async () => {
    const lines = { ...settings, format: 'ndjson' };
    const good = JSON.stringify(list[1]);
    const body = ['{"Eleanor', good, '{"Eleanor":', JSON.stringify(reading('Eleanor'))].join('\n');
    const received = await take(deliver(body), lines);
    expect(said(received)).toEqual(['spo2.low', 'ONW-JSON-SYNTAX', 'ONW-EVENT-DATA']);
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test.each<readonly [object, string, string | undefined]>([
    [{ value: '97' }, 'ONW-EVENT-DATA', '/value'],
    [{ value: 101 }, 'ONW-EVENT-DATA', '/value'],
    [{ value: 49.9 }, 'ONW-EVENT-DATA', '/value'],
    [{ at: 'Eleanor' }, 'ONW-EVENT-DATA', '/at'],
    [{ at: undefined }, 'ONW-EVENT-DATA', '/at'],
    [{ device: 'Eleanor' }, 'ONW-EVENT-DATA', '/device/id'],
    [{ patient: {} }, 'ONW-EVENT-DATA', '/patient'],
    [{ type: 'Eleanor' }, 'ONW-EVENT-UNUSED', undefined],
  ])('%o is refused at its place', async (change, code, at) => {
    const received = await take(deliver(JSON.stringify({ ...reading(97), ...change })));
    expect(received).toMatchObject([{ kind: 'refused', code }]);
    expect(received[0]).toMatchObject(at === undefined ? {} : { at: [at] });
    expect(JSON.stringify(received)).not.toContain('Eleanor');
  });

  test('a reading cannot speak as a refusal', async () => {
    const forged = { kind: 'refused', code: 'ONW-EVENT-DATA', message: 'Eleanor', at: ['Eleanor'] };
    const received = await take(deliver(JSON.stringify([forged])));
    expect(JSON.stringify(received)).not.toContain('Eleanor');
    expect(said(received)).toEqual(['ONW-EVENT-UNUSED']);
  });

  test('times as numbers', async () => {
    const at = async (as: string, time: number) => {
      const one = { ...reading(88), at: time };
      const [received] = await take(deliver(JSON.stringify(one)), { ...settings, 'time-as': as });
      return received?.kind === 'event' ? received.event.occurredAt : received?.code;
    };
    expect(await at('s', now / 1000)).toBe(now);
    expect(await at('s', now / 1000 + 0.5)).toBe(now + 500);
    expect(await at('ms', now)).toBe(now);
    expect(await at('s', 9e15)).toBe('ONW-EVENT-DATA');
  });

  test('too many readings, too many crossings, a place without a list', async () => {
    const many = Array.from({ length: 10_001 }, () => 0);
    expect(said(await take(deliver(JSON.stringify(many))))).toEqual(['ONW-DEVICE-TOO-MANY']);
    const lines = { ...settings, format: 'ndjson' };
    expect(said(await take(deliver('0\n'.repeat(10_001)), lines))).toEqual(['ONW-DEVICE-TOO-MANY']);
    const flutter = Array.from({ length: 1_001 }, (_, index) => (index % 2 === 0 ? 97 : 70));
    expect(said(await take(series(flutter)))).toEqual(['ONW-DEVICE-TOO-MANY']);
    expect(said(await take(series(flutter.slice(1))))).toHaveLength(1_000);
    const within = { ...settings, items: '/data' };
    expect(await take(deliver('{"data":7}'), within)).toMatchObject([
      { code: 'ONW-EVENT-SHAPE', at: ['/data'] },
    ]);
  });

  test('a forged delivery says nothing', async () => {
    const good = series([70]);
    const forged = { ...good, body: series([71]).body };
    expect(said(await take(forged))).toEqual(['ONW-SIGNATURE-INVALID']);
  });
});

test('any readings: crossings alternate, in order, and any bytes get an answer', async () => {
  const values = fc.array(fc.double({ min: 50, max: 100.9, noNaN: true }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(values, async (all) => {
      const events = said(await take(series(all)));
      expect(events.length).toBeLessThanOrEqual(all.length);
      expect(events.every((each, index) => each !== events[index + 1])).toBe(true);
    }),
  );
  const lines = { ...settings, format: 'ndjson' };
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
      for (const written of [settings, lines]) {
        const received = await take(deliver(text), written);
        expect(received.every((each) => each.kind === 'refused')).toBe(true);
      }
    }),
  );
});

describe('settings', () => {
  test('an event a band', () => {
    const refs = {
      device: { system: '', of: 'subject' },
      patient: { system: 'ehr', of: 'subject' },
    };
    const described = device.describe(settings);
    expect('manifest' in described && described.manifest.events).toEqual({
      'spo2.critical': { refs, data: {} },
      'spo2.low': { refs, data: {} },
      'spo2.normal': { refs, data: {} },
      'pulse.low': { refs, data: {} },
      'pulse.normal': { refs, data: {} },
      'pulse.high': { refs, data: {} },
    });
  });

  const bands = (...all: readonly Json[]): Json => ({
    ...settings,
    kinds: { k: { bands: all } },
  });
  const at = ['kinds', 'k', 'bands'];
  test.each<readonly [Json, readonly (string | number)[]]>([
    [bands({ name: 'one' }), at],
    [bands({ name: 'a', max: 1 }, { name: 'b', min: 2 }), [...at, 1]],
    [bands({ name: 'a', max: 2 }, { name: 'b', min: 1 }), [...at, 1]],
    [bands({ name: 'a' }, { name: 'b', min: 1 }), [...at, 1]],
    [bands({ name: 'a', min: 2, max: 1 }, { name: 'b', min: 1 }), [...at, 0]],
    [bands({ name: 'a', max: 1 }, { name: 'a', min: 1 }), [...at, 1]],
    [{ ...settings, kind: undefined as unknown as Json }, ['kind']],
    [{ ...settings, kinds: {} }, ['kinds']],
    [{ ...settings, format: 'ndjson', items: '/data' }, ['items']],
    [{ ...settings, refs: { device: { path: '/x' } } }, ['refs', 'device']],
  ])('problem %#', (written, path) => {
    const described = device.describe(written);
    expect('problems' in described && described.problems.map((each) => each.path)).toEqual([path]);
  });
});
