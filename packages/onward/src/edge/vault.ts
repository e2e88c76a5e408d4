/** The vault: outside ids, sealed under the hashes that stand for them, opened only to send. */
import { declared, RetryError } from '../core/index.ts';
import type { KeyRing } from './keys.ts';
import type { OutsideRef } from './seal-facts.ts';
import type { FoundRow, VaultStore } from './store.ts';
import type { DataKey, Random } from './vault-cipher.ts';
import { boundOfRow, freshId, makeKey, openedId, openKey, seal } from './vault-cipher.ts';
import { erase } from './vault-erase.ts';
import type { Group, Planned } from './vault-plan.ts';
import { planVault } from './vault-plan.ts';
import { Recent } from './vault-recent.ts';

export interface Vault {
  /**
   * Keeps outside ids; resolves once they are durable, with the canonical ref of each that has
   * another: `canonical` puts it in. The refs that stand beside each other share a data key.
   *
   * @throws {RetryError} ONW-VAULT-BUSY when other processes were first each time
   */
  remember(refs: readonly OutsideRef[]): Promise<ReadonlyMap<string, string>>;
  /** The canonical refs of those of these ids that are kept; nothing is kept of the others. */
  known(refs: readonly OutsideRef[]): Promise<readonly string[]>;
  /** The outside ids behind refs; refs that are unknown or erased are left out. */
  open(refs: readonly string[]): Promise<ReadonlyMap<string, OutsideRef>>;
  /**
   * Forgets a subject: destroys the data keys of these refs, so that not even a backup's rows open
   * beside a store of today, and deletes their rows, aliases and notes, with the ids that only ever
   * came as data beside them. Anyone else's are sealed anew first. Given all refs that the
   * coordinator knows for the subject and its journeys; returns how many it held. An event that
   * names one of them later is of somebody new. Other processes know within a second.
   */
  erase(refs: readonly string[], at: number): Promise<number>;
}

export interface VaultParts {
  readonly keys: KeyRing;
  readonly store: VaultStore;
  readonly random: Random;
  nowMs(): number;
}

/** Half of how many ids are known without asking. */
const recentlyKept = 25_000;
const mostTries = 8;
const erasuresKnownForMs = 1_000;

export function createVault(parts: VaultParts): Vault {
  const memory = createMemory(parts);
  const keep = inTurn((refs) => memory.guard(() => keepAll(refs, parts)));
  return {
    async remember(refs) {
      await memory.freshen();
      const unsure = refs.filter((each) => !isKnown(each, memory.recent));
      const kept = unsure.length === 0 ? undefined : await keep(withAnchors(unsure, refs));
      return namesOf(refs, (hash) => kept?.get(hash)?.ref ?? memory.recent.get(hash)?.ref);
    },
    async known(refs) {
      const hashes = refs.flatMap(({ ref, older = [] }) => [ref, ...older]);
      const found = await parts.store.find([...new Set(hashes)]);
      return [...new Set(found.map(({ row }) => row.ref))];
    },
    async open(refs) {
      const found = await parts.store.find([...new Set(refs)]);
      return new Map(found.map((each) => [each.hash, openRow(each, parts.keys)]));
    },
    async erase(refs, at) {
      try {
        return await erase(refs, at, parts);
      } finally {
        memory.forget();
      }
    },
  };
}

interface Memory {
  readonly recent: Recent;
  forget(): void;
  /** Forgets when another process has erased something since the last look, a second ago. */
  freshen(): Promise<void>;
  /** Learns what was kept, unless something was erased meanwhile. */
  guard(work: () => Promise<ReadonlyMap<string, Planned>>): Promise<ReadonlyMap<string, Planned>>;
}

function createMemory(parts: VaultParts): Memory {
  const recent = new Recent(recentlyKept);
  let epoch = 0;
  let erasures = -1;
  let seenAt = Number.NEGATIVE_INFINITY;
  const forget = (): void => {
    epoch++;
    recent.clear();
  };
  return {
    recent,
    forget,
    async freshen() {
      const now = parts.nowMs();
      // A clock that was put back counts as time that went by.
      if (Math.abs(now - seenAt) < erasuresKnownForMs) return;
      seenAt = now;
      const count = await parts.store.erasures();
      if (count !== erasures) forget();
      erasures = count;
    },
    async guard(work) {
      const began = epoch;
      const kept = await work();
      if (epoch !== began) return kept;
      for (const [hash, { ref, group, rides }] of kept) {
        // Of two equal strings one is kept.
        recent.set(hash, { ref: ref === hash ? hash : ref, key: group.id, rides });
      }
      return kept;
    },
  };
}

/** Nothing about the id can change by this event. */
function isKnown({ ref, rides = false, beside }: OutsideRef, recent: Recent): boolean {
  const known = recent.get(ref);
  if (known === undefined || !known.rides) return known !== undefined;
  return rides && (beside === undefined || recent.get(beside)?.key === known.key);
}

/** The ids to be looked at, with those that they stand beside. */
function withAnchors(
  unsure: readonly OutsideRef[],
  all: readonly OutsideRef[],
): readonly OutsideRef[] {
  const wanted = new Set(unsure.map((each) => each.beside ?? each.ref));
  const anchors = all.filter((each) => each.beside === undefined && wanted.has(each.ref));
  return [...new Set([...anchors, ...unsure])];
}

function namesOf(
  refs: readonly OutsideRef[],
  canonicalOf: (hash: string) => string | undefined,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { ref } of refs) {
    const canonical = canonicalOf(ref) ?? ref;
    if (canonical !== ref) names.set(ref, canonical);
  }
  return names;
}

type Keep = (refs: readonly OutsideRef[]) => Promise<ReadonlyMap<string, Planned>>;

/** One call at a time: what comes meanwhile goes together in the next, with one change for all. */
function inTurn(keep: Keep): Keep {
  let last: Promise<unknown> = Promise.resolve();
  let next: { readonly refs: OutsideRef[]; readonly kept: ReturnType<Keep> } | undefined;
  return (refs) => {
    if (next === undefined) {
      const waiting: OutsideRef[] = [];
      const kept = last.then(() => {
        next = undefined;
        return keep(waiting);
      });
      next = { refs: waiting, kept };
      last = kept.catch(() => undefined);
    }
    for (const each of refs) next.refs.push(each);
    return next.kept;
  };
}

async function keepAll(
  refs: readonly OutsideRef[],
  parts: VaultParts,
): Promise<ReadonlyMap<string, Planned>> {
  for (let tries = 0; tries < mostTries; tries++) {
    const hashes = new Set(
      refs.flatMap(({ ref, older = [], beside = ref }) => {
        return [ref, ...older, beside];
      }),
    );
    const found = await parts.store.find([...hashes]);
    const planned = planVault(refs, found, () => freshId(parts.random));
    const changes = [...planned].filter(([hash, { ref }]) => hash === ref).map(([, each]) => each);
    if (await write(changes, parts)) return planned;
  }
  throw new RetryError('ONW-VAULT-BUSY', 'Other processes keep the same ids; send it again.');
}

/** True also where there is nothing to write. */
async function write(planned: readonly Planned[], parts: VaultParts): Promise<boolean> {
  const { keys: ring, store, random } = parts;
  const groups = new Map<string, DataKey>();
  const keyOf = ({ id, wrapped }: Group): DataKey => {
    const opened = wrapped === undefined ? makeKey(id, ring, random) : openKey(wrapped, ring);
    const key = groups.get(id) ?? opened;
    groups.set(id, key);
    return key;
  };
  const fresh = new Map<string, DataKey>();
  const joined = new Set<string>();
  const sealed = planned.flatMap(({ ref, group, rides, was, outside }) => {
    if (outside === undefined) return [];
    const key = keyOf(group);
    if (group.wrapped === undefined) fresh.set(group.id, key);
    else joined.add(group.id);
    const row = { ref, key: group.id, system: outside.system, rides, hashed: ring.current.id };
    const bound = { to: boundOfRow(row), random };
    return [{ ...row, sealed: seal(outside.id, key.bytes, bound), was, outside }];
  });
  if (sealed.length === 0) return true;
  const rows = sealed.filter((each) => each.was === undefined);
  return store.change({
    keys: [...fresh.values()].map((key) => key.wrapped),
    joined: [...joined],
    rows: rows.map(({ was: _was, outside: _outside, ...row }) => row),
    moved: sealed.flatMap(({ was, ref, key, rides, sealed: bytes }) => {
      return was === undefined ? [] : [{ ref, key, rides, sealed: bytes, was }];
    }),
    aliases:
      ring.old.length === 0
        ? []
        : rows.flatMap(({ ref, outside }) => {
            return [outside.ref, ...(outside.older ?? [])].map((hash) => ({ hash, ref }));
          }),
  });
}

/** @throws {StopError} ONW-VAULT-KEY when the row was sealed with another key, moved or altered */
function openRow({ row, key }: FoundRow, ring: KeyRing): OutsideRef {
  return { ref: declared(row.ref), system: row.system, id: openedId(row, openKey(key, ring)) };
}
