/** The HTTP client of the verbs: JSON in and out, and errors that say what to do next. */
import { declared, RejectError, RetryError, joined, sentence } from '../../core/index.ts';
import type { OnwardCode } from '../../core/index.ts';

export interface Client {
  get(path: string, query?: Query): Promise<unknown>;
  post(path: string, body: unknown, options?: PostOptions): Promise<unknown>;
}
export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** A status beside the good ones whose body is an answer, not an error. */
  readonly accept?: number;
}
export type Query = Readonly<Record<string, string | number | undefined>>;

export interface ClientOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly timeoutMs?: number;
}

/**
 * A client of one server.
 * @throws RetryError when nobody answers or the server is busy, RejectError when it refuses
 */
export function connect(options: ClientOptions): Client {
  return {
    get: (path, query = {}) => request(options, { method: 'GET', path, query }),
    post: (path, body, more = {}) => request(options, { method: 'POST', path, body, ...more }),
  };
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: number;
}

async function request(options: ClientOptions, call: Call): Promise<unknown> {
  const answer = await reach(options, call);
  const text = await answer.text().catch(() => '');
  const body = parse(text);
  if (answer.ok || (answer.status === call.accept && body !== undefined)) return body;
  throw refusal(answer.status, body);
}

async function reach(
  { url, token, timeoutMs = 30_000 }: ClientOptions,
  call: Call,
): Promise<Response> {
  const target = new URL(call.path, url);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  try {
    return await fetch(target, {
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const message = joined(
      sentence`No Onward answers at ${declared(new URL(url).origin)};`,
      'start one with `onward dev`, or give --url.',
    );
    throw new RetryError('ONW-SERVER-UNREACHABLE', message, { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Errors of the API carry `code` and `message`, at the top or under `error`. */
function refusal(status: number, body: unknown): RejectError | RetryError {
  const said = record(record(body)['error'] ?? body);
  const code = said['code'];
  const message = said['message'] ?? said['detail'] ?? said['title'];
  const known: OnwardCode = isCode(code) ? code : `ONW-HTTP-${status}`;
  const words = typeof message === 'string' ? message : `The server answers with status ${status}.`;
  const advice = status === 401 ? `${words} Give the token as --token or ONWARD_TOKEN.` : words;
  const passing = status >= 500 || status === 429;
  // A server's own words, which hold no value of what was sent.
  const told = declared(advice);
  return passing ? new RetryError(known, told) : new RejectError(known, told);
}

function isCode(code: unknown): code is OnwardCode {
  return typeof code === 'string' && /^ONW-[A-Z0-9-]+$/.test(code);
}

/** The value as a record; an empty one when it is none. */
function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
