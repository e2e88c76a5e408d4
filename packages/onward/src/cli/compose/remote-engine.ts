/**
 * The engine as an edge in another process has it: it hands events over and knows the program. All
 * else an engine does is the coordinator's.
 */
import { BugError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { Engine } from '../../runtime/index.ts';
import type { Reads } from '../../store/index.ts';
import type { Coordinator } from './coordinator.ts';

/** How often it asks for the program: an edge follows a version that was just deployed. */
const lookMs = 5_000;

export interface RemoteEngine {
  readonly engine: Engine;
  readonly reads: Reads;
  /** Tells of a version that has taken over. */
  onProgram(listener: (program: Program) => void): void;
  stop(): void;
}

export function remoteEngine(
  coordinator: Coordinator,
  first: { readonly hash: string; readonly program: Program },
): RemoteEngine {
  let { hash, program } = first;
  let tell: (program: Program) => void = () => undefined;
  const look = async (): Promise<void> => {
    const found = await coordinator.current();
    if (found.hash === hash) return;
    ({ hash, program } = found);
    tell(program);
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookMs);
  const engine: Engine = {
    get program() {
      return program;
    },
    events: (events) => coordinator.submit(events),
    onCommit: () => () => undefined,
    counters: () => ({}),
    idle: () => Promise.resolve(),
    nextDue: () => Promise.resolve(undefined),
    heedHolds: () => Promise.resolve(),
    still: () => [],
    stop: () => Promise.resolve(),
    act: elsewhere,
    control: elsewhere,
    consent: elsewhere,
    deploy: elsewhere,
    reconciling: {
      run: elsewhere,
      start: elsewhere,
      afterOutage: elsewhere,
      decide: elsewhere,
      drift: elsewhere,
      drifts: elsewhere,
      looks: elsewhere,
    },
  };
  return {
    engine,
    reads: readsOf(coordinator),
    onProgram: (listener) => (tell = listener),
    stop: () => clearInterval(timer),
  };
}

/** The edge keeps no journeys; it is ready when its coordinator answers. */
function readsOf(coordinator: Coordinator): Reads {
  return {
    journeys: elsewhere,
    journey: elsewhere,
    journal: elsewhere,
    obligations: elsewhere,
    unmatched: elsewhere,
    proof: elsewhere,
    reveals: elsewhere,
    messages: elsewhere,
    consents: elsewhere,
    people: elsewhere,
    totals: () => Promise.resolve({ open: 0, ended: 0, overdue: 0, unmatched: 0, outbox: 0 }),
    async ping() {
      await coordinator.current();
    },
  };
}

function elsewhere(): Promise<never> {
  return Promise.reject(
    new BugError('ONW-EDGE-ONLY', 'An edge was asked for what only its coordinator has.'),
  );
}
