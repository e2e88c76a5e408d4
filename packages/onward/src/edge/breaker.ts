/**
 * One system's trouble stays its own: so many calls to it at once, and a pause once it is away.
 * (M. Nygard, "Release It!": bulkhead and circuit breaker.)
 */
import type { Plain } from '../core/index.ts';
import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  IterableBackoff,
  wrap,
} from 'cockatiel';
import { declared, RetryError } from '../core/index.ts';

export interface BreakerOptions {
  /** Calls under way at once; 32 unless told, as many as the outbox sends at once. */
  readonly calls?: number;
  /** Calls that wait for their turn; 32 unless told. */
  readonly waiting?: number;
  /** Failures in a row until it opens; 5 unless told. */
  readonly failures?: number;
  /**
   * Pauses in milliseconds, the last one again and again; 2 s to 1 min unless told. After each one
   * call is let through to see whether the system is back.
   */
  readonly pausesMs?: readonly number[];
}

/** What counts as a sign that the system is away. */
export interface Outage {
  error(error: unknown): boolean;
  result(result: unknown): boolean;
}

export interface Breaker {
  /**
   * Makes the call, in its turn.
   *
   * @throws {PausedError} ONW-OUT-OPEN while the system is left alone
   * @throws {RetryError} ONW-OUT-BUSY when too many calls wait already
   */
  run<T>(call: () => Promise<T>): Promise<T>;
  /**
   * Milliseconds until the next call is let through; undefined unless the system is left alone.
   */
  openForMs(): number | undefined;
}

/** Nothing was sent, since the system did not answer lately; `afterMs` is when to try again. */
export class PausedError extends RetryError<Plain> {
  readonly afterMs: number;

  constructor(afterMs: number) {
    const message = 'The system did not answer lately and is left alone for a moment.';
    super('ONW-OUT-OPEN', declared(message));
    this.afterMs = afterMs;
  }
}

const usualPausesMs: readonly number[] = [2_000, 5_000, 15_000, 30_000, 60_000];

export function createBreaker(outage: Outage, options: BreakerOptions = {}): Breaker {
  const { calls = 32, waiting = 32, failures = 5, pausesMs = usualPausesMs } = options;
  const circuit = circuitBreaker(
    handleWhen((error) => outage.error(error)).orWhenResult((result) => outage.result(result)),
    { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: new IterableBackoff(pausesMs) },
  );
  const policy = wrap(bulkhead(calls, waiting), circuit);
  let breaks = 0;
  let openUntil = 0;
  circuit.onBreak(() => {
    const pauseMs = pausesMs[Math.min(breaks, pausesMs.length - 1)] ?? 0;
    breaks++;
    openUntil = performance.now() + pauseMs;
  });
  circuit.onReset(() => (breaks = 0));
  const openForMs = (): number => Math.max(Math.ceil(openUntil - performance.now()), 0);
  return {
    async run(call) {
      try {
        return await policy.execute(call);
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new PausedError(openForMs());
        if (error instanceof BulkheadRejectedError) throw busy();
        throw error;
      }
    },
    openForMs: () => (circuit.state === CircuitState.Closed ? undefined : openForMs()),
  };
}

function busy(): RetryError {
  const message = 'Too many calls to the system are under way; nothing was sent.';
  return new RetryError('ONW-OUT-BUSY', message);
}
