import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json, Outbound } from '../../core/index.ts';
import { RetryError } from '../../core/index.ts';
import { agrees } from './agree.ts';
import { readCursor } from './cursor.ts';
import { kinds } from './kinds.ts';
import { mapResource } from './map.ts';
import { readNotification } from './notification.ts';
import { reduce } from './reference.ts';
import { fhirSettings, settingsOf } from './settings.ts';
import { codes, deliver, receive, secret, settings, setup } from './system.fixture.ts';

const base = 'https://ehr.example/fhir/r4';

/** Nobody is reached: what is refused before a read must not ask for one. */
const calls: string[] = [];
const nowhere: Outbound = {
  nowMs: () => 0,
  fetch(request) {
    calls.push(request.url);
    return Promise.reject(new RetryError('ONW-OUT-UNREACHED', 'Nobody there.'));
  },
  connect: () => Promise.reject(new RetryError('ONW-OUT-UNREACHED', 'Nobody there.')),
};

const notification = (focus: string, more: readonly Json[] = []): Json => ({
  resourceType: 'Bundle',
  type: 'history',
  entry: [
    {
      resource: {
        resourceType: 'Parameters',
        parameter: [
          { name: 'subscription', valueReference: { reference: `${base}/Subscription/sub-1` } },
          { name: 'type', valueCode: 'event-notification' },
          {
            name: 'notification-event',
            part: [{ name: 'focus', valueReference: { reference: focus } }],
          },
          ...more,
        ],
      },
    },
  ],
});

describe('who may deliver', () => {
  const codesOf = async (headers: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    codes(await receive(deliver(notification('Task/1'), headers), setup(base), nowhere));

  test('a forged, missing or empty header is refused before anything is read', async () => {
    calls.length = 0;
    const invalid = ['ONW-SIGNATURE-INVALID'];
    expect(await codesOf({ authorization: 'Bearer wrong' })).toEqual(invalid);
    expect(await codesOf({ authorization: `Basic ${secret}` })).toEqual(invalid);
    expect(await codesOf({ authorization: `${secret} ${secret}` })).toEqual(invalid);
    expect(await codesOf({})).toEqual(['ONW-SIGNATURE-MISSING']);
    expect(await codesOf({ 'x-other': secret })).toEqual(['ONW-SIGNATURE-MISSING']);
    expect(calls).toEqual([]);
    expect(await codesOf({ authorization: `Bearer ${secret}` })).toEqual(['ONW-OUT-UNREACHED']);
  });

  test('an old secret is good beside a new one, and none at all is no secret', async () => {
    const rotating = setup(base, settings, { EHR_SECRET: `${secret}-new ${secret}` });
    const one = await receive(deliver(notification('Task/1')), rotating, nowhere);
    expect(codes(one)).toEqual(['ONW-OUT-UNREACHED']);
    const unset = setup(base, settings, { EHR_SECRET: '' });
    const none = await receive(deliver(notification('Task/1')), unset, nowhere);
    expect(codes(none)).toEqual(['ONW-SECRET-MISSING']);
    const silent = await receive(deliver({}), setup(base, { url: 'EHR_URL' }), nowhere);
    expect(codes(silent)).toEqual(['ONW-SYSTEM-SILENT']);
  });
});

describe('what a notification may make us call', () => {
  const asked = async (focus: string): Promise<readonly string[]> => {
    calls.length = 0;
    await receive(deliver(notification(focus)), setup(base), nowhere);
    return [...calls];
  };

  test('only resources under the base, by type and id', async () => {
    const own = [`${base}/Task/1`];
    expect(await asked('Task/1')).toEqual(own);
    expect(await asked(`${base}/Task/1`)).toEqual(own);
    expect(await asked(`${base}/Task/1/_history/3`)).toEqual(own);
    for (const focus of [
      'https://other.example/fhir/r4/Task/1',
      'https://ehr.example/fhir/r4.other.example/Task/1',
      'https://ehr.example/fhir/r4/../admin/Task/1',
      'Task/..',
      'Task/1?_format=x',
      '//other.example/Task/1',
      'Task/1/$run',
      'urn:uuid:1',
      '#contained',
    ]) {
      expect(await asked(focus)).toEqual([]);
    }
  });

  test('another base is refused by code, and the address is not repeated', async () => {
    const focus = 'https://other.example/fhir/Task/1';
    const received = await receive(deliver(notification(focus)), setup(base), nowhere);
    expect(codes(received)).toEqual(['ONW-FHIR-REFERENCE']);
    expect(JSON.stringify(received)).not.toContain('other.example');
  });

  test('another subscription or topic, or a type nobody listens to, is of no use', async () => {
    const other = setup(base, {
      ...settings,
      subscription: { secret: 'EHR_SECRET', id: 'sub-2' },
    });
    const unused = ['ONW-EVENT-UNUSED'];
    const delivery = deliver(notification('Task/1'));
    expect(codes(await receive(delivery, other, nowhere))).toEqual(unused);
    const topics = { secret: 'EHR_SECRET', topics: ['http://a.example/one'] };
    const byTopic = setup(base, { ...settings, subscription: topics });
    const two = { name: 'topic', valueCanonical: 'http://a.example/two' };
    const told = deliver(notification('Task/1', [two]));
    expect(codes(await receive(told, byTopic, nowhere))).toEqual(unused);
    const some = setup(base, { ...settings, listen: ['Appointment'] });
    expect(codes(await receive(delivery, some, nowhere))).toEqual(unused);
  });

  test('more than two hundred resources at once are refused', async () => {
    const entry = Array.from({ length: 201 }, (_, id) => ({
      resource: { resourceType: 'Task', id: String(id) },
    }));
    const bundle = { resourceType: 'Bundle', entry };
    calls.length = 0;
    const received = await receive(deliver(bundle), setup(base), nowhere);
    expect(codes(received)).toEqual(['ONW-FHIR-TOO-MANY']);
    expect(calls).toEqual([]);
  });
});

describe('any bytes', () => {
  test('any JSON is events, a refusal or a retry, and is never thrown', async () => {
    const words = fc.constantFrom<string>(
      'resourceType',
      'Bundle',
      'entry',
      'resource',
      'Parameters',
      'parameter',
      'name',
      'part',
      'focus',
      'subscription',
      'notification-event',
      'valueReference',
      'reference',
      'Task/1',
      'valueString',
      'id',
      'Task',
    );
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        words,
        fc.jsonValue() as fc.Arbitrary<Json>,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(words, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (body) => {
        readNotification(body);
        calls.length = 0;
        const received = await receive(deliver(body), setup(base), nowhere);
        for (const each of received) expect(['event', 'refused', 'retry']).toContain(each.kind);
        for (const url of calls) expect(url.startsWith(`${base}/`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('any object as a resource of any kind is mapped or refused', () => {
    const view = { settings: settingsOf(setup(base)), codes: { labs: ['hba1c'] }, base };
    const statuses = fc.constantFrom<Json>('booked', 'final', 'active', 'completed', 'x', 1, null);
    const resource = fc.record(
      {
        id: fc.oneof(fc.constant<Json>('r1'), fc.jsonValue() as fc.Arbitrary<Json>),
        status: statuses,
        start: fc.oneof(fc.constant<Json>('2026-11-02'), fc.jsonValue() as fc.Arbitrary<Json>),
        meta: fc.jsonValue() as fc.Arbitrary<Json>,
        identifier: fc.jsonValue() as fc.Arbitrary<Json>,
        subject: fc.jsonValue() as fc.Arbitrary<Json>,
        code: fc.jsonValue() as fc.Arbitrary<Json>,
        interpretation: fc.jsonValue() as fc.Arbitrary<Json>,
        basedOn: fc.jsonValue() as fc.Arbitrary<Json>,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(resource, fc.constantFrom(...kinds), (made, kind) => {
        const received = mapResource(made, { kind, patient: {}, view });
        expect(['event', 'refused']).toContain(received.kind);
      }),
      { numRuns: 1000 },
    );
  });

  test('bytes that are no JSON, or no FHIR, are refused by code', async () => {
    const text = (body: string): Uint8Array => new TextEncoder().encode(body);
    const of = async (body: Json | Uint8Array): Promise<readonly string[]> =>
      codes(await receive(deliver(body), setup(base), nowhere));
    expect(await of(text('{'))).toEqual(['ONW-JSON-SYNTAX']);
    expect(await of(text('['.repeat(100)))).toEqual(['ONW-JSON-TOO-DEEP']);
    expect(await of([])).toEqual(['ONW-FHIR-SHAPE']);
    expect(await of({ resourceType: 'Task' })).toEqual(['ONW-FHIR-SHAPE']);
    expect(await of({ resourceType: 'Bundle' })).toEqual([]);
  });
});

describe('reading back', () => {
  test('more than was written agrees, less or other does not', () => {
    const written = {
      status: 'booked',
      code: { coding: [{ code: 'a' }] },
      start: '2026-01-01T10:00:00Z',
    };
    const shown = { ...written, code: { text: 'A', coding: [{ code: 'b' }, { code: 'a' }] } };
    expect(agrees(shown, written, base)).toBe(true);
    expect(agrees({ ...shown, start: '2026-01-01T11:00:00+01:00' }, written, base)).toBe(true);
    expect(agrees({ ...shown, start: '2026-01-01T11:00:00Z' }, written, base)).toBe(false);
    expect(agrees({ ...shown, code: { text: 'A' } }, written, base)).toBe(false);
    expect(agrees(undefined, written, base)).toBe(false);
    const to = (reference: string): Json => ({ for: { reference } });
    expect(agrees(to(`${base}/Patient/1`), to('Patient/1'), base)).toBe(true);
    expect(agrees(to('Patient/2'), to('Patient/1'), base)).toBe(false);
  });
});

describe('settings', () => {
  const problems = (written: Json): readonly string[] => {
    const read = fhirSettings(written);
    return 'problems' in read ? read.problems.map(({ path }) => path.join('/')) : [];
  };

  test('what is missing or does not fit is told by its path', () => {
    expect(problems(settings)).toEqual([]);
    expect(problems({})).toEqual(['url']);
    expect(problems({ url: 'U', listen: ['Claim'] })).toEqual(['listen/0']);
    expect(problems({ url: 'U', auth: 'basic' })).toEqual(['auth']);
    expect(problems({ url: 'U', subscription: { secret: 'S', heartbeat: 'soon' } })).toEqual([
      'subscription/heartbeat',
    ]);
    const commands = {
      one: { do: 'create-task', with: ['nothing'] },
      two: { do: 'create-task', set: { text: 'absent', priority: 'soon', owner: 'Patient/1' } },
      three: { do: 'update-order', with: ['text'] },
      four: { do: 'draft-composition', set: { title: 'title' } },
      five: { do: 'create-task', set: { due: 'now', code: 'x' } },
    };
    expect(problems({ url: 'U', texts: { title: 'T' }, commands })).toEqual([
      'commands/one/with/0',
      'commands/two/set/text',
      'commands/two/set/priority',
      'commands/two/set/owner',
      'commands/three/with/0',
      'commands/four',
      'commands/four',
      'commands/five/set/due',
      'commands/five/set/code',
    ]);
  });

  test('a cursor that is none of ours is none, and a reference is reduced or refused', () => {
    expect(readCursor('{')).toBeUndefined();
    expect(readCursor('{"since":"x"}')).toBeUndefined();
    expect(reduce('Task/1', base)).toEqual({ type: 'Task', id: '1' });
    expect(reduce('task/1', base)).toBe('elsewhere');
  });
});
