/** The words of the runtime: what may be submitted, and what is answered once it is durable. */
import type {
  ConsentWord,
  ControlInput,
  Facts,
  OnwardCode,
  OperationalEvent,
  OutcomeClass,
  Program,
} from '../core/index.ts';
import type { Outgoing, StoredProof } from '../store/index.ts';
import type { Reconciling } from './reconcile/types.ts';

export type EventStatus = 'accepted' | 'duplicate' | 'unmatched' | 'rejected';

/** The answer to one event: given after commit only. */
export interface EventResult {
  readonly id: string;
  readonly status: EventStatus;
  readonly code?: OnwardCode;
  /** One sentence with the way out, where there is a code. */
  readonly message?: string;
  /** Public ids of the journeys that took it. */
  readonly journeys: readonly string[];
}

/** A person's act on an obligation, by its public id. */
export interface ActRequest {
  readonly obligation: string;
  readonly action: string;
  readonly actor: string;
  readonly data: Facts;
  /** Repeats of the same key change nothing again. */
  readonly idempotencyKey?: string;
}

export interface ControlRequest {
  /** Public id of the journey. */
  readonly journey: string;
  readonly control: ControlInput;
  /** Taken only where the journey still stands at this version: ONW-RECOVERY-MOVED. */
  readonly version?: number;
  readonly idempotencyKey?: string;
}

/** What a person has said of being written to, as somebody enters it. */
export interface ConsentRequest {
  /** Public id of one of their journeys. */
  readonly journey: string;
  readonly word: ConsentWord;
  readonly actor: string;
  /** Repeats of the same key change nothing again. */
  readonly idempotencyKey?: string;
}

/** An order to an outside system, handed to whoever can send it. */
export interface Order {
  /** Idempotency key, the same for every try. */
  readonly key: string;
  /** Public id of the journey. */
  readonly journey: string;
  readonly subject: number;
  readonly program: Program;
  readonly effect: Outgoing;
  readonly attempt: number;
  /** An earlier try began and its end is not known. */
  readonly uncertain: boolean;
}

/** What came of one try. `retry`: certainly not done, try again later. */
export type Sent =
  | {
      readonly kind: OutcomeClass;
      readonly data: Facts;
      readonly code?: OnwardCode;
      readonly observed?: readonly OperationalEvent[];
      /** Of a list: there is another page. */
      readonly more?: boolean;
    }
  | { readonly kind: 'retry'; readonly code: OnwardCode; readonly afterMs?: number };

/** The way out, injected: the engine neither knows connectors nor opens sealed refs. */
export interface Outlet {
  /** A repeat under the same key is safe with this system, so no start needs to be recorded. */
  idempotent(order: Pick<Order, 'program' | 'effect'>): boolean;
  /** @throws RetryError when certainly nothing was sent; after any other error nobody knows. */
  send(order: Order): Promise<Sent>;
}

/** Told after each commit, for live views and the log; carries no data of events. */
export interface Committed {
  readonly journeys: readonly string[];
  readonly at: number;
}

/** The running engine. */
export interface Engine {
  /** Takes events; each answer comes when its transaction has committed. */
  events(events: readonly OperationalEvent[]): Promise<readonly EventResult[]>;
  /** @throws RejectError with the refusal's code when the act cannot be taken. */
  act(request: ActRequest): Promise<{ readonly journey: string }>;
  control(request: ControlRequest): Promise<{ readonly journey: string }>;
  /** Enters a word of the journey's person in their ledger; it holds for all their journeys. */
  consent(request: ConsentRequest): Promise<{ readonly journey: string }>;
  readonly reconciling: Reconciling;
  /** The program new journeys begin with. */
  readonly program: Program;
  /**
   * Deploys another version for new journeys; running ones stay on theirs. The same version again
   * only gets the newer proof.
   */
  deploy(program: Program, proof?: StoredProof): Promise<void>;
  /** Resolves when nothing is queued, being committed, being sent, or due by now. */
  idle(): Promise<void>;
  /** When the next timer fires or the next try is made; a clock that is moved stops there. */
  nextDue(): Promise<number | undefined>;
  /** Looks at the holds now, and resolves when every journey that they touch has heard of it. */
  heedHolds(): Promise<void>;
  /** Loops of this process that have not done their work for too long, by name. */
  still(): readonly string[];
  /** Calls the listener after each commit; returns the way to stop it. */
  onCommit(listener: (committed: Committed) => void): () => void;
  /** Numbers for metrics since start. */
  counters(): Readonly<Record<string, number>>;
  /** Stops taking, finishes what is in flight, releases what it held. */
  stop(): Promise<void>;
}
