/** The closed types of facts, their values, and what a program sets or tells them by. */

/** The closed types a fact may have. There is no string: free text cannot be represented. */
export type FactType =
  | { readonly kind: 'flag' }
  | { readonly kind: 'count'; readonly max: number }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'instant' }
  | { readonly kind: 'date' }
  | { readonly kind: 'duration' }
  | { readonly kind: 'zone' }
  | { readonly kind: 'money' }
  | { readonly kind: 'ref'; readonly system: string }
  | { readonly kind: 'code'; readonly list: string };

/** Minor units (cents) and an ISO 4217 code. */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/**
 * flag: boolean · count: integer 0…max · instant: epoch milliseconds · duration: milliseconds ·
 * date: `YYYY-MM-DD` · zone: of the IANA database ·
 * one-of and code: a declared name · ref: 32 hex digits (a keyed hash) ·
 * money.
 */
export type FactValue = boolean | number | string | Money;
export type Facts = Readonly<Record<string, FactValue>>;
export type FactTypes = Readonly<Record<string, FactType>>;

/**
 * A value to set a fact to. `clear` makes the fact unknown; `add` counts up, stopping at the max.
 */
export type Expression =
  | { readonly kind: 'value'; readonly value: FactValue }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'fact'; readonly name: string }
  | { readonly kind: 'now' }
  | { readonly kind: 'add'; readonly by: number }
  | { readonly kind: 'clear' };
