import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test, vi } from 'vitest';

import type { OutboundCommand } from '../../core/index.ts';
import type { Given, LoopbackServer, Taken } from '../outbound.fixture.ts';
import { nobodyThere, realOutbound, serveLoopback } from '../outbound.fixture.ts';
import { form, now, secret, settings, setupWith } from './deliveries.fixture.ts';
import { webhook } from './index.ts';

const out = realOutbound({ nowMs: () => now });
const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A system at the other end of the line, which gives one answer. */
async function answering(answer: Given | ((taken: Taken) => Given), written = settings) {
  const server = await serveLoopback(typeof answer === 'function' ? answer : () => answer);
  servers.push(server);
  const url = `${server.url}/in`;
  return { server, setup: setupWith({ FORMS_SECRET: secret, FORMS_URL: url }, written) };
}

const command: OutboundCommand = {
  key: 'jrn_2a.12.0',
  command: 'order-lab',
  args: { visit: 'V-9', start: now, within: 7_200_000 },
  journey: 'jrn_2a',
  refs: { clinic: ['MRN-1'] },
  attempt: 1,
};

/** Whether the published library takes what we signed, at our time. */
function isSigned({ headers, body }: Taken): boolean {
  vi.useFakeTimers({ now, toFake: ['Date'] });
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
}

describe('commands', () => {
  test('a command is signed JSON with its key twice', async () => {
    const body = '{"order":{"id":"L-1"},"urgent":false,"name":"Eleanor"}';
    const { server, setup } = await answering({ status: 200, body });
    const attempt = await webhook.send?.(command, setup, out);
    expect(attempt).toEqual({ kind: 'done', data: { order: 'L-1', urgent: false } });
    const [taken] = server.taken;
    expect(taken).toMatchObject({
      method: 'POST',
      path: '/in',
      headers: { 'idempotency-key': 'jrn_2a.12.0', 'webhook-id': 'jrn_2a.12.0' },
    });
    expect(JSON.parse(taken?.body ?? '')).toEqual({
      type: 'order-lab',
      journey: 'jrn_2a',
      key: 'jrn_2a.12.0',
      args: { visit: 'V-9', start: '2026-11-02T09:00:00.000Z', within: 'PT7200S' },
      refs: { clinic: ['MRN-1'] },
      attempt: 1,
    });
    expect(taken !== undefined && isSigned(taken)).toBe(true);
    expect(webhook.hosts?.(setup)).toEqual([new URL(server.url).host]);
  });

  test.each([
    [204, { kind: 'done', data: {} }],
    [409, { kind: 'done', data: {} }],
    [408, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [425, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [429, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [500, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [503, { kind: 'retry', code: 'ONW-OUT-BUSY' }],
    [401, { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' }],
    [403, { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' }],
    [400, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [404, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [302, { kind: 'rejected', data: {}, code: 'ONW-OUT-REDIRECT' }],
  ])('status %i', async (status, attempt) => {
    const { setup } = await answering({ status });
    expect(await webhook.send?.(command, setup, out)).toEqual(attempt);
  });

  test.each([
    ['12', 12_000],
    ['0', 0],
    ['999999', 3_600_000],
    ['Mon, 02 Nov 2026 09:01:00 GMT', 60_000],
  ])('retry-after %s', async (header, afterMs) => {
    for (const status of [429, 503]) {
      const { setup } = await answering({ status, headers: { 'retry-after': header } });
      expect(await webhook.send?.(command, setup, out)).toMatchObject({ kind: 'retry', afterMs });
    }
  });

  test('what was certainly not sent is tried again, what may have arrived is unknown', async () => {
    const away = setupWith({ FORMS_SECRET: secret, FORMS_URL: await nobodyThere() });
    expect(await webhook.send?.(command, away, out)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-UNREACHED',
    });
    const { setup, server } = await answering('drop');
    expect(await webhook.send?.(command, setup, out)).toEqual({
      kind: 'unknown',
      data: {},
      code: 'ONW-OUT-UNKNOWN',
    });
    expect(server.taken).toHaveLength(1);
    const unset = { kind: 'retry', code: 'ONW-SECRET-MISSING' };
    const noUrl = setupWith({ FORMS_SECRET: secret });
    expect(await webhook.send?.(command, noUrl, out)).toEqual(unset);
    const noSecret = setupWith({ FORMS_URL: server.url });
    expect(await webhook.send?.(command, noSecret, out)).toEqual(unset);
    expect(webhook.hosts?.(noUrl)).toEqual([]);
  });

  test.each(['{"urgent":"Eleanor"}', 'Eleanor', ''])(
    'facts that do not have their type are dropped, the deed is done: %s',
    async (body) => {
      const { setup } = await answering({ status: 200, body });
      expect(await webhook.send?.(command, setup, out)).toEqual({
        kind: 'done',
        data: {},
        code: 'ONW-OUT-ANSWER',
      });
    },
  );
});

describe('questions', () => {
  const ask = { key: 'jrn_2a.12.1', name: 'intake', journey: 'jrn_2a', refs: {} };
  const told = {
    kind: 'found',
    received: [{ kind: 'event', event: { event: 'intake.submitted', id: 'sub-42' } }],
  };

  test('a look-up is answered with bodies, mapped like deliveries', async () => {
    const lookUp = async (answer: Given) => {
      const { setup } = await answering(answer);
      return webhook.lookUp?.(ask, setup, out);
    };
    expect(await lookUp({ status: 200, body: { events: [form] } })).toMatchObject(told);
    expect(await lookUp({ status: 200, body: { events: [] } })).toEqual({ kind: 'nothing' });
    expect(await lookUp({ status: 204 })).toEqual({ kind: 'nothing' });
    expect(await lookUp({ status: 404 })).toEqual({ kind: 'nothing' });
    const retry = (code: string) => ({ kind: 'retry', code });
    expect(await lookUp({ status: 500 })).toEqual(retry('ONW-OUT-STATUS'));
    expect(await lookUp({ status: 200, body: {} })).toEqual(retry('ONW-OUT-ANSWER'));
    expect(await lookUp({ status: 200, body: 'Eleanor' })).toEqual(retry('ONW-OUT-ANSWER'));
    expect(await lookUp('drop')).toEqual(retry('ONW-OUT-UNREACHED'));
  });

  test('an item that was refused is asked for again by its id', async () => {
    const written = { ...settings, refetch: true };
    const { setup, server } = await answering({ status: 200, body: { events: [form] } }, written);
    expect(await webhook.refetch?.('sub-42', setup, out)).toMatchObject(told);
    expect(JSON.parse(server.taken[0]?.body ?? '')).toEqual({ type: 'refetch', id: 'sub-42' });
  });

  test('a system that was not said to answer is not asked', async () => {
    const { setup, server } = await answering({ status: 200, body: { events: [form] } });
    const silent = { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };
    expect(await webhook.refetch?.('sub-42', setup, out)).toEqual(silent);
    expect(server.taken).toEqual([]);
  });
});

describe('health', () => {
  test.each([
    [200, { kind: 'well' }],
    [405, { kind: 'well' }],
    [404, { kind: 'well' }],
    [401, { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' }],
    [502, { kind: 'away', code: 'ONW-OUT-STATUS' }],
  ])('status %i', async (status, health) => {
    const { setup, server } = await answering({ status });
    expect(await webhook.probe?.(setup, out)).toEqual(health);
    expect(server.taken).toMatchObject([{ method: 'GET', body: '' }]);
    expect(server.taken.every(isSigned)).toBe(true);
  });

  test('nobody there, and nothing to call with', async () => {
    const url = await nobodyThere();
    const away = setupWith({ FORMS_SECRET: secret, FORMS_URL: url });
    expect(await webhook.probe?.(away, out)).toEqual({ kind: 'away', code: 'ONW-OUT-UNREACHED' });
    const unset = { kind: 'refused', code: 'ONW-SECRET-MISSING' };
    expect(await webhook.probe?.(setupWith({ FORMS_URL: url }), out)).toEqual(unset);
    expect(await webhook.probe?.(setupWith({ FORMS_SECRET: secret }), out)).toEqual(unset);
    const listener = setupWith({ FORMS_SECRET: secret }, { secret: 'FORMS_SECRET' });
    expect(await webhook.probe?.(listener, out)).toBeUndefined();
  });
});
