/** Reads bodies within bounds: a byte too many or a second too long, and nothing more is kept. */
import { declared, parseJson, RejectError } from '../core/index.ts';
import type { Json } from '../core/index.ts';
import { HttpError } from './failure.ts';
import type { ApiLimits } from './ports.ts';

/**
 * A body too large is read to its end and thrown away, up to here: a sender that is cut off while
 * it still writes sees a broken connection instead of the reason.
 */
const drainedBytes = 32 * 1_048_576;

type BodyLimits = Pick<ApiLimits, 'bodyBytes' | 'bodyMs' | 'firstMs'>;

/** Where the bytes of a body come from: a socket's own stream costs less than the request's. */
export type Bytes = AsyncIterable<Uint8Array>;

/**
 * The bytes of a request's body.
 *
 * @throws {HttpError} 413 when it is too large, 408 when too slow, 400 when it breaks off.
 */
export async function readBody(
  request: Request,
  limits: BodyLimits,
  bytes?: Bytes,
): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    const message = 'Compressed bodies are not taken; send the body as it is.';
    throw new HttpError(415, 'ONW-BODY-ENCODING', { message });
  }
  if (Number(request.headers.get('content-length') ?? 0) > drainedBytes) throw tooLarge();
  const body = bytes ?? request.body;
  return body === null ? new Uint8Array(0) : collect(body, limits);
}

async function collect(body: Bytes, limits: BodyLimits): Promise<Uint8Array> {
  const reader = body[Symbol.asyncIterator]();
  const slow = Promise.withResolvers<never>();
  const late = (): void => slow.reject(tooSlow());
  const timer = setTimeout(late, limits.bodyMs);
  const first = setTimeout(late, limits.firstMs);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const chunk = await Promise.race([reader.next(), slow.promise]);
      clearTimeout(first);
      if (chunk.done === true && size > limits.bodyBytes) throw tooLarge();
      if (chunk.done === true) return Buffer.concat(chunks, size);
      size += chunk.value.length;
      if (size > drainedBytes) throw tooLarge();
      if (size <= limits.bodyBytes) chunks.push(chunk.value);
      else chunks.length = 0;
    }
  } catch (error) {
    throw error instanceof RejectError ? error : brokenOff();
  } finally {
    clearTimeout(timer);
    clearTimeout(first);
  }
}

/** The JSON value of a body, or the refusal of the bounded parser. */
export function readJson(bytes: Uint8Array, limits: BodyLimits): Json {
  const result = parseJson(bytes, { maxBytes: limits.bodyBytes });
  if (result.kind === 'refused') throw new RejectError(result.code, result.message);
  return result.value;
}

function tooLarge(): HttpError {
  const message = declared(
    'The body is larger than allowed; send fewer or smaller items at a time.',
  );
  return new HttpError(413, 'ONW-BODY-TOO-LARGE', { message, headers: { connection: 'close' } });
}

function tooSlow(): HttpError {
  const message = declared('The body took too long to arrive; send it again.');
  return new HttpError(408, 'ONW-BODY-TOO-SLOW', { message, headers: { connection: 'close' } });
}

function brokenOff(): HttpError {
  return new HttpError(400, 'ONW-BODY-BROKEN', { message: 'The body broke off; send it again.' });
}
