/** How the things of a program may be named; names travel into identifiers, URLs and reports. */

/** Lower-case words joined by hyphens. */
export const namePattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;

/** A name with its system before it: `billing.payment.succeeded`, `ehr.order-lab`. */
export const qualifiedPattern = /^[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+$/u;

/** A value of a code list, as the code's own publisher writes it: `E11.9`, `4548-4`. */
export const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/u;

/** An opaque id of a person. */
export const personPattern = /^[a-z0-9][a-z0-9-]*$/u;

export const longestName = 64;

/** A qualified name, cut at its first dot: the system, and the name within it. */
export interface Qualified {
  readonly system: string;
  readonly name: string;
}

/** Cuts `ehr.order-lab` into system and name. */
export function splitQualified(text: string): Qualified {
  const dot = text.indexOf('.');
  return dot < 0
    ? { system: text, name: '' }
    : { system: text.slice(0, dot), name: text.slice(dot + 1) };
}
