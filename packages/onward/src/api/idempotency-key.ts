/** The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): bare or quoted. */
import { HttpError } from './failure.ts';

const form = /^"?([A-Za-z0-9._:-]{1,128})"?$/u;

/** The key, if one was sent. @throws {HttpError} 400 when it is not of the form. */
export function idempotencyKeyOf(headers: Headers): string | undefined {
  const sent = headers.get('idempotency-key');
  if (sent === null) return undefined;
  const key = form.exec(sent)?.[1];
  if (key !== undefined) return key;
  const message = 'The Idempotency-Key must be 1 to 128 letters, digits, dots, colons or hyphens.';
  throw new HttpError(400, 'ONW-IDEMPOTENCY-KEY', { message });
}
