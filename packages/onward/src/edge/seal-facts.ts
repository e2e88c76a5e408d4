/**
 * The last check before the boundary: every datum is of its declared closed type, every id hashed.
 */
import type { CodeLists, FactType, FactTypes, FactValue, Plain } from '../core/index.ts';
import { isFact, readFact } from '../core/index.ts';
import type { InstallationKey, KeyRing } from './keys.ts';
import { keyedHash } from './keys.ts';
import { readOutsideId } from './outside-id.ts';

/** An outside id beside the hash that stands for it; only the vault keeps the two together. */
export interface OutsideRef {
  /** By the current key. */
  readonly ref: Plain;
  readonly system: string;
  readonly id: string;
  /** The hashes by the old keys, where there are any: the id may be known by one of them. */
  readonly older?: readonly string[];
  /** The ref of the same event that it belongs to; absent for that one itself. */
  readonly beside?: string;
  /** It came as data and places nothing. */
  readonly rides?: boolean;
}

export interface Sealer {
  /** The system that the data is of; a ref type may leave it unnamed. */
  readonly system: string;
  readonly ring: KeyRing;
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
export function outsideRef({ current, old }: KeyRing, system: string, id: string): OutsideRef {
  const hashed = ({ hash }: InstallationKey): Plain => keyedHash(hash, [system, id], 32);
  const ref = hashed(current);
  return old.length === 0 ? { ref, system, id } : { ref, system, id, older: old.map(hashed) };
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
      const sealed = outsideRef(sealer.ring, type.system || sealer.system, id);
      outside.push({ ...sealed, rides: true });
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
