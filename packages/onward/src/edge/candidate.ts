/** An event before the gate, as connectors and the API hand it in. */
import type { EventType, Program, WireEvent } from '../core/index.ts';
import type { Sealer } from './seal-facts.ts';

/** An event at the gate, wherever it came from. */
export interface Candidate {
  readonly system: string;
  readonly event: string;
  /** A system's name, or any URI-reference. */
  readonly source: string;
  readonly id: string;
  readonly covers?: WireEvent['covers'];
  readonly occurredAt?: number;
  readonly refs: Readonly<Record<string, unknown>>;
  readonly data: Readonly<Record<string, unknown>>;
  /** Outside id of the subject in the event's own system, beside the declared refs. */
  readonly subject?: string;
  /** Public id of a journey, checked already. */
  readonly journey?: string;
  readonly answers?: string;
  readonly form: Sealer['form'];
}

/** The event's type, where the program's system declares it. */
export function declaredEvent(
  program: Program,
  system: string,
  event: string,
): EventType | undefined {
  if (!Object.hasOwn(program.systems, system)) return undefined;
  const events = program.systems[system]?.events ?? {};
  return Object.hasOwn(events, event) ? events[event] : undefined;
}
