/** How what journeys believe is compared with what a system says, as a program states it. */
import type { Expression } from './fact-model.ts';

/**
 * How belief and system differ, of one record:
 * - `missed`: the system tells of something that never came;
 * - `out-of-order`: what it tells came, and then something older of the record, which is believed
 *   since; or it tells of something older than what came; or it came before its time, was an
 *   exception, and is waited for now;
 * - `changed`: what came was told otherwise than the system has it now;
 * - `contradicted`: the system says what it said before, as if its last word had not been;
 * - `vanished`: what came last is of a record that the system has no more;
 * - `duplicated`: the system has one more record of what the journey has once.
 */
export const driftClasses = [
  'missed',
  'out-of-order',
  'changed',
  'contradicted',
  'vanished',
  'duplicated',
] as const;
export type DriftClass = (typeof driftClasses)[number];

/**
 * What follows: the event that says it is taken; it is proposed to a person, with both sides; or a
 * person finds out.
 */
export const driftPolicies = ['apply', 'propose', 'task'] as const;
export type DriftPolicy = (typeof driftPolicies)[number];

/** What follows unless the program says otherwise: only what cannot be mistaken is applied. */
export const usualPolicy: Readonly<Record<DriftClass, DriftPolicy>> = {
  missed: 'apply',
  'out-of-order': 'apply',
  changed: 'propose',
  contradicted: 'propose',
  vanished: 'task',
  duplicated: 'task',
};

/** How often a system is compared with what journeys believe, and what follows a difference. */
export interface Reconciliation {
  /** Absent: at deadlines, after outages, and when somebody asks. */
  readonly everyMs?: number;
  /** Questions a minute at the most; a page of a list is one. */
  readonly perMinute: number;
  readonly policy: Readonly<Record<DriftClass, DriftPolicy>>;
  /**
   * By an event of the look-up (`system.event`): the command of the system by which what it tells
   * is written there. Each argument stands in the event under its own name.
   */
  readonly write?: Readonly<Record<string, string>>;
}

/**
 * Differences that a command can end: the system has something else, or no more of it. What it has
 * twice, or tells of nobody's, no order of ours takes away.
 */
export const writableClasses: readonly DriftClass[] = ['changed', 'contradicted', 'vanished'];

/**
 * A command is done once its system says what was written: it is asked until then. Where it does
 * not say so in time, whether it was done is unknown, and whoever answers for the system is told.
 */
export interface ReadBack {
  readonly system: string;
  /** The look-up that is asked. */
  readonly lookUp: string;
  /** The events by which it says so; one of them will do. */
  readonly until: readonly string[];
  /** What must stand in it: facts as they were when it was asked for, and what was returned. */
  readonly with: Readonly<Record<string, Expression>>;
  /** Between an answer and the next question. */
  readonly everyMs: number;
  readonly withinMs: number;
}
