import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import type { Json, RawDelivery, SystemSetup } from '../../core/index.ts';
import type { SignedBody } from './settings.ts';
import { signedBody } from './settings.ts';
import { verifyBody } from './verify.ts';

const now = Date.parse('2026-11-02T09:00:00Z');
const body = '{"a":1}';
const schema = z.strictObject(signedBody);

const system = { connector: 'form', owner: 'desk', events: {}, commands: {}, lookUps: {} };
const setup = (value: string | undefined): SystemSetup => {
  const secret = (): string | undefined => value;
  return { name: 'forms', system: { ...system, settings: {} }, codes: {}, secret };
};
const deliver = (headers: Record<string, string>, text = body): RawDelivery => {
  return { body: new TextEncoder().encode(text), headers, receivedAt: now };
};
const settingsOf = (signature?: Json): SignedBody =>
  schema.parse({ secret: 'SECRET', ...(signature === undefined ? {} : { signature }) });
const hmac = (text: string, key = 'old-or-new'): Buffer =>
  createHmac('sha256', key).update(text).digest();

const verdict = (settings: SignedBody, delivery: RawDelivery, value?: string): string =>
  verifyBody(delivery, settings, setup(value ?? 'old-or-new'))?.code ?? 'good';

describe('one HMAC in a header', () => {
  test('hex and base64, with and without a prefix', () => {
    const hex = settingsOf({ header: 'x-signature', encoding: 'hex' });
    expect(verdict(hex, deliver({ 'x-signature': hmac(body).toString('hex') }))).toBe('good');
    const prefixed = settingsOf({ header: 'x-form', encoding: 'base64', prefix: 'sha256=' });
    const base64 = hmac(body).toString('base64');
    expect(verdict(prefixed, deliver({ 'x-form': `sha256=${base64}` }))).toBe('good');
    expect(verdict(prefixed, deliver({ 'x-form': base64 }))).toBe('ONW-SIGNATURE-INVALID');
  });

  test('with a signed time, which must be near', () => {
    const scheme = { header: 'x-signature', encoding: 'hex', timestamp: 'x-time' };
    const signed = (at: number, text: (time: string) => string): RawDelivery => {
      const time = String(Math.floor(at / 1000));
      return deliver({ 'x-time': time, 'x-signature': hmac(text(time)).toString('hex') });
    };
    const plain = (time: string): string => `${time}.${body}`;
    expect(verdict(settingsOf(scheme), signed(now, plain))).toBe('good');
    expect(verdict(settingsOf(scheme), signed(now - 301_000, plain))).toBe('ONW-SIGNATURE-TIME');
    expect(
      verdict(
        settingsOf(scheme),
        signed(now, () => body),
      ),
    ).toBe('ONW-SIGNATURE-INVALID');
    const versioned = settingsOf({ ...scheme, content: 'v0:{timestamp}:{body}' });
    expect(
      verdict(
        versioned,
        signed(now, (time) => `v0:${time}:${body}`),
      ),
    ).toBe('good');
    expect(verdict(versioned, signed(now, plain))).toBe('ONW-SIGNATURE-INVALID');
    const { 'x-time': _time, ...headers } = signed(now, plain).headers;
    expect(verdict(settingsOf(scheme), deliver(headers))).toBe('ONW-SIGNATURE-MISSING');
  });

  test('an altered byte, another secret, no header, no secret', () => {
    const settings = settingsOf({ header: 'x-signature', encoding: 'hex' });
    const good = { 'x-signature': hmac(body).toString('hex') };
    expect(verdict(settings, deliver(good, '{"a":2}'))).toBe('ONW-SIGNATURE-INVALID');
    expect(verdict(settings, deliver(good), 'another')).toBe('ONW-SIGNATURE-INVALID');
    expect(verdict(settings, deliver(good), 'another old-or-new')).toBe('good');
    expect(verdict(settings, deliver({}))).toBe('ONW-SIGNATURE-MISSING');
    expect(verdict(settings, deliver(good), '')).toBe('ONW-SECRET-MISSING');
    const both = { 'x-signature': `${hmac(body, 'x').toString('hex')}, ${good['x-signature']}` };
    expect(verdict(settings, deliver(both))).toBe('good');
  });

  test('any header is good or refused, never thrown', () => {
    const settings = settingsOf({ header: 'x-signature', encoding: 'base64', timestamp: 'x-time' });
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uint8Array(), (signature, time, bytes) => {
        const headers = { 'x-signature': signature, 'x-time': time };
        const delivery = { body: bytes, headers, receivedAt: now };
        expect(verdict(settings, delivery)).toMatch(/^ONW-SIGNATURE-/u);
      }),
    );
  });
});

test('without a scheme, deliveries are signed as Standard Webhooks says', () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(now / 1000),
    'webhook-signature': new Webhook(secret).sign('msg_1', new Date(now), body),
  };
  expect(verdict(settingsOf(), deliver(headers), secret)).toBe('good');
  expect(verdict(settingsOf(), deliver(headers, '{}'), secret)).toBe('ONW-SIGNATURE-INVALID');
});

test.each<readonly [Json, string]>([
  [{ header: 'X-Signature', encoding: 'hex' }, 'header'],
  [{ header: 'x', encoding: 'utf8' }, 'encoding'],
  [{ header: 'x', encoding: 'hex', algorithm: 'sha1' }, 'algorithm'],
  [{ header: 'x', encoding: 'hex', content: '{body}.{timestamp}' }, 'content'],
  [{ header: 'x', encoding: 'hex', content: '{timestamp}{body}' }, 'content'],
  [{ header: 'x', encoding: 'hex', timestamp: 'y', content: '{body}' }, 'content'],
])('%o has a problem at %s', (signature, at) => {
  const result = schema.safeParse({ secret: 'SECRET', signature });
  expect(result.error?.issues[0]?.path.at(-1)).toBe(at);
});
