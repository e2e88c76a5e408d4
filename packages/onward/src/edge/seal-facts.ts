/**
 * The last check before the boundary: every datum is of its declared closed type, every id hashed.
 */
import type { KeyObject } from 'node:crypto';
import type { CodeLists, FactType, FactTypes, FactValue } from '../core/index.ts';
import { isFact, readFact } from '../core/index.ts';
import { keyedHash } from './keys.ts';
import { readOutsideId } from './outside-id.ts';

/** An outside id beside the hash that stands for it; only the vault keeps the two together. */
export interface OutsideRef {
  readonly ref: string;
  readonly system: string;
  readonly id: string;
}

export interface Sealer {
  /** The system that the data is of; a ref type may leave it unnamed. */
  readonly system: string;
  readonly hashKey: KeyObject;
  readonly codes: CodeLists;
  /** `wire`: JSON as RFC 3339 and so on. `closed`: read by a connector already. */
  readonly form: 'wire' | 'closed';
}

export type SealedFacts =
  | {
      readonly kind: 'sealed';
      readonly facts: Record<string, FactValue>;
      readonly outside: OutsideRef[];
    }
  /** `name` is a declared name; undefined for a member that is not declared. */
  | { readonly kind: 'unfit'; readonly name: string | undefined };

/** The hash of an outside id: 128 bits of HMAC-SHA256 over system and id, as 32 hex digits. */
export function sealId(hashKey: KeyObject, system: string, id: string): OutsideRef {
  return { ref: keyedHash(hashKey, [system, id], 32), system, id };
}

/** Data as facts of their declared types; null counts as absent. */
export function sealFacts(
  types: FactTypes,
  data: Readonly<Record<string, unknown>>,
  sealer: Sealer,
): SealedFacts {
  const facts: Record<string, FactValue> = {};
  const outside: OutsideRef[] = [];
  for (const name of Object.keys(data)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) return { kind: 'unfit', name: undefined };
    const raw = data[name];
    if (raw === null || raw === undefined) continue;
    if (type.kind === 'ref') {
      const id = readOutsideId(raw);
      if (id === undefined) return { kind: 'unfit', name };
      const sealed = sealId(sealer.hashKey, type.system || sealer.system, id);
      outside.push(sealed);
      facts[name] = sealed.ref;
    } else {
      const value = factOf(type, raw, sealer);
      if (value === undefined) return { kind: 'unfit', name };
      facts[name] = value;
    }
  }
  return { kind: 'sealed', facts, outside };
}

function factOf(type: FactType, raw: unknown, { form, codes }: Sealer): FactValue | undefined {
  if (form === 'wire') return readFact(type, raw, codes);
  const value = raw as FactValue;
  if (!isFact(type, value, codes)) return undefined;
  // Money is copied member by member: nothing else may ride along in the object.
  return typeof value === 'object' ? { amount: value.amount, currency: value.currency } : value;
}
