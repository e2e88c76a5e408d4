/** Runs a story on the real engine, and says whether it comes to stand where the proof said. */
import { classOf } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { Connection } from '../../store/index.ts';
import type { WrittenStory } from '../report/written.ts';
import { onEngine } from '../scenario/ground.ts';
import { expectations, type Expected } from './expect.ts';
import { HeldSystems } from './held-systems.ts';
import { Player, StoryFault } from './player.ts';
import { withStandIns } from './stand-in.ts';

/** How a story went. `wanted` and `stood` are configurations as `classOf` names them. */
export interface Replayed {
  readonly ok: boolean;
  /** How its last line went; elsewhere: not as the story says. */
  readonly end: Expected | 'elsewhere';
  /** Lines that were played. */
  readonly lines: number;
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
  const expected = expectations(options.program, story);
  const program = withStandIns(options.program, story.journey);
  const systems = new HeldSystems();
  const start = story.counterexample.startsAt;
  return onEngine({ program, connection, schema, start, outlet: systems }, async (ground) => {
    const player = new Player({ program, ground, systems }, story);
    try {
      const end = await playAll(player, options, expected);
      if (end.end !== 'stands') return end;
      return await compare(player, { ...options, now: ground.clock.now() });
    } finally {
      systems.release();
    }
  });
}

async function playAll(
  player: Player,
  { story, onLine }: ReplayOptions,
  expected: readonly Expected[],
): Promise<Replayed> {
  const { story: lines } = story.counterexample;
  for (const [index, line] of lines.entries()) {
    const end = expected[index] ?? 'stands';
    try {
      await player.play(line, end);
    } catch (error) {
      if (!(error instanceof StoryFault)) throw error;
      return { ok: false, end: 'elsewhere', lines: index, difference: error.message };
    }
    onLine(index);
    if (end === 'stands') continue;
    // Beyond what the engine refuses nothing can be played; the shorter story of C1 comes first.
    return { ok: index === lines.length - 1, end, lines: index + 1 };
  }
  return { ok: true, end: 'stands', lines: lines.length };
}

async function compare(
  player: Player,
  { program, story, now }: ReplayOptions & { readonly now: number },
): Promise<Replayed> {
  const { endsIn = '', story: all } = story.counterexample;
  const state = await player.state();
  const stood = state === undefined ? '' : classOf(program, state, now);
  return { ok: stood === endsIn, end: 'stands', lines: all.length, wanted: endsIn, stood };
}
