/** How the fate of a message looks. */
import type { PlannedMessage } from '../../../onward/src/api/index.ts';
import type { Shape, Tone } from './chip.tsx';

export const fateLooks = {
  planned: ['plain', 'planned'],
  leaving: ['info', 'due'],
  sent: ['good', 'good'],
  deferred: ['hold', 'hold'],
  merged: ['info', 'good'],
  withheld: ['warn', 'warn'],
  superseded: ['plain', 'unknown'],
  failed: ['bad', 'failed'],
} as const satisfies Readonly<Record<PlannedMessage['fate'], readonly [Tone, Shape]>>;
