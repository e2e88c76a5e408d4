/** Composes the figures of the console over the parts of a running Onward. */
import { Figures, PlaceCounter } from '../../runtime/index.ts';
import type { Engine, Recovery } from '../../runtime/index.ts';
import type { WatchDesk } from '../../api/index.ts';
import { awayAt } from '../../store/index.ts';
import type { Closing } from './closing.ts';
import type { Database } from './database.ts';
import type { StartOptions } from './start-options.ts';

export interface FigureGround {
  readonly database: Database;
  readonly closing: Closing;
}

export interface FigureDesks {
  readonly engine: Engine;
  readonly watch: WatchDesk;
  readonly recovery: Recovery;
}

/** Begins the first sweep; it ends with everything else. */
export function startFigures(
  { clock, log }: Pick<StartOptions, 'clock' | 'log'>,
  { database, closing }: FigureGround,
  { engine, watch, recovery }: FigureDesks,
): Figures {
  const { figures: store, work, reads } = database;
  const program = () => engine.program;
  const now = (): number => clock.now();
  const figures = new Figures({
    figures: store,
    reads,
    store: database.store,
    places: new PlaceCounter({ work, program, now, wall: () => performance.now() }),
    sources: watch.sources,
    recovery,
    absent: async () => {
      const at = now();
      return new Set(awayAt(await work.absences.list(at), at).keys());
    },
    program,
    now,
    elapsed: () => performance.now(),
    onTrouble: (code) => log.trouble(code),
  });
  figures.start();
  closing.add(() => {
    figures.stop();
    return Promise.resolve();
  });
  return figures;
}
