/**
 * The one way to the API: JSON, the token where one is asked for, and errors that say the way out.
 */
import { identity } from '../app/identity.ts';

/** What the API said no to; its message is one sentence with the way out. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The server could not be reached, or asks to come again. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 503;
  }
  get isForbidden(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const address = search.size === 0 ? path : `${path}?${search.toString()}`;
  return ask<T>(address, { method: 'GET', ...(signal === undefined ? {} : { signal }) });
}

/** Browsers keep 64 KiB alive of all that is under way; a character is three bytes at the most. */
const mostKeptAlive = 10_000;

/** `key`: the same key is taken once, however often the request is sent. */
export function post<T>(path: string, body: unknown, key?: string): Promise<T> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (key !== undefined) headers['idempotency-key'] = key;
  const text = JSON.stringify(body);
  // It arrives though the page is closed meanwhile; browsers refuse to promise that of much.
  const keepalive = text.length <= mostKeptAlive;
  return ask<T>(path, { method: 'POST', headers, body: text, keepalive });
}

interface Asking extends RequestInit {
  readonly headers?: Record<string, string>;
}

async function ask<T>(address: string, init: Asking): Promise<T> {
  const { headers: given } = init;
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers: { ...given, ...authorization() } });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0, 'ONW-UNREACHABLE', 'Onward cannot be reached from here.');
  }
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as T;
  throw errorOf(response.status, body);
}

export function authorization(): Record<string, string> {
  const { token } = identity();
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function errorOf(status: number, body: unknown): ApiError {
  const { code, message } =
    (body as { error?: { code?: string; message?: string } } | undefined)?.error ?? {};
  return new ApiError(status, code ?? `HTTP-${status}`, message ?? 'The server gave no reason.');
}
