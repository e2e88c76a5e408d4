/** An edge whose systems prove what they send, and deliveries that pass, to be spoiled by tests. */
import { createHmac, randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Webhook } from 'standardwebhooks';
import { connectors } from '../connectors/index.ts';
import type { Json, Program, RawDelivery } from '../core/index.ts';
import { createGate } from './gate.ts';
import type { Gate } from './gate.ts';
import { now, systemOf } from './intake.fixture.ts';
import { createIntake } from './intake.ts';
import type { Intake } from './intake.ts';
import { deriveKeys } from './keys.ts';
import { createOutbound } from './outbound.ts';
import { memoryEdgeStore } from './store-memory.ts';
import { openSafe } from './vault-safe.ts';

/** Secrets of Standard Webhooks, each of another byte. */
export function secretOf(byte: number): string {
  return `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
}

const variables: Readonly<Record<string, string>> = {
  FORMS_SECRET: secretOf(7),
  OTHER_SECRET: secretOf(9),
  STRIPE_SECRET: 'whsec_stripe',
};

const form = (secret: string): Json => ({
  secret,
  id: '/id',
  time: '/at',
  events: {
    'intake.submitted': {
      when: { '/type': 'form' },
      refs: { patient: { path: '/patient', system: 'clinic' } },
      data: {
        plan: { path: '/plan', type: ['basic', 'plus'] },
        due: { path: '/due', type: 'date' },
        within: { path: '/within', type: 'duration' },
      },
    },
  },
});

/** A program of two forms with a secret each, billing, a laboratory on a line, and the API. */
export const program: Program = {
  format: 1,
  program: 'clinic',
  calendars: {},
  teams: {},
  codes: {},
  systems: {
    forms: systemOf('forms', 'webhook', form('FORMS_SECRET')),
    others: systemOf('others', 'webhook', form('OTHER_SECRET')),
    billing: systemOf('billing', 'stripe', { secret: 'STRIPE_SECRET' }),
    lab: systemOf('lab', 'hl7v2', { facilities: ['LAB'], zone: 'UTC' }),
    clinic: systemOf('clinic', 'api', {
      events: { withdrew: { refs: { patient: {} }, data: { plan: ['basic', 'plus'] } } },
    }),
  },
  templates: {},
  exceptions: { within: { kind: 'wall', ms: 1 }, escalate: [], every: { kind: 'wall', ms: 1 } },
  journeys: {},
};

/** A real edge over a store in memory. */
export async function hostileEdge(): Promise<{ readonly intake: Intake; readonly gate: Gate }> {
  const keys = deriveKeys(Buffer.alloc(32, 1));
  const store = memoryEdgeStore();
  const safe = await openSafe({ keys, store, random: randomBytes, nowMs: () => now });
  const gate = createGate({ program, keys: safe.keys });
  const out = createOutbound({ nowMs: () => now });
  const { vault, quarantine } = safe;
  const secret = (name: string): string | undefined => variables[name];
  const intake = createIntake({ program, connectors, gate, vault, quarantine, out, secret });
  return { intake, gate };
}

/** What a signer may say otherwise than it should. */
export interface Signing {
  readonly id?: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly secret?: string;
}

/** Text as UTF-8; bytes as they are. */
export function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body;
}

/** A delivery of Standard Webhooks, signed over its very bytes. */
export function signedForm(body: string | Uint8Array, signing: Signing = {}): RawDelivery {
  const { id = 'msg_1', at = now, secret = secretOf(7) } = signing;
  const bytes = bytesOf(body);
  const timestamp = String(Math.floor(at / 1000));
  // The published signer takes text only; other bytes are signed as the specification says.
  const signature =
    typeof body === 'string'
      ? new Webhook(secret).sign(id, new Date(at), body)
      : `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
          .update(`${id}.${timestamp}.`)
          .update(bytes)
          .digest('base64')}`;
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  };
  return { body: bytes, headers, receivedAt: now };
}

/** A delivery of Stripe's, signed over its very bytes. */
export function signedPayment(body: string | Uint8Array, signing: Signing = {}): RawDelivery {
  const { at = now, secret = 'whsec_stripe' } = signing;
  const bytes = bytesOf(body);
  const t = Math.floor(at / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.`).update(bytes).digest('hex');
  return { body: bytes, headers: { 'stripe-signature': `t=${t},v1=${v1}` }, receivedAt: now };
}

/** What a good form holds. */
export const goodForm: string = JSON.stringify({
  id: 'F-1',
  type: 'form',
  at: '2026-11-02T08:59:00Z',
  patient: 'MRN-7',
  plan: 'plus',
});

/** What a good payment holds. */
export const goodPayment: string = JSON.stringify({
  id: 'evt_1',
  type: 'payment_intent.succeeded',
  created: now / 1000,
  data: {
    object: { id: 'pi_1', customer: 'cus_1', amount: 100, currency: 'usd', status: 'succeeded' },
  },
});

/** A message of the laboratory's patient feed. */
export function hl7Message(sender = 'LAB', id = 'M-1'): string {
  const header = `MSH|^~\\&|${sender}|X|||20261102040000-0500||ADT^A08|${id}|P|2.5.1`;
  return `${header}\rPID|1||MRN-7\r`;
}

/** Bytes held after a full collection: what leaks, leaks here. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // Buffers are swept beside the program, and done with at the next collection.
  collect();
  return usedBytes();
}

/** Bytes in use now, whatever may be let go of. */
export function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
