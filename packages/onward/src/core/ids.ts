/** Public ids: opaque to everyone outside, one to one with the store's numbers. */

const journeyPattern = /^jrn_([0-9a-v]{1,11})$/;
const obligationPattern = /^obl_([0-9a-v]{1,11})-([1-9][0-9]{0,8})-([0-9]{1,4})$/;
const keyPattern = /^jrn_([0-9a-v]{1,11})\.([1-9][0-9]{0,8}\.[0-9]{1,4})$/;
const unmatchedPattern = /^unm_([0-9a-v]{1,11})$/;

/** The public id of a journey's number. */
export function journeyId(journey: number): string {
  return `jrn_${journey.toString(32)}`;
}

/** The number behind a journey's public id; undefined for anything else. */
export function parseJourneyId(id: string): number | undefined {
  return number(journeyPattern.exec(id)?.[1]);
}

export interface ObligationName {
  readonly journey: number;
  readonly opened: number;
  readonly slot: number;
}

/** The public id of one obligation; it is never used again after the obligation closes. */
export function obligationId({ journey, opened, slot }: ObligationName): string {
  return `obl_${journey.toString(32)}-${opened}-${slot}`;
}

export function parseObligationId(id: string): ObligationName | undefined {
  const match = obligationPattern.exec(id);
  const journey = number(match?.[1]);
  if (match === null || journey === undefined) return undefined;
  return { journey, opened: Number(match[2]), slot: Number(match[3]) };
}

/** The idempotency key of an effect: its journey, and `version.index` within it. */
export function commandKey(journey: number, local: string): string {
  return `${journeyId(journey)}.${local}`;
}

export function parseCommandKey(key: string): { journey: number; local: string } | undefined {
  const match = keyPattern.exec(key);
  const journey = number(match?.[1]);
  const local = match?.[2];
  return journey === undefined || local === undefined ? undefined : { journey, local };
}

export function unmatchedId(id: number): string {
  return `unm_${id.toString(32)}`;
}

export function parseUnmatchedId(id: string): number | undefined {
  return number(unmatchedPattern.exec(id)?.[1]);
}

function number(digits: string | undefined): number | undefined {
  const value = digits === undefined ? Number.NaN : Number.parseInt(digits, 32);
  return Number.isSafeInteger(value) ? value : undefined;
}
