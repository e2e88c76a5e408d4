/** The words of what a bench finds. */
import type { Measured } from './measure.ts';
import type { Waits } from './steady.ts';
import type { SystemName } from './system.ts';

/** One goal, as it stands in the table. */
export interface Judged {
  readonly what: string;
  readonly goal: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** What it was measured on. */
export interface Machine {
  readonly cpus: number;
  readonly cpu: string;
  readonly node: string;
  readonly postgres: string;
}

/** How long events waited: at a fifth of the system's own rate, at 1,000 a second, alone. */
export interface Waited {
  readonly perSecond?: number;
  readonly steady?: Waits;
  readonly at1000?: Waits;
  readonly aloneMs?: number;
}

/** All that was measured, before it is summed up. */
export interface Findings {
  readonly machine: Machine;
  /** By system, in the order of the runs. */
  readonly runs: Readonly<Partial<Record<SystemName, readonly Measured[]>>>;
  readonly journeys: (name: SystemName) => number;
  readonly waits: Readonly<Partial<Record<SystemName, Waited>>>;
  /** One row in a transaction of its own, alone. */
  readonly bareCommitMs: number | undefined;
  /** Connections of the hand-written service: the best of those tried. */
  readonly handCteConnections: number;
}

/** One system: medians of its runs. */
export interface SystemReport extends Measured {
  /** At a fifth of its own rate. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly steadyPerSecond?: number;
  readonly at1000?: Waits;
  readonly aloneMs?: number;
  readonly connections?: number;
  /** Journeys of a run, with five transitions each. */
  readonly journeys: number;
  readonly runs: readonly Measured[];
}

/** By name; the bare commit beside them is only asked how long one takes. */
export type Systems = Readonly<Partial<Record<SystemName, SystemReport>>> & {
  readonly bareCommit?: { readonly aloneMs: number };
};

/** What is told, and written as JSON. */
export interface Report {
  readonly systems: Systems;
  /** `onward/raw`: how much the first does beside the second. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly goals: readonly Judged[];
  readonly machine: Machine;
}
