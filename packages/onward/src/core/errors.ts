/**
 * Errors say what the engine does next, carry a stable code, and never repeat a value from outside.
 */

/** A stable, documented code: `ONW-` and capital words. All of them stand in `error-codes.ts`. */
export type OnwardCode = `ONW-${string}`;

export interface ErrorDetail {
  /** Kept for a debugger; never printed, since messages of other libraries may quote the input. */
  readonly cause?: unknown;
  /** Where in the input, as a pointer of field names known to the schema; never a value. */
  readonly at?: string;
}

/** The base of every error Onward raises on purpose; the subclass says what happens next. */
export class OnwardError extends Error {
  readonly code: OnwardCode;
  readonly at: string | undefined;

  constructor(code: OnwardCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.code = code;
    this.at = detail.at;
  }
}

/** The same call may succeed later: a busy database, a connector that does not answer. */
export class RetryError extends OnwardError {}

/** The input is refused and nothing of it was done; sending it again unchanged will not help. */
export class RejectError extends OnwardError {}

/** The process cannot go on (configuration, data folder, database version); a person must act. */
export class StopError extends OnwardError {}

/** A law of the engine was broken: a defect of Onward, not of its input. */
export class BugError extends OnwardError {}
