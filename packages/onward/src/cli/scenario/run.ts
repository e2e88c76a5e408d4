/** Runs the scenarios of a program on the real engine, over a database that is gone afterwards. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../../core/index.ts';
import { startEngine } from '../../runtime/index.ts';
import { openStore, startEmbedded, type Connection } from '../../store/index.ts';
import { sealing } from '../compose/edge.ts';
import { standingClock } from '../compose/movable-clock.ts';
import { playScenario, type Played } from './play.ts';
import type { ScenarioFile } from './read.ts';
import { SimulatedSystems } from './simulated-systems.ts';

export interface ScenarioRun {
  readonly program: Program;
  readonly files: readonly ScenarioFile[];
  readonly onProgress: (text: string) => void;
  readonly onPlayed: (played: Played) => void;
}

/** Plays all scenarios, one after the other, and tells of each as it ends. */
export async function runScenarios({
  program,
  files,
  onProgress,
  onPlayed,
}: ScenarioRun): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onward-test-'));
  // The database's own account must be able to pass through.
  await chmod(folder, 0o711);
  try {
    const database = await startEmbedded({ directory: join(folder, 'data'), onProgress });
    try {
      for (const [index, file] of files.entries()) {
        onPlayed(await playAlone(program, file, { connection: database.connection, index }));
      }
    } finally {
      await database.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each scenario has schemas of its own, so that nothing of another one becomes due in its time. */
async function playAlone(
  program: Program,
  file: ScenarioFile,
  { connection, index }: { readonly connection: Connection; readonly index: number },
): Promise<Played> {
  const opened = await openStore({ connection, schema: `scenario${index}`, poolSize: 4 });
  const clock = standingClock(Date.parse(file.scenario.starts));
  const systems = new SimulatedSystems();
  try {
    const engine = await startEngine({
      store: opened.store,
      program,
      outlet: systems,
      clock,
      random: () => 0.5,
      lanes: 1,
    });
    try {
      const seal = sealing(program, () => clock.now());
      return await playScenario({ program, engine, ...opened, clock, systems, seal }, file);
    } finally {
      await engine.stop();
    }
  } finally {
    await opened.store.close();
  }
}
