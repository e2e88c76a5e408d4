/** A system that sends and takes signed JSON, with invented deliveries signed by the oracle. */
import { Webhook } from 'standardwebhooks';

import type { Json, RawDelivery, SystemSetup } from '../../core/index.ts';
import { setupOf } from '../outbound.fixture.ts';
import { webhook } from './index.ts';

export const now = Date.parse('2026-11-02T09:00:00Z');
export const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
export const rotated = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

export const settings = {
  secret: 'FORMS_SECRET',
  url: 'FORMS_URL',
  id: '/id',
  time: '/submittedAt',
  messages: true,
  events: {
    'intake.submitted': {
      when: { '/type': 'form.intake.submitted' },
      refs: { patient: { path: '/patient/id', system: 'clinic' } },
      data: {
        complete: { path: '/complete', type: 'flag' },
        plan: { path: '/plan', type: ['basic', 'plus'] },
        code: { path: '/code', type: { code: 'icd' } },
        visit: { path: '/visit', type: { ref: 'scheduler' } },
      },
    },
  },
  commands: {
    'order-lab': {
      args: { visit: { ref: 'scheduler' }, start: 'instant', within: 'duration' },
      returns: { order: { path: '/order/id', type: { ref: 'lab' } }, urgent: 'flag' },
    },
  },
  'look-ups': { intake: { events: ['intake.submitted'] } },
} satisfies Json;

export function setupWith(
  variables: Readonly<Record<string, string>>,
  written: Json = settings,
): SystemSetup {
  return { ...setupOf(webhook, written, variables), codes: { icd: ['E11.9'] } };
}

export const setup = setupWith({ FORMS_SECRET: secret, FORMS_URL: 'http://127.0.0.1:1/in' });

/** Signed by the published library, which is the oracle: it reads no clock when it signs. */
export function signed(body: string, { by = secret, at = now, id = 'msg_1' } = {}): RawDelivery {
  return {
    body: new TextEncoder().encode(body),
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1000)),
      'webhook-signature': new Webhook(by).sign(id, new Date(at), body),
    },
    receivedAt: now,
  };
}

/** A submission by Eleanor Canary, who is invented. */
export const form = {
  id: 'sub-42',
  type: 'form.intake.submitted',
  submittedAt: '2026-11-02T08:59:00Z',
  patient: { id: 'MRN-1', name: 'Eleanor Canary' },
  complete: true,
};
