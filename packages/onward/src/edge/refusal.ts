/** What the edge refuses: a stable code and a sentence with the way out, never a value. */
import { declared } from '../core/index.ts';
import type { OnwardCode, Plain, Sentence } from '../core/index.ts';

export interface Refusal {
  readonly kind: 'refused';
  readonly code: OnwardCode;
  readonly message: Plain;
  /** A pointer of declared names to what was refused. */
  readonly at?: string;
  /** The sender's id of the refused item, where it is well formed. */
  readonly id?: string;
  /** The system that it came from, where that is known. */
  readonly system?: string;
}

export type RefusalDetail = Pick<Refusal, 'at' | 'id' | 'system'>;

export function refuse<const M extends string>(
  code: OnwardCode,
  message: Sentence<M>,
  detail: RefusalDetail = {},
): Refusal {
  const said: string = message;
  return { kind: 'refused', code, message: declared(said), ...detail };
}
