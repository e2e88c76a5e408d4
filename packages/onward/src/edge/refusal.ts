/** What the edge refuses: a stable code and a sentence with the way out, never a value. */
import type { OnwardCode } from '../core/index.ts';

export interface Refusal {
  readonly kind: 'refused';
  readonly code: OnwardCode;
  readonly message: string;
  /** A pointer of declared names to what was refused. */
  readonly at?: string;
  /** The sender's id of the refused item, where it is well formed. */
  readonly id?: string;
  /** The system that it came from, where that is known. */
  readonly system?: string;
}

export type RefusalDetail = Pick<Refusal, 'at' | 'id' | 'system'>;

export function refuse(code: OnwardCode, message: string, detail: RefusalDetail = {}): Refusal {
  return { kind: 'refused', code, message, ...detail };
}
