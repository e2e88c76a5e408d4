/** Errors on the wire: a stable code, a sentence with the way out, never a value of the input. */
import { declared, OnwardError, RejectError, RetryError } from '../core/index.ts';
import type { Plain, OnwardCode, Sentence } from '../core/index.ts';

/** A refusal that knows its status, for what only HTTP knows: methods, media types, tokens. */
export class HttpError<const M extends string = string> extends RejectError<M> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: OnwardCode,
    said: {
      readonly message: M & Sentence<M>;
      readonly at?: string;
      readonly headers?: Record<string, string>;
    },
  ) {
    super(code, said.message, said.at === undefined ? {} : { at: said.at });
    this.status = status;
    this.headers = said.headers ?? {};
  }
}

export interface Failure {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: {
    readonly code: OnwardCode;
    readonly message: string;
    readonly at?: string;
    readonly request: string;
  };
  /** True for what must be looked at: a defect, not a refusal. */
  readonly defect: boolean;
}

/** Refusals whose status is not 422. */
const statuses: Readonly<Record<OnwardCode, number>> = {
  'ONW-OBLIGATION-CLOSED': 409,
  'ONW-JOURNEY-ENDED': 409,
  'ONW-DRIFT-ABSENT': 404,
  'ONW-DRIFT-CLOSED': 409,
  'ONW-DRIFT-WRITTEN': 409,
  'ONW-RECONCILE-UNDERWAY': 409,
  'ONW-JOURNEY-ABSENT': 404,
  'ONW-OBLIGATION-ABSENT': 404,
  'ONW-CAUSE-ABSENT': 404,
  'ONW-MERGE-ABSENT': 404,
  'ONW-MERGE-MOVED': 409,
  'ONW-RECOVERY-TOKEN': 409,
  'ONW-BRIEF-PASS': 401,
  'ONW-SYSTEM-UNKNOWN': 404,
  'ONW-HOLD-ABSENT': 404,
  'ONW-REVIEW-ABSENT': 404,
  'ONW-REVIEW-DONE': 409,
  'ONW-CURSOR': 400,
  'ONW-JSON-TOO-LARGE': 413,
  'ONW-JSON-ENCODING': 400,
  'ONW-JSON-TOO-DEEP': 400,
  'ONW-JSON-SYNTAX': 400,
  'ONW-JSON-DUPLICATE-KEY': 400,
  'ONW-JSON-KEY': 400,
  'ONW-JSON-TEXT': 400,
  'ONW-JSON-NUMBER': 400,
};

/** What the caller is told of an error. */
export function failureOf(error: unknown, request: string): Failure {
  if (error instanceof RejectError) return rejected(error as RejectError, request);
  if (error instanceof RetryError) {
    const said = { code: error.code, message: error.message, request };
    return { status: 503, headers: { 'retry-after': '1' }, error: said, defect: false };
  }
  const message = 'Something went wrong inside Onward; quote the request id to whoever runs it.';
  return {
    status: 500,
    headers: {},
    error: { code: 'ONW-INTERNAL', message, request },
    defect: true,
  };
}

function rejected(error: RejectError, request: string): Failure {
  const { code, message, at } = error;
  const http = error instanceof HttpError ? error : undefined;
  return {
    status: http?.status ?? statuses[code] ?? 422,
    headers: http?.headers ?? {},
    error: { code, message, ...(at === undefined ? {} : { at }), request },
    defect: false,
  };
}

/** What the log may know of an error: its class or code and its frames, without its message. */
export function framesOf(error: unknown): {
  readonly error: Plain;
  readonly frames: readonly Plain[];
} {
  if (!(error instanceof Error)) return { error: declared(typeof error), frames: [] };
  const { stack = '', message } = error;
  // The message stands before the frames and may look like one.
  const said = message === '' ? -1 : stack.indexOf(message);
  const behind = said < 0 ? stack : stack.slice(said + message.length);
  const frames = behind.split('\n').filter((line) => /^\s+at /u.test(line));
  const name = error instanceof OnwardError ? error.code : error.constructor.name;
  return {
    error: declared(name),
    frames: frames.slice(0, 20).map((line) => declared(line.trim())),
  };
}
