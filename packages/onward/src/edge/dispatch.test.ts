import { afterEach, describe, expect, test } from 'vitest';

import { declared } from '../core/index.ts';
import { connectors } from '../connectors/index.ts';
import type { Given, LoopbackServer } from '../connectors/outbound.fixture.ts';
import type { Connector } from '../core/index.ts';
import { answering, edgeOf, ehrConnector, ehrStatus } from './intake.fixture.ts';
import type { Change } from './intake.fixture.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe('what goes out', () => {
  async function dispatching(given: () => Given, change: Change = {}) {
    const server = await answering(given);
    servers.push(server);
    const known = { ...connectors, webhook: ehrConnector() };
    const edge = await edgeOf({ connectors: known, ...change });
    const sent = (): unknown => JSON.parse(server.taken.at(-1)?.body ?? 'null');
    return { ...edge, sent, server };
  }
  const errand = { system: 'ehr', key: 'jrn_2a.12.0', journey: 'jrn_2a', refs: [], attempt: 1 };

  test('refs are opened for the system, and what it returns is sealed', async () => {
    const { dispatch, sent, gate, vault, stateOf } = await dispatching(() => ({
      status: 200,
      body: { order: 'L-1' },
    }));
    const visit = declared(gate.refOf('scheduler', 'V-9') ?? '');
    const patient = declared(gate.refOf('clinic', 'MRN-7') ?? '');
    await vault.remember([
      { ref: visit, system: 'scheduler', id: 'V-9' },
      { ref: patient, system: 'clinic', id: 'MRN-7' },
    ]);
    const command = { ...errand, command: 'order-lab', args: { visit }, refs: [patient] };
    const order = gate.refOf('lab', 'L-1') ?? '';
    expect(stateOf('ehr')).toBe('unknown');
    expect(await dispatch.send(command)).toEqual({ kind: 'done', data: { order } });
    expect(stateOf('ehr')).toBe('well');
    expect(sent()).toMatchObject({ args: { visit: 'V-9' }, refs: { clinic: ['MRN-7'] } });
    expect((await vault.open([order])).get(order)?.id).toBe('L-1');
  });

  test('a ref that the vault does not know is not sent', async () => {
    const { dispatch, server } = await dispatching(() => ({ status: 200, body: {} }));
    const command = { ...errand, command: 'order-lab', args: { visit: 'f'.repeat(32) } };
    expect(await dispatch.send(command)).toMatchObject({ code: 'ONW-VAULT-UNKNOWN' });
    expect(server.taken).toEqual([]);
  });

  test('a message goes as a template and a channel', async () => {
    const { dispatch, sent } = await dispatching(() => ({ status: 202, body: {} }));
    const message = { ...errand, template: 'welcome', channel: 'sms' };
    expect(await dispatch.sendMessage(message)).toEqual({ kind: 'done', data: {} });
    expect(sent()).toMatchObject({
      type: 'send-message',
      key: 'jrn_2a.12.0',
      args: { template: 'welcome', channel: 'sms' },
    });
  });

  test('a reminder brings the time it is about, and no name of ours is overwritten', async () => {
    const { dispatch, sent } = await dispatching(() => ({ status: 202, body: {} }));
    const start = Date.UTC(2026, 10, 5, 10);
    const args = { start, channel: 1 };
    const message = { ...errand, template: 'soon', channel: 'sms', args };
    expect(await dispatch.sendMessage(message)).toEqual({ kind: 'done', data: {} });
    expect(sent()).toMatchObject({
      args: { template: 'soon', channel: 'sms', start: '2026-11-05T10:00:00.000Z' },
    });
  });

  test('a look-up’s answer passes the gate', async () => {
    const events = [{ type: 'seen', p: 'MRN-7' }, { type: 'Canary' }];
    const { dispatch, gate } = await dispatching(() => ({ status: 200, body: { events } }));
    const found = await dispatch.lookUp({ ...errand, name: 'visit' });
    expect(found).toMatchObject({
      kind: 'found',
      events: [{ type: 'ehr.seen', refs: [{ ref: gate.refOf('clinic', 'MRN-7') }] }],
      refusals: [{ code: 'ONW-EVENT-UNUSED', system: 'ehr' }],
    });
    expect(JSON.stringify(found)).not.toMatch(/Canary|MRN/u);
  });

  test('a system that takes no commands, and a connector that throws', async () => {
    const command = { ...errand, command: 'order-lab', args: {} };
    const { dispatch } = await dispatching(() => ({ status: 200, body: {} }));
    expect(await dispatch.send({ ...command, system: 'clinic' })).toMatchObject({
      kind: 'rejected',
    });
    const fail = () => Promise.reject(new Error('Canary'));
    const failing: Connector = {
      name: 'webhook',
      describe: () => ({ problems: [] }),
      send: fail,
      lookUp: fail,
      refetch: fail,
      probe: fail,
      brief: fail,
    };
    const { dispatch: broken } = await edgeOf({ connectors: { webhook: failing } });
    expect(await broken.send(command)).toEqual({
      kind: 'unknown',
      data: {},
      code: 'ONW-CONNECTOR-FAULT',
    });
    const again = { kind: 'retry', code: 'ONW-CONNECTOR-FAULT' };
    expect(await broken.lookUp({ ...errand, name: 'visit' })).toEqual(again);
    expect(await broken.refetch('ehr', 'V-1')).toEqual(again);
    expect(await broken.brief({ ...errand, name: 'visit' })).toEqual(again);
    expect(await broken.probe('ehr')).toEqual({ kind: 'away', code: 'ONW-CONNECTOR-FAULT' });
  });

  test('a system is asked at its own hosts only', async () => {
    for (const hosts of [['ehr.example'], []]) {
      const webhook = ehrConnector({ hosts: () => hosts });
      const change = { connectors: { ...connectors, webhook } };
      const { dispatch, server } = await dispatching(() => ({ status: 200 }), change);
      const command = { ...errand, command: 'order-lab', args: {} };
      expect(await dispatch.send(command)).toEqual({ kind: 'retry', code: 'ONW-OUT-HOST' });
      expect(server.taken).toEqual([]);
    }
  });

  test('a system that is away is left alone, and the command told how long', async () => {
    const breaker = { failures: 2, pausesMs: [60_000] };
    const { dispatch, server, stateOf } = await dispatching(() => ({ status: 503 }), { breaker });
    const command = { ...errand, command: 'order-lab', args: {} };
    await dispatch.send(command);
    await dispatch.send(command);
    const third = await dispatch.send(command);
    expect(third).toMatchObject({ kind: 'retry', code: 'ONW-OUT-OPEN' });
    expect((third as { afterMs?: number }).afterMs).toBeGreaterThan(50_000);
    expect(server.taken).toHaveLength(2);
    expect(stateOf('ehr')).toBe('away');
  });

  test('credentials that are refused are told from an outage', async () => {
    let status = 401;
    const probing = ehrConnector({
      async probe(setup, out) {
        const seen = await ehrStatus(setup, out);
        if (seen === 403) return { kind: 'refused', code: 'ONW-OUT-REJECTED' };
        return seen === 200 ? { kind: 'well' } : { kind: 'away', code: 'ONW-OUT-STATUS' };
      },
    });
    const change = { connectors: { ...connectors, webhook: probing } };
    const { dispatch, stateOf } = await dispatching(() => ({ status, body: {} }), change);
    await dispatch.send({ ...errand, command: 'order-lab', args: {} });
    expect(stateOf('ehr')).toBe('refused');
    status = 200;
    expect(await dispatch.probe('ehr')).toEqual({ kind: 'well' });
    expect(stateOf('ehr')).toBe('well');
    status = 403;
    expect(await dispatch.probe('ehr')).toMatchObject({ kind: 'refused' });
    expect(stateOf('ehr')).toBe('refused');
    status = 404;
    expect(await dispatch.probe('ehr')).toMatchObject({ kind: 'away' });
    expect(stateOf('ehr')).toBe('away');
    // It refuses the command, and so is there.
    await dispatch.send({ ...errand, command: 'order-lab', args: {} });
    expect(stateOf('ehr')).toBe('well');
    expect(await dispatch.probe('lab')).toBeUndefined();
  });

  test('an item is fetched again, a brief is read live, both by refs in clear', async () => {
    const fetching = ehrConnector({
      async refetch(again) {
        const refs = { patient: 'MRN-7' };
        const event = { event: 'seen', id: again, refs, data: {} };
        const missing = { kind: 'retry', code: 'ONW-OUT-STATUS' } as const;
        const received = [{ kind: 'event', event } as const, ...(again === 'V-2' ? [missing] : [])];
        return { kind: 'found', received };
      },
      async brief({ refs }) {
        const lines = [{ label: 'Patient', text: refs['clinic']?.join() ?? '' }];
        return { kind: 'brief', title: 'Visit', lines };
      },
    });
    const change = { connectors: { ...connectors, webhook: fetching } };
    const { dispatch, gate, vault } = await dispatching(() => ({ status: 200 }), change);
    const found = await dispatch.refetch('ehr', 'V-1');
    const id = expect.stringMatching(/^h-[0-9a-f]{32}$/u) as string;
    expect(found).toMatchObject({ kind: 'found', events: [{ type: 'ehr.seen', id }] });
    // A part that was not to be had asks for another try of all.
    expect(await dispatch.refetch('ehr', 'V-2')).toEqual({ kind: 'retry', code: 'ONW-OUT-STATUS' });
    const ref = gate.refOf('clinic', 'MRN-7') ?? '';
    expect((await vault.open([ref])).get(ref)?.id).toBe('MRN-7');
    const brief = await dispatch.brief({ ...errand, refs: [ref], name: 'visit' });
    expect(brief).toMatchObject({ kind: 'brief', lines: [{ text: 'MRN-7' }] });
    expect(await dispatch.brief({ ...errand, system: 'lab', name: 'visit' })) //
      .toEqual({ kind: 'nothing' });
    expect(await dispatch.refetch('lab', 'V-1')).toMatchObject({ kind: 'retry' });
  });
});
