/** What the bench asks of each system it measures. */
import type { OperationalEvent } from '../packages/onward/src/core/index.ts';
import type { Connection } from '../packages/onward/src/store/index.ts';
import type { Workload } from './workload.ts';

/** Those that the repository itself brings. */
export const ownNames = [
  'onward',
  'onwardHttp',
  'onwardHttp100',
  'handCte',
  'raw',
  'rawLean',
] as const;
/** Those that are installed for the bench alone. */
const peerNames = ['graphileWorker', 'pgBoss', 'dbos', 'restate'] as const;
export const systemNames = [...ownNames, ...peerNames] as const;
export type SystemName = (typeof systemNames)[number];

export function isPeer(name: SystemName): boolean {
  return peerNames.some((each) => each === name);
}

export interface Place {
  readonly connection: Connection;
  /** A name nobody uses; all schemas of the system start with it. */
  readonly schema: string;
  /** Connections of the hand-written service. */
  readonly connections?: number | undefined;
}

/** A system that stands ready in an empty schema. */
export interface Ready {
  /** The part that is timed: resolves when every event and every outcome is durable. */
  run(workload: Workload): Promise<void>;
  /** Takes one event: resolves when it is durable and its journey has moved on. */
  take?(event: OperationalEvent): Promise<void>;
  /** Resolves when the outcomes of all that was taken are durable too. */
  settle?(): Promise<void>;
  /** Throws unless the tables hold exactly what was to be done. */
  verify(workload: Workload): Promise<void>;
  /** Of a system with a log of its own: bytes written to the disk until now, and bytes kept. */
  bytes?(): Promise<OwnBytes>;
  close(): Promise<void>;
}

export interface OwnBytes {
  readonly written: number;
  readonly kept: number;
}

/** Makes tables and connections; not timed. */
export type Open = (place: Place) => Promise<Ready>;

/** The promise is broken when a system has less, or more, in its tables than the work says. */
export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${what}: ${found} rows, not ${wanted}`);
}
