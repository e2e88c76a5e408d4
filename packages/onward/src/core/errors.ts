/**
 * Errors say what the engine does next, carry a stable code, and never repeat a value from outside.
 */

import type { Sentence } from './plain.ts';

/** A stable, documented code: `ONW-` and capital words. All of them stand in `error-codes.ts`. */
export type OnwardCode = `ONW-${string}`;

export interface ErrorDetail {
  /** Kept for a debugger; never printed, since messages of other libraries may quote the input. */
  readonly cause?: unknown;
  /** Where in the input, as a pointer of field names known to the schema; never a value. */
  readonly at?: string;
}

/**
 * The base of every error Onward raises on purpose; the subclass says what happens next. What it
 * says stands in the source, or is a `sentence` of declared names: a value of the input does not
 * compile.
 */
export class OnwardError<const M extends string = string> extends Error {
  readonly code: OnwardCode;
  readonly at: string | undefined;

  constructor(code: OnwardCode, message: Sentence<M>, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.code = code;
    this.at = detail.at;
  }
}

/** The same call may succeed later: a busy database, a connector that does not answer. */
export class RetryError<const M extends string = string> extends OnwardError<M> {}

/** The input is refused and nothing of it was done; sending it again unchanged will not help. */
export class RejectError<const M extends string = string> extends OnwardError<M> {}

/** The process cannot go on (configuration, data folder, database version); a person must act. */
export class StopError<const M extends string = string> extends OnwardError<M> {}

/** A law of the engine was broken: a defect of Onward, not of its input. */
export class BugError<const M extends string = string> extends OnwardError<M> {}
