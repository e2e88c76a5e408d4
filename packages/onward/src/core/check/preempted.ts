/** Which edges can never be taken because a shorter timer always comes first. */
import type { Journey, Program, Step } from '../language/model.ts';
import type { Node } from './graph.ts';
import type { Play } from './play.ts';
import { holderOf } from './relevance.ts';
import { waysOf } from './walk.ts';

interface Subject {
  readonly program: Program;
  readonly journey: Journey;
}

/** Whether a play cannot come here: what is due earlier changes the configuration before. */
export function isPreempted(subject: Subject, node: Node, play: Play): boolean {
  if (play.kind === 'outcome' && play.outcome === 'exhausted') {
    return isTooLate(subject.journey, node, play.slot);
  }
  return play.kind === 'deadline' && isOvertaken(subject.journey, node, play.slot);
}

/** A command is given up by its deadline before its last try, at the shortest of its waits. */
function isTooLate(journey: Journey, { configuration }: Node, slot: number): boolean {
  const { obligations } = configuration.frame?.bare ?? configuration.state;
  const obligation = obligations.find((each) => each.slot === slot);
  const step = journey.steps[obligation?.step ?? ''];
  if (obligation?.level !== 0 || step?.kind !== 'command' || step.within?.kind !== 'wall')
    return false;
  if (step.overdue.then === undefined || step.overdue.escalate.length > 0) return false;
  const { attempts, firstMs, factor, maxMs } = step.retry;
  let waited = 0;
  for (let wait = firstMs, n = 1; n < attempts; n++, wait *= factor)
    waited += Math.min(wait, maxMs);
  return step.within.ms < waited;
}

/** Another track's first deadline, armed no later, is shorter and leads on or out. */
function isOvertaken(journey: Journey, { configuration }: Node, slot: number): boolean {
  const { obligations, places } = configuration.frame?.bare ?? configuration.state;
  const own = obligations.find((each) => each.slot === slot);
  if (own === undefined || own.level > 0) return false;
  return rivalsOf(journey, own.step).some(({ track, start, waitsAlone }) => {
    const there = obligations.find((each) => each.step === start && each.track === track);
    const isHere = there?.level === 0 && there.lookUp === undefined;
    // Another part is not seen from here; a wait that nothing else ends is there until it is over.
    const isElsewhere =
      there === undefined && waitsAlone && !places.some((place) => place.track === track);
    return isHere || isElsewhere;
  });
}

/** The beginning of another track, where its deadline is always the earlier one. */
interface Rival {
  readonly track: string;
  readonly start: string;
  readonly waitsAlone: boolean;
}

const rivals = new WeakMap<Journey, Map<string, readonly Rival[]>>();

/** Whose first deadline comes before that of a step; read off once. */
function rivalsOf(journey: Journey, name: string): readonly Rival[] {
  let known = rivals.get(journey);
  if (known === undefined) rivals.set(journey, (known = new Map<string, readonly Rival[]>()));
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = findRivals(journey, name)));
  return found;
}

function findRivals(journey: Journey, name: string): readonly Rival[] {
  const step = journey.steps[name];
  if (step === undefined || step.track === '') return [];
  const least = leastMs(step);
  const holder = journey.steps[holderOf(journey, step.track) ?? ''];
  if (least === undefined || holder?.kind !== 'tracks') return [];
  return Object.entries(holder.tracks).flatMap(([track, start]): Rival[] => {
    const first = journey.steps[start];
    if (track === step.track || first === undefined || !isOnce(journey, start)) return [];
    return most(first) < least ? [{ track, start, waitsAlone: isAlone(journey, first) }] : [];
  });
}

/** How soon a deadline passes at the earliest; undefined: nothing can be said. */
function leastMs(step: Step): number | undefined {
  if (!('within' in step)) return undefined;
  const { within } = step;
  if (within?.kind === 'wall') return within.ms;
  return within?.kind === 'business-time' ? within.ms : undefined;
}

/** How late a first deadline leads on: only one by the clock, with nothing before its way on. */
function most(step: Step): number {
  if (!('within' in step) || step.within?.kind !== 'wall') return Number.POSITIVE_INFINITY;
  const isDirect =
    step.kind === 'wait' ||
    ('overdue' in step &&
      step.overdue.escalate.length === 0 &&
      step.overdue.lookUp === undefined &&
      step.overdue.then !== undefined);
  return isDirect ? step.within.ms : Number.POSITIVE_INFINITY;
}

/** A step that nothing leads back to was entered when the tracks began. */
function isOnce(journey: Journey, name: string): boolean {
  let targets = known.get(journey);
  if (targets === undefined) {
    const ways = waysOf(journey).flatMap(({ transitions }) => transitions);
    targets = new Set(ways.flatMap(({ to }) => (to === undefined ? [] : [to])));
    known.set(journey, targets);
  }
  return !targets.has(name);
}

/** Steps that are led to, per journey: read off once. */
const known = new WeakMap<Journey, ReadonlySet<string>>();

/** A wait that only its own end leaves, out of the tracks. */
function isAlone(journey: Journey, step: Step): boolean {
  return (
    step.kind === 'wait' &&
    Object.keys(step.on).length === 0 &&
    step.then.every(({ to }) => to !== undefined && journey.steps[to]?.track === '')
  );
}
