/**
 * Why one obligation stands before another in a queue: by when it is due, with a head start for
 * what bears on somebody's safety, and a smaller one for what nobody planned for.
 */
import type { Program } from '../language/model.ts';
import { isLate } from '../step/late.ts';
import type { Obligation } from '../step/types.ts';

const hourMs = 3_600_000;
/** A matter of safety stands before what is due up to a day earlier. */
const safetyMs = 24 * hourMs;
/** What nobody planned for has no deadline of its own: it is looked at within the morning. */
const exceptionMs = 4 * hourMs;

/** What a place of obligations says of those that rest there. */
export interface Resting {
  readonly program: string;
  readonly journey: string;
  readonly step: string;
  readonly kind: string;
}

/** How much earlier than its due time an obligation ranks, and on what account. */
export interface HeadStart {
  readonly kind: 'safety' | 'exception' | 'none';
  readonly ms: number;
}

/**
 * The head start of everything that rests at a place, so that a queue can be merged from places
 * that are each in order of time. Safety is declared by the program that runs now; a place of a
 * step that it does not have any more has none.
 */
export function headStartOf(program: Program, { journey, step, kind, ...of }: Resting): HeadStart {
  const journeys = program.program === of.program ? program.journeys : {};
  const steps = Object.hasOwn(journeys, journey) ? journeys[journey]?.steps : undefined;
  const found = steps !== undefined && Object.hasOwn(steps, step) ? steps[step] : undefined;
  const isSafety = found !== undefined && 'safety' in found && found.safety !== undefined;
  if (isSafety && kind !== 'park' && kind !== 'ad-hoc') return { kind: 'safety', ms: safetyMs };
  return kind === 'exception' ? { kind, ms: exceptionMs } : { kind: 'none', ms: 0 };
}

/** Why an obligation stands where it does in a queue. */
export interface WhyHere {
  readonly kind: 'safety' | 'exception' | 'escalated' | 'overdue' | 'due';
  readonly headStartMs: number;
  /** Its due time less the head start: queues are in this order. */
  readonly rankAt: number;
}

export function whyHere(obligation: Obligation, { kind, ms }: HeadStart, now: number): WhyHere {
  const { level, due } = obligation;
  const rank = { headStartMs: ms, rankAt: due - ms };
  if (kind !== 'none') return { kind, ...rank };
  if (level > 0) return { kind: 'escalated', ...rank };
  return { kind: isLate(obligation, now) ? 'overdue' : 'due', ...rank };
}
