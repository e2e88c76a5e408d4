/** Marks of the edge: a system's messages carry them out, and what comes back is known by them. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Marker } from '../core/index.ts';
import type { KeyRing } from './keys.ts';

const markBytes = 16;

/**
 * HMAC-SHA256, cut to 128 bits. The current key marks and every key of the ring knows its marks, so
 * that links in messages that were sent before a rotation work for as long as the old key is there.
 */
export function markerOf(ring: KeyRing, system: string): Marker {
  const by = (key: KeyRing['current'], text: string): Buffer =>
    createHmac('sha256', key.mark).update(`${system}\u0000${text}`).digest().subarray(0, markBytes);
  return {
    mark: (text) => by(ring.current, text).toString('base64url'),
    isMarked(text, mark) {
      const given = Buffer.from(mark.slice(0, 100), 'base64url');
      if (given.length !== markBytes) return false;
      return [ring.current, ...ring.old].some((key) => timingSafeEqual(by(key, text), given));
    },
  };
}
