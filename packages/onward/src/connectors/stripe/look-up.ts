/** Asks Stripe how a customer's payments stand, when no webhook came in time. */
import type {
  Json,
  LookUpAnswer,
  LookUpRequest,
  OnwardCode,
  Outbound,
  Received,
  SystemSetup,
  WireEvent,
} from '../../core/index.ts';
import { parseJson, pointAt } from '../../core/index.ts';
import { readings } from './events.ts';
import { mapObject } from './map.ts';
import type { StripeSettings } from './settings.ts';

const stripeUrl = 'https://api.stripe.com';
const timeoutMs = 15_000;

interface Line {
  readonly setup: SystemSetup;
  readonly settings: StripeSettings;
  readonly out: Outbound;
}

/** The look-up `payment`: the customer's ten newest payments, or the payments known by id. */
export async function lookUpPayments(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const known = request.refs[line.setup.name] ?? [];
  const paths = [
    ...known.filter((id) => /^pi_\w{1,250}$/.test(id)).map((id) => `/v1/payment_intents/${id}`),
    ...known
      .filter((id) => /^cus_\w{1,250}$/.test(id))
      .map((id) => `/v1/payment_intents?limit=10&customer=${id}`),
  ];
  if (paths.length === 0) return { kind: 'retry', code: 'ONW-LOOKUP-REF' };
  const payments = new Map<string, Received>();
  for (const path of paths.slice(0, 4)) {
    const answer = await get(path, line);
    if ('code' in answer) return { kind: 'retry', code: answer.code };
    for (const payment of answer.payments) {
      const received = receivedOf(payment, line.settings);
      if (received !== undefined) payments.set(received.event.covers.content, received);
    }
  }
  const received = [...payments.values()];
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

type Payments = { readonly payments: readonly Json[] } | { readonly code: OnwardCode };

async function get(path: string, { setup, settings, out }: Line): Promise<Payments> {
  const key = setup.secret(settings.key);
  if (!key) return { code: 'ONW-SECRET-MISSING' };
  const base = (settings.url === undefined ? undefined : setup.secret(settings.url)) ?? stripeUrl;
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
  let answer: Awaited<ReturnType<Outbound['fetch']>>;
  try {
    const url = base.replace(/\/$/, '') + path;
    answer = await out.fetch({ method: 'GET', url, headers, timeoutMs });
  } catch {
    return { code: 'ONW-OUT-UNREACHED' };
  }
  if (answer.status === 404) return { payments: [] };
  if (answer.status !== 200) return { code: 'ONW-OUT-STATUS' };
  const parsed = parseJson(answer.body);
  if (parsed.kind === 'refused') return { code: parsed.code };
  const list = pointAt(parsed.value, ['data']);
  return { payments: Array.isArray(list) ? (list as readonly Json[]) : [parsed.value] };
}

interface Payment {
  readonly kind: 'event';
  readonly event: WireEvent & Required<Pick<WireEvent, 'covers'>>;
}

/** A payment's state as the event that Stripe would have sent; undefined while it is under way. */
function receivedOf(payment: Json, settings: StripeSettings): Payment | undefined {
  const id = pointAt(payment, ['id']);
  const type = typeOf(payment);
  const reading = type === undefined ? undefined : readings[type];
  if (typeof id !== 'string' || reading === undefined) return undefined;
  const withSubject = settings['subject-system'] !== undefined;
  const mapped = mapObject(payment, { reading, withSubject });
  // The answer has no id of its own, and the payment's is an outside id: only a hash is kept.
  const covers = { content: `${id}.${reading.event}` };
  const event = { event: reading.event, id: '', covers, ...mapped };
  return { kind: 'event', event };
}

function typeOf(payment: Json): string | undefined {
  const status = pointAt(payment, ['status']);
  if (status === 'succeeded') return 'payment_intent.succeeded';
  if (status === 'canceled') return 'payment_intent.canceled';
  const failed = (pointAt(payment, ['last_payment_error']) ?? null) !== null;
  return status === 'requires_payment_method' && failed
    ? 'payment_intent.payment_failed'
    : undefined;
}
