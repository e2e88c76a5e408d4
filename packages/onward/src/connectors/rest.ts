/**
 * Calls to a provider's HTTP API, and what an answer means: the same for every provider that speaks
 * by status codes. A connector reads what is its own (a provider's error codes) before it asks
 * here.
 */
import type {
  Attempt,
  Connector,
  Json,
  LookUpAnswer,
  OnwardCode,
  Outbound,
  SystemSetup,
} from '../core/index.ts';
import { parseJson, RetryError } from '../core/index.ts';

const timeoutMs = 15_000;
const longestWaitMs = 3_600_000;

type Request = Parameters<Outbound['fetch']>[0];

/** One call of an API; `form` is sent as `application/x-www-form-urlencoded`, `json` as JSON. */
export interface ApiCall {
  readonly method: Request['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: Json;
}

/** An answer with its body read as JSON (undefined when it is none), or why there is none. */
export type ApiAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: Json | undefined;
      /** Milliseconds that the system asks us to wait. */
      readonly afterMs?: number;
    }
  /** Certainly nothing arrived. */
  | { readonly kind: 'unsent'; readonly code: OnwardCode }
  /** It may have arrived. */
  | { readonly kind: 'lost'; readonly code: OnwardCode };

/** Whether a system can be reached and takes our credentials, as `Connector.probe` tells it. */
export type Health = Awaited<ReturnType<NonNullable<Connector['probe']>>>;

/** Calls an API; never throws. */
export async function callApi(call: ApiCall, out: Outbound): Promise<ApiAnswer> {
  const { method, url, form, json } = call;
  const typed =
    form === undefined
      ? { type: 'application/json', text: json === undefined ? undefined : JSON.stringify(json) }
      : {
          type: 'application/x-www-form-urlencoded',
          text: new URLSearchParams({ ...form }).toString(),
        };
  const headers = { accept: 'application/json', ...call.headers };
  const sent =
    typed.text === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': typed.type }, body: typed.text };
  try {
    const answer = await out.fetch({ method, url, ...sent, timeoutMs });
    const parsed = parseJson(answer.body);
    const body = parsed.kind === 'parsed' ? parsed.value : undefined;
    const afterMs = retryAfter(answer.headers['retry-after'], out.nowMs());
    const wait = afterMs === undefined ? {} : { afterMs };
    return { kind: 'answered', status: answer.status, body, ...wait };
  } catch (error) {
    return error instanceof RetryError
      ? { kind: 'unsent', code: error.code }
      : { kind: 'lost', code: 'ONW-OUT-UNKNOWN' };
  }
}

/**
 * What came of a command whose answer was no success; undefined when it was one (2xx). After a 5xx
 * nobody knows whether it was done; what is refused for our credentials waits for better ones.
 */
export function unsuccessful(answer: ApiAnswer): Attempt | undefined {
  if (answer.kind === 'unsent') return { kind: 'retry', code: answer.code };
  if (answer.kind === 'lost') return { kind: 'unknown', data: {}, code: answer.code };
  const { status, afterMs } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (isCredentials(status)) return { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' };
  if (isBusy(status)) {
    return { kind: 'retry', code: 'ONW-OUT-BUSY', ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (status >= 500) return { kind: 'unknown', data: {}, code: 'ONW-OUT-UNKNOWN' };
  const code = status >= 400 ? 'ONW-OUT-REJECTED' : 'ONW-OUT-REDIRECT';
  return { kind: 'rejected', data: {}, code };
}

/** What came of a look-up without a readable answer; undefined when there is a body to read. */
export function unanswered(answer: ApiAnswer): LookUpAnswer | undefined {
  if (answer.kind !== 'answered') return { kind: 'retry', code: 'ONW-OUT-UNREACHED' };
  if (answer.status === 404) return { kind: 'nothing' };
  if (isCredentials(answer.status)) return { kind: 'retry', code: 'ONW-OUT-CREDENTIALS' };
  if (answer.status !== 200) return { kind: 'retry', code: 'ONW-OUT-STATUS' };
  return answer.body === undefined ? { kind: 'retry', code: 'ONW-OUT-ANSWER' } : undefined;
}

/** What an answer to a probe says of the system; a refusal of the credentials is no outage. */
export function healthOf(answer: ApiAnswer): Health {
  if (answer.kind !== 'answered') return { kind: 'away', code: 'ONW-OUT-UNREACHED' };
  if (isCredentials(answer.status)) return { kind: 'refused', code: 'ONW-OUT-CREDENTIALS' };
  return answer.status >= 200 && answer.status < 300
    ? { kind: 'well' }
    : { kind: 'away', code: 'ONW-OUT-STATUS' };
}

/**
 * The address of an API without its last slash: the provider's own, or what the variable of the
 * settings holds. Undefined while that variable is not set.
 */
export function apiBase(
  setup: SystemSetup,
  named: { readonly variable: string | undefined; readonly own: string },
): string | undefined {
  const { variable, own } = named;
  const base = variable === undefined ? own : setup.secret(variable);
  return base ? base.replace(/\/$/, '') : undefined;
}

/** The host of an address as `Connector.hosts` names it; nothing when there is none. */
export function hostsAt(url: string | undefined): readonly string[] {
  const host = url === undefined ? undefined : URL.parse(url)?.host;
  return host ? [host] : [];
}

function isCredentials(status: number): boolean {
  return status === 401 || status === 403;
}

function isBusy(status: number): boolean {
  return status === 408 || status === 425 || status === 429;
}

/** Milliseconds to wait, from seconds or an HTTP date (RFC 9110, 10.2.3); at most an hour. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,7}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}
