/** Stripe: payments, checkouts, invoices and refunds, by its signed webhooks and its API. */
import type {
  Attempt,
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Outbound,
  OutboundCommand,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { parseJson, pointAt } from '../../core/index.ts';
import { shownId } from '../event-id.ts';
import { refusal, unused } from '../refusal.ts';
import type { Health } from '../rest.ts';
import { healthOf, hostsAt } from '../rest.ts';
import type { Line } from './api.ts';
import { callStripe, stripeBase } from './api.ts';
import { eventTypes, readings } from './events.ts';
import { listPayments, lookUpPayments, readStripe } from './look-up.ts';
import { isId, mapObject } from './map.ts';
import { refundTypes, sendRefund } from './refund.ts';
import type { StripeSettings } from './settings.ts';
import { stripeSettings } from './settings.ts';
import { verifyStripe } from './signature.ts';

/** Receives events, answers the look-up `payment`, and gives payments back. */
export const stripe: Connector = {
  name: 'stripe',
  describe(settings: Json) {
    const read = stripeSettings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings['subject-system']);
    const answers = ['payment.succeeded', 'payment.failed', 'payment.cancelled'];
    const lookUps = { payment: { events: answers, list: 'all' } } as const;
    const commands = refundTypes;
    return { manifest: { events, commands, lookUps, idempotent: true } };
  },
  hosts(setup: SystemSetup): readonly string[] {
    return hostsAt(stripeBase(setup, stripeSettings.of(setup)));
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const settings = stripeSettings.of(setup);
    const variable = settings.secret;
    const unverified = verifyStripe(delivery, { variable, value: setup.secret(variable) });
    if (unverified !== undefined) return [unverified];
    const parsed = parseJson(delivery.body);
    if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
    return [mapEvent(parsed.value, settings)];
  },
  async send(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt> {
    if (Object.hasOwn(refundTypes, command.command)) return sendRefund(command, lineOf(setup, out));
    return { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  },
  lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return lookUpPayments(request, lineOf(setup, out));
  },
  list({ cursor }, setup: SystemSetup, out: Outbound) {
    return listPayments(cursor, lineOf(setup, out));
  },
  async refetch(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    if (!isId(again, 'evt')) return { kind: 'nothing' };
    const line = lineOf(setup, out);
    const read = await readStripe(`/v1/events/${again}`, line);
    if (read.kind !== 'read') return read;
    return { kind: 'found', received: [mapEvent(read.body, line.settings)] };
  },
  async probe(setup: SystemSetup, out: Outbound): Promise<Health> {
    // The least that a key for look-ups may read.
    const path = '/v1/payment_intents?limit=1';
    const answer = await callStripe({ method: 'GET', path }, lineOf(setup, out));
    return answer.kind === 'unset' ? { kind: 'refused', code: answer.code } : healthOf(answer);
  },
};

/** One Event object (docs.stripe.com/api/events/object), verified or read from the API itself. */
function mapEvent(body: Json, settings: StripeSettings): Received {
  const id = pointAt(body, ['id']);
  const type = pointAt(body, ['type']);
  const object = pointAt(body, ['data', 'object']);
  const again = typeof id === 'string' && isId(id, 'evt') ? { again: id } : {};
  const missing = [
    ...(typeof id === 'string' && id !== '' ? [] : ['/id']),
    ...(typeof type === 'string' ? [] : ['/type']),
    ...(object === undefined ? ['/data/object'] : []),
  ];
  if (
    typeof id !== 'string' ||
    typeof type !== 'string' ||
    object === undefined ||
    missing.length > 0
  ) {
    const message = 'The body is not an event of Stripe; point the endpoint at Stripe alone.';
    return { ...refusal('ONW-EVENT-SHAPE', message), at: missing, ...again };
  }
  const reading = Object.hasOwn(readings, type) ? readings[type] : undefined;
  if (reading === undefined) return { ...unused(shownId(id)), ...again };
  const withSubject = settings['subject-system'] !== undefined;
  const created = pointAt(body, ['created']);
  const time =
    Number.isSafeInteger(created) && Math.abs(created as number) < 1e11
      ? { occurredAt: (created as number) * 1000 }
      : {};
  const mapped = mapObject(object, { reading, withSubject });
  return { kind: 'event', event: { event: reading.event, id, ...time, ...mapped } };
}

function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: stripeSettings.of(setup), out };
}
