/** Reads the story to be played: one by itself, or one of a whole `check --json`. */
import { readFile, stat } from 'node:fs/promises';
import { declared, joined, sentence, StopError } from '../../core/index.ts';
import { usable } from '../compose/make-folder.ts';
import { storiesOf } from '../report/write-story.ts';
import { reportSchema, storySchema, type WrittenStory } from '../report/written.ts';

export interface StoryChoice {
  /** `C4`; the first of the report unless said. */
  readonly property?: string | undefined;
  readonly journey?: string | undefined;
}

/** No report of ours comes near this. */
const largestFileBytes = 20_000_000;

/** @throws StopError ONW-STORY-FORM, ONW-STORY-NONE */
export async function readStory(path: string, choice: StoryChoice): Promise<WrittenStory> {
  const value = await readJson(path);
  const one = storySchema.safeParse(value);
  const report = one.success ? undefined : reportSchema.safeParse(value);
  if (report?.success === false) throw noStory(path);
  const stories = one.success ? [one.data] : report === undefined ? [] : storiesOf(report.data);
  const found = stories.find(
    ({ property, journey, counterexample }) =>
      counterexample.story.length > 0 &&
      (choice.property ?? property) === property &&
      (choice.journey ?? journey) === journey,
  );
  if (found !== undefined) return found;
  const there = stories.map(({ property, journey }) => `${property} of ${journey}`);
  const file = declared(path);
  const known = declared(there.join(', '));
  const message =
    there.length === 0
      ? sentence`${file} tells no story: nothing of it can be played.`
      : sentence`${file} has no such story; it has those of ${known}.`;
  throw new StopError('ONW-STORY-NONE', message);
}

async function readJson(path: string): Promise<unknown> {
  const text = await usable(path, async () => {
    const { size } = await stat(path);
    return size > largestFileBytes ? '' : readFile(path, 'utf8');
  });
  try {
    return JSON.parse(text);
  } catch {
    throw noStory(path);
  }
}

function noStory(path: string): StopError {
  const message = joined(
    sentence`${declared(path)} is neither a story nor a report;`,
    'make one with `onward check --story` or --json.',
  );
  return new StopError('ONW-STORY-FORM', message);
}
