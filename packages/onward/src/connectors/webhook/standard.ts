/**
 * The Standard Webhooks scheme (standardwebhooks.com, specification 1.0), verified here because the
 * published library reads the system's clock and turns the body into text before it signs it.
 */
import type { RawDelivery } from '../../core/index.ts';
import { declared, sentence } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { missingSecret, refusal } from '../refusal.ts';
import { checkSignature, keyReader, sign, unsigned } from '../signature.ts';

const prefix = 'whsec_';
const keysIn = keyReader(decodeSecret);

/** Undefined when one of the signatures was made with one of the secrets, lately. */
export function verifyStandard(
  delivery: RawDelivery,
  secret: { readonly variable: string; readonly value: string | undefined },
): Refusal | undefined {
  const keys = keysIn(secret.value);
  if (keys.length === 0) return missingSecret(secret.variable);
  if (keys.some((key) => key === undefined)) return invalidSecret(secret.variable);
  const id = delivery.headers['webhook-id'];
  const timestamp = delivery.headers['webhook-timestamp'];
  const given = delivery.headers['webhook-signature'];
  if (!id) return unsigned('webhook-id');
  if (!timestamp) return unsigned('webhook-timestamp');
  if (!given) return unsigned('webhook-signature');
  return checkSignature({
    keys: keys.filter((key) => key !== undefined),
    parts: [`${id}.${timestamp}.`, delivery.body],
    signatures: given
      .split(' ')
      .filter((each) => each.startsWith('v1,'))
      .map((each) => Buffer.from(each.slice(3), 'base64')),
    timestamp,
    now: delivery.receivedAt,
  });
}

export interface ToSign {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly body: string;
}

/**
 * Headers for a body of ours: one signature per secret, newest first, so that the receiver may hold
 * any of them. Undefined when no secret is set or one is not base64.
 */
export function signStandard(
  toSign: ToSign,
  value: string | undefined,
): Readonly<Record<string, string>> | undefined {
  const keys = keysIn(value);
  if (keys.length === 0) return undefined;
  const timestamp = String(Math.floor(toSign.now / 1000));
  const signatures: string[] = [];
  for (const key of keys) {
    if (key === undefined) return undefined;
    const signature = sign(key, [`${toSign.id}.${timestamp}.`, toSign.body]).toString('base64');
    signatures.push(`v1,${signature}`);
  }
  return {
    'webhook-id': toSign.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function decodeSecret(secret: string): Buffer | undefined {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : secret;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === 0 ? undefined : key;
}

function invalidSecret(variable: string): Refusal {
  const name = declared(variable);
  const message = sentence`The environment variable ${name} holds no secret in base64; correct it.`;
  return refusal('ONW-SECRET-INVALID', message);
}
