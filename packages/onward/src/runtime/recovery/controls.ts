/** Acts on a journey as the inputs that its journal keeps. */
import type { ControlInput, Obligation, Reorder } from '../../core/index.ts';
import type { Standing } from './standing.ts';
import type { Act } from './types.ts';

export interface Acting extends Act {
  readonly actor: string;
  /** Of a retry. */
  readonly orders?: readonly Reorder[];
}

/** One input after the other; the last may find that the one before has done its work. */
export function controlsOf(
  { name: { slot, opened }, obligation }: Standing,
  { act, with: given, actor, orders = [] }: Acting,
): readonly ControlInput[] {
  const by = { kind: 'control', actor } as const;
  const at = { slot, opened };
  const { reason = '', owner = '', to = '' } = given;
  switch (act) {
    case 'retry':
      return [{ ...by, control: 'retry', ...at, orders }];
    case 'skip':
      return [{ ...by, control: 'skip', ...at, reason }];
    case 're-route':
      return [{ ...by, control: 'assign', ...at, owner }];
    case 'override': {
      const move = { ...by, control: 'override', to, reason } as const;
      // An exception stands beside the way on: moving leaves it open.
      const isBeside = obligation?.kind === 'exception' || slot >= firstBeside;
      return isBeside ? [move, { ...by, control: 'skip', ...at, reason }] : [move];
    }
    case 'look-up':
      return isWrite(obligation) ? [{ ...by, control: 'read-back', ...at }] : [];
    case 'apply':
    case 're-fetch':
    case 'replay':
    case 'migrate':
    case 'merge':
    case 'act':
    case 'assign':
    case 'park':
      return [];
  }
}

/** It stands for a write that its system did not show: asking is an input of the journey. */
export function isWrite(obligation: Obligation | undefined): boolean {
  return obligation?.kind === 'exception' && obligation.writes !== undefined;
}

/** Slots from here on are of exceptions and tasks that were added. */
const firstBeside = 64;
