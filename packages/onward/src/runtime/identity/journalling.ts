/** Journeys tell in their own journals whose they are now, in the transaction of the move. */
import { BugError, nextWake } from '../../core/index.ts';
import type { ControlInput, Program, State } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { CellTransaction, Fence, JourneyRow, Store, WriteSet } from '../../store/index.ts';
import { Doubts } from '../doubts.ts';
import { onceKey } from '../work.ts';
import { WorkingSet } from '../working-set.ts';

export interface Telling {
  readonly tx: CellTransaction;
  readonly store: Pick<Store, 'program'>;
  readonly fence: Fence;
  readonly now: number;
  /** Number of the batch, for what the journeys ask for meanwhile. */
  readonly batch: number;
}

type Identify = Extract<ControlInput, { readonly control: 'identify' }>;

/** One that has ended or is damaged says nothing; it moves all the same. */
export async function tellJourneys(
  { tx, store, fence, now, batch }: Telling,
  journeys: readonly number[],
  control: Identify,
): Promise<void> {
  if (journeys.length === 0) return;
  const rows = await tx.lock({ subjects: [], journeys });
  const { lost, closed } = fence;
  const restored = lost === undefined ? [] : await tx.restored(journeys);
  const set = new WorkingSet(now, lost && new Doubts({ lost, closed }, restored));
  for (const row of rows) set.load(row, await definitionOf(store, row));
  for (const live of set.all()) {
    if (live.state.status === 'ended') continue;
    const eventId = onceKey(control.merge, `${live.id}`);
    const origin = { type: control.control, source: control.actor, eventId, occurredAt: now };
    set.apply(live, control, origin);
  }
  await tx.write(writeSetOf(set, { now, batch }));
}

async function definitionOf(
  store: Pick<Store, 'program'>,
  { id, program }: JourneyRow,
): Promise<Program | undefined> {
  try {
    return await store.program(cellOf(id), program);
  } catch (error) {
    if (error instanceof BugError) return undefined;
    throw error;
  }
}

/** What has changed, and no more; what it asks for belongs to whoever comes for it first. */
function writeSetOf(set: WorkingSet, by: Pick<WriteSet, 'now' | 'batch'>): WriteSet {
  const changed: JourneyRow[] = [];
  const arm: JourneyRow[] = [];
  const before = new Map<number, State>();
  for (const live of set.all()) {
    if (!live.changed) continue;
    const due = nextWake(live.state);
    if (due !== undefined && due < live.timerDue) {
      live.timerDue = due;
      arm.push(live);
    }
    changed.push(live);
    if (live.before !== undefined) before.set(live.id, live.before);
  }
  const rest = { attempts: 0, nextAt: by.now, started: false };
  const { batch } = by;
  return {
    ...by,
    worker: nobody,
    created: [],
    changed,
    before,
    arm,
    disarm: [],
    journal: set.journal,
    inbox: [],
    outbox: set.outgoing.map((order, place) => ({ batch, place, ...order, ...rest })),
    completions: [],
    refs: [],
    unmatched: [],
    placed: [],
    restored: set.doubts?.changed() ?? [],
    consents: [],
    receipts: [],
  };
}

/** No process has this number: whoever beats next takes the orders over. */
const nobody = 0;
