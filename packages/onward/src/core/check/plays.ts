/**
 * What may happen next in a configuration: each event, answer, silence and person's act that the
 * world may come with, in any order, as an input of the step.
 */
import { receiptKinds } from '../step/message.ts';
import type {
  EventInput,
  Input,
  Obligation,
  OutcomeClass,
  SignalInput,
  State,
} from '../step/types.ts';
import type { Facts, Journey, Program } from '../language/model.ts';
import { cellsOf, instant } from './cells.ts';
import type { Cells } from './cells.ts';
import { ahead, eventOf, parkSlot } from './configuration.ts';
import type { Abstraction } from './configuration.ts';
import type { Configuration } from './frame.ts';
import type { Play } from './play.ts';
import { anyone } from './timeless.ts';
import { actSource, dataTypesOf, doneSource, eventsOf } from './walk.ts';

const outcomes: readonly OutcomeClass[] = ['rejected', 'exhausted', 'unknown'];

/** Lists what may happen, for the configurations of one journey. */
export class Plays {
  readonly #journey: Journey;
  readonly #program: Program;
  readonly #abstraction: Abstraction;
  readonly #events: readonly Extract<Play, { readonly kind: 'event' }>[];
  readonly #data = new Map<string, readonly Facts[]>();
  readonly #known = new WeakMap<Obligation, readonly Play[]>();

  constructor(program: Program, abstraction: Abstraction) {
    this.#program = program;
    this.#abstraction = abstraction;
    this.#journey = abstraction.journey;
    this.#events = eventsOf(this.#journey).map((type) => ({ kind: 'event', type, data: {} }));
  }

  /** Everything that may happen here; `events`: only events of these types. */
  in(configuration: Configuration, events?: ReadonlySet<string>): readonly Play[] {
    const { frame } = configuration;
    let plays = frame?.plays;
    if (plays === undefined) {
      plays = this.#inFrame(configuration.state, events);
      if (frame !== undefined) frame.plays = plays;
    }
    const sinking = this.#abstraction.sinking(configuration);
    if (sinking.length === 0) return plays;
    return [...plays, ...sinking.map((each): Play => ({ kind: 'time', ...each }))];
  }

  /** What may happen whatever the facts are; the same plays each time. */
  #inFrame(state: State, events: ReadonlySet<string> | undefined): readonly Play[] {
    const plays: Play[] = [];
    for (const obligation of state.obligations) plays.push(...this.#about(obligation));
    for (const resting of state.parked?.resting ?? []) this.#answers(resting, plays);
    this.#signals(state, plays);
    for (const play of this.#events) {
      if (events !== undefined && !events.has(play.type)) continue;
      if (!this.#isIgnored(state, play.type)) plays.push(play);
    }
    for (const { event } of state.deferred) plays.push({ kind: 'expiry', type: event.type });
    return plays;
  }

  /** What may be done about one obligation; the same plays each time it is met. */
  #about(obligation: Obligation): readonly Play[] {
    let plays = this.#known.get(obligation);
    if (plays === undefined) {
      const made: Play[] = [];
      if (isFireable(obligation)) made.push({ kind: 'deadline', slot: obligation.slot });
      this.#acts(obligation, made);
      this.#answers(obligation, made);
      plays = made;
      this.#known.set(obligation, plays);
    }
    return plays;
  }

  /** Where every level that has a word for an event says to ignore it, nothing comes of it. */
  #isIgnored({ places }: State, type: string): boolean {
    const { steps, stages, on } = this.#journey;
    let isNamed = false;
    for (const { step: name } of places) {
      const step = steps[name];
      for (const level of [step?.on, stages[step?.stage ?? '']?.on, on]) {
        const handler = level?.[type];
        if (handler === undefined) continue;
        if (handler.kind !== 'ignore') return false;
        isNamed = true;
      }
    }
    return isNamed;
  }

  #acts(obligation: Obligation, plays: Play[]): void {
    const { slot } = obligation;
    if (slot === parkSlot) {
      plays.push({ kind: 'act', slot, action: 'resume', data: {} });
      return;
    }
    const step = this.#journey.steps[obligation.step];
    if (step?.kind !== 'task' && step?.kind !== 'park') return;
    for (const action of Object.keys(step.actions)) {
      const stated = this.#stated(obligation.step, action);
      for (const data of this.dataOf(actSource(obligation.step, action), false)) {
        plays.push({ kind: 'act', slot, action, data: { ...stated, ...data } });
      }
    }
  }

  /** Whoever acts states all that the action asks for, whether it makes a difference or not. */
  #stated(step: string, action: string): Facts {
    const source = actSource(step, action);
    const types = Object.entries(dataTypesOf(this.#program, this.#journey, source));
    const values = types.flatMap(([name, type]) => {
      const cells = cellsOf(type, { values: [], points: [], offsets: [] }, this.#program);
      const value = cells?.values.flat()[0];
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(values);
  }

  #answers(obligation: Obligation, plays: Play[]): void {
    const { slot, step: name } = obligation;
    const step = this.#journey.steps[name];
    if (obligation.lookUp !== undefined) plays.push({ kind: 'look-up', slot });
    if (obligation.command === undefined) return;
    if (step?.kind === 'command') {
      for (const data of this.dataOf(doneSource(name), true)) {
        plays.push({ kind: 'outcome', slot, outcome: 'done', data });
      }
      for (const outcome of outcomes) plays.push({ kind: 'outcome', slot, outcome, data: {} });
    } else if (step?.kind === 'message') {
      plays.push({ kind: 'outcome', slot, outcome: 'done', data: {} });
      plays.push({ kind: 'outcome', slot, outcome: 'exhausted', data: {} });
      for (const kind of receiptKinds) {
        plays.push({ kind: 'receipt', slot, type: `${step.via}.message.${kind}` });
      }
    }
  }

  #signals(state: State, plays: Play[]): void {
    const waiting = [...state.obligations, ...(state.parked?.resting ?? [])];
    const heard = new Set<string>();
    for (const { kind, name: journey, step: name, started } of waiting) {
      const step = this.#journey.steps[name];
      if (kind !== 'depends' || step?.kind !== 'depends' || heard.has(journey)) continue;
      heard.add(journey);
      const say = (says: SignalInput['says']): void => {
        plays.push({ kind: 'signal', journey, says });
      };
      // Whoever reaches a milestone has begun, and has said so before.
      if (started !== true) say({ kind: 'started' });
      else if (step.milestone !== undefined) say({ kind: 'milestone', milestone: step.milestone });
      for (const outcome of this.#endsOf(journey)) {
        say({ kind: 'ended', outcome, milestones: [] });
      }
    }
  }

  #endsOf(journey: string): readonly string[] {
    const steps = Object.values(this.#program.journeys[journey]?.steps ?? {});
    const ends = steps.flatMap((step) =>
      step.kind === 'end' && step.track === '' ? [step.outcome] : [],
    );
    return [...new Set(ends)];
  }

  /** Every combination of cells of what matters in an input's data. */
  dataOf(source: string, mayLack: boolean): readonly Facts[] {
    let all = this.#data.get(source);
    if (all === undefined) {
      const fields = this.#abstraction.relevance.data.get(source) ?? new Map<string, Cells>();
      all = combinations([...fields], mayLack);
      this.#data.set(source, all);
    }
    return all;
  }
}

function combinations(
  fields: readonly (readonly [string, Cells])[],
  mayLack: boolean,
): readonly Facts[] {
  let all: readonly Facts[] = [{}];
  for (const [field, cells] of fields) {
    const values = cells.values.flat();
    all = all.flatMap((data) => [
      ...(mayLack ? [data] : []),
      ...values.map((value) => ({ ...data, [field]: value })),
    ]);
  }
  return all;
}

/** What is for ever never passes; what hangs on a fact passes when its time has come. */
function isFireable({ due }: Obligation): boolean {
  return due === ahead || due <= instant;
}

/** The state and the input that a play means here; undefined: only time passes. */
export function stage(
  state: State,
  play: Play,
): { readonly state: State; readonly input: Input } | undefined {
  switch (play.kind) {
    case 'event':
      return { state, input: { ...eventOf(play.type), data: play.data } };
    case 'receipt':
      return { state, input: receipt(play) };
    case 'deadline': {
      const obligations = state.obligations.map((each) => {
        if (each.slot === play.slot) return { ...each, due: instant };
        return each.due > instant ? each : { ...each, due: instant + 1 };
      });
      return { state: { ...state, obligations }, input: { kind: 'deadline' } };
    }
    case 'expiry': {
      const deferred = state.deferred.map((each) => {
        return { ...each, expires: each.event.type === play.type ? instant : instant + 1 };
      });
      const obligations = state.obligations.map((each) => {
        return each.due > instant ? each : { ...each, due: instant + 1 };
      });
      return { state: { ...state, deferred, obligations }, input: { kind: 'deadline' } };
    }
    case 'outcome':
    case 'look-up':
      return { state, input: answer(state, play) };
    case 'act': {
      const { slot, action, data } = play;
      return { state, input: { kind: 'act', slot, opened: 1, action, actor: anyone, data } };
    }
    case 'signal':
      return { state, input: { kind: 'signal', journey: play.journey, says: play.says } };
    case 'time':
      return undefined;
  }
}

function receipt({ slot, type }: Extract<Play, { kind: 'receipt' }>): EventInput {
  return { ...eventOf(type), answers: `0.${slot}` };
}

function answer(state: State, play: Extract<Play, { kind: 'outcome' | 'look-up' }>): Input {
  const { slot } = play;
  const all = [...state.obligations, ...(state.parked?.resting ?? [])];
  const step = all.find((each) => each.slot === slot)?.step ?? '';
  const about = { kind: 'outcome', name: step, step, passing: false } as const;
  return play.kind === 'outcome'
    ? { ...about, key: `0.${slot}`, outcome: play.outcome, data: play.data }
    : { ...about, key: `0.${slot + 100}`, outcome: 'done', data: {} };
}

/** The state after time has passed and nothing has happened. */
export function later(state: State, { name, value }: Extract<Play, { kind: 'time' }>): State {
  return { ...state, facts: { ...state.facts, [name]: value } };
}
