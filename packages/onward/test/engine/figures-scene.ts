/** A stage with its figures, and a world in which something stands still for each reason. */
import {
  createIdentity,
  Figures,
  PlaceCounter,
  SourceDesk,
  startRecovery,
} from '../../src/runtime/index.ts';
import { obligationId } from '../../src/core/index.ts';
import { begin, event, Stage } from '../stage.ts';
import { stalling } from './stall-program.ts';

export const minute = 60_000;
export const hour = 60 * minute;
const closing: (() => Promise<void>)[] = [];

/** After each test. */
export async function closeWorlds(): Promise<void> {
  for (const close of closing.splice(0).toReversed()) await close();
}

export interface World {
  readonly stage: Stage;
  readonly figures: Figures;
  readonly absent: Set<string>;
}

export async function world(cells = 1): Promise<World> {
  const stage = await Stage.set({
    program: stalling,
    cells,
    send: ({ effect }) =>
      effect.kind === 'command' ? { kind: 'rejected', data: {} } : { kind: 'done', data: {} },
  });
  closing.push(() => stage.leave());
  const { store, reads, work, figures: figureStore } = stage.open;
  const clock = { now: () => stage.now };
  const program = () => stalling;
  const parts = { store, program, quietMs: () => undefined, now: clock.now };
  const fence = (): ReturnType<typeof stage.open.fence> => stage.open.fence();
  const recovery = await startRecovery({
    identity: createIdentity({ store, reads, engine: stage.engine, fence, clock }),
    ...{ store, reads, recovery: stage.open.recovery, engine: stage.engine, fence, clock },
    outlet: { idempotent: () => true },
  });
  closing.push(() => recovery.stop());
  const absent = new Set<string>();
  const figures = new Figures({
    ...{ figures: figureStore, reads, store, recovery, program, now: clock.now },
    places: new PlaceCounter({ work, program, now: clock.now, wall: () => performance.now() }),
    sources: new SourceDesk(parts),
    absent: () => Promise.resolve(absent),
    elapsed: () => performance.now(),
    onTrouble: (code) => {
      throw new Error(code);
    },
  });
  return { stage, figures, absent };
}

export async function begun(stage: Stage, kind: string, count: number): Promise<readonly string[]> {
  const events = Array.from({ length: count }, (_, at) =>
    event(kind, `${kind} ${stage.now} ${at}`, { type: `web.${kind}`, source: 'web' }),
  );
  const results = await stage.send(...events);
  await stage.engine.idle();
  return results.map(({ journeys }) => journeys[0] ?? '');
}

async function tell(stage: Stage, patient: string): Promise<void> {
  const data = { good: false };
  await stage.send(event('result', patient, { type: 'web.result', source: 'web', data }));
  await stage.engine.idle();
}

/** A world in which each cause is planted; what must be found stands beside it. */
export async function planted({ stage, absent }: World): Promise<void> {
  // Twenty-five of its kind took an hour.
  await begun(stage, 'pace', 25);
  await stage.wait(hour);
  const pace = { journey: 'pace', status: 'open' } as const;
  const first = await stage.open.reads.journeys(pace, { after: 0, limit: 50 });
  for (const { id, state } of first) {
    const [owed] = state.obligations;
    if (owed === undefined) continue;
    const obligation = obligationId({ journey: id, ...owed });
    await stage.engine.act({ obligation, action: 'done', actor: 'p-1', data: {} });
  }
  await stage.engine.idle();
  const since = stage.now;
  for (const [kind, count] of Object.entries({
    ...{ chart: 5, urgent: 2, shift: 4, call: 3, order: 2, rule: 1, pace: 2, tell: 1 },
  })) {
    await begun(stage, kind, count);
  }
  for (const patient of ['order', 'rule']) await tell(stage, `${patient} ${since} 0`);
  await tell(stage, `order ${since} 1`);
  absent.add('p-2').add('p-3');
  await stage.wait(7 * hour);
  await stage.open.store.sources.report([
    {
      ...{ system: 'lab', state: 'away', stateAt: stage.now, since: begin },
      ...{ behind: false, quarantined: 3, lastAway: stage.now },
    },
  ]);
}
