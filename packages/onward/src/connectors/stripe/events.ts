/** Stripe's event types that Onward speaks of, and what is read from the object each carries. */
import type { EventType, FactTypes, RefType } from '../../core/index.ts';

const paymentStatus = [
  'requires-payment-method',
  'requires-confirmation',
  'requires-action',
  'requires-capture',
  'processing',
  'canceled',
  'succeeded',
] as const;
const checkoutStatus = ['paid', 'unpaid', 'no-payment-required'] as const;
const invoiceStatus = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const;
const chargeStatus = ['succeeded', 'pending', 'failed'] as const;
const refundStatus = ['pending', 'requires-action', 'succeeded', 'failed', 'canceled'] as const;

/** Where the parts of an event stand in Stripe's object. */
export interface Reading {
  readonly event: string;
  /** Members that hold the amount, the first that is there. */
  readonly amount: readonly string[];
  readonly status: { readonly member: string; readonly values: readonly string[] };
  /** Ref name to member; `id` is the object's own. */
  readonly refs: Readonly<Record<string, string>>;
}

const payment = {
  status: { member: 'status', values: paymentStatus },
  refs: { customer: 'customer', 'payment-intent': 'id' },
};
const checkout = {
  amount: ['amount_total'],
  status: { member: 'payment_status', values: checkoutStatus },
  refs: { customer: 'customer', 'payment-intent': 'payment_intent', checkout: 'id' },
};
const invoice = {
  status: { member: 'status', values: invoiceStatus },
  refs: { customer: 'customer', invoice: 'id' },
};
const refund = {
  amount: ['amount'],
  status: { member: 'status', values: refundStatus },
  refs: { 'payment-intent': 'payment_intent', refund: 'id' },
};

/** Stripe's type to ours. Types that are not here are not events of this connector. */
export const readings: Readonly<Record<string, Reading>> = {
  'payment_intent.succeeded': {
    ...payment,
    event: 'payment.succeeded',
    amount: ['amount_received', 'amount'],
  },
  'payment_intent.payment_failed': { ...payment, event: 'payment.failed', amount: ['amount'] },
  'payment_intent.canceled': { ...payment, event: 'payment.cancelled', amount: ['amount'] },
  // The charge tells how much of it was given back so far.
  'charge.refunded': {
    event: 'payment.refunded',
    amount: ['amount_refunded'],
    status: { member: 'status', values: chargeStatus },
    refs: { customer: 'customer', 'payment-intent': 'payment_intent' },
  },
  'refund.created': { ...refund, event: 'refund.created' },
  'refund.updated': { ...refund, event: 'refund.updated' },
  'refund.failed': { ...refund, event: 'refund.failed' },
  'checkout.session.completed': { ...checkout, event: 'checkout.completed' },
  'checkout.session.expired': { ...checkout, event: 'checkout.expired' },
  'invoice.paid': { ...invoice, event: 'invoice.paid', amount: ['amount_paid'] },
  'invoice.payment_failed': { ...invoice, event: 'invoice.failed', amount: ['amount_due'] },
  'invoice.voided': { ...invoice, event: 'invoice.voided', amount: ['amount_due'] },
};

/** The events as a program sees them; with a subject system, each may carry its id as `subject`. */
export function eventTypes(subjectSystem: string | undefined): Readonly<Record<string, EventType>> {
  const types: Record<string, EventType> = {};
  for (const { event, refs, status } of Object.values(readings)) {
    const placed: Record<string, RefType> = {};
    for (const ref of Object.keys(refs)) {
      placed[ref] = { system: '', of: ref === 'customer' ? 'subject' : 'journey' };
    }
    if (subjectSystem !== undefined) placed['subject'] = { system: subjectSystem, of: 'subject' };
    const data: FactTypes = {
      amount: { kind: 'money' },
      status: { kind: 'one-of', values: status.values },
    };
    types[event] = { refs: placed, data };
  }
  return types;
}
