/**
 * The commands `refund` and `refund-part`: give a payment back, all of it or an amount
 * (docs.stripe.com/api/refunds/create).
 */
import type { Attempt, CommandType, FactTypes, Json, OutboundCommand } from '../../core/index.ts';
import { pointAt } from '../../core/index.ts';
import type { ApiAnswer } from '../rest.ts';
import { unsuccessful } from '../rest.ts';
import type { Line, StripeCall } from './api.ts';
import { callStripe } from './api.ts';
import { isId, keyMember } from './map.ts';

const payment: FactTypes = { 'payment-intent': { kind: 'ref', system: '' } };
const returns: FactTypes = { refund: { kind: 'ref', system: '' } };

/**
 * Two commands, so that an amount that is not known is never taken for the whole. The refund's id
 * comes back as `refund`.
 */
export const refundTypes: Readonly<Record<'refund' | 'refund-part', CommandType>> = {
  refund: { args: payment, returns },
  'refund-part': { args: { ...payment, amount: { kind: 'money' } }, returns },
};

/**
 * Asks for the refund under our key. Stripe forgets a key after 24 hours, so that a later try first
 * looks for the refund by the key in its metadata: a payment is never given back twice.
 */
export async function sendRefund(command: OutboundCommand, line: Line): Promise<Attempt> {
  const { 'payment-intent': intent, amount } = command.args;
  if (typeof intent !== 'string' || !isId(intent, 'pi')) return rejected;
  const isPart = command.command === 'refund-part';
  if (isPart !== (typeof amount === 'object')) return rejected;
  const ask = (call: StripeCall): Promise<Asked> => asked(call, line);
  if (command.attempt > 1) {
    const before = await ask({
      method: 'GET',
      path: `/v1/refunds?limit=100&payment_intent=${intent}`,
    });
    if ('failed' in before) return notKnown(before.failed);
    const ours = listOf(before.body).find((each) => keyOf(each) === command.key);
    if (ours !== undefined) return classify(ours);
  }
  if (typeof amount === 'object') {
    const found = await ask({ method: 'GET', path: `/v1/payment_intents/${intent}` });
    if ('failed' in found) return beforehand(found.failed);
    // Stripe takes an amount as of the payment's currency: another one would be another sum.
    const currency = pointAt(found.body, ['currency']);
    if (currency !== amount.currency.toLowerCase()) return rejected;
  }
  const form = {
    payment_intent: intent,
    ...(typeof amount === 'object' ? { amount: String(amount.amount) } : {}),
    [`metadata[${keyMember}]`]: command.key,
  };
  const made = await ask({ method: 'POST', path: '/v1/refunds', form, key: command.key });
  return 'failed' in made ? made.failed : classify(made.body);
}

const rejected: Attempt = { kind: 'rejected', data: {}, code: 'ONW-OUT-REJECTED' };

type Asked = { readonly body: Json } | { readonly failed: Attempt };

async function asked(call: StripeCall, line: Line): Promise<Asked> {
  const answer = await callStripe(call, line);
  if (answer.kind === 'unset') return { failed: { kind: 'retry', code: answer.code } };
  const failed = inProgress(answer) ?? unsuccessful(answer);
  if (failed !== undefined) return { failed };
  const body = answer.kind === 'answered' ? answer.body : undefined;
  return body === undefined
    ? { failed: { kind: 'unknown', data: {}, code: 'ONW-OUT-ANSWER' } }
    : { body };
}

/** The same key is being worked on at this moment (409), so that this try did nothing. */
function inProgress(answer: ApiAnswer): Attempt | undefined {
  return answer.kind === 'answered' && answer.status === 409
    ? { kind: 'retry', code: 'ONW-OUT-BUSY' }
    : undefined;
}

/** Only read so far: nothing was done, and what is unclear may be asked again. */
function beforehand(failed: Attempt): Attempt {
  return failed.kind === 'unknown' ? { kind: 'retry', code: 'ONW-OUT-UNREACHED' } : failed;
}

/** An earlier try may have been done, and Stripe did not say. */
function notKnown(failed: Attempt): Attempt {
  const { code = 'ONW-OUT-UNKNOWN' } = failed;
  return { kind: 'unknown', data: {}, code };
}

/** A refund that Stripe accepted; it may still fail later, which an event tells. */
function classify(refund: Json): Attempt {
  const status = pointAt(refund, ['status']);
  if (status === 'failed' || status === 'canceled') return rejected;
  const id = pointAt(refund, ['id']);
  return typeof id === 'string' && isId(id, 're')
    ? { kind: 'done', data: { refund: id } }
    : { kind: 'done', data: {}, code: 'ONW-OUT-ANSWER' };
}

function listOf(body: Json): readonly Json[] {
  const list = pointAt(body, ['data']);
  return Array.isArray(list) ? (list as readonly Json[]) : [];
}

function keyOf(refund: Json): Json | undefined {
  return pointAt(refund, ['metadata', keyMember]);
}
