/**
 * What the assistant read in messages, and what people say it is: sealed with the key of whom it is
 * about, and erased with it. A reading that nobody needs to look at is kept without its text.
 */
import { RejectError } from '../core/index.ts';
import type { KeyRing } from './keys.ts';
import { boundOfNote } from './notes.ts';
import type { FoundReading, Place, ReadingState, ReadingStore, VaultStore } from './store.ts';
import type { Random } from './vault-cipher.ts';
import { freshId, openKey, seal, unseal } from './vault-cipher.ts';

/** What the assistant took a message for; codes and figures alone. */
export interface ReadAs {
  /** Absent where it could not be told. */
  readonly intent?: string;
  readonly level: string;
  readonly concepts: readonly string[];
  readonly confidence: number;
  /** Concepts that it may be about, of which none was found: for whoever reviews it, no fact. */
  readonly candidates?: readonly { readonly concept: string; readonly similarity: number }[];
  /** Which models read it. */
  readonly version: string;
}

/** What a person says a message is; an empty one says that it was read right. */
export interface Label {
  readonly intent?: string;
  readonly level?: string;
  readonly concepts?: readonly string[];
}

export interface KeptReading {
  readonly id: string;
  /** A ref of whom it is about. */
  readonly ref: string;
  readonly at: number;
  readonly state: ReadingState;
  readonly readAs: ReadAs;
  /** Why a person should look; absent where nobody needs to. */
  readonly why?: string;
  readonly text?: string;
  /** Where it was said, as whoever kept it calls that. */
  readonly about?: string;
  readonly review?: { readonly by: string; readonly at: number; readonly label: Label };
}

export type FreshReading = Omit<KeptReading, 'id' | 'state' | 'review'>;

export interface Readings {
  /** Keeps a reading, for a person where it says why; its id. @throws as `Notes.write` */
  keep(reading: FreshReading): Promise<string>;
  /** From new to old. */
  list(page: Parameters<ReadingStore['page']>[0]): Promise<readonly KeptReading[]>;
  /** All since then, of a state, page by page. */
  since(at: number, state?: ReadingState): AsyncIterable<KeptReading>;
  /**
   * `given`: the text, where it was not kept.
   *
   * @throws {RejectError} ONW-REVIEW-ABSENT, or ONW-REVIEW-DONE when somebody was first
   */
  review(
    id: string,
    review: NonNullable<KeptReading['review']>,
    given?: string,
  ): Promise<KeptReading>;
  /** Forgets what waits for nobody and was read before; how many. */
  forget(before: number): Promise<number>;
  log(row: Omit<Parameters<ReadingStore['log']>[0], 'id'>): Promise<void>;
  logged(limit: number): ReturnType<ReadingStore['logged']>;
}

export interface ReadingsParts {
  readonly keys: KeyRing;
  readonly vault: Pick<VaultStore, 'find'>;
  readonly store: ReadingStore;
  readonly random: Random;
}

type Content = Pick<KeptReading, 'readAs' | 'why' | 'text' | 'about' | 'review'>;

const longestText = 4_000;
const mostTries = 3;
const pageSize = 500;

export function createReadings({ keys, vault, store, random }: ReadingsParts): Readings {
  const opened = ({ row, key }: FoundReading): KeptReading => {
    const text = unseal(row.sealed, openKey(key, keys).bytes, boundOfNote(row));
    const { id, ref, at, state } = row;
    return { id, ref, at, state, ...(JSON.parse(text) as Content) };
  };
  const list: Readings['list'] = async (page) => (await store.page(page)).map(opened);
  return {
    async keep({ ref: hash, at, ...content }) {
      // The ref's key may change while somebody else is erased; then its new key is taken.
      for (let tries = 0; tries < mostTries; tries++) {
        const [found] = await vault.find([hash]);
        if (found === undefined || found.row.rides) break;
        const place = { id: freshId(random), ref: found.row.ref, at };
        const key = openKey(found.key, keys);
        const kept = JSON.stringify(contentOf(content));
        const sealed = seal(kept, key.bytes, { to: boundOfNote(place), random });
        const state = content.why === undefined ? 'seen' : 'open';
        if (await store.add({ ...place, key: key.id, sealed, state })) return place.id;
      }
      const message = 'The vault knows nobody under this ref; a reading is about somebody.';
      throw new RejectError('ONW-VAULT-UNKNOWN', message);
    },
    list,
    async *since(at, state) {
      let before: Place | undefined;
      for (;;) {
        const some = await list({
          since: at,
          limit: pageSize,
          ...(state === undefined ? {} : { state }),
          ...(before === undefined ? {} : { before }),
        });
        yield* some;
        const last = some.at(-1);
        if (last === undefined || some.length < pageSize) return;
        before = { at: last.at, id: last.id };
      }
    },
    async review(id, review, given) {
      for (let tries = 0; tries < mostTries; tries++) {
        const found = await store.get(id);
        if (found === undefined) break;
        if (found.row.state === 'reviewed') {
          throw new RejectError('ONW-REVIEW-DONE', 'Somebody has reviewed the reading already.');
        }
        const reading = opened(found);
        const { readAs, why, about } = reading;
        const text = reading.text ?? given?.slice(0, longestText);
        const content = JSON.stringify({ readAs, why, text, about, review } satisfies unknown);
        const key = openKey(found.key, keys);
        const sealed = seal(content, key.bytes, { to: boundOfNote(found.row), random });
        if (await store.settle({ id, key: found.row.key, sealed })) {
          const kept = text === undefined ? reading : { ...reading, text };
          return { ...kept, state: 'reviewed', review };
        }
      }
      throw new RejectError('ONW-REVIEW-ABSENT', 'There is no such reading, or it was erased.');
    },
    forget: (before) => store.forget(before),
    log: (row) => store.log({ ...row, id: freshId(random) }),
    logged: (limit) => store.logged(limit),
  };
}

/** A text is kept for whoever must look, and for nobody else. */
function contentOf({ text, why, ...content }: Omit<FreshReading, 'ref' | 'at'>): Content {
  if (why === undefined) return content;
  return { ...content, why, ...(text === undefined ? {} : { text: text.slice(0, longestText) }) };
}
