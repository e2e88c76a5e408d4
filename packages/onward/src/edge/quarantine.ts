/**
 * Deliveries that could not be mapped: where it did not fit, and what to fetch it again by. Nothing
 * of the content is kept.
 */
import type { KeyObject } from 'node:crypto';
import type { OnwardCode } from '../core/index.ts';
import { keyedHash } from './keys.ts';
import type { Place, QuarantineRow, QuarantineState, QuarantineStore } from './store.ts';
import type { DataKey, Random } from './vault-cipher.ts';
import { freshId, seal, unseal } from './vault-cipher.ts';

/** A refused item that was proved to come from its system. */
export interface Refused {
  readonly system: string;
  readonly code: OnwardCode;
  /** Bytes of the delivery. */
  readonly size: number;
  /** Where it did not fit: made of declared or protocol names, never of the input. */
  readonly pointers: readonly string[];
  /** What to fetch it again by, in clear: a connector's `again`. */
  readonly again?: string;
  readonly receivedAt: number;
}

/** A row of the list, as people see it. */
export type Quarantined = Omit<QuarantineRow, 'sealed'>;

/** A row taken to be fetched again; `again` is an outside id. */
export interface Refetch {
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  readonly again: string;
  /** Which try this is, from 1. */
  readonly tries: number;
}

export interface Quarantine {
  /**
   * Keeps a refused item; resolves once it is durable. One that can be fetched again is one row,
   * however often it is refused. Pointers and an `again` beyond their bounds are left out.
   */
  keep(refused: Refused): Promise<void>;
  /** A page from new to old. */
  list(page: {
    readonly state?: QuarantineState;
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly Quarantined[]>;
  /** Takes open items that may be fetched now; nobody else takes them for `forMs`. */
  take(claim: {
    readonly now: number;
    readonly forMs: number;
    readonly limit: number;
  }): Promise<readonly Refetch[]>;
  /** Ends an item and drops what it was fetched by; false when it had ended. */
  close(id: string, state: Exclude<QuarantineState, 'open'>): Promise<boolean>;
}

export interface QuarantineParts {
  readonly store: QuarantineStore;
  readonly key: DataKey;
  /** For the ids of items that come again. */
  readonly dedupe: KeyObject;
  readonly random: Random;
}

const mostPointers = 32;
const longestPointer = 256;
const longestAgain = 4_096;

export function createQuarantine({ store, key, dedupe, random }: QuarantineParts): Quarantine {
  const rowOf = ({ again, pointers, ...refused }: Refused): QuarantineRow => {
    const item = again === undefined || again.length > longestAgain ? undefined : again;
    const words = ['quarantine', refused.system, item ?? ''];
    const id = item === undefined ? freshId(random) : keyedHash(dedupe, words, 32);
    const bound = { to: boundOf(id, refused.system), random };
    const sealed = item === undefined ? null : seal(item, key.bytes, bound);
    const places = pointers.filter((each) => each.length <= longestPointer);
    const first = { nextAt: refused.receivedAt, state: 'open', tries: 0 } as const;
    return { ...refused, ...first, id, pointers: places.slice(0, mostPointers), sealed };
  };
  return {
    keep: (refused) => store.keep(rowOf(refused)),
    async list(page) {
      return (await store.page(page)).map(({ sealed: _sealed, ...row }) => row);
    },
    async take({ now, forMs, limit }) {
      const rows = await store.take({ now, until: now + forMs, limit });
      return rows.flatMap(({ id, system, code, sealed, tries }) => {
        if (sealed === null) return [];
        const again = unseal(sealed, key.bytes, boundOf(id, system));
        return [{ id, system, code, again, tries }];
      });
    },
    close: (id, state) => store.close(id, state),
  };
}

function boundOf(id: string, system: string): readonly string[] {
  return ['quarantine', id, system];
}
