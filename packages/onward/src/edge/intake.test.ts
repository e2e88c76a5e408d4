import { createHmac } from 'node:crypto';
import { declared } from '../core/index.ts';
import { afterEach, describe, expect, test } from 'vitest';

import { connectors } from '../connectors/index.ts';
import type { LoopbackServer } from '../connectors/outbound.fixture.ts';
import type { Connector, OperationalEvent, Received } from '../core/index.ts';
import { hl7Line, sendMllp, startMllp } from './index.ts';
import type { MllpServer } from './index.ts';
import {
  answering,
  edgeOf,
  ehrConnector,
  ehrStatus,
  hl7,
  now,
  program,
  raw,
  signed,
} from './intake.fixture.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** The id of an event whose sender's own id no machine is known to have made. */
const hashed = expect.stringMatching(/^h-[0-9a-f]{32}$/u) as string;

describe('deliveries to one system', () => {
  test('a webhook becomes an operational event, its ids go to the vault', async () => {
    const { intake, vault, gate } = await edgeOf();
    const [taken] = await intake.receive('forms', signed('{"type":"form","patient":"MRN-7"}'));
    const ref = gate.refOf('clinic', 'MRN-7') ?? '';
    expect(taken).toMatchObject({
      kind: 'event',
      given: 'msg_1',
      event: { type: 'forms.intake.submitted', id: hashed, refs: [{ name: 'patient', ref }] },
    });
    expect((await vault.open([ref])).get(ref)).toEqual({ ref, system: 'clinic', id: 'MRN-7' });
  });

  test('Stripe’s customer is an id of the billing system itself', async () => {
    const { intake, gate } = await edgeOf();
    const object = { id: 'pi_1', customer: 'cus_1', amount: 1, currency: 'usd' };
    const body = JSON.stringify({ id: 'evt_1', type: 'payment_intent.canceled', data: { object } });
    const t = now / 1000;
    const v1 = createHmac('sha256', 'whsec_s').update(`${t}.${body}`).digest('hex');
    const headers = { 'stripe-signature': `t=${t},v1=${v1}` };
    const [taken] = await intake.receive('billing', { ...raw(body), headers });
    expect(taken).toMatchObject({
      given: 'evt_1',
      event: {
        type: 'billing.payment.cancelled',
        id: hashed,
        refs: [
          { name: 'customer', ref: gate.refOf('billing', 'cus_1'), of: 'subject' },
          { name: 'payment-intent', ref: gate.refOf('billing', 'pi_1'), of: 'journey' },
        ],
      },
    });
  });

  test('refusals name the system and the way out', async () => {
    const { intake } = await edgeOf();
    const delivery = signed('{"type":"form","patient":"MRN-7"}');
    expect(await intake.receive('unset', delivery)).toMatchObject([
      {
        code: 'ONW-SECRET-MISSING',
        system: 'unset',
        message: expect.stringContaining('NOT_SET') as string,
      },
    ]);
    expect(await intake.receive('forms', raw('{}'))).toMatchObject([
      { code: 'ONW-SIGNATURE-MISSING' },
    ]);
    expect(await intake.receive('nobody', raw('{}'))).toMatchObject([
      { code: 'ONW-SYSTEM-UNKNOWN' },
    ]);
    expect(await intake.receive('toString', raw(''))).toMatchObject([
      { code: 'ONW-SYSTEM-UNKNOWN' },
    ]);
    expect(await intake.receive('clinic', raw('{}'))).toMatchObject([
      { code: 'ONW-SYSTEM-SILENT' },
    ]);
  });

  test('a connector that throws is a refusal that tells nothing', async () => {
    const broken: Connector = {
      name: 'webhook',
      describe: () => ({ problems: [] }),
      receive() {
        throw new Error('Canary');
      },
    };
    const { intake } = await edgeOf({ connectors: { ...connectors, webhook: broken } });
    const taken = await intake.receive('forms', raw('{}'));
    expect(taken).toMatchObject([{ code: 'ONW-CONNECTOR-FAULT' }]);
    expect(JSON.stringify(taken)).not.toContain('Canary');
  });

  test('a notification is read from the system itself before it is an event', async () => {
    const notified = ehrConnector({
      async receive(_delivery, setup, out) {
        const seen = await ehrStatus(setup, out);
        if (seen === 204) return [];
        if (seen !== 200) return [{ kind: 'retry', code: 'ONW-OUT-STATUS' }];
        const event = { event: 'seen', id: 'V-1', refs: { patient: 'MRN-7' }, data: {} };
        return [{ kind: 'event', event }];
      },
    });
    const { intake, stateOf } = await edgeOf({ connectors: { ...connectors, webhook: notified } });
    let status = 200;
    servers.push(await answering(() => ({ status })));
    expect(await intake.receive('ehr', raw('{}'))).toMatchObject([{ event: { type: 'ehr.seen' } }]);
    expect(stateOf('ehr')).toBe('well');
    status = 500;
    expect(await intake.receive('ehr', raw('{}'))) //
      .toEqual([{ kind: 'retry', code: 'ONW-OUT-STATUS' }]);
    status = 204;
    expect(await intake.receive('ehr', raw('{}'))).toEqual([]);
  });

  test('what is proved and does not fit is set aside; what nobody proved is not', async () => {
    const wrong = {
      code: 'ONW-EVENT-DATA',
      message: declared('It does not fit.'),
      kind: 'refused',
    } as const;
    const unfit = { event: 'seen', id: 'V-2', refs: { patient: '\u0000' }, data: {} };
    const received: readonly Received[] = [
      { ...wrong, at: ['/patient', '/visit'], again: 'V-1' },
      { kind: 'event', event: unfit },
      { ...wrong, at: Array.from({ length: 99 }, (_, index) => `/${index}`) },
      wrong,
      { ...wrong, code: 'ONW-SIGNATURE-INVALID', at: ['/x'] },
      { ...wrong, code: 'ONW-SECRET-MISSING', at: ['/x'] },
      { ...wrong, code: 'ONW-EVENT-UNUSED', again: 'V-3' },
    ];
    const telling = ehrConnector({
      receive: () => received,
      refetch: async () => ({ kind: 'nothing' }),
    });
    const { intake, quarantine } = await edgeOf({
      connectors: { ...connectors, webhook: telling },
    });
    const taken = await intake.receive('ehr', raw('12345'));
    await intake.receive('ehr', raw('12345'));
    expect(taken.map((each) => (each.kind === 'event' ? 'event' : each.code))).toEqual([
      'ONW-EVENT-DATA',
      'ONW-EVENT-DATA',
      'ONW-EVENT-DATA',
      'ONW-EVENT-DATA',
      'ONW-SIGNATURE-INVALID',
      'ONW-SECRET-MISSING',
      'ONW-EVENT-UNUSED',
    ]);
    expect(taken[0]).toMatchObject({ at: '/patient', system: 'ehr' });
    expect(JSON.stringify(taken)).not.toContain('V-1');
    const rows = await quarantine.list({ limit: 10 });
    const pointers = rows.map((each) => each.pointers.slice(0, 2).join(' ')).toSorted();
    // What cannot be fetched again by an id of its own is a row each time.
    expect(pointers).toEqual(['/0 /1', '/0 /1', '/data/patient', '/patient /visit']);
    expect(rows.every(({ system: name, size }) => name === 'ehr' && size === 5)).toBe(true);
    const again = await quarantine.take({ now, forMs: 1, limit: 10 });
    expect(again.map((each) => each.again).toSorted()).toEqual(['V-1', 'V-2']);
  });

  test('one system’s flood is told to come again, and slows nobody', async () => {
    const held: (() => void)[] = [];
    const slow = ehrConnector({
      receive: () => new Promise<readonly Received[]>((resolve) => held.push(() => resolve([]))),
    });
    const { intake } = await edgeOf({
      connectors: { ...connectors, webhook: slow },
      maxInWork: 3,
    });
    const flood = Array.from({ length: 20 }, () => intake.receive('ehr', raw('{}')));
    const refused = flood.slice(3).map(async (each) => {
      await expect(each).rejects.toMatchObject({ code: 'ONW-BUSY' });
    });
    await Promise.all(refused);
    const object = { id: 'pi_1', customer: 'cus_1', amount: 1, currency: 'usd' };
    const body = JSON.stringify({ id: 'evt_1', type: 'payment_intent.canceled', data: { object } });
    const t = now / 1000;
    const v1 = createHmac('sha256', 'whsec_s').update(`${t}.${body}`).digest('hex');
    const headers = { 'stripe-signature': `t=${t},v1=${v1}` };
    expect(await intake.receive('billing', { ...raw(body), headers })).toMatchObject([
      { kind: 'event' },
    ]);
    expect(held).toHaveLength(3);
    for (const settle of held.splice(0)) settle();
    expect(await Promise.all(flood.slice(0, 3))).toEqual([[], [], []]);
    const next = intake.receive('ehr', raw('{}'));
    held.splice(0).forEach((settle) => settle());
    expect(await next).toEqual([]);
  });

  test('CloudEvents come by the API, each with its own result', async () => {
    const { intake } = await edgeOf();
    const item = { specversion: '1.0', id: 'E-1', source: 'portal', type: 'clinic.withdrew' };
    const taken = await intake.receiveEvents([{ ...item, subject: 'MRN-7' }, item, 7], now);
    expect(taken).toMatchObject([
      { event: { type: 'clinic.withdrew', refs: [{ name: 'subject' }] } },
      { code: 'ONW-EVENT-UNPLACED' },
      { code: 'ONW-EVENT-SHAPE' },
    ]);
  });

  test('a system of the API is heard by it, and one that is handed in for is not', async () => {
    const { intake, sources, stateOf } = await edgeOf();
    const item = { specversion: '1.0', id: 'E-1', source: 'portal', subject: 'MRN-7' };
    const handedIn = { ...item, type: 'forms.intake.submitted' };
    await intake.receiveEvents([{ ...item, type: 'clinic.withdrew' }, handedIn], now);
    expect([stateOf('clinic'), stateOf('forms')]).toEqual(['well', 'unknown']);
    expect(sources?.report()).toMatchObject([{ system: 'clinic', lastHeard: now }]);
  });
});

describe('the shared line', () => {
  const said = async (text: string, running = program): Promise<readonly string[]> => {
    const { intake } = await edgeOf({ program: running });
    const taken = await intake.receiveLine('hl7v2', raw(text));
    return taken.map((each) => (each.kind === 'event' ? each.event.type : each.code));
  };
  const { anyone: _anyone, ...named } = program.systems;
  const strict = { ...program, systems: named };

  test('each message goes to who names its sender, else to who names nobody', async () => {
    expect(await said(hl7('LAB'))).toEqual(['lab.patient.updated']);
    expect(await said(hl7('SCHED'))).toEqual(['scheduler.patient.updated']);
    expect(await said(hl7('OTHER'))).toEqual(['anyone.patient.updated']);
    expect(await said(hl7('OTHER'), strict)).toEqual(['ONW-HL7-FACILITY']);
    expect(await said('noise', strict)).toEqual(['ONW-HL7-SYNTAX']);
    const mixed = hl7('LAB') + hl7('OTHER') + hl7('SCHED');
    expect(await said(mixed)).toEqual([
      'lab.patient.updated',
      'anyone.patient.updated',
      'scheduler.patient.updated',
    ]);
    expect(await said(mixed, strict)).toEqual([
      'lab.patient.updated',
      'ONW-HL7-FACILITY',
      'scheduler.patient.updated',
    ]);
  });

  const open: MllpServer[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close(100);
  });

  test('over a real socket: what could not be had now is to be sent again', async () => {
    const { hl7v2 } = connectors;
    const reading = {
      ...(hl7v2 as Connector),
      receive: async () => [{ kind: 'retry', code: 'ONW-OUT-STATUS' } as const],
    };
    const { intake } = await edgeOf({
      program: strict,
      connectors: { ...connectors, hl7v2: reading },
    });
    const line = hl7Line({ intake, nowMs: () => now, commit: async () => [] });
    const server = await startMllp({ port: 0, host: '127.0.0.1', ...line });
    open.push(server);
    const target = { host: '127.0.0.1', port: server.port, timeoutMs: 2_000 };
    const answer = await sendMllp(target, new TextEncoder().encode(hl7('LAB')));
    expect(new TextDecoder().decode(answer)).toMatch(/MSA\|AR\|M-1[^]*ONW-OUT-STATUS/u);
  });

  // Control ids as machines write them, so that they are kept in clear.
  const down = 'evt_0000000000000001';
  const twice = 'evt_0000000000000002';

  test('over a real socket: taken, not ours, wrong, and not durable', async () => {
    const committed: OperationalEvent[] = [];
    const refused: string[] = [];
    const line = hl7Line({
      intake: (await edgeOf({ program: strict })).intake,
      nowMs: () => now,
      commit(events) {
        if (events[0]?.id.startsWith(down) === true) return Promise.reject(new Error('Canary'));
        committed.push(...events);
        return Promise.resolve(
          events[0]?.id.startsWith(twice) === true ? ['ONW-EVENT-CONFLICT'] : [],
        );
      },
      refused(refusals) {
        refused.push(...refusals.map(({ code }) => code));
        return Promise.resolve();
      },
    });
    const server = await startMllp({ port: 0, host: '127.0.0.1', maxBytes: 5_000, ...line });
    open.push(server);
    const target = { host: '127.0.0.1', port: server.port, timeoutMs: 2_000 };
    const answer = async (text: string): Promise<string> => {
      const bytes = await sendMllp(target, new TextEncoder().encode(text));
      const lines = new TextDecoder().decode(bytes).split('\r').slice(1, 3);
      return lines
        .map((each) =>
          each
            .split('|')
            .filter((part) => /^(?:[A-Z]|evt_)/u.test(part))
            .join(' '),
        )
        .join(' ')
        .trim();
    };
    expect(await answer(hl7('LAB'))).toBe('MSA AA M-1');
    expect(await answer(hl7('LAB', 'MDM^T02', 'M-2'))).toBe('MSA AA M-2 ONW-HL7-EVENT-UNUSED');
    expect(await answer(hl7('OTHER'))).toBe('MSA AE M-1 ERR E ONW-HL7-FACILITY');
    const failed = 'ERR E ONW-INGEST-FAILED';
    expect(await answer(hl7('LAB', 'ADT^A08', down))).toBe(`MSA AR ${down} ${failed}`);
    const conflict = 'ERR E ONW-EVENT-CONFLICT';
    expect(await answer(hl7('LAB', 'ADT^A08', twice))).toBe(`MSA AE ${twice} ${conflict}`);
    const large = hl7('LAB', 'ADT^A08', 'M-large') + 'x'.repeat(6_000);
    expect(await answer(large)).toBe('MSA AR M-large ERR E ONW-HL7-TOO-LARGE');
    expect(committed.map(({ id }) => id.slice(0, -9))).toEqual([
      expect.stringMatching(/^h-/u),
      twice,
    ]);
    expect(refused).toEqual(['ONW-HL7-EVENT-UNUSED', 'ONW-HL7-FACILITY']);
  });
});
