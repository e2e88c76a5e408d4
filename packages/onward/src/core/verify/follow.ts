/** Where an input leads: every state that may come of it, each looked at as it comes. */
import { holds } from '../step/guard.ts';
import { step } from '../step/step.ts';
import type { Facts, Journey, Program } from '../language/model.ts';
import type { Input, Obligation, State, StepResult } from '../step/types.ts';
import { happenings, withEachChoice } from './inputs.ts';
import type { Happening } from './inputs.ts';
import { must } from './refused.ts';
import { isSettled, remember } from './remember.ts';
import { eventOf, keyOf, parkSlot, someTime } from './state.ts';
import { instant } from './tables.ts';
import type { Tables } from './tables.ts';

export interface Scene {
  /** With all spans of one length. */
  readonly program: Program;
  /** Who may own something. */
  readonly owners: ReadonlySet<string>;
  readonly journey: Journey;
  readonly tables: Tables;
}

/** What is known of a journey at a moment. */
export interface Moment {
  readonly state: State;
  readonly history: readonly string[];
}

export interface Landing extends Moment {
  /** Some place moved to another step. */
  readonly isMoved: boolean;
  /** Something kept was taken on the way. */
  readonly isFed: boolean;
}

type Stepped = Extract<StepResult, { readonly kind: 'stepped' }>;

/** Every way in which a journey can begin. */
export function beginnings(scene: Scene): readonly Landing[] {
  const { journey, program, tables } = scene;
  return journey.enrol.flatMap(({ on, when }) =>
    withEachChoice(tables.brings(on), (data): readonly Landing[] => {
      if (when !== undefined && !holds(when, { facts: {}, data, now: instant })) return [];
      const input = {
        kind: 'enrol',
        journey: journey.name,
        event: { ...eventOf(on), data },
      } as const;
      const result = step(program, null, input, instant);
      if (result.kind === 'refused') return [];
      return landed(scene, { state: unborn, history: [] }, { input, result });
    }).flat(),
  );
}

const unborn: State = {
  journey: '',
  version: 0,
  status: 'open',
  stage: '',
  facts: {},
  milestones: [],
  places: [],
  obligations: [],
  deferred: [],
};

/** Everything that may come of a moment: what happens, and where it leads. */
export function* successors(
  scene: Scene,
  { state, history }: Moment,
): Generator<{ readonly happening: Happening; readonly landings: readonly Landing[] }> {
  for (const twin of twins(scene, state)) {
    for (const happening of happenings(scene, twin)) {
      const landings = orders(happening).flatMap((ordered) =>
        take(scene, { state: ordered, history }, happening),
      );
      yield {
        happening,
        landings: landings.flatMap((each) => settle(scene, each, happening.kept)),
      };
    }
  }
}

function take(
  scene: Scene,
  before: Moment,
  { input, source }: Pick<Happening, 'input' | 'source'>,
): readonly Landing[] {
  const fields = source === undefined ? new Map() : scene.tables.brings(source);
  return withEachChoice(fields, (data: Facts) => {
    const given: Input = source === undefined ? input : ({ ...input, data } as Input);
    const result = step(scene.program, before.state, given, instant);
    if (result.kind === 'stepped') return landed(scene, before, { input: given, result });
    must(input.kind === 'signal', 'ONW-CERTIFICATE-STEP', 'An input is refused where it may come.');
    return [];
  }).flat();
}

/** Looks at what a step came to, and tells each state it may stand for. */
function landed(
  scene: Scene,
  before: Moment,
  then: { readonly input: Input; readonly result: Stepped },
): readonly Landing[] {
  const { state, entries } = then.result;
  const history = remember(scene.journey, before, then);
  owned(scene, state);
  planned(then.result);
  if (state.status === 'ended') clean(scene, state, history);
  const isMoved = entries.some(({ kind }) => kind === 'moved');
  return restingSince(before.state, state).map((each) => {
    return { state: each, history, isMoved, isFed: false };
  });
}

/** Whatever is open has an owner in the program, and a date. */
function owned({ owners }: Scene, { obligations, parked, deferred }: State): void {
  for (const { owner, due } of [...obligations, ...(parked?.resting ?? [])]) {
    must(owners.has(owner), 'ONW-CERTIFICATE-PENDING', 'Something open is owned by nobody.');
    must(Number.isFinite(due), 'ONW-CERTIFICATE-PENDING', 'Something open has no date.');
  }
  const isDated = deferred.every(({ expires }) => Number.isFinite(expires));
  must(isDated, 'ONW-CERTIFICATE-PENDING', 'An event is kept without an end.');
}

/** No exception is opened but those that the program plans for. */
function planned({ entries }: Stepped): void {
  const plans = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'taken' || entry.how !== 'exception') continue;
    const code = 'ONW-CERTIFICATE-PLAN';
    must(entry.reason !== undefined, code, 'An event may come that nothing is planned for.');
    plans.add(entry.what);
  }
  for (const entry of entries) {
    const isOther = entry.kind !== 'opened' || entry.obligation !== 'exception';
    const isPlanned = isOther || plans.has(entry.name);
    must(isPlanned, 'ONW-CERTIFICATE-PLAN', 'An answer or a deadline has no way on.');
  }
}

function clean({ journey }: Scene, state: State, history: readonly string[]): void {
  const { obligations, deferred, parked } = state;
  const last = journey.steps[state.places.find(({ track }) => track === '')?.step ?? ''];
  const isClean =
    obligations.length + deferred.length === 0 &&
    parked === undefined &&
    isSettled(history, last?.kind === 'end' && last.abort === true);
  must(isClean, 'ONW-CERTIFICATE-CLEAN', 'An end leaves something open, unanswered or not undone.');
}

/** When a park begins, deadlines that may come at any time may have passed just before, or not. */
function restingSince(before: State, state: State): readonly State[] {
  const { parked } = state;
  if (parked === undefined || before.parked !== undefined) return [state];
  let all: readonly (readonly Obligation[])[] = [[]];
  for (const each of parked.resting) {
    const dues = each.due <= instant ? [each.due] : [parked.since, parked.since + 1];
    all = all.flatMap((some) => dues.map((due) => [...some, { ...each, due }]));
  }
  return all.map((resting) => ({ ...state, parked: { ...parked, resting } }));
}

/** An answer that nobody waits for: what is kept is tried again. */
const nothing: Input = {
  kind: 'outcome',
  key: 'nothing',
  name: 'nothing',
  passing: false,
  step: '',
  outcome: 'done',
  data: {},
};

/**
 * What is kept is heard wherever somebody hears it: in any order, with any data, and as often as
 * there is one of its type, since what is kept stands for one or more.
 */
function settle(scene: Scene, from: Landing, others: readonly string[]): readonly Landing[] {
  const done: Landing[] = [];
  const seen = new Set<string>();
  const fresh = from.state.deferred.map(({ event }) => event.type);
  const first = from.state.status === 'ended' ? [] : [...new Set([...others, ...fresh])];
  if (first.length === 0) return [from];
  const waiting = [{ from, kept: first }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { from: at, kept } = next;
    const deferred = kept.map((type) => ({ event: eventOf(type), expires: someTime, owner: '' }));
    const here: Landing = { ...at, state: { ...at.state, deferred } };
    const key = `${keyOf(here.state, at.history, scene.tables)} ${at.isMoved} ${at.isFed}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const heard = kept.map((type) => ({ type, landings: hear(scene, at, type) }));
    const takers = heard.filter(({ landings }) => landings.length > 0);
    if (takers.length === 0) done.push(here);
    for (const { type, landings } of takers) {
      for (const landing of landings) {
        const left = landing.state.status === 'ended' ? [] : kept;
        const isMoved = landing.isMoved || at.isMoved;
        const after = { ...landing, isMoved, isFed: true };
        waiting.push({ from: after, kept: left.filter((each) => each !== type) });
        waiting.push({ from: after, kept: left });
      }
    }
  }
  return done;
}

/** Where one kept event leads; nowhere when nobody hears it here. */
function hear(scene: Scene, { state, history }: Moment, type: string): readonly Landing[] {
  if (state.status === 'ended') return [];
  return withEachChoice(scene.tables.brings(type), (data) => {
    const one = { event: { ...eventOf(type), data }, expires: someTime, owner: '' };
    const before = { history, state: { ...state, deferred: [one] } };
    const result = step(scene.program, before.state, nothing, instant);
    if (result.kind === 'refused' || result.state.deferred.length > 0) return [];
    return landed(scene, before, { input: nothing, result });
  }).flat();
}

/** Whoever waits for the same journey may have begun to in any order. */
function orders({ state, input }: Happening): readonly State[] {
  if (input.kind !== 'signal') return [state];
  const isHearer = (each: Obligation): boolean => {
    return each.kind === 'depends' && each.name === input.journey;
  };
  const rest = state.obligations.filter((each) => !isHearer(each));
  return permutations(state.obligations.filter(isHearer)).map((hearers) => {
    return { ...state, obligations: [...rest, ...hearers] };
  });
}

function permutations<T>(all: readonly T[]): readonly (readonly T[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((each, at) =>
    permutations(all.toSpliced(at, 1)).map((rest) => [each, ...rest]),
  );
}

/**
 * A fact on which a deadline hangs, and that is copied, may differ from what it is copied to
 * though both lie in one cell: the deadline moves then, and not otherwise.
 */
function twins({ tables, journey }: Scene, state: State): readonly State[] {
  let all: readonly State[] = [state];
  for (const [fact, value] of Object.entries(state.facts)) {
    const cuts = tables.reading.facts.get(fact);
    const isCopied = tables.reading.ways.some(({ set }) =>
      set.some(({ fact: into, to }) => {
        return (
          (to.kind === 'fact' || to.kind === 'now') &&
          (into === fact || ('name' in to && to.name === fact))
        );
      }),
    );
    if (cuts?.isTimer !== true || !isCopied) continue;
    const cell = tables.cell(fact, value);
    const others = tables.values(fact).filter((each) => {
      return each !== value && tables.cell(fact, each) === cell;
    });
    all = all.flatMap((each) => [
      each,
      ...others.map((other) => withFact(journey, each, [fact, other])),
    ]);
  }
  return all;
}

/** The same state with another value of a fact, and what is due by it. */
function withFact(
  { steps }: Journey,
  state: State,
  [fact, value]: readonly [string, State['facts'][string]],
): State {
  const obligations = state.obligations.map((each) => {
    const on = steps[each.step];
    if (each.due === someTime || each.slot >= parkSlot) return each;
    if (on === undefined || !('within' in on) || on.within.kind !== 'fact') return each;
    if (on.within.fact !== fact) return each;
    const time = typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : Number(value);
    return { ...each, due: time + on.within.offsetMs };
  });
  return { ...state, facts: { ...state.facts, [fact]: value }, obligations };
}
