/** `onward replay`: plays the story of a proof on the real engine, to where the proof said. */
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, programOf } from '../program/load.ts';
import { readStory } from '../replay/read-story.ts';
import { replayStory, type Replayed } from '../replay/run.ts';
import { storyLines } from '../report/story-lines.ts';
import { overDatabase } from '../scenario/ground.ts';
import { programHash } from '../../store/index.ts';
import type { Terminal } from '../terminal.ts';

export interface ReplayFlags {
  readonly program: string;
  readonly property?: string;
  readonly journey?: string;
  readonly json?: boolean;
}

const isAnother =
  'The program is not the one the story was told of; `onward check` says whether it is mended.';

export async function replay(
  path: string,
  flags: ReplayFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { paint } = terminal;
  const story = await readStory(path, flags);
  const program = programOf(await loadProgram(flags.program), terminal.note);
  if (programHash(program) !== story.hash) terminal.note(paint('warn', isAnother));
  const isTold = flags.json !== true;
  if (isTold) terminal.out(`${paint('strong', story.journey)} · ${story.property}`);
  const lines = storyLines(story.counterexample, paint);
  let next = 0;
  const onProgress = (text: string): void => terminal.note(paint('dim', text));
  const replayed = await overDatabase(onProgress, (connection) =>
    replayStory({
      program,
      story,
      connection,
      schema: 'replay',
      onLine(index) {
        // What happened takes one line, and each place where the journey then stands another.
        const { story: all } = story.counterexample;
        const isLast = index === all.length - 1;
        const end = isLast ? lines.length : next + 1 + (all[index]?.then.length ?? 0);
        for (const line of lines.slice(next, end)) if (isTold) terminal.out(`  ${line}`);
        next = end;
      },
    }),
  );
  if (isTold) for (const line of endLines(replayed)) terminal.out(toned(line, replayed, terminal));
  else {
    const { journey, property } = story;
    terminal.out(JSON.stringify({ journey, property, ...replayed }, null, 2));
  }
  return replayed.ok ? exitCodes.ok : exitCodes.findings;
}

function toned(line: string, { ok }: Replayed, { paint }: Terminal): string {
  return paint(ok ? 'good' : 'bad', line);
}

function endLines({ ok, end, lines, wanted, stood, difference }: Replayed): readonly string[] {
  switch (end) {
    case 'breaks':
      return ['replayed: the step breaks as the proof said; the engine records a fault'];
    case 'refused':
      return ok
        ? ['replayed: the engine refuses to store it, since nothing would be next']
        : [
            `broken off after ${lines} of its inputs: the engine refuses to store a journey with ` +
              'nothing next; mend C1 first',
          ];
    case 'elsewhere':
      return [`not replayed: at input ${lines + 1} ${difference ?? ''}`];
    case 'stands':
      if (ok) return ['replayed: the journey stands where the proof said'];
      return ['not replayed: it stands elsewhere', `  proof   ${wanted}`, `  engine  ${stood}`];
  }
}
