/**
 * Twilio's scheme: HMAC-SHA1 over the address that it calls and the sorted parameters of the form;
 * for another body its SHA-256 stands in the address (twilio.com/docs/usage/security, "Validating
 * signatures").
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RawDelivery } from '../../core/index.ts';
import { parseCommandKey } from '../../core/index.ts';
import type { Refusal } from '../refusal.ts';
import { missingSecret, refusal } from '../refusal.ts';
import { keyReader, unsigned } from '../signature.ts';

/** The token is the key as it is written. */
const keysIn = keyReader((secret) => Buffer.from(secret));

/** A variable of the settings and what it holds. */
export interface Held {
  readonly variable: string;
  readonly value: string | undefined;
}

const ownKey = /^onward=(jrn_[0-9a-v.]{1,40})$/;

/** The address at which receipts of a message come back with our key: Twilio signs that, too. */
export function receiptAddress(publicUrl: string, key: string): string {
  return `${publicUrl}${publicUrl.includes('?') ? '&' : '?'}onward=${key}`;
}

/** Our key in the address that a delivery came to; believed only once the signature holds. */
export function keyOf({ query = '' }: Pick<RawDelivery, 'query'>): string | undefined {
  const key = ownKey.exec(query.split('&').at(-1) ?? '')?.[1];
  return key === undefined || parseCommandKey(key) === undefined ? undefined : key;
}

/** Undefined when one of the tokens signed this delivery to our address. */
export function verifyTwilio(
  delivery: RawDelivery,
  form: URLSearchParams | undefined,
  { token, publicUrl }: { readonly token: Held; readonly publicUrl: Held },
): Refusal | undefined {
  const keys = keysIn(token.value).filter((key) => key !== undefined);
  if (keys.length === 0) return missingSecret(token.variable);
  if (!publicUrl.value) return missingSecret(publicUrl.variable);
  const header = delivery.headers['x-twilio-signature'];
  if (!header) return unsigned('x-twilio-signature');
  const given = Buffer.from(header.slice(0, 100), 'base64');
  const key = keyOf(delivery);
  const called = key === undefined ? publicUrl.value : receiptAddress(publicUrl.value, key);
  const holds = addresses(called)
    .map((url) => signedText(url, form, delivery.body))
    .some((text) => keys.some((each) => isSignedBy(each, text, given)));
  if (holds) return undefined;
  const message =
    'The signature does not match; check the auth token, and that Twilio calls the public URL.';
  return refusal('ONW-SIGNATURE-INVALID', message);
}

function isSignedBy(key: KeyObject, text: string, given: Uint8Array): boolean {
  const expected = createHmac('sha1', key).update(text).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A list of one name is sorted and stands once per value, as Twilio's own libraries have it. */
function signedText(url: string, form: URLSearchParams | undefined, body: Uint8Array): string {
  if (form === undefined) {
    const mark = url.includes('?') ? '&' : '?';
    return `${url}${mark}bodySHA256=${hash('sha256', body, 'hex')}`;
  }
  const names = [...new Set(form.keys())].toSorted(byUnits);
  const parts = names.map((name) =>
    [...new Set(form.getAll(name))]
      .toSorted(byUnits)
      .map((value) => name + value)
      .join(''),
  );
  return url + parts.join('');
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Twilio signs some addresses with their standard port and some without. */
function addresses(url: string): readonly string[] {
  const match = /^(https?):\/\/([^/?#:]+)(?::(\d+))?(.*)$/.exec(url);
  if (match === null) return [url];
  const [, scheme = '', host = '', port, rest = ''] = match;
  const standard = scheme === 'https' ? '443' : '80';
  if (port !== undefined && port !== standard) return [url, `${scheme}://${host}${rest}`];
  return [`${scheme}://${host}${rest}`, `${scheme}://${host}:${standard}${rest}`];
}
