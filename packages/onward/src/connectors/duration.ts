/** Lengths of time in settings. */
import * as z from 'zod';
import { parseDuration } from '../core/index.ts';

/** A duration as programs write it (`15m`), in milliseconds. */
export const duration = z
  .string()
  .transform((text) => parseDuration(text) ?? 0)
  .refine((ms) => ms > 0, 'Write a duration, such as 15m.');

/** How often a system normally speaks, as a manifest tells it: silence of twice that is quiet. */
export function quietOf(rhythmMs: number | undefined): { readonly quietMs?: number } {
  return rhythmMs === undefined ? {} : { quietMs: 2 * rhythmMs };
}
