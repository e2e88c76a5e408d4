/** Deliveries that no system sends; the same ones each time, so that a finding comes again. */
import type { Json } from '../../core/index.ts';

export type Chance = () => number;

/** Numbers from 0 to below 1 out of a seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Places spread over a body; none in an empty one. */
export function placesIn(length: number, most: number): readonly number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

/** The body with one bit of one byte turned. */
export function turned(body: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(body);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

const tokens = [
  'null',
  '0',
  '-1',
  '1e400',
  '""',
  '[]',
  '{}',
  '"\\ud800"',
  '__proto__',
  '\u0000',
  '[',
];

/** A body damaged at some places, or bytes of no sense at all. */
export function damaged(body: Uint8Array, chance: Chance): Uint8Array {
  const at = Math.floor(chance() * (body.length + 1));
  const [before, after] = [body.subarray(0, at), body.subarray(at)];
  switch (Math.floor(chance() * 6)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, randomBytes(chance, 8), after]);
    case 2:
      return Buffer.concat([before, after, after]);
    case 3:
      return Buffer.concat([before, after.subarray(Math.floor(chance() * 16))]);
    case 4:
      return Buffer.concat([before, Buffer.from(tokenOf(chance)), after]);
    default:
      return randomBytes(chance, 512);
  }
}

function tokenOf(chance: Chance): string {
  return tokens[Math.floor(chance() * tokens.length)] ?? '';
}

function randomBytes(chance: Chance, most: number): Uint8Array {
  return Uint8Array.from({ length: Math.floor(chance() * most) }, () => chance() * 256);
}

/** Stands where a person's name could: nothing but an event may hold it. */
export const canary = 'Zebedee-Canary-7351';

/** The value with the canary in place of one text or number after another, so many at the most. */
export function withCanary(value: Json, most: number): readonly Json[] {
  if (most <= 0) return [];
  if (typeof value === 'string' || typeof value === 'number') return [canary];
  if (typeof value !== 'object' || value === null) return [];
  const found: Json[] = [];
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    for (const [index, each] of items.entries()) {
      const inner = withCanary(each, most - found.length);
      found.push(...inner.map((changed) => items.with(index, changed)));
    }
    return found;
  }
  for (const [name, each] of Object.entries(value)) {
    const inner = withCanary(each, most - found.length);
    found.push(...inner.map((changed) => Object.assign({}, value, { [name]: changed })));
  }
  return found;
}
