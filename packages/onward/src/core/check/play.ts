/** What the world may come with next. */
import type { OutcomeClass, SignalInput } from '../step/types.ts';
import type { Facts, FactValue } from '../language/model.ts';

/** One thing that may happen, in words that hold in every state of the configuration. */
export type Play =
  /** The data that makes a difference is chosen when it is read. */
  | { readonly kind: 'event'; readonly type: string; readonly data: Facts }
  | { readonly kind: 'receipt'; readonly slot: number; readonly type: string }
  | { readonly kind: 'deadline'; readonly slot: number }
  /** What was kept is kept no longer. */
  | { readonly kind: 'expiry'; readonly type: string }
  | {
      readonly kind: 'outcome';
      readonly slot: number;
      readonly outcome: OutcomeClass;
      readonly data: Facts;
    }
  /** What the system asked at the deadline had to say, it has said; or it says nothing. */
  | { readonly kind: 'look-up'; readonly slot: number }
  | { readonly kind: 'act'; readonly slot: number; readonly action: string; readonly data: Facts }
  | { readonly kind: 'signal'; readonly journey: string; readonly says: SignalInput['says'] }
  /** Time passes until a fact lies in the cell below. */
  | { readonly kind: 'time'; readonly name: string; readonly value: FactValue };
