/** Counts what is due to each owner by day, in the zone in which the owner lives. */
import { isLate, zoneOfOwner } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { OpenState } from '../../store/index.ts';
import { daysFrom } from './days.ts';

/** Days that are counted one by one; what is due later is counted together. */
const daysAhead = 31;

export interface DueTally {
  readonly owner: string;
  readonly open: number;
  readonly overdue: number;
  /** By day from today on; today's holds what is overdue as well. */
  readonly days: readonly number[];
  readonly later: number;
}

interface Counting {
  open: number;
  overdue: number;
  readonly days: number[];
  later: number;
  /** Where each of the days ends. */
  readonly ends: readonly number[];
}

export class DueFold {
  private readonly now: number;
  private readonly program: Program;
  private readonly ends = new Map<string, readonly number[]>();
  private readonly owners = new Map<string, Counting>();

  constructor(now: number, program: Program) {
    this.now = now;
    this.program = program;
  }

  add({ state }: OpenState): void {
    for (const obligation of state.obligations) {
      const { owner, due } = obligation;
      const counting = this.countingOf(owner);
      counting.open += 1;
      if (isLate(obligation, this.now)) counting.overdue += 1;
      const day = counting.ends.findIndex((end) => due < end);
      if (day < 0) counting.later += 1;
      else counting.days[day] = (counting.days[day] ?? 0) + 1;
    }
  }

  result(): ReadonlyMap<string, DueTally> {
    const tallies = [...this.owners].map(([owner, { ends: _ends, ...tally }]) => {
      return [owner, { owner, ...tally }] as const;
    });
    return new Map(tallies);
  }

  private countingOf(owner: string): Counting {
    const known = this.owners.get(owner);
    if (known !== undefined) return known;
    const zone = zoneOfOwner(this.program, owner);
    const ends = this.ends.get(zone) ?? daysFrom(this.now, zone, daysAhead + 1).slice(1);
    this.ends.set(zone, ends);
    const made = { open: 0, overdue: 0, days: ends.map(() => 0), later: 0, ends };
    this.owners.set(owner, made);
    return made;
  }
}
