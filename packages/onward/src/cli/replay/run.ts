/** Runs a story on the real engine, and says whether it comes to stand where the proof said. */
import { classOf, StopError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { Connection } from '../../store/index.ts';
import type { WrittenStory } from '../report/written.ts';
import { onEngine } from '../scenario/ground.ts';
import { HeldSystems } from './held-systems.ts';
import { Player, StoryFault } from './player.ts';
import { withStandIns } from './stand-in.ts';

/** How a story went. `wanted` and `stood` are configurations as `classOf` names them. */
export interface Replayed {
  readonly ok: boolean;
  /** Lines that were played. */
  readonly lines: number;
  /** Absent: the last step was to break. */
  readonly wanted?: string;
  readonly stood?: string;
  /** Where the engine went another way, in plain words. */
  readonly difference?: string;
}

export interface ReplayOptions {
  readonly program: Program;
  readonly story: WrittenStory;
  readonly connection: Connection;
  readonly schema: string;
  /** Told of each line once it has been played. */
  readonly onLine: (index: number) => void;
}

/** @throws StopError ONW-STORY-PROGRAM when the story is not one of the program. */
export async function replayStory(options: ReplayOptions): Promise<Replayed> {
  const { story, connection, schema } = options;
  if (options.program.journeys[story.journey] === undefined) {
    const message = `The program has no journey ${story.journey}; give the one of the story.`;
    throw new StopError('ONW-STORY-PROGRAM', message);
  }
  const program = withStandIns(options.program, story.journey);
  const systems = new HeldSystems();
  const start = story.counterexample.startsAt;
  return onEngine({ program, connection, schema, start, outlet: systems }, async (ground) => {
    const player = new Player({ program, ground, systems }, story);
    try {
      const end = await playAll(player, options);
      if (end.difference !== undefined) return end;
      return await compare(player, { ...options, now: ground.clock.now() });
    } finally {
      systems.release();
    }
  });
}

async function playAll(player: Player, { story, onLine }: ReplayOptions): Promise<Replayed> {
  const { story: lines, endsIn } = story.counterexample;
  for (const [index, line] of lines.entries()) {
    const isBreak = endsIn === undefined && index === lines.length - 1;
    try {
      await player.play(line, isBreak);
    } catch (error) {
      if (!(error instanceof StoryFault)) throw error;
      return { ok: false, lines: index, difference: error.message };
    }
    onLine(index);
  }
  return { ok: true, lines: lines.length };
}

async function compare(
  player: Player,
  { program, story, now }: ReplayOptions & { readonly now: number },
): Promise<Replayed> {
  const { endsIn, story: all } = story.counterexample;
  const lines = all.length;
  if (endsIn === undefined) return { ok: true, lines };
  const state = await player.state();
  const stood = state === undefined ? '' : classOf(program, state, now);
  return { ok: stood === endsIn, lines, wanted: endsIn, stood };
}
