/**
 * Drills: each detector is tripped on purpose, in a shadow of the installation, by the same code
 * that watches over the real one. A detector that does not fire is found out before it is needed.
 */
import { closedFacts, declared, OnwardError, parseJourneyId } from '../../core/index.ts';
import type { OnwardCode, OperationalEvent } from '../../core/index.ts';
import type { DrillRow, OpenStore } from '../../store/index.ts';
import { startEngine } from '../engine.ts';
import { watchOf } from '../sources/watch.ts';
import type { Engine, Sent } from '../types.ts';
import { onceKey } from '../work.ts';
import { drillProgram } from './program.ts';

/**
 * `overdue`: a deadline passes and the next owner has it. `silence`: a system says nothing for
 * longer than is normal. `drift`: a system says something else than is believed. `audit`: what the
 * database must hold to is broken.
 */
export const detectors = ['overdue', 'silence', 'drift', 'audit'] as const;
export type Detector = (typeof detectors)[number];

/** Where drills are played: made anew, and gone afterwards. */
export interface DrillGround {
  readonly open: OpenStore;
  /** Takes from a journey what it is owed. */
  damage(journey: number): Promise<void>;
  close(): Promise<void>;
}

export interface DrillParts {
  ground(): Promise<DrillGround>;
  /** Epoch milliseconds; drills go on from here on a clock of their own. */
  now(): number;
  /** Milliseconds that only go up. */
  elapsed(): number;
}

const hourMs = 3_600_000;
const system = declared('drill');

/** Plays every drill; one that fails keeps none of the others from being played. */
export async function playDrills(parts: DrillParts): Promise<readonly DrillRow[]> {
  const rows: DrillRow[] = [];
  for (const detector of detectors) {
    const begun = parts.elapsed();
    const code = await play(detector, parts);
    const at = parts.now();
    const came = code === undefined ? { firedAt: at } : { code };
    rows.push({ detector, triedAt: at, tookMs: Math.round(parts.elapsed() - begun), ...came });
  }
  return rows;
}

/** Undefined when the detector fired. */
async function play(detector: Detector, parts: DrillParts): Promise<OnwardCode | undefined> {
  let stage: Stage | undefined;
  try {
    stage = await Stage.set(parts);
    const fired = await stage[detector]();
    return fired ? undefined : 'ONW-DRILL-SILENT';
  } catch (error) {
    return error instanceof OnwardError ? error.code : 'ONW-INTERNAL';
  } finally {
    await stage?.leave();
  }
}

interface StageParts {
  readonly ground: DrillGround;
  readonly engine: Engine;
  readonly clock: { time: number };
  /** What the system of the drill has written down. */
  readonly books: OperationalEvent[];
}

class Stage {
  private readonly ground: DrillGround;
  private readonly engine: Engine;
  private readonly clock: { time: number };
  private readonly books: OperationalEvent[];

  private constructor(parts: StageParts) {
    this.ground = parts.ground;
    this.engine = parts.engine;
    this.clock = parts.clock;
    this.books = parts.books;
  }

  static async set(parts: DrillParts): Promise<Stage> {
    const ground = await parts.ground();
    const clock = { time: parts.now() };
    const books: OperationalEvent[] = [];
    const engine = await startEngine({
      store: ground.open.store,
      program: drillProgram(),
      clock: { now: () => clock.time },
      random: () => 0.5,
      sole: true,
      outlet: {
        idempotent: () => true,
        send: (): Promise<Sent> => Promise.resolve({ kind: 'done', data: {}, observed: books }),
      },
    });
    return new Stage({ ground, engine, clock, books });
  }

  async leave(): Promise<void> {
    await this.engine.stop();
    await this.ground.close();
  }

  private async begin(): Promise<number> {
    const [result] = await this.engine.events([said('begun', undefined, this.clock.time)]);
    return parseJourneyId(result?.journeys[0] ?? '') ?? -1;
  }

  async overdue(): Promise<boolean> {
    const journey = await this.begin();
    this.clock.time += hourMs + 1_000;
    await this.engine.idle();
    const view = await this.ground.open.reads.journey(journey);
    return (
      view?.state.obligations.some(({ owner, level }) => owner === 'lead' && level > 0) === true
    );
  }

  async silence(): Promise<boolean> {
    const { store } = this.ground.open;
    const at = this.clock.time;
    const seen = { lastGood: at, lastHeard: at, behind: false, quarantined: 0 };
    await store.sources.report([{ system, state: 'well', stateAt: at, since: at, ...seen }]);
    this.clock.time += 3 * hourMs;
    const clock = { now: () => this.clock.time };
    await watchOf({ store, clock, quietMs: () => hourMs }, drillProgram).look();
    const incidents = await store.sources.incidents();
    return incidents.some(({ kind, owner }) => kind === 'silent' && owner === 'drillers');
  }

  async drift(): Promise<boolean> {
    await this.begin();
    await this.engine.events([said('said', 1, this.clock.time)]);
    this.books.push(said('begun', undefined, this.clock.time), said('said', 2, this.clock.time));
    this.clock.time += hourMs;
    await this.engine.reconciling.run({ system });
    const open = await this.engine.reconciling.drifts({ state: 'open' }, { limit: 1 });
    return open.some((drift) => drift.class === 'changed' && drift.owner === 'drillers');
  }

  async audit(): Promise<boolean> {
    const journey = await this.begin();
    const sound = await this.ground.open.examine(this.clock.time);
    await this.ground.damage(journey);
    const broken = await this.ground.open.examine(this.clock.time);
    const findings = (examined: typeof sound): number =>
      examined.reduce((sum, { rows }) => sum + rows, 0);
    return findings(sound) === 0 && findings(broken) > 0;
  }
}

function said(name: string, value: number | undefined, at: number): OperationalEvent {
  const [subject, thing] = ['subject', 'thing'].map((each) => declared(onceKey('drill', each)));
  const digest = declared(onceKey('drill', `${name}/${value ?? 0}`));
  const facts = { subject: subject ?? '', thing: thing ?? '' };
  return {
    type: declared(`drill.${name}`),
    source: system,
    id: digest,
    occurredAt: at,
    refs: [
      { name: 'subject', ref: subject ?? system, of: 'subject' },
      { name: 'thing', ref: thing ?? system, of: 'journey' },
    ],
    data: closedFacts(value === undefined ? facts : { ...facts, value }),
    digest,
  };
}
