import { afterEach, describe, expect, test } from 'vitest';

import type { Json, OutboundCommand, SystemSetup } from '../../core/index.ts';
import { nobodyThere, realOutbound, setupOf } from '../outbound.fixture.ts';
import type { LoopbackServer } from '../outbound.fixture.ts';
import { twilio } from './index.ts';
import type { World } from './twilio.fixture.ts';
import {
  account,
  deliver,
  now,
  publicUrl,
  serveTwilio,
  settings,
  setupAt,
  sid,
  status,
  text,
} from './twilio.fixture.ts';

const out = realOutbound({ nowMs: () => now });
let server: LoopbackServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serving(world: World): Promise<SystemSetup> {
  server = await serveTwilio(world);
  return setupAt(server.url);
}

function command(change: Partial<OutboundCommand['args']> = {}, refs = ['+15550100199']) {
  const args = { template: 'hello', channel: 'sms', ...change } as OutboundCommand['args'];
  const known = { twilio: refs };
  const key = 'jrn_2a.3.0';
  return { key, command: 'send-message', args, journey: 'jrn_2a', refs: known, attempt: 1 };
}
const hello = 'Rook Clinic says hello. Reply STOP to end.';

describe('sending', () => {
  test('a text to the number of the subject, with the address for its receipts', async () => {
    const world: World = { kept: [] };
    const at = await serving(world);
    const start = Date.parse('2026-11-05T10:00:00Z');
    const attempt = await twilio.send?.(command({ template: 'visit-reminder', start }), at, out);
    expect(attempt).toEqual({ kind: 'done', data: { message: `SM${'0'.repeat(32)}` } });
    expect(server?.taken[0]).toMatchObject({
      method: 'POST',
      path: `/2010-04-01/Accounts/${account}/Messages.json`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(server?.taken[0]?.body))).toEqual({
      To: '+15550100199',
      From: '+15550100100',
      Body: 'Rook Clinic: your visit is on 5 November at 11:00. C to confirm.',
      StatusCallback: `${publicUrl}?onward=jrn_2a.3.0`,
    });
  });

  test('through a messaging service', async () => {
    const world: World = { kept: [] };
    await serving(world);
    const { from: _left, ...rest } = settings;
    const variables = {
      TWILIO_ACCOUNT_SID: account,
      TWILIO_AUTH_TOKEN: 'token_of_our_own older',
      SMS_SERVICE: 'MG1',
      SMS_URL: publicUrl,
      TWILIO_URL: server?.url ?? '',
    };
    const at = setupOf(twilio, { ...rest, service: 'SMS_SERVICE' }, variables);
    expect(await twilio.send?.(command(), at, out)).toMatchObject({ kind: 'done' });
    expect(server?.taken[0]?.body).toContain('MessagingServiceSid=MG1');
    expect(server?.taken[0]?.body).not.toContain('From=');
  });

  test('what cannot be sent is not tried', async () => {
    const world: World = { kept: [] };
    const at = await serving(world);
    const codeOf = async (...change: Parameters<typeof command>) =>
      twilio.send?.(command(...change), at, out);
    expect(await codeOf({ template: 'none' })).toMatchObject({ code: 'ONW-TEMPLATE-UNKNOWN' });
    expect(await codeOf({ template: 'visit-reminder' })).toMatchObject({
      code: 'ONW-TEMPLATE-RENDER',
    });
    expect(await codeOf({ channel: 'email' })).toMatchObject({ kind: 'rejected' });
    expect(await codeOf({ template: 'long' })).toMatchObject({ code: 'ONW-SMS-TOO-LONG' });
    expect(await codeOf({}, [])).toMatchObject({ code: 'ONW-CONTACT-UNKNOWN' });
    expect(await codeOf({}, ['MRN-1', 'a@example.com'])).toMatchObject({
      code: 'ONW-CONTACT-UNKNOWN',
    });
    const unset = setupAt(server?.url ?? '', { SMS_FROM: '' });
    expect(await twilio.send?.(command(), unset, out)).toEqual({
      kind: 'retry',
      code: 'ONW-SECRET-MISSING',
    });
    expect(await twilio.send?.({ ...command(), command: 'call' }, at, out)).toMatchObject({
      code: 'ONW-SYSTEM-SILENT',
    });
    expect(server?.taken).toEqual([]);
  });

  test.each<readonly [number, Json, object]>([
    [400, { code: 21610 }, { kind: 'rejected', data: {}, code: 'ONW-SMS-OPTED-OUT' }],
    [400, { code: 21211 }, { kind: 'rejected', data: {}, code: 'ONW-SMS-NUMBER' }],
    [400, { code: 21614 }, { kind: 'rejected', data: {}, code: 'ONW-SMS-NUMBER' }],
    [400, { code: 21602 }, { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' }],
    [401, { code: 20003 }, { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' }],
    [429, { code: 20429 }, { kind: 'retry', code: 'ONW-OUT-BUSY', afterMs: 3_000 }],
    [429, {}, { kind: 'retry', code: 'ONW-OUT-BUSY', afterMs: 3_000 }],
    [400, { code: 21611 }, { kind: 'retry', code: 'ONW-OUT-BUSY', afterMs: 3_000 }],
    [302, {}, { kind: 'rejected', data: {}, code: 'ONW-OUT-REDIRECT' }],
  ])('status %i with %j', async (code, body, attempt) => {
    const given = { status: code, body, headers: { 'retry-after': '3' } };
    const at = await serving({ kept: [], next: { given, done: false } });
    expect(await twilio.send?.(command(), at, out)).toEqual(attempt);
    expect(server?.taken).toHaveLength(1);
  });
});

describe('without an answer', () => {
  const before = { sid: 'SM_before', to: '+15550100199', body: hello, dateCreated: now - 60_000 };
  const other = { sid: 'SM_other', to: '+15550100199', body: 'Another', dateCreated: now };

  test('a message that Twilio has is found by number, text and time', async () => {
    const world: World = { kept: [before, other], next: { given: 'drop', done: true } };
    const at = await serving(world);
    expect(await twilio.send?.(command(), at, out)).toEqual({
      kind: 'done',
      data: { message: `SM${'2'.padStart(32, '0')}` },
    });
    expect(world.kept).toHaveLength(3);
  });

  test.each([
    ['drop', 'drop'],
    ['500', { status: 500 }],
  ] as const)(
    '%s: one that it does not have stays unknown, and is not sent again',
    async (_, given) => {
      const world: World = { kept: [before, other], next: { given, done: false } };
      const at = await serving(world);
      expect(await twilio.send?.(command(), at, out)).toEqual({
        kind: 'unknown',
        data: {},
        code: 'ONW-OUT-UNKNOWN',
      });
      expect(server?.taken.map(({ method }) => method)).toEqual(['POST', 'GET']);
    },
  );

  test('nobody there is tried again', async () => {
    const at = setupAt(await nobodyThere());
    expect(await twilio.send?.(command(), at, out)).toEqual({
      kind: 'retry',
      code: 'ONW-OUT-UNREACHED',
    });
  });
});

describe('asking', () => {
  const kept = { sid, to: '+15550100199', body: 'Eleanor Canary', dateCreated: now };
  const lookUp = async (at: SystemSetup, ids: readonly string[]) =>
    twilio.lookUp?.(
      { key: 'jrn_2a.3.1', name: 'message', journey: 'jrn_2a', refs: { twilio: ids } },
      at,
      out,
    );

  test('tells what a callback would have told, and it is the same event', async () => {
    const at = await serving({ kept: [{ ...kept, status: 'undelivered', errorCode: 30_003 }] });
    const answer = await lookUp(at, ['+15550100199', sid]);
    const told = await twilio.receive?.(
      deliver(status('undelivered', { ErrorCode: '30003' })),
      at,
      out,
    );
    expect(answer).toEqual({ kind: 'found', received: told });
    expect(JSON.stringify(answer)).not.toContain('Eleanor');
  });

  test('nothing yet, nothing there, nothing to ask about, no answer', async () => {
    const at = await serving({ kept: [kept] });
    expect(await lookUp(at, [sid])).toEqual({ kind: 'nothing' });
    expect(await lookUp(at, [`SM${'9'.repeat(32)}`])).toEqual({ kind: 'nothing' });
    expect(await lookUp(at, ['+15550100199', '../x'])).toMatchObject({ code: 'ONW-LOOKUP-REF' });
    expect(await lookUp(setupAt(await nobodyThere()), [sid])).toMatchObject({ kind: 'retry' });
    expect(await lookUp(setupAt(''), [sid])).toMatchObject({ code: 'ONW-SECRET-MISSING' });
  });

  test('a refused reply is made good by its id', async () => {
    const reply = { ...kept, from: '+15550100199', status: 'received', direction: 'inbound' };
    const at = await serving({ kept: [{ ...reply, body: 'Yes' }] });
    const refused = await twilio.receive?.(deliver(text('Yes', { From: 'Eleanor' })), at, out);
    expect(refused).toMatchObject([{ code: 'ONW-EVENT-DATA', at: ['/From'], again: sid }]);
    expect(await twilio.refetch?.(sid, at, out)).toEqual({
      kind: 'found',
      received: await twilio.receive?.(deliver(text('Yes')), at, out),
    });
    expect(await twilio.refetch?.('../x', at, out)).toEqual({ kind: 'nothing' });
  });
});

test('a probe tells a refused token from an outage; one host is called', async () => {
  const at = await serving({ kept: [] });
  const url = server?.url ?? '';
  expect(await twilio.probe?.(at, out)).toEqual({ kind: 'well' });
  expect(await twilio.probe?.(setupAt(url, { TWILIO_AUTH_TOKEN: 'old' }), out)).toEqual({
    kind: 'refused',
    code: 'ONW-OUT-CREDENTIALS',
  });
  expect(await twilio.probe?.(setupAt(await nobodyThere()), out)).toMatchObject({ kind: 'away' });
  expect(await twilio.probe?.(setupAt(url, { TWILIO_ACCOUNT_SID: '' }), out)).toMatchObject({
    code: 'ONW-SECRET-MISSING',
  });
  expect(twilio.hosts?.(at)).toEqual([new URL(url).host]);
  const { url: _left, ...own } = settings;
  expect(twilio.hosts?.(setupOf(twilio, own, { TWILIO_ACCOUNT_SID: account }))) //
    .toEqual(['api.twilio.com']);
});
