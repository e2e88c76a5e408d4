/** Stalls as they are shown: of some owners or of all, what to do, and where they are listed. */
import type { Program } from '../../core/index.ts';
import type { Stall, StallCounts } from './stall-words.ts';

/** What frees those who wait. */
export type StallFix = 'hold' | 'hand-over' | 'recover' | 'queue' | 'look-up';

/** `owner`: who has to see to it. */
export interface ShownStall extends Stall {
  readonly fix: StallFix;
  /** Query of the queue that lists what waits. */
  readonly queue: string;
}

/** @param owners only what somebody of them has; absent: everything */
export function stallsOf(
  program: Program,
  stalls: readonly Stall[],
  owners: readonly string[] | undefined,
): readonly ShownStall[] {
  const own = stalls.flatMap((stall) => {
    if (owners === undefined) return [stall];
    const counts = countsOf(stall, owners);
    if (counts === undefined) return [];
    const consequences = stall.consequences.filter(({ owner }) => owners.includes(owner));
    return [{ ...stall, ...counts, consequences }];
  });
  return own
    .toSorted((a, b) => b.journeys - a.journeys || a.oldest - b.oldest || (a.id < b.id ? -1 : 1))
    .map((stall) => ({
      ...stall,
      owner: ownerOf(program, stall),
      fix: fixOf(program, stall),
      queue: queueOf(stall, owners),
    }));
}

/** A journey that waits for several of the owners is counted once at the most. */
function countsOf(stall: Stall, owners: readonly string[]): StallCounts | undefined {
  const own = owners.flatMap((owner) => stall.byOwner.get(owner) ?? []);
  if (own.length === 0) return undefined;
  const sum = (of: (counts: StallCounts) => number): number =>
    own.reduce((total, counts) => total + of(counts), 0);
  return {
    journeys: Math.min(
      stall.journeys,
      sum(({ journeys }) => journeys),
    ),
    overdue: sum(({ overdue }) => overdue),
    slow: sum(({ slow }) => slow),
    held: sum(({ held }) => held),
    oldest: Math.min(...own.map(({ oldest }) => oldest)),
  };
}

/** Who is absent, or answers for the system; else whoever has most of what waits. */
function ownerOf({ systems }: Program, { kind, system, owner, byOwner }: Stall): string | null {
  if (owner !== null) return owner;
  if (kind === 'source' && system !== null) return systems[system]?.owner ?? null;
  const most = [...byOwner].toSorted(([, a], [, b]) => b.journeys - a.journeys)[0];
  return most?.[0] ?? null;
}

function fixOf({ systems }: Program, { kind, system, cause }: Stall): StallFix {
  switch (kind) {
    case 'source':
      return 'hold';
    case 'absence':
      return 'hand-over';
    case 'command':
    case 'rule':
      return cause === null ? 'queue' : 'recover';
    case 'step': {
      const lookUps = system === null ? undefined : systems[system]?.lookUps;
      return Object.keys(lookUps ?? {}).length > 0 ? 'look-up' : 'queue';
    }
    case 'slow':
      return 'queue';
  }
}

/** More would make no shorter a list. */
const mostOwners = 8;

/** Names that are the same of all of them; what the queue cannot tell apart it shows as well. */
function queueOf(stall: Stall, owners: readonly string[] | undefined): string {
  const one = (names: readonly string[]): string | undefined =>
    names.length === 1 ? names[0] : undefined;
  const whose = stall.owner === null ? (owners ?? stall.owners) : stall.owners;
  const state =
    stall.held === stall.journeys ? 'held' : stall.overdue >= stall.journeys ? 'overdue' : 'all';
  const parts = {
    journey: one(stall.journeyNames),
    step: one(stall.steps),
    kind: one(stall.obligationKinds),
    owner: whose.length <= mostOwners ? whose.join(',') : undefined,
    state,
  };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('&');
}
