/** How the systems stand, and what people do about it, where journeys are kept. */
import type { WatchDesk } from '../../api/index.ts';
import { connectors } from '../../connectors/index.ts';
import type { Clock, Program } from '../../core/index.ts';
import { HoldDesk, SourceDesk } from '../../runtime/index.ts';
import type { Engine, HoldParts } from '../../runtime/index.ts';
import type { Store } from '../../store/index.ts';

export interface WatchParts extends Pick<HoldParts, 'wake'> {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  /** Has the edge of this process report now, so that what is read is fresh. */
  readonly flush?: () => Promise<void>;
}

export function createWatch({ store, engine, clock, flush, ...parts }: WatchParts): WatchDesk {
  const program = (): Program => engine.program;
  const now = (): number => clock.now();
  const quiet = (system: string): number | undefined => quietMsOf(engine.program, system);
  const desk = new SourceDesk({ store, program, quietMs: quiet, now });
  const fresh = async <T>(ask: () => Promise<T>): Promise<T> => {
    await flush?.();
    return ask();
  };
  const sources = {
    list: () => fresh(() => desk.list()),
    of: (system: string) => fresh(() => desk.of(system)),
  };
  const reconciler = engine.reconciling;
  const heed = (): Promise<void> => engine.heedHolds();
  return {
    sources,
    holds: new HoldDesk({ store, program, now, sources, heed, reconciler, ...parts }),
    incidents: (closedSince) => store.sources.incidents(closedSince),
    report: (rows) => store.sources.report(rows),
  };
}

/** The silence that the connector of a system declares to be normal. */
export function quietMsOf(program: Program, system: string): number | undefined {
  const found = program.systems[system];
  const described = found && connectors[found.connector]?.describe(found.settings);
  return described !== undefined && 'manifest' in described
    ? described.manifest.quietMs
    : undefined;
}
