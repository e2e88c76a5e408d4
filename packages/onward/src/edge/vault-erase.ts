/** Erasing a subject from the vault: the keys go, and what was somebody else's is sealed anew. */
import { RetryError } from '../core/index.ts';
import type { KeyRing } from './keys.ts';
import { boundOfConversation } from './conversations.ts';
import { boundOfNote } from './notes.ts';
import type {
  Erasure,
  MovedRow,
  NoteRow,
  SealedAgain,
  SealedGroup,
  VaultRow,
  VaultStore,
  WrappedKey,
} from './store.ts';
import type { DataKey, Random } from './vault-cipher.ts';
import { boundOfRow, freshId, makeKey, openKey, seal, unseal } from './vault-cipher.ts';

interface EraseParts {
  readonly keys: KeyRing;
  readonly store: VaultStore;
  readonly random: Random;
}

const mostTries = 8;

/**
 * @returns how many refs the vault held of those given
 * @throws {RetryError} ONW-VAULT-BUSY when other processes changed the same groups each time
 */
export async function erase(
  refs: readonly string[],
  at: number,
  parts: EraseParts,
): Promise<number> {
  for (let tries = 0; tries < mostTries; tries++) {
    const found = await parts.store.find([...new Set(refs)]);
    const given = new Set(found.map(({ row }) => row.ref));
    if (given.size === 0) return 0;
    const keys = new Map(found.map(({ key }) => [key.id, key]));
    const group = await parts.store.group([...keys.keys()]);
    if (await parts.store.erase({ ...erasureOf({ given, keys, ...group }, parts), at })) {
      return given.size;
    }
  }
  throw new RetryError('ONW-VAULT-BUSY', 'Other processes keep the same ids; erase it again.');
}

interface Groups extends SealedGroup {
  readonly given: ReadonlySet<string>;
  readonly keys: ReadonlyMap<string, WrappedKey>;
}

function erasureOf(
  { given, keys, rows, notes, conversations }: Groups,
  { keys: ring, random }: EraseParts,
): Omit<Erasure, 'at'> {
  const stays = (row: VaultRow): boolean => !given.has(row.ref) && !row.rides;
  const staying = rows.filter(stays);
  const successors = new Map<string, { readonly old: DataKey; readonly next: DataKey }>();
  for (const { key } of staying) {
    const wrapped = keys.get(key);
    if (wrapped === undefined || successors.has(key)) continue;
    const next = makeKey(freshId(random), ring, random);
    successors.set(key, { old: openKey(wrapped, ring), next });
  }
  const again = (key: string, sealed: Uint8Array, to: readonly string[]) => {
    const pair = successors.get(key);
    if (pair === undefined) return [];
    const text = unseal(sealed, pair.old.bytes, to);
    return [{ key: pair.next.id, sealed: seal(text, pair.next.bytes, { to, random }) }];
  };
  const kept = new Set(staying.map((row) => row.ref));
  return {
    id: freshId(random),
    keys: [...keys.keys()],
    refs: [...new Set([...given, ...rows.filter((row) => !stays(row)).map((row) => row.ref)])],
    seen: { rows: rows.length, notes: notes.length, conversations: conversations.length },
    fresh: [...successors.values()].map(({ next }) => next.wrapped),
    moved: staying.flatMap((row): readonly MovedRow[] => {
      const { ref, rides, key: was } = row;
      return again(was, row.sealed, boundOfRow(row)).map((next) => ({ ref, rides, was, ...next }));
    }),
    notes: notes
      .filter((note) => kept.has(note.ref))
      .flatMap((note): readonly NoteRow[] => {
        return again(note.key, note.sealed, boundOfNote(note)).map((next) => ({
          ...note,
          ...next,
        }));
      }),
    conversations: conversations
      .filter((each) => kept.has(each.ref))
      .flatMap((each): readonly SealedAgain[] => {
        const to = boundOfConversation(each);
        return again(each.key, each.sealed, to).map((next) => ({ id: each.id, ...next }));
      }),
  };
}
