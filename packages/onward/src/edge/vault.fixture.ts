/** A safe over a store in memory, and events as far as the vault sees them. */
import { randomBytes } from 'node:crypto';
import type { KeyRing } from './keys.ts';
import { deriveKeys } from './keys.ts';
import type { OutsideRef } from './seal-facts.ts';
import { outsideRef } from './seal-facts.ts';
import { memoryEdgeStore } from './store-memory.ts';
import type { EdgeStore } from './store.ts';
import type { Safe } from './vault-safe.ts';
import { openSafe } from './vault-safe.ts';

/** An installation key of one byte, 32 times. */
export const keyOf = (byte: number): Uint8Array => Buffer.alloc(32, byte);
export const ringOf = (current: number, ...old: readonly number[]): KeyRing =>
  deriveKeys(keyOf(current), ...old.map(keyOf));

export interface World extends Safe {
  readonly store: EdgeStore;
  readonly ring: KeyRing;
}

/** One process: its keys, its own memory, and a store that it may share. */
export async function processOf(
  ring: KeyRing = ringOf(1),
  store: EdgeStore = memoryEdgeStore(),
  nowMs: () => number = () => 0,
): Promise<World> {
  const safe = await openSafe({ keys: ring, store, random: (n) => randomBytes(n), nowMs });
  return { ...safe, store, ring };
}

/** Whom and what one event names; the gate puts them in this order. */
export interface Named {
  readonly subjects?: readonly string[];
  readonly journeys?: readonly string[];
  readonly data?: readonly string[];
}

/** The outside ids of one event. */
export function eventOf(ring: KeyRing, { subjects = [], journeys = [], data = [] }: Named) {
  const own = [
    ...subjects.map((id) => outsideRef(ring, 'clinic', id)),
    ...journeys.map((id) => outsideRef(ring, 'scheduler', id)),
  ];
  const beside = own[0]?.ref;
  const place = (each: OutsideRef): OutsideRef =>
    beside === undefined || each === own[0] ? each : { ...each, beside };
  return [
    ...own.map(place),
    ...data.map((id) => ({ ...place(outsideRef(ring, 'lab', id)), rides: true })),
  ];
}

/** The hash of an id as the current key makes it. */
export const refOf = (ring: KeyRing, system: string, id: string): string =>
  outsideRef(ring, system, id).ref;
