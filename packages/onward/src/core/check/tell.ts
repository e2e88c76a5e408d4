/** Tells a finding: the shortest story that leads to it, made true on the real program. */
import type { Journey, Program } from '../language/model.ts';
import type { Explorer } from './explorer.ts';
import { instant } from './cells.ts';
import { Findings } from './findings.ts';
import type { Finding } from './findings.ts';
import { Judge } from './judge.ts';
import type { Node } from './graph.ts';
import { realise } from './realise.ts';
import type { Real } from './realise.ts';
import type { CheckOptions, Counterexample, PropertyReport, StoryStep } from './report.ts';
import { storyOf } from './story.ts';
import { deadlineInWords, inputInWords, placesInWords } from './words.ts';

interface About {
  readonly program: Program;
  readonly journey: Journey;
  readonly options: CheckOptions;
}

/** A refutation with its story; unknown where no timing was found that makes the story true. */
export function tell(
  finding: Finding,
  explorer: Explorer,
  { program, options }: About,
): Pick<PropertyReport, 'verdict' | 'reason' | 'counterexample'> {
  const { says, mend, spot, node, plays = [] } = finding;
  const at = options.locate?.(spot);
  const startsAt = options.now;
  const told = { says, mend, startsAt, spot, ...(at === undefined ? {} : { at }) };
  if (node === undefined) return { verdict: 'refuted', counterexample: { ...told, story: [] } };
  const { abstraction, graph } = explorer;
  const { kept = [] } = finding;
  const last = plays.map((play, index) => ({ play, kept: index === 0 ? kept : [] }));
  const story = storyOf(graph, node, last);
  const real = realise({ program, abstraction, startsAt }, story, (end) => {
    return shows(finding, { explorer, program, node }, end);
  });
  if (real === undefined) {
    const reason =
      'It would be refuted, but no timing was found in which that happens: look at it, and make ' +
      'the deadlines of tracks side by side differ clearly.';
    return { verdict: 'unknown', reason, counterexample: { ...told, story: [] } };
  }
  const end = real.at(-1);
  const endsIn = end?.after && abstraction.of(end.after, end.now).key;
  const counterexample: Counterexample = {
    ...told,
    story: real.map((each) => toStep(each, startsAt)),
    ...(endsIn === undefined ? {} : { endsIn }),
  };
  return { verdict: 'refuted', counterexample };
}

interface Aim {
  readonly explorer: Explorer;
  readonly program: Program;
  readonly node: Node;
}

/** Whether a story as it really went shows what was found. */
function shows(
  { property, plays = [], spot }: Finding,
  { explorer: { abstraction, journey }, program, node }: Aim,
  last: Real,
): boolean {
  const { before, result, after, now } = last;
  const { history, key } = node.configuration;
  const [play, ...more] = plays;
  if (after === undefined) return true;
  const isStep = play !== undefined && more.length === 0 && !['C2', 'C5', 'C7'].includes(property);
  if (isStep && result !== undefined) {
    const again = new Findings();
    const judge = new Judge({ program, journey }, again, () => false);
    const state = before ?? node.configuration.state;
    const standing = { ...node, configuration: { key, state, history } };
    judge.taken({ node: standing, play, result, cause: { play, kept: [] } });
    return again.of(property) !== undefined || property === 'C9';
  }
  if (abstraction.of(after, now, history, node.part).key === key) return true;
  // Beside other tracks it is enough that the place in question is as it was found.
  const track = journey.steps[spot.step ?? '']?.track ?? '';
  if (property === 'C5' || track === '') return false;
  const alone = { tracks: new Set([track]), facts: new Set<string>() };
  const here = abstraction.of(after, now, history, alone).key;
  return here === abstraction.of(node.configuration.state, instant, history, alone).key;
}

function toStep({ now, input, before, after }: Real, startsAt: number): StoryStep {
  const says =
    input.kind === 'deadline' ? deadlineInWords(before, now) : inputInWords(input, before);
  const then = after === undefined ? ['the step breaks'] : placesInWords(after, now);
  return { atMs: now - startsAt, input, says, then };
}
