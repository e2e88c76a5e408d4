/** Counts the clocks of open journeys: whose minutes they were, and which targets are at risk. */
import { formatSpan } from '../../core/index.ts';
import type { Charges, Journey, Run } from '../../core/index.ts';
import type { OpenState } from '../../store/index.ts';
import { Soonest } from './soonest.ts';

type Clock = NonNullable<Journey['clocks']>[string];

export const promiseStates = ['at-risk', 'passed', 'running', 'paused', 'stopped'] as const;
/** `at-risk`: it counts on, and most of its target is gone. */
export type PromiseState = (typeof promiseStates)[number];

/** A clock of one journey, by what orders it; how it stands is read when it is shown. */
export interface PromiseKey {
  readonly key: number;
  readonly id: number;
  readonly state: PromiseState;
}

export interface ClockTally {
  readonly program: string;
  readonly journey: string;
  readonly clock: string;
  /** In words; null: it has none. */
  readonly target: string | null;
  readonly running: number;
  readonly paused: number;
  readonly atRisk: number;
  /** Whose target was passed, also where the clock has stopped since. */
  readonly passed: number;
  readonly charged: Charges;
  readonly rows: readonly PromiseKey[];
  /** False: only the first of its rows are here. */
  readonly isComplete: boolean;
}

/** Of each clock so many rows are kept, the most urgent ones. */
const mostPromises = 2_000;

/** Behind all that will be due: what passed and stopped, then what has no due time. */
const behind = { stopped: 4e15, waiting: 6e15 } as const;
/** A target without a warning of its own is at risk once four fifths of its time are gone. */
const restPart = 1 / 5;

class Tally {
  readonly charged = { us: 0, subject: 0, partner: 0, outage: 0 };
  readonly rows = new Soonest<PromiseKey>(mostPromises);
  readonly counts = { running: 0, paused: 0, atRisk: 0, passed: 0 };
}

export class ClockFold {
  private readonly now: number;
  private readonly tallies = new Map<string, { of: Named; tally: Tally }>();

  constructor(now: number) {
    this.now = now;
  }

  add({ id, program, state }: OpenState): void {
    const runs = state.clocks?.runs;
    const journey = runs === undefined ? undefined : program.journeys[state.journey];
    if (runs === undefined || journey === undefined) return;
    for (const [name, clock] of Object.entries(journey.clocks ?? {})) {
      const run = runs[name];
      if (run === undefined) continue;
      this.count(this.tallyOf({ program: program.program, journey, name, clock }), {
        id,
        clock,
        run,
      });
    }
  }

  result(): readonly ClockTally[] {
    return [...this.tallies.values()].map(({ of, tally }) => ({
      program: of.program,
      journey: of.journey.name,
      clock: of.name,
      target: of.clock.target === undefined ? null : formatSpan(of.clock.target.span),
      ...tally.counts,
      charged: { ...tally.charged },
      rows: tally.rows.rows(),
      isComplete: tally.rows.isComplete,
    }));
  }

  private count(tally: Tally, { id, clock, run }: { id: number; clock: Clock; run: Run }): void {
    const { now } = this;
    const state = standingOf(clock, run, now);
    for (const party of ['us', 'subject', 'partner', 'outage'] as const) {
      tally.charged[party] += run.charged[party];
    }
    if (run.stopped === undefined) tally.charged[run.turn] += Math.max(0, now - run.at);
    const isRunning = counts(clock, run);
    if (run.stopped === undefined) tally.counts[isRunning ? 'running' : 'paused'] += 1;
    if (state === 'at-risk') tally.counts.atRisk += 1;
    const passed = passedAt(run, now);
    if (passed !== undefined) tally.counts.passed += 1;
    if (run.stopped !== undefined && passed === undefined) return;
    tally.rows.add({ key: keyOf(run, passed), id, state });
  }

  /** The newest version's word on the target stands for all. */
  private tallyOf(of: Named): Tally {
    const name = `${of.program}\n${of.journey.name}\n${of.name}`;
    const known = this.tallies.get(name);
    const tally = known?.tally ?? new Tally();
    if (known?.of.clock !== of.clock) this.tallies.set(name, { of, tally });
    return tally;
  }
}

interface Named {
  readonly program: string;
  readonly journey: Journey;
  readonly name: string;
  readonly clock: Clock;
}

function counts(clock: Clock, { turn, paused, stopped }: Run): boolean {
  return stopped === undefined && paused === undefined && clock.counts.includes(turn);
}

function passedAt({ breached, due }: Run, now: number): number | undefined {
  return breached ?? (due !== undefined && due <= now ? due : undefined);
}

function standingOf(clock: Clock, run: Run, now: number): PromiseState {
  if (passedAt(run, now) !== undefined) return 'passed';
  if (run.stopped !== undefined) return 'stopped';
  if (isNear(clock, run, now)) return 'at-risk';
  return counts(clock, run) ? 'running' : 'paused';
}

/** The engine notes when it warns; without a warning what is left by the clock says it. */
function isNear({ target }: Clock, { warned, due, since }: Run, now: number): boolean {
  if (target === undefined) return false;
  if (target.warnPercent !== undefined) return warned !== undefined;
  return due !== undefined && due - now <= (due - since) * restPart;
}

function keyOf({ since, due, stopped }: Run, passed: number | undefined): number {
  if (stopped !== undefined) return behind.stopped + stopped;
  return passed ?? due ?? behind.waiting + since;
}
