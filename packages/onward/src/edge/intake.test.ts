import { createHmac, randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { connectors } from '../connectors/index.ts';
import type {
  Connector,
  EventType,
  FactType,
  Json,
  OperationalEvent,
  Outbound,
  Program,
  RawDelivery,
  System,
} from '../core/index.ts';
import type { MllpServer } from './index.ts';
import {
  createDispatch,
  createGate,
  createIntake,
  createVault,
  deriveKeys,
  hl7Line,
  memoryVaultStore,
  sendMllp,
  startMllp,
} from './index.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const variables: Readonly<Record<string, string>> = {
  FORMS_SECRET: secret,
  EHR_SECRET: secret,
  EHR_URL: 'http://127.0.0.1:1/',
  STRIPE_SECRET: 'whsec_s',
};

/** As compiling does: the connector describes the system, and "this system" gets its name. */
function system(name: string, connector: string, settings: Json): System {
  const described = connectors[connector]?.describe(settings);
  if (described === undefined || 'problems' in described)
    throw new Error(JSON.stringify(described));
  const { events, commands, lookUps } = described.manifest;
  const named = (type: FactType): FactType =>
    type.kind === 'ref' && type.system === '' ? { ...type, system: name } : type;
  const types = Object.entries(events).map(([event, { refs, data }]): [string, EventType] => [
    event,
    {
      refs: Object.fromEntries(
        Object.entries(refs).map(([ref, type]) => [ref, { ...type, system: type.system || name }]),
      ),
      data: Object.fromEntries(Object.entries(data).map(([key, type]) => [key, named(type)])),
    },
  ]);
  return {
    connector,
    owner: 'desk',
    events: Object.fromEntries(types),
    commands,
    lookUps,
    settings,
  };
}

const form = {
  secret: 'FORMS_SECRET',
  events: {
    'intake.submitted': {
      when: { '/type': 'form' },
      refs: { patient: { path: '/patient', system: 'clinic' } },
    },
  },
};
const ehr = {
  secret: 'EHR_SECRET',
  url: 'EHR_URL',
  messages: true,
  events: {
    seen: { when: { '/type': 'seen' }, refs: { patient: { path: '/p', system: 'clinic' } } },
  },
  commands: {
    'order-lab': { args: { visit: { ref: 'scheduler' } }, returns: { order: { ref: 'lab' } } },
  },
  'look-ups': { visit: { events: ['seen'] } },
};

const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: {},
  systems: {
    forms: system('forms', 'webhook', form),
    unset: system('unset', 'webhook', { ...form, secret: 'NOT_SET' }),
    ehr: system('ehr', 'webhook', ehr),
    billing: system('billing', 'stripe', { secret: 'STRIPE_SECRET' }),
    anyone: system('anyone', 'hl7v2', {}),
    scheduler: system('scheduler', 'hl7v2', { facilities: ['SCHED'] }),
    lab: system('lab', 'hl7v2', { facilities: ['LAB'] }),
    clinic: system('clinic', 'api', { events: { withdrew: {} } }),
  },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};

function edgeOf(
  running: Program = program,
  with_: Readonly<Record<string, Connector>> = connectors,
) {
  const keys = deriveKeys(Buffer.alloc(32, 1));
  const vault = createVault({ keys, store: memoryVaultStore(), random: randomBytes });
  const gate = createGate({ program: running, keys });
  const parts = {
    program: running,
    connectors: with_,
    gate,
    vault,
    secret: (name: string) => variables[name],
  };
  return { ...parts, intake: createIntake(parts) };
}

function signed(body: string): RawDelivery {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(now), body),
  };
  return { body: new TextEncoder().encode(body), headers, receivedAt: now };
}

const hl7 = (sender: string, trigger = 'ADT^A08', id = 'M-1'): string =>
  `MSH|^~\\&|${sender}|X|||20261102040000-0500||${trigger}|${id}|P|2.5.1\rPID|1||MRN-7\r`;
const raw = (text: string): RawDelivery => ({
  body: new TextEncoder().encode(text),
  headers: {},
  receivedAt: now,
});

describe('deliveries to one system', () => {
  test('a webhook becomes an operational event, its ids go to the vault', async () => {
    const { intake, vault, gate } = edgeOf();
    const [taken] = await intake.receive('forms', signed('{"type":"form","patient":"MRN-7"}'));
    const ref = gate.refOf('clinic', 'MRN-7') ?? '';
    expect(taken).toMatchObject({
      kind: 'event',
      event: { type: 'forms.intake.submitted', id: 'msg_1', refs: [{ name: 'patient', ref }] },
    });
    expect((await vault.open([ref])).get(ref)).toEqual({ ref, system: 'clinic', id: 'MRN-7' });
  });

  test('Stripe’s customer is an id of the billing system itself', async () => {
    const { intake, gate } = edgeOf();
    const object = { id: 'pi_1', customer: 'cus_1', amount: 1, currency: 'usd' };
    const body = JSON.stringify({ id: 'evt_1', type: 'payment_intent.canceled', data: { object } });
    const t = now / 1000;
    const v1 = createHmac('sha256', 'whsec_s').update(`${t}.${body}`).digest('hex');
    const headers = { 'stripe-signature': `t=${t},v1=${v1}` };
    const [taken] = await intake.receive('billing', { ...raw(body), headers });
    expect(taken).toMatchObject({
      event: {
        type: 'billing.payment.cancelled',
        refs: [
          { name: 'customer', ref: gate.refOf('billing', 'cus_1'), of: 'subject' },
          { name: 'payment-intent', ref: gate.refOf('billing', 'pi_1'), of: 'journey' },
        ],
      },
    });
  });

  test('refusals name the system and the way out', async () => {
    const { intake } = edgeOf();
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
    const { intake } = edgeOf(program, { ...connectors, webhook: broken });
    const taken = await intake.receive('forms', raw('{}'));
    expect(taken).toMatchObject([{ code: 'ONW-CONNECTOR-FAULT' }]);
    expect(JSON.stringify(taken)).not.toContain('Canary');
  });

  test('CloudEvents come by the API, each with its own result', async () => {
    const { intake } = edgeOf();
    const item = { specversion: '1.0', id: 'E-1', source: 'portal', type: 'clinic.withdrew' };
    const taken = await intake.receiveEvents([{ ...item, subject: 'MRN-7' }, item, 7], now);
    expect(taken).toMatchObject([
      { event: { type: 'clinic.withdrew', refs: [{ name: 'subject' }] } },
      { code: 'ONW-EVENT-UNPLACED' },
      { code: 'ONW-EVENT-SHAPE' },
    ]);
  });
});

describe('the shared line', () => {
  const said = async (text: string, running = program): Promise<readonly string[]> => {
    const taken = await edgeOf(running).intake.receiveLine('hl7v2', raw(text));
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

  test('over a real socket: taken, not ours, wrong, and not durable', async () => {
    const committed: OperationalEvent[] = [];
    const refused: string[] = [];
    const line = hl7Line({
      intake: edgeOf(strict).intake,
      nowMs: () => now,
      commit(events) {
        if (events[0]?.id.startsWith('M-down') === true) return Promise.reject(new Error('Canary'));
        committed.push(...events);
        return Promise.resolve(
          events[0]?.id.startsWith('M-twice') === true ? ['ONW-EVENT-CONFLICT'] : [],
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
            .filter((part) => /^[A-Z]/u.test(part))
            .join(' '),
        )
        .join(' ')
        .trim();
    };
    expect(await answer(hl7('LAB'))).toBe('MSA AA M-1');
    expect(await answer(hl7('LAB', 'MDM^T02', 'M-2'))).toBe('MSA AA M-2 ONW-HL7-EVENT-UNUSED');
    expect(await answer(hl7('OTHER'))).toBe('MSA AE M-1 ERR E ONW-HL7-FACILITY');
    expect(await answer(hl7('LAB', 'ADT^A08', 'M-down'))).toBe(
      'MSA AR M-down ERR E ONW-INGEST-FAILED',
    );
    expect(await answer(hl7('LAB', 'ADT^A08', 'M-twice'))).toBe(
      'MSA AE M-twice ERR E ONW-EVENT-CONFLICT',
    );
    const large = hl7('LAB', 'ADT^A08', 'M-large') + 'x'.repeat(6_000);
    expect(await answer(large)).toBe('MSA AR M-large ERR E ONW-HL7-TOO-LARGE');
    expect(committed.map(({ id }) => id.slice(0, -9))).toEqual(['M-1', 'M-twice']);
    expect(refused).toEqual(['ONW-HL7-EVENT-UNUSED', 'ONW-HL7-FACILITY']);
  });
});

describe('what goes out', () => {
  function dispatching(status: number, body: Json) {
    const edge = edgeOf();
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const fetch = vi.fn<Outbound['fetch']>(() => {
      return Promise.resolve({ status, headers: {}, body: bytes });
    });
    const dispatch = createDispatch({ ...edge, out: { fetch, nowMs: () => now } });
    const sent = (): unknown => JSON.parse(fetch.mock.calls.at(-1)?.[0].body ?? 'null');
    return { ...edge, dispatch, sent, fetch };
  }
  const errand = { system: 'ehr', key: 'jrn_2a.12.0', journey: 'jrn_2a', refs: [], attempt: 1 };

  test('refs are opened for the system, and what it returns is sealed', async () => {
    const { dispatch, sent, gate, vault } = dispatching(200, { order: 'L-1' });
    const visit = gate.refOf('scheduler', 'V-9') ?? '';
    const patient = gate.refOf('clinic', 'MRN-7') ?? '';
    await vault.remember([
      { ref: visit, system: 'scheduler', id: 'V-9' },
      { ref: patient, system: 'clinic', id: 'MRN-7' },
    ]);
    const command = { ...errand, command: 'order-lab', args: { visit }, refs: [patient] };
    const order = gate.refOf('lab', 'L-1') ?? '';
    expect(await dispatch.send(command)).toEqual({ kind: 'done', data: { order } });
    expect(sent()).toMatchObject({ args: { visit: 'V-9' }, refs: { clinic: ['MRN-7'] } });
    expect((await vault.open([order])).get(order)?.id).toBe('L-1');
  });

  test('a ref that the vault does not know is not sent', async () => {
    const { dispatch, fetch } = dispatching(200, {});
    const command = { ...errand, command: 'order-lab', args: { visit: 'f'.repeat(32) } };
    expect(await dispatch.send(command)).toMatchObject({ code: 'ONW-VAULT-UNKNOWN' });
    expect(fetch).not.toHaveBeenCalled();
  });

  test('a message goes as a template and a channel', async () => {
    const { dispatch, sent } = dispatching(202, {});
    const message = { ...errand, template: 'welcome', channel: 'sms' };
    expect(await dispatch.sendMessage(message)).toEqual({ kind: 'done', data: {} });
    expect(sent()).toMatchObject({
      type: 'send-message',
      key: 'jrn_2a.12.0',
      args: { template: 'welcome', channel: 'sms' },
    });
  });

  test('a look-up’s answer passes the gate', async () => {
    const events = [{ type: 'seen', p: 'MRN-7' }, { type: 'Canary' }];
    const { dispatch, gate } = dispatching(200, { events });
    const found = await dispatch.lookUp({ ...errand, name: 'visit' });
    expect(found).toMatchObject({
      kind: 'found',
      events: [{ type: 'ehr.seen', refs: [{ ref: gate.refOf('clinic', 'MRN-7') }] }],
      refusals: [{ code: 'ONW-EVENT-UNUSED', system: 'ehr' }],
    });
    expect(JSON.stringify(found)).not.toMatch(/Canary|MRN/u);
  });

  test('a system that takes no commands, and a connector that throws', async () => {
    const { dispatch } = dispatching(200, {});
    const command = { ...errand, command: 'order-lab', args: {} };
    expect(await dispatch.send({ ...command, system: 'lab' })).toMatchObject({ kind: 'rejected' });
    const edge = edgeOf(program, {
      webhook: {
        name: 'webhook',
        describe: () => ({ problems: [] }),
        send: () => Promise.reject(new Error('Canary')),
        lookUp: () => Promise.reject(new Error('Canary')),
      },
    });
    const out = { fetch: vi.fn<Outbound['fetch']>(), nowMs: () => now };
    const broken = createDispatch({ ...edge, out });
    expect(await broken.send(command)).toEqual({
      kind: 'unknown',
      data: {},
      code: 'ONW-CONNECTOR-FAULT',
    });
    expect(await broken.lookUp({ ...errand, name: 'visit' })).toMatchObject({ kind: 'retry' });
  });
});
