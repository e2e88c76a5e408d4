/** Tells a finding: the shortest story that leads to it, made true on the real program. */
import type { Journey, Program } from '../language/model.ts';
import type { State } from '../step/types.ts';
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

/**
 * A refutation with the story of the first case that comes true on the real program; unknown where
 * no timing was found for any of them.
 */
export function tell(
  cases: readonly Finding[],
  explorer: Explorer,
  about: About,
): Pick<PropertyReport, 'verdict' | 'reason' | 'counterexample'> {
  for (const finding of cases) {
    const counterexample = counterexampleOf(finding, explorer, about);
    if (counterexample !== undefined) return { verdict: 'refuted', counterexample };
  }
  const [first] = cases;
  const reason =
    'It would be refuted, but no timing was found in which that happens: look at it, and make ' +
    'the deadlines of tracks side by side differ clearly.';
  if (first === undefined) return { verdict: 'unknown', reason };
  return { verdict: 'unknown', reason, counterexample: { ...told(first, about), story: [] } };
}

function told(
  { says, mend, spot }: Finding,
  { options: { locate, now } }: About,
): Omit<Counterexample, 'story'> {
  const at = locate?.(spot);
  return { says, mend, startsAt: now, spot, ...(at === undefined ? {} : { at }) };
}

function counterexampleOf(
  finding: Finding,
  explorer: Explorer,
  about: About,
): Counterexample | undefined {
  const { node, then = [] } = finding;
  if (node === undefined) return { ...told(finding, about), story: [] };
  const { program, options } = about;
  const { abstraction, graph } = explorer;
  const telling = { program, abstraction, startsAt: options.now };
  const real = realise(telling, storyOf(graph, node, then), (end) => {
    return shows(finding, { explorer, program, node }, end);
  });
  if (real === undefined) return undefined;
  const end = real.at(-1);
  const endsIn = end?.after && abstraction.of(end.after, end.now).key;
  return {
    ...told(finding, about),
    story: real.map((each) => toStep(each, options.now)),
    ...(endsIn === undefined ? {} : { endsIn }),
  };
}

interface Aim {
  readonly explorer: Explorer;
  readonly program: Program;
  readonly node: Node;
}

/** Whether a story as it really went shows what was found. */
function shows(
  { property, then = [], spot }: Finding,
  { explorer: { abstraction, journey }, program, node }: Aim,
  last: Real,
): boolean {
  const { before, result, after, now } = last;
  const { history, key } = node.configuration;
  const [first, ...more] = then;
  const play = first?.play;
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
  // Going round may take longer than what is kept is kept.
  const isRound = property === 'C2' || property === 'C7';
  const plain = (state: State): State => (isRound ? { ...state, deferred: [] } : state);
  const aim = abstraction.of(plain(node.configuration.state), instant, {
    history,
    part: node.part,
  }).key;
  if (abstraction.of(plain(after), now, { history, part: node.part }).key === aim) return true;
  // Beside other tracks it is enough that the place in question is as it was found.
  const track = journey.steps[spot.step ?? '']?.track ?? '';
  if (property === 'C5' || track === '') return false;
  const alone = { tracks: new Set([track]), facts: new Set<string>() };
  const here = abstraction.of(plain(after), now, { history, part: alone }).key;
  return (
    here === abstraction.of(plain(node.configuration.state), instant, { history, part: alone }).key
  );
}

function toStep({ now, input, before, after }: Real, startsAt: number): StoryStep {
  const says =
    input.kind === 'deadline' ? deadlineInWords(before, now) : inputInWords(input, before);
  const then = after === undefined ? ['the step breaks'] : placesInWords(after, now);
  return { atMs: now - startsAt, input, says, then };
}
