/** Asks Stripe how a customer's payments stand, when no webhook came in time. */
import type {
  Json,
  Listed,
  LookUpAnswer,
  LookUpRequest,
  Received,
  WireEvent,
} from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import { unanswered } from '../rest.ts';
import type { Line } from './api.ts';
import { callStripe } from './api.ts';
import { readings } from './events.ts';
import { isId, mapObject } from './map.ts';
import type { StripeSettings } from './settings.ts';

/** The look-up `payment`: the customer's ten newest payments, or the payments known by id. */
export async function lookUpPayments(request: LookUpRequest, line: Line): Promise<LookUpAnswer> {
  const known = request.refs[line.setup.name] ?? [];
  const paths = [
    ...known.filter((id) => isId(id, 'pi')).map((id) => `/v1/payment_intents/${id}`),
    ...known
      .filter((id) => isId(id, 'cus'))
      .map((id) => `/v1/payment_intents?limit=10&customer=${id}`),
  ];
  if (paths.length === 0) return { kind: 'retry', code: 'ONW-LOOKUP-REF' };
  const payments = new Map<string, Received>();
  for (const path of paths.slice(0, 4)) {
    const answer = await readStripe(path, line);
    if (answer.kind === 'retry') return answer;
    for (const payment of answer.kind === 'nothing' ? [] : itemsOf(answer.body)) {
      const received = receivedOf(payment, line.settings);
      if (received !== undefined) payments.set(received.event.covers.content, received);
    }
  }
  const received = [...payments.values()];
  return received.length === 0 ? { kind: 'nothing' } : { kind: 'found', received };
}

const pageSize = 100;

/** All payments of the account, the newest first; the cursor is the id of the last one. */
export async function listPayments(cursor: string | undefined, line: Line): Promise<Listed> {
  const after = cursor === undefined ? '' : `&starting_after=${encodeURIComponent(cursor)}`;
  const answer = await readStripe(`/v1/payment_intents?limit=${pageSize}${after}`, line);
  if (answer.kind === 'retry') return answer;
  const body = answer.kind === 'read' ? answer.body : null;
  const items = itemsOf(body);
  const received = items.flatMap((each) => receivedOf(each, line.settings) ?? []);
  const last = pointAt(items.at(-1) ?? null, ['id']);
  const isOver = pointAt(body, ['has_more']) !== true || typeof last !== 'string';
  return isOver ? { kind: 'page', received } : { kind: 'page', received, cursor: last };
}

type Read =
  | { readonly kind: 'read'; readonly body: Json }
  | Exclude<LookUpAnswer, { readonly kind: 'found' }>;

/** Reads one path of the API; `nothing` where Stripe has no such object. */
export async function readStripe(path: string, line: Line): Promise<Read> {
  const answer = await callStripe({ method: 'GET', path }, line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  const failed = unanswered(answer);
  if (failed !== undefined && failed.kind !== 'found') return failed;
  const body = answer.kind === 'answered' ? (answer.body ?? null) : null;
  return { kind: 'read', body };
}

/** The items of a list, or the one object that the answer is. */
function itemsOf(body: Json): readonly Json[] {
  const list = pointAt(body, ['data']);
  return Array.isArray(list) ? (list as readonly Json[]) : [body];
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
