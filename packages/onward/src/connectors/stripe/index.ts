/** Stripe: payments, checkouts and invoices, by its signed webhooks; its API answers look-ups. */
import type {
  Connector,
  Json,
  LookUpAnswer,
  LookUpRequest,
  Outbound,
  RawDelivery,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { BugError, parseJson, pointAt } from '../../core/index.ts';
import { shownId } from '../event-id.ts';
import { refusal, unused } from '../refusal.ts';
import { eventTypes, readings } from './events.ts';
import { lookUpPayments } from './look-up.ts';
import { mapObject } from './map.ts';
import type { StripeSettings } from './settings.ts';
import { stripeSettings } from './settings.ts';
import { verifyStripe } from './signature.ts';

/** Receives events and answers the look-up `payment`; it sends no commands. */
export const stripe: Connector = {
  name: 'stripe',
  describe(settings: Json) {
    const read = stripeSettings(settings);
    if ('problems' in read) return read;
    const events = eventTypes(read.settings['subject-system']);
    const answers = ['payment.succeeded', 'payment.failed', 'payment.cancelled'];
    const lookUps = { payment: { events: answers } };
    return { manifest: { events, commands: {}, lookUps, idempotent: true } };
  },
  receive(delivery: RawDelivery, setup: SystemSetup): readonly Received[] {
    const settings = settingsOf(setup);
    const variable = settings.secret;
    const unverified = verifyStripe(delivery, { variable, value: setup.secret(variable) });
    if (unverified !== undefined) return [unverified];
    const parsed = parseJson(delivery.body);
    if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
    return [mapEvent(parsed.value, settings)];
  },
  lookUp(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer> {
    return lookUpPayments(request, { setup, settings: settingsOf(setup), out });
  },
};

/** One Event object (docs.stripe.com/api/events/object). */
function mapEvent(body: Json, settings: StripeSettings): Received {
  const id = pointAt(body, ['id']);
  const type = pointAt(body, ['type']);
  const object = pointAt(body, ['data', 'object']);
  if (typeof id !== 'string' || id === '' || typeof type !== 'string' || object === undefined) {
    const message = 'The body is not an event of Stripe; point the endpoint at Stripe alone.';
    return refusal('ONW-EVENT-SHAPE', message);
  }
  const reading = Object.hasOwn(readings, type) ? readings[type] : undefined;
  if (reading === undefined) return unused(shownId(id));
  const withSubject = settings['subject-system'] !== undefined;
  const created = pointAt(body, ['created']);
  const time =
    Number.isSafeInteger(created) && Math.abs(created as number) < 1e11
      ? { occurredAt: (created as number) * 1000 }
      : {};
  const mapped = mapObject(object, { reading, withSubject });
  return { kind: 'event', event: { event: reading.event, id, ...time, ...mapped } };
}

/** The program was compiled, so its settings were valid then. */
function settingsOf(setup: SystemSetup): StripeSettings {
  const read = stripeSettings(setup.system.settings);
  if ('problems' in read)
    throw new BugError('ONW-SETTINGS', 'A system runs with invalid settings.');
  return read.settings;
}
