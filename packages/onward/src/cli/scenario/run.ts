/** Runs the scenarios of a program on the real engine, over a database that is gone afterwards. */
import type { Program } from '../../core/index.ts';
import type { Connection } from '../../store/index.ts';
import { sealing } from '../compose/edge.ts';
import { onEngine, overDatabase } from './ground.ts';
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
  await overDatabase(onProgress, async (connection) => {
    for (const [index, file] of files.entries()) {
      onPlayed(await playAlone(program, file, { connection, index }));
    }
  });
}

async function playAlone(
  program: Program,
  file: ScenarioFile,
  { connection, index }: { readonly connection: Connection; readonly index: number },
): Promise<Played> {
  const systems = new SimulatedSystems();
  const start = Date.parse(file.scenario.starts);
  const schema = `scenario${index}`;
  return onEngine({ program, connection, schema, start, outlet: systems }, async (ground) => {
    const seal = sealing(program, () => ground.clock.now());
    return playScenario({ program, ...ground, systems, seal }, file);
  });
}
