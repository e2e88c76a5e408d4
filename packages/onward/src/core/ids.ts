/** Public ids: opaque to everyone outside, one to one with the store's numbers. */

const journeyPattern = /^jrn_([0-9a-v]{1,11})$/;
const obligationPattern = /^obl_([0-9a-v]{1,11})-([1-9][0-9]{0,8})-([0-9]{1,4})$/;
const keyPattern = /^jrn_([0-9a-v]{1,11})\.([1-9][0-9]{0,8}\.[0-9]{1,4})(?:\.e([1-9][0-9]{0,4}))?$/;
const driftPattern = /^drf_([0-9a-v]{1,11})$/;
const reconciliationPattern = /^rec_([0-9a-v]{1,11})$/;
const unmatchedPattern = /^unm_([0-9a-v]{1,11})$/;
const mergePattern = /^mrg_([0-9a-v]{1,11})$/;
const viewPattern = /^viw_([0-9a-v]{1,11})$/;
const absencePattern = /^abs_([0-9a-v]{1,11})$/;
const runPattern = /^rcv_([0-9a-v]{1,11})$/;

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

/**
 * The idempotency key of an effect: its journey, and `version.index` within it. Once a backup was
 * restored its epoch follows, so that no key is given out again that had another meaning before.
 */
export function commandKey(journey: number, local: string, epoch = 0): string {
  const key = `${journeyId(journey)}.${local}`;
  return epoch === 0 ? key : `${key}.e${epoch}`;
}

interface CommandName {
  readonly journey: number;
  /** `version.index` */
  readonly local: string;
  /** 0 where no backup had been restored. */
  readonly epoch: number;
}

export function parseCommandKey(key: string): CommandName | undefined {
  const match = keyPattern.exec(key);
  const journey = number(match?.[1]);
  const local = match?.[2];
  if (journey === undefined || local === undefined) return undefined;
  return { journey, local, epoch: Number(match?.[3] ?? 0) };
}

export function unmatchedId(id: number): string {
  return `unm_${id.toString(32)}`;
}

export function parseUnmatchedId(id: string): number | undefined {
  return number(unmatchedPattern.exec(id)?.[1]);
}

export function driftId(id: number): string {
  return `drf_${id.toString(32)}`;
}

export function parseDriftId(id: string): number | undefined {
  return number(driftPattern.exec(id)?.[1]);
}

/** The public id of one comparison of a look-up. */
export function reconciliationId(id: number): string {
  return `rec_${id.toString(32)}`;
}

export function parseReconciliationId(id: string): number | undefined {
  return number(reconciliationPattern.exec(id)?.[1]);
}

/** The public id of a recovery run, from its preview on. */
export function recoveryId(id: number): string {
  return `rcv_${id.toString(32)}`;
}

export function parseRecoveryId(id: string): number | undefined {
  return number(runPattern.exec(id)?.[1]);
}

/** The public id of a merge of two subjects. */
export function mergeId(id: number): string {
  return `mrg_${id.toString(32)}`;
}

export function parseMergeId(id: string): number | undefined {
  return number(mergePattern.exec(id)?.[1]);
}

/** The public id of a saved view. */
export function viewId(id: number): string {
  return `viw_${id.toString(32)}`;
}

export function parseViewId(id: string): number | undefined {
  return number(viewPattern.exec(id)?.[1]);
}

/** The public id of a hand-over. */
export function handoverId(id: number): string {
  return `hnd_${id.toString(32)}`;
}

/** The public id of an absence. */
export function absenceId(id: number): string {
  return `abs_${id.toString(32)}`;
}

export function parseAbsenceId(id: string): number | undefined {
  return number(absencePattern.exec(id)?.[1]);
}

function number(digits: string | undefined): number | undefined {
  const value = digits === undefined ? Number.NaN : Number.parseInt(digits, 32);
  return Number.isSafeInteger(value) ? value : undefined;
}
