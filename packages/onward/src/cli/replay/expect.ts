/** What the step says of a story, without an engine: what each of its lines must come to. */
import { declared, nextObligation, joined, sentence, step, StopError } from '../../core/index.ts';
import type { Program, State, StepResult } from '../../core/index.ts';
import type { WrittenStory } from '../report/written.ts';

/**
 * breaks: the step itself fails, and the engine records a fault instead. refused: the journey would
 * be open with nothing next, which the engine never stores.
 */
export type Expected = 'stands' | 'breaks' | 'refused';

/** @throws StopError ONW-STORY-PROGRAM where the story cannot happen in the program */
export function expectations(program: Program, story: WrittenStory): readonly Expected[] {
  if (program.journeys[story.journey] === undefined) throw stranger(story, 'has no such journey');
  const { story: lines, startsAt } = story.counterexample;
  let state: State | null = null;
  return lines.map(({ atMs, input }, index) => {
    let result: StepResult;
    try {
      result = step(program, state, input, startsAt + atMs);
    } catch {
      if (index === lines.length - 1) return 'breaks';
      throw stranger(story, `breaks at line ${index + 1} already`);
    }
    if (result.kind === 'refused') throw stranger(story, `does not take line ${index + 1}`);
    state = result.state;
    const hasNothing = state.status === 'open' && nextObligation(state) === undefined;
    return hasNothing ? 'refused' : 'stands';
  });
}

function stranger({ journey, property }: WrittenStory, what: string): StopError {
  const whose = declared(`${journey} (${property})`);
  const message = joined(
    sentence`The story of ${whose} is of another program: this one ${declared(what)}.`,
    'Make it again with `onward check --story`.',
  );
  return new StopError('ONW-STORY-PROGRAM', message);
}
