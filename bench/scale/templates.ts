/** Journeys as the engine makes them, in the middle of their way, for others to be copied from. */
import type { Plain } from '../../packages/onward/src/core/index.ts';
import { startEngine } from '../../packages/onward/src/runtime/index.ts';
import type {
  NewJourney,
  JournalRow,
  Store,
  WriteSet,
} from '../../packages/onward/src/store/index.ts';
import { take } from '../onward.ts';
import { compileBenchProgram } from '../program.ts';
import { makeEvent } from '../workload.ts';

/** One journey, and everything in its rows that is its own. */
export interface Template {
  readonly journey: NewJourney;
  readonly journal: readonly JournalRow[];
  /** The outside id of its subject, as the gate seals it. */
  readonly ref: Plain;
  /** Ids of the events that it took, in their order. */
  readonly eventIds: readonly Plain[];
}

/** What has happened on each journey; what is left is asked for later. */
export const storiesTaken = ['start', 'paid'] as const;

/** Over nearly the seven days of a deadline, so that those of the copies are spread as well. */
const templates = 64;
const hoursBetween = 2.5;
const hourMs = 3_600_000;

/** Runs a few journeys at times of the past week, and keeps what the engine wrote. */
export async function makeTemplates(store: Store): Promise<readonly Template[]> {
  let now = Date.now() - templates * hoursBetween * hourMs;
  const sets: WriteSet[] = [];
  const engine = await startEngine({
    store: watched(store, (set) => sets.push(set)),
    program: compileBenchProgram('form'),
    clock: { now: () => now },
    random: Math.random,
    outlet: { idempotent: () => true, send: () => Promise.resolve({ kind: 'done', data: {} }) },
  });
  const made: Template[] = [];
  try {
    for (let each = 0; each < templates; each += 1) {
      now += hoursBetween * hourMs;
      sets.length = 0;
      // Numbers below nought are nobody else's.
      const events = storiesTaken.map((story) => makeEvent(story, -1 - each, { at: now }));
      for (const event of events) await take(engine, [event]);
      await engine.idle();
      const [first] = events;
      if (first === undefined) continue;
      const ref = first.refs[0]?.ref ?? first.id;
      made.push({ ...rowsOf(sets), ref, eventIds: events.map(({ id }) => id) });
    }
  } finally {
    await engine.stop();
  }
  return made;
}

/** The store, with somebody who sees what is written. */
function watched(store: Store, see: (set: WriteSet) => void): Store {
  return {
    ...store,
    transact: (cell, work) =>
      store.transact(cell, (tx) =>
        work({
          ...tx,
          writeLast: (set) => {
            see(set);
            return tx.writeLast(set);
          },
        }),
      ),
  };
}

function rowsOf(sets: readonly WriteSet[]): Pick<Template, 'journey' | 'journal'> {
  const created = sets.flatMap((set) => set.created)[0];
  if (created === undefined) throw new Error('No journey has begun.');
  const last = sets.flatMap((set) => set.changed).at(-1) ?? created;
  return {
    journey: { ...last, enrolKey: created.enrolKey, timerDue: created.timerDue },
    journal: sets.flatMap((set) => set.journal),
  };
}
