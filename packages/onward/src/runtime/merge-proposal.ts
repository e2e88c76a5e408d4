/**
 * A system says that two of its patients are one (HL7 ADT A40 and its kin): kept for whoever
 * answers for it, where we know the one that is no more; nobody is merged silently.
 */
import { declared } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { CellTransaction } from '../store/index.ts';
import type { Reason } from './correlate.ts';

export const mergeProposed = {
  code: 'ONW-MERGE-PROPOSED',
  message: 'A system says that two people are one; a person decides whether they are.',
} as const satisfies Reason;

const suffix = declared('.patient.merged');

/** The ref of whom is no more; undefined for any other event. */
export function mergedRef({ type, data }: OperationalEvent): string | undefined {
  const merged = type.endsWith(suffix) ? data['merged'] : undefined;
  return typeof merged === 'string' && /^[0-9a-f]{32}$/u.test(merged) ? merged : undefined;
}

/** Whether it would change anything: who is merged is known here, and not as whom they are. */
export async function isProposal(
  tx: CellTransaction,
  event: OperationalEvent,
  subject: number | undefined,
): Promise<boolean> {
  const ref = mergedRef(event);
  if (ref === undefined) return false;
  const found = (await tx.identity.whose([ref])).get(ref);
  return found !== undefined && found !== subject;
}
