/**
 * Private notes of people about a subject, sealed with the subject's own key and erased with it.
 */
import { RejectError } from '../core/index.ts';
import type { KeyRing } from './keys.ts';
import type { NoteRow, NoteStore, Place, VaultStore } from './store.ts';
import type { Random } from './vault-cipher.ts';
import { freshId, openKey, seal, unseal } from './vault-cipher.ts';

export interface Note {
  readonly id: string;
  /** A ref of the subject. */
  readonly ref: string;
  /** Who wrote it. */
  readonly by: string;
  /** Public id of an obligation, where the note is about one. */
  readonly about?: string;
  readonly text: string;
  readonly at: number;
}

export interface Notes {
  /**
   * Keeps a note and returns its id.
   *
   * @throws {RejectError} ONW-NOTE-SIZE for a text that is empty or longer than 4,000 characters,
   * ONW-VAULT-UNKNOWN when the vault does not know the ref, or has erased it
   */
  write(note: Omit<Note, 'id'>): Promise<string>;
  /** Notes about any of these refs, a page from new to old. */
  list(page: {
    readonly refs: readonly string[];
    readonly before?: Place;
    readonly limit: number;
  }): Promise<readonly Note[]>;
}

export interface NotesParts {
  readonly keys: KeyRing;
  readonly vault: Pick<VaultStore, 'find'>;
  readonly store: NoteStore;
  readonly random: Random;
}

const longestText = 4_000;
const longestName = 256;
const mostTries = 3;

type Content = Pick<Note, 'by' | 'about' | 'text'>;

export function createNotes({ keys, vault, store, random }: NotesParts): Notes {
  return {
    async write({ ref: hash, at, by, about, text }) {
      checkSize({ by, text, ...(about === undefined ? {} : { about }) });
      // The ref's key may change while somebody else is erased; then its new key is taken.
      for (let tries = 0; tries < mostTries; tries++) {
        const [found] = await vault.find([hash]);
        if (found === undefined || found.row.rides) break;
        const place = { id: freshId(random), ref: found.row.ref, at };
        const key = openKey(found.key, keys);
        const content = JSON.stringify({ by, about, text });
        const sealed = seal(content, key.bytes, { to: boundOfNote(place), random });
        if (await store.add({ ...place, key: key.id, sealed })) return place.id;
      }
      const message = 'The vault knows nobody under this ref; a note needs somebody to be about.';
      throw new RejectError('ONW-VAULT-UNKNOWN', message);
    },
    async list(page) {
      const found = await store.page(page);
      return found.map(({ note, key }) => {
        const text = unseal(note.sealed, openKey(key, keys).bytes, boundOfNote(note));
        const content = JSON.parse(text) as Content;
        return { id: note.id, ref: note.ref, at: note.at, ...content };
      });
    },
  };
}

/** What a sealed note is bound to. */
export function boundOfNote({
  id,
  ref,
  at,
}: Pick<NoteRow, 'id' | 'ref' | 'at'>): readonly string[] {
  return ['note', id, ref, String(at)];
}

function checkSize({ by, about = '', text }: Content): void {
  const fits = text.trim() !== '' && text.length <= longestText && text.isWellFormed();
  if (fits && by.length <= longestName && about.length <= longestName) return;
  const message = `A note has 1 to ${longestText} characters, and names of up to ${longestName}.`;
  throw new RejectError('ONW-NOTE-SIZE', message);
}
