/** Starts recovery beside an engine: its kinds of cause, its own sign of life, its turns. */
import type { Clock, Program } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { Fence, Reads, RecoveryStore, Store } from '../../store/index.ts';
import { Clockwork } from '../clockwork.ts';
import type { Identity } from '../identity/index.ts';
import type { Reconciler } from '../reconcile/types.ts';
import type { Engine, Outlet } from '../types.ts';
import { driftCauses } from './drifts.ts';
import { causesInJourneys } from './journeys.ts';
import { quarantineCauses } from './quarantine.ts';
import { recoveryOf } from './recovery.ts';
import type { RetryParts } from './retrying.ts';
import type { AsideDesk, KindOfCause, Recovery } from './types.ts';
import { unmatchedCauses } from './unmatched.ts';
import { workOfPeople } from './work.ts';

export type * from './types.ts';
export { acts, bulkActs, causeKinds } from './types.ts';
export { hasClimbed } from './journeys.ts';
export { workItem } from './work.ts';

export interface RecoveryOptions {
  readonly store: Store;
  readonly reads: Reads;
  readonly recovery: RecoveryStore;
  readonly engine: Engine;
  readonly outlet: Pick<Outlet, 'idempotent'>;
  readonly identity: Identity;
  readonly fence: () => Promise<Fence>;
  readonly clock: Clock;
  /** Real time, for heartbeats between processes; default: the clock. */
  readonly wall?: Clock;
  /** What was set aside, where the edge is in this process. */
  readonly aside?: AsideDesk | undefined;
  readonly reconciler?: Reconciler | undefined;
  /** No other process uses the store: what the last one left is taken over at once. */
  readonly sole?: boolean;
  readonly onTrouble?: (code: string) => void;
  /** How long what was done is looked at before it stays unverified. */
  readonly patienceMs?: number;
}

const beatMs = 5_000;
const lookMs = 1_000;
const aliveMs = 20_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

/** Starts recovery and takes over the runs that dead processes left. */
export async function startRecovery(options: RecoveryOptions): Promise<Recovery> {
  const { store, recovery, engine, clock, wall = clock } = options;
  const [worker = 0] = await store.nextIds(0, 1);
  await store.beat(worker, wall.now());
  let isFirst = options.sole === true;
  const made = recoveryOf({
    store,
    recovery,
    kinds: kindsOf(options),
    program: () => engine.program,
    now: () => clock.now(),
    wall: () => wall.now(),
    worker: () => worker,
    aliveSince: () => (isFirst ? Number.MAX_SAFE_INTEGER : wall.now() - aliveMs),
    pause,
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
  });
  await made.work();
  isFirst = false;
  const turns = new Clockwork({
    onTrouble: (code) => options.onTrouble?.(code),
    now: () => wall.now(),
  });
  turns.every('beat', beatMs, () => store.beat(worker, wall.now()));
  turns.every('runs', lookMs, () => made.work());
  return {
    ...made,
    async stop() {
      turns.stop();
      await made.stop();
      await store.rest(worker).catch(() => undefined);
    },
  };
}

/** Every kind of cause there is: a further one is added here. */
function kindsOf(options: RecoveryOptions): readonly KindOfCause[] {
  const { store, reads, recovery, engine, clock, identity, reconciler, aside } = options;
  const program = (): Program => engine.program;
  const now = (): number => clock.now();
  const retry = retryOf(options);
  const here = aside === undefined ? [] : [quarantineCauses({ desk: aside, now })];
  return [
    causesInJourneys({ store, reads, recovery, engine, retry, reconciler, program, now }),
    unmatchedCauses({ store, recovery, engine, identity, program, now }),
    driftCauses({ store, reconciling: engine.reconciling }),
    workOfPeople({ reads, engine, now }),
    ...here,
  ];
}

function retryOf({ store, reads, outlet, fence }: RecoveryOptions): RetryParts {
  return {
    reads,
    idempotent: (order) => outlet.idempotent(order),
    async lost(journey) {
      const { lost } = await fence();
      if (lost === undefined) return undefined;
      const [row] = await store.transact(cellOf(journey), (tx) => tx.restored([journey]));
      return { lost, row };
    },
  };
}
