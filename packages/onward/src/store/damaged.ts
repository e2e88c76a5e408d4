/**
 * What is shown of a journey whose stored state is damaged: that it is, whose it is and until when,
 * as its row still says. A list must not fail, and must not hide it.
 */
import type { Program, State } from '../core/index.ts';

/** What stands beside the state in the row of a journey. */
export interface BesideState {
  readonly journey: string;
  readonly status: 'open' | 'ended';
  readonly openedAt: number;
  readonly nextOwner: string | null;
  readonly nextDue: number | null;
}

/** A state with one exception in it, which nobody has stored. */
export function standIn(program: Program, row: BesideState, slot = 0): State {
  const { status, openedAt: since } = row;
  const named = Object.hasOwn(program.journeys, row.journey)
    ? program.journeys[row.journey]
    : Object.values(program.journeys)[0];
  const journey = named?.name ?? row.journey;
  const [first] = Object.entries(named?.steps ?? {});
  const [step, stage] = first === undefined ? ['', ''] : [first[0], first[1].stage];
  const owed = {
    ...({ slot, opened: 1, kind: 'exception', name: 'ONW-STATE-BROKEN', step, track: '' } as const),
    ...{ owner: row.nextOwner ?? '', due: row.nextDue ?? since, since, level: 0, overdue: false },
  };
  return {
    ...{ journey, version: 0, status, stage, facts: {}, milestones: [], deferred: [] },
    places: [{ track: '', step, since }],
    obligations: status === 'open' ? [owed] : [],
  };
}
