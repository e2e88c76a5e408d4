import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EventType, Program, System, WireEvent } from '../core/index.ts';
import { isFact } from '../core/index.ts';
import { createGate } from './gate.ts';
import type { GateKeys } from './keys.ts';
import { ringOf } from './vault.fixture.ts';

const receivedAt = Date.parse('2026-11-02T09:00:00Z');

const booked: EventType = {
  refs: {
    patient: { system: 'clinic', of: 'subject' },
    appointment: { system: 'scheduler', of: 'journey' },
  },
  data: {
    start: { kind: 'instant' },
    status: { kind: 'one-of', values: ['booked', 'arrived'] },
    first: { kind: 'flag' },
    fee: { kind: 'money' },
    tries: { kind: 'count', max: 3 },
    born: { kind: 'date' },
    lasts: { kind: 'duration' },
    reason: { kind: 'code', list: 'reasons' },
    order: { kind: 'ref', system: 'lab' },
  },
};

function system(events: Readonly<Record<string, EventType>>): System {
  return {
    connector: 'api',
    owner: 'desk',
    events,
    commands: { go: { args: {}, returns: { order: { kind: 'ref', system: 'lab' } } } },
    lookUps: {},
    settings: {},
  };
}

const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: { reasons: ['moved', 'R10.4'] },
  systems: {
    scheduler: system({ 'appointment.booked': booked, ping: { refs: {}, data: {} } }),
    portal: { ...system({ ping: { refs: {}, data: {} } }), connector: 'webhook' },
    messaging: system({ 'message.delivered': { refs: {}, data: {} } }),
  },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};
/** Every ring of an installation has the same dedupe key; other installations have others. */
const keysOf = (dedupe: number, ...ring: readonly [number, ...number[]]): GateKeys => {
  return { ring: ringOf(...ring), dedupe: ringOf(dedupe).current.hash };
};
const gate = createGate({ program, keys: keysOf(7, 1) });

const wire: WireEvent = {
  event: 'appointment.booked',
  id: 'M-1',
  occurredAt: receivedAt - 60_000,
  refs: { patient: 'MRN-7', appointment: 'F-9' },
  data: { start: receivedAt, status: 'booked', order: 'L-1' },
};

const cloudEvent = {
  specversion: '1.0',
  id: 'E-1',
  source: 'scheduler',
  type: 'scheduler.appointment.booked',
  time: '2026-11-02T08:59:00Z',
  data: {
    patient: 'MRN-7',
    appointment: 'F-9',
    order: 'L-1',
    start: '2026-11-02T09:00:00Z',
    status: 'booked',
  },
};

const pass = (change: Partial<WireEvent>) =>
  gate.pass('scheduler', { ...wire, ...change }, receivedAt);
const passCloud = (change: object) => gate.passCloudEvent({ ...cloudEvent, ...change }, receivedAt);
const codeOf = (passed: ReturnType<typeof pass>): string =>
  passed.kind === 'event' ? 'event' : passed.code;

describe('what passes', () => {
  test('outside ids become keyed hashes, data stays as typed', () => {
    const passed = pass({});
    if (passed.kind !== 'event') throw new Error(passed.code);
    const patient = gate.refOf('clinic', 'MRN-7');
    const appointment = gate.refOf('scheduler', 'F-9');
    const order = gate.refOf('lab', 'L-1');
    expect(passed.event).toEqual({
      type: 'scheduler.appointment.booked',
      source: 'scheduler',
      id: expect.stringMatching(/^h-[0-9a-f]{32}$/u) as string,
      occurredAt: receivedAt - 60_000,
      refs: [
        { name: 'patient', ref: patient, of: 'subject' },
        { name: 'appointment', ref: appointment, of: 'journey' },
      ],
      data: { patient, appointment, order, start: receivedAt, status: 'booked' },
      digest: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
    });
    expect(patient).toMatch(/^[0-9a-f]{32}$/u);
    expect(passed.outside).toEqual([
      { ref: patient, system: 'clinic', id: 'MRN-7' },
      { ref: appointment, system: 'scheduler', id: 'F-9', beside: patient },
      { ref: order, system: 'lab', id: 'L-1', beside: patient, rides: true },
    ]);
    expect(JSON.stringify(passed.event)).not.toMatch(/MRN|F-9|L-1/u);
  });

  test('a hash is of one system and one installation', () => {
    expect(gate.refOf('clinic', 'A')).not.toBe(gate.refOf('lab', 'A'));
    const other = createGate({ program, keys: keysOf(8, 2) });
    expect(other.refOf('clinic', 'A')).not.toBe(gate.refOf('clinic', 'A'));
  });

  test('all ids of an event stand beside its subject’s, and data places nothing', () => {
    const beside = (refs: WireEvent['refs']) => {
      const passed = pass({ refs });
      return passed.kind === 'event' && passed.outside.map(({ id, beside: by }) => [id, by]);
    };
    const [clinic, visit] = [gate.refOf('clinic', 'MRN-7'), gate.refOf('scheduler', 'F-9')];
    expect(beside({ appointment: 'F-9', patient: 'MRN-7' })).toEqual([
      ['F-9', clinic],
      ['MRN-7', undefined],
      ['L-1', clinic],
    ]);
    expect(beside({ appointment: 'F-9' })).toEqual([
      ['F-9', undefined],
      ['L-1', visit],
    ]);
  });

  test('a CloudEvent with the same content passes alike, but for its id', () => {
    const direct = pass({ id: 'E-1' });
    expect(passCloud({})).toEqual(direct);
  });

  test('the digest tells other content under the same id, and no other difference', () => {
    const digest = (passed: ReturnType<typeof pass>): string =>
      passed.kind === 'event' ? passed.event.digest : passed.code;
    const same = digest(pass({}));
    expect(digest(pass({ id: 'M-2' }))).toBe(same);
    const turned = { appointment: 'F-9', patient: 'MRN-7' };
    expect(digest(pass({ refs: turned }))).toBe(same);
    expect(digest(pass({ refs: { ...turned, patient: 'MRN-8' } }))).not.toBe(same);
    expect(digest(pass({ data: { ...wire.data, status: 'arrived' } }))).not.toBe(same);
    expect(digest(pass({ occurredAt: receivedAt }))).not.toBe(same);
    const { occurredAt: _gone, ...timeless } = wire;
    const first = gate.pass('scheduler', timeless, receivedAt);
    const again = gate.pass('scheduler', timeless, receivedAt + 5_000);
    expect(digest(first)).toBe(digest(again));
  });

  test('the subject and the journey of a CloudEvent place it', () => {
    const data = {};
    const subject = passCloud({ data, subject: 'P-1' });
    expect(subject).toMatchObject({
      event: {
        refs: [{ name: 'subject', ref: gate.refOf('scheduler', 'P-1'), of: 'subject' }],
        data: {},
      },
    });
    expect(passCloud({ data, journey: 'jrn_2a' })).toMatchObject({
      event: { journey: 'jrn_2a', refs: [] },
    });
  });

  test('a receipt is placed by the key it gives back', () => {
    const receipt = { event: 'message.delivered', id: 'R-1', refs: {}, data: {} };
    expect(gate.pass('messaging', { ...receipt, answers: 'jrn_2a.12.0' }, receivedAt)) //
      .toMatchObject({ event: { answers: 'jrn_2a.12.0', journey: 'jrn_2a', refs: [] } });
    expect(gate.pass('messaging', { ...receipt, answers: 'Canary' }, receivedAt)) //
      .toMatchObject({ code: 'ONW-EVENT-ANSWER' });
  });

  test('a source that is no system is hashed, an id that is not well formed as well', () => {
    expect(passCloud({ source: 'https://clinic.example/eleanor' })).toMatchObject({
      event: { source: expect.stringMatching(/^~[0-9a-f]{12}$/u) as string },
    });
    expect(pass({ id: 'Eleanor Canary' })).toMatchObject({
      event: { id: expect.stringMatching(/^h-[0-9a-f]{32}$/u) as string },
    });
  });

  test('a source keeps a system’s name only when it comes by that system’s own door', () => {
    const hashed = { event: { source: expect.stringMatching(/^~[0-9a-f]{12}$/u) as string } };
    const ping = { type: 'portal.ping', subject: 'P-1', data: {} };
    expect(passCloud({ source: 'portal' })).toMatchObject(hashed);
    expect(passCloud({ source: 'messaging' })).toMatchObject(hashed);
    expect(passCloud({ ...ping, source: 'portal' })).toMatchObject(hashed);
    expect(passCloud({ ...ping, source: 'scheduler' })).toMatchObject(hashed);
    expect(passCloud({})).toMatchObject({ event: { source: 'scheduler' } });
  });

  test('an id that a machine made is kept, any other is a hash; its sender knows it again', () => {
    const made = 'evt_1NG8Du2eZvKYlo2CUI79vXWy';
    expect(pass({ id: made })).toMatchObject({ given: made, event: { id: made } });
    const event = { id: expect.stringMatching(/^h-[0-9a-f]{32}$/u) as string };
    expect(pass({ id: 'Eleanor-Canary' })).toMatchObject({ given: 'Eleanor-Canary', event });
  });

  test('an id covers content by a keyed digest', () => {
    const other = createGate({ program, keys: keysOf(8, 2) });
    const covered = (id: string, content: string, { part = 1, by = gate } = {}): string => {
      const covers = part === 1 ? { content } : { content, part };
      const passed = by.pass('scheduler', { ...wire, id, covers }, receivedAt);
      return passed.kind === 'event' ? passed.event.id : passed.code;
    };
    const made = 'evt_1NG8Du2eZvKYlo2C';
    expect(covered(made, 'x')).toMatch(/^evt_1NG8Du2eZvKYlo2C-[0-9a-f]{8}$/u);
    expect(covered('M-1', 'Canary')).toMatch(/^h-[0-9a-f]{32}$/u);
    expect(covered('M-1', 'Canary')).not.toBe(covered('M-1', 'Another'));
    expect(covered('M-1', 'Canary')).not.toBe(covered('M-1', 'Canary', { by: other }));
    expect(covered(made, 'Canary', { part: 2 })).toBe(`${covered(made, 'Canary')}.2`);
    expect(covered('', 'Canary')).toMatch(/^h-[0-9a-f]{32}$/u);
    expect(covered('', 'Canary')).not.toBe(covered('', 'Canary', { by: other }));
    expect(covered('', 'Canary', { part: 2 })).toBe(`${covered('', 'Canary')}.2`);
    expect(covered('Canary, Eleanor', 'x')).toMatch(/^h-[0-9a-f]{32}$/u);
    expect(covered('Canary, Eleanor', 'x')).not.toBe(covered('Canary, Eleanor', 'y'));
  });

  test('an id given as a number is its decimal text', () => {
    const data = { patient: 12_345, order: 9 };
    expect(passCloud({ data })).toMatchObject({
      event: { data: { patient: gate.refOf('clinic', '12345'), order: gate.refOf('lab', '9') } },
    });
    expect(codeOf(passCloud({ data: { patient: 2 ** 53 } }))).toBe('ONW-EVENT-DATA');
  });

  test('the time of receipt stands in, and a time in the future is kept', () => {
    expect(passCloud({ time: undefined })).toMatchObject({ event: { occurredAt: receivedAt } });
    expect(passCloud({ time: '2027-01-01T00:00:00Z' })).toMatchObject({
      event: { occurredAt: Date.parse('2027-01-01T00:00:00Z') },
    });
  });

  test('every closed type from the wire', () => {
    const fee = { amount: 4_900, currency: 'USD', note: 'Canary' };
    const more = { fee, tries: 3, born: '1970-01-01', lasts: 'PT1H', reason: 'R10.4', first: true };
    expect(passCloud({ data: { ...cloudEvent.data, ...more } })).toMatchObject({
      event: {
        data: {
          fee: { amount: 4_900, currency: 'USD' },
          tries: 3,
          born: '1970-01-01',
          lasts: 3_600_000,
          reason: 'R10.4',
          first: true,
        },
      },
    });
    const closed = { fee: { ...fee }, lasts: 3_600_000 };
    const passed = pass({ data: closed });
    expect(JSON.stringify(passed.kind === 'event' && passed.event)).not.toContain('Canary');
  });
});

describe('what does not', () => {
  test.each<readonly [string, Partial<WireEvent>, string]>([
    ['an event that is not declared', { event: 'appointment.Canary' }, 'ONW-EVENT-UNDECLARED'],
    ['an inherited name', { event: 'toString' }, 'ONW-EVENT-UNDECLARED'],
    ['a datum that is not declared', { data: { canary: true } }, 'ONW-EVENT-DATA'],
    ['a datum of an inherited name', { data: { toString: 'x' } }, 'ONW-EVENT-DATA'],
    ['free text for a name', { data: { status: 'Canary' } }, 'ONW-EVENT-DATA'],
    ['free text for a code', { data: { reason: 'Canary' } }, 'ONW-EVENT-DATA'],
    ['free text for an instant', { data: { start: 'Canary' } }, 'ONW-EVENT-DATA'],
    ['a text for a date', { data: { born: 'Canary-1970' } }, 'ONW-EVENT-DATA'],
    [
      'a currency that is none',
      { data: { fee: { amount: 1, currency: 'ELE' } } },
      'ONW-EVENT-DATA',
    ],
    ['a count beyond its max', { data: { tries: 4 } }, 'ONW-EVENT-DATA'],
    ['a ref that is not declared', { refs: { canary: 'x' } }, 'ONW-EVENT-DATA'],
    ['an empty id', { refs: { patient: '' } }, 'ONW-EVENT-DATA'],
    ['an id of 257 characters', { refs: { patient: 'x'.repeat(257) } }, 'ONW-EVENT-DATA'],
    ['half a surrogate pair', { refs: { patient: '\ud800' } }, 'ONW-EVENT-DATA'],
    ['a NUL, which would join system and id', { refs: { patient: 'a\u0000b' } }, 'ONW-EVENT-DATA'],
    ['an empty id as data', { data: { order: '' } }, 'ONW-EVENT-DATA'],
    ['nothing that places it', { refs: {} }, 'ONW-EVENT-UNPLACED'],
    ['a time that is none', { occurredAt: Number.NaN }, 'ONW-EVENT-TIME'],
    ['a time before all years', { occurredAt: -8_640_000_000_000_000 }, 'ONW-EVENT-TIME'],
  ])('%s', (_name, change, code) => expect(codeOf(pass(change))).toBe(code));

  test.each<readonly [string, unknown, string]>([
    ['no object', 'Canary', 'ONW-EVENT-SHAPE'],
    ['a list', [], 'ONW-EVENT-SHAPE'],
    ['another version', { ...cloudEvent, specversion: '0.3' }, 'ONW-EVENT-SHAPE'],
    ['no id', { ...cloudEvent, id: undefined }, 'ONW-EVENT-ID'],
    ['an id of text', { ...cloudEvent, id: 'Canary, Eleanor' }, 'ONW-EVENT-ID'],
    ['an id that begins with a dot', { ...cloudEvent, id: '.x' }, 'ONW-EVENT-ID'],
    ['an id of 129 characters', { ...cloudEvent, id: 'x'.repeat(129) }, 'ONW-EVENT-ID'],
    ['no source', { ...cloudEvent, source: '' }, 'ONW-EVENT-SHAPE'],
    ['a type without a system', { ...cloudEvent, type: 'Canary' }, 'ONW-EVENT-UNDECLARED'],
    ['a type that is no text', { ...cloudEvent, type: 7 }, 'ONW-EVENT-SHAPE'],
    ['30 February', { ...cloudEvent, time: '2026-02-30T00:00:00Z' }, 'ONW-EVENT-TIME'],
    ['a time without an offset', { ...cloudEvent, time: '2026-02-03T00:00:00' }, 'ONW-EVENT-TIME'],
    ['an empty subject', { ...cloudEvent, subject: '' }, 'ONW-EVENT-SHAPE'],
    ['a journey that is none', { ...cloudEvent, journey: 'Canary' }, 'ONW-EVENT-SHAPE'],
    ['a key that is none', { ...cloudEvent, answers: 'Canary' }, 'ONW-EVENT-ANSWER'],
    ['data in base64', { ...cloudEvent, data_base64: 'AA==' }, 'ONW-EVENT-SHAPE'],
    ['data as text', { ...cloudEvent, data: 'Canary' }, 'ONW-EVENT-SHAPE'],
    ['data as XML', { ...cloudEvent, datacontenttype: 'text/xml' }, 'ONW-EVENT-SHAPE'],
    ['an undeclared member', { ...cloudEvent, data: { eleanor: 'Canary' } }, 'ONW-EVENT-DATA'],
    ['a ref that is a fraction', { ...cloudEvent, data: { patient: 7.5 } }, 'ONW-EVENT-DATA'],
  ])('a CloudEvent with %s', (_name, item, code) => {
    const passed = gate.passCloudEvent(item, receivedAt);
    expect(codeOf(passed)).toBe(code);
    expect(JSON.stringify(passed)).not.toMatch(/canary|eleanor/iu);
  });

  test('the refusal of a datum points to it and tells what is declared', () => {
    expect(pass({ data: { status: 'Canary' } })).toMatchObject({ at: '/data/status', id: 'M-1' });
    const undeclared = pass({ data: { eleanor: true } });
    expect(undeclared).toMatchObject({ at: '/data' });
    expect(undeclared.kind === 'refused' && undeclared.message).toContain('start, status');
  });
});

describe('no free text passes, whatever comes', () => {
  const hex = /^(?:[0-9a-f]{32})$/u;
  const canary = 'zq-canary';
  const poisoned = fc.oneof(
    fc.jsonValue(),
    fc.string().map((text) => canary + text),
    fc.record({ amount: fc.integer(), currency: fc.constantFrom('USD', canary) }),
  );
  const names = fc.constantFrom(...Object.keys(booked.data), ...Object.keys(booked.refs), canary);

  /** What is wrong with a result, if anything. */
  const leaks = (passed: ReturnType<typeof pass>): readonly string[] => {
    if (passed.kind === 'refused') {
      // A well-formed id is told: the sender needs it to find the event.
      return JSON.stringify({ ...passed, id: '' }).includes(canary) ? ['canary in a refusal'] : [];
    }
    const { event } = passed;
    const open = Object.entries(event.data).filter(([name, value]) => {
      const type = booked.data[name] ?? { kind: 'ref', system: 'clinic' };
      return !isFact(type, value, program.codes);
    });
    return [
      ...(JSON.stringify({ ...event, id: '' }).includes(canary) ? ['canary in an event'] : []),
      ...open.map(([name]) => `${name} is not closed`),
      ...event.refs.filter(({ ref }) => !hex.test(ref)).map(({ name }) => `${name} is not hashed`),
    ];
  };

  test('in CloudEvents', () => {
    const envelope = fc.record(
      {
        specversion: fc.constant('1.0'),
        id: fc.oneof(fc.constant('E-1'), poisoned),
        source: fc.oneof(fc.constant('scheduler'), poisoned),
        type: fc.constantFrom('scheduler.appointment.booked', 'scheduler.ping', canary),
        subject: poisoned,
        time: poisoned,
        journey: fc.oneof(fc.constant('jrn_2a'), poisoned),
        answers: poisoned,
        extension: poisoned,
        data: fc.oneof(fc.dictionary(names, poisoned), poisoned),
      },
      { requiredKeys: ['specversion', 'id', 'source', 'type'] },
    );
    fc.assert(
      fc.property(envelope, (item) => {
        // The API reads bodies as JSON, so that is what the gate sees.
        const passed = gate.passCloudEvent(JSON.parse(JSON.stringify(item)), receivedAt);
        expect(leaks(passed)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('in what a connector says', () => {
    fc.assert(
      fc.property(fc.dictionary(names, poisoned), fc.dictionary(names, poisoned), (refs, data) => {
        const said = { refs, data } as unknown as Pick<WireEvent, 'refs' | 'data'>;
        expect(leaks(pass(said))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});

test('returned facts are sealed as an event’s are', () => {
  const sealed = gate.sealReturns('scheduler', 'go', { order: 'L-1' });
  expect(sealed).toMatchObject({ facts: { order: gate.refOf('lab', 'L-1') } });
  expect(gate.sealReturns('scheduler', 'go', { other: true })).toMatchObject({ kind: 'unfit' });
});
