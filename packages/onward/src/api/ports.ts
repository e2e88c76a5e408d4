/** What the API is handed: the engine, the reads, and a small port for what stands at the edge. */
import type { Clock, OnwardCode, OperationalEvent, RawDelivery } from '../core/index.ts';
import type { Engine } from '../runtime/index.ts';
import type { Reads } from '../store/index.ts';

/** An event behind the PHI boundary, or why there is none, without a value of the input. */
export type Taken =
  | { readonly kind: 'event'; readonly event: OperationalEvent }
  | {
      readonly kind: 'refused';
      readonly code: OnwardCode;
      readonly message: string;
      /** A pointer of declared names to what was refused. */
      readonly at?: string;
      /** The sender's id of the item, where it is known and well formed. */
      readonly id?: string;
    };

/** What the edge does: input of every form becomes events of closed types, in the same order. */
export interface Intake {
  /** A raw delivery addressed to one system: verified first, then parsed and mapped. */
  receive(system: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** A raw delivery for whichever of a connector's systems it belongs to. */
  receiveLine(connector: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** CloudEvents, already parsed as JSON. */
  receiveEvents(items: readonly unknown[], receivedAt: number): Promise<readonly Taken[]>;
}

/** What the log is told; nothing of a request's content, path or query is in it. */
export type LogEntry =
  | {
      readonly kind: 'request';
      readonly request: string;
      readonly method: string;
      /** The pattern of the route, not the path. */
      readonly route: string;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'failure';
      readonly request: string;
      readonly route: string;
      /** Class of the error and its frames; its message may quote the input and is left out. */
      readonly error: string;
      readonly frames: readonly string[];
    };

export interface ApiLimits {
  /** Largest body in bytes. */
  readonly bodyBytes: number;
  /** Longest time a body may take to arrive. */
  readonly bodyMs: number;
  /** Longest time until the first bytes of a body arrive. */
  readonly firstMs: number;
  /** Most events in one batch. */
  readonly batch: number;
  /** Requests with a body that are worked on at once; more are told to come again. */
  readonly inFlight: number;
  /** Requests whose body is on its way at once; more are told to come again. */
  readonly reading: number;
  /** Live views connected at once. */
  readonly streams: number;
  /** Commits kept for live views that come back. */
  readonly kept: number;
  /** Time between signs of life on a live view. */
  readonly beatMs: number;
}

export interface ApiDeps {
  readonly engine: Engine;
  readonly reads: Reads;
  readonly clock: Clock;
  readonly intake: Intake;
  /**
   * True for a connector that proves who sent a delivery; only such ones are delivered to over
   * HTTP without a token. Without this nothing is.
   */
  delivers?(connector: string): boolean;
  /** The keyed hash that stands for an outside id; undefined when it cannot be one. */
  sealRef?(system: string, id: string): Promise<string | undefined>;
  /** Bearer token of `/v1` and `/metrics`; without one only local names are answered. */
  readonly token?: string;
  /** Names, beside the local ones, under which an instance without a token may be called. */
  readonly hosts?: readonly string[];
  /** Given in development only. Moves the clock and resolves when what became due is done. */
  readonly dev?: { moveClock(to: number): Promise<void> };
  readonly console?: { readonly html: string };
  /** True when requests can be taken; the database is asked besides. */
  ready(): Promise<boolean>;
  log(entry: LogEntry): void;
  readonly limits?: Partial<ApiLimits>;
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 1_048_576,
  bodyMs: 30_000,
  firstMs: 5_000,
  batch: 1_000,
  inFlight: 256,
  reading: 2_000,
  streams: 200,
  kept: 1_000,
  beatMs: 15_000,
};
