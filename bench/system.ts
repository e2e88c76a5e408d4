/** What the bench asks of each system it measures. */
import type { Connection } from '../packages/onward/src/store/index.ts';
import type { Workload } from './workload.ts';

export const systemNames = ['onward', 'handCte', 'raw'] as const;
export type SystemName = (typeof systemNames)[number];

export interface Place {
  readonly connection: Connection;
  /** A name nobody uses; all schemas of the system start with it. */
  readonly schema: string;
}

/** A system that stands ready in an empty schema. */
export interface Ready {
  /** The part that is timed: resolves when every event and every outcome is durable. */
  run(workload: Workload): Promise<void>;
  /** Throws unless the tables hold exactly what was to be done. */
  verify(workload: Workload): Promise<void>;
  close(): Promise<void>;
}

/** Makes tables and connections; not timed. */
export type Open = (place: Place) => Promise<Ready>;

/** The promise is broken when a system has less, or more, in its tables than the work says. */
export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} rows, not ${wanted}`);
}
