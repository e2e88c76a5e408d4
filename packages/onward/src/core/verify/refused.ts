/** Why a certificate is not accepted. */
import type { OnwardCode } from '../errors.ts';

/** Thrown inside the verifier; what it says repeats nothing of the certificate. */
export class Refused extends Error {
  readonly code: OnwardCode;

  constructor(code: OnwardCode, says: string) {
    super(says);
    this.code = code;
  }
}

/** Goes on only where it holds. */
export function must(holds: boolean, code: OnwardCode, says: string): asserts holds {
  if (!holds) throw new Refused(code, says);
}
