/** Random lives of a journey on the real step: whatever may come, in any order, at any time. */
import type { Facts, FactType, FactTypes, FactValue, Journey, Program } from '../language/model.ts';
import { nextWake, step } from '../step/index.ts';
import type { Entry, Input, State, StepResult } from '../step/index.ts';
import { dataTypesOf, eventsOf } from './walk.ts';

const hourMs = 3_600_000;

/** Chance as a stream of numbers, so that a failing life can be lived again. */
export class Chance {
  #seed: number;
  constructor(seed: number) {
    this.#seed = seed || 1;
  }
  below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * limit);
  }
  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

/** One moment of a life: where the journey stands, and what has just happened. */
export interface Moment {
  readonly state: State;
  readonly now: number;
  readonly input: Input;
  readonly entries: readonly Entry[];
}

interface Life {
  readonly program: Program;
  readonly journey: Journey;
  readonly begin: number;
  readonly seed: number;
  /** Inputs at the most. */
  readonly length: number;
}

/** Lives one life; every moment of it, until the journey ends or the step breaks. */
export function* live({ program, journey, begin, seed, length }: Life): Generator<Moment> {
  const world = new World(program, journey, new Chance(seed));
  const { chance } = world;
  let now = begin;
  const enrolment = chance.pick(journey.enrol);
  let input: Input = {
    kind: 'enrol',
    journey: journey.name,
    event: world.event(enrolment.on, now),
  };
  let state: State | null = null;
  for (let turn = 0; turn < length; turn++) {
    const result = tried(program, state, { input, now });
    if (result === undefined) return;
    if (result.kind === 'stepped') {
      ({ state } = result);
      yield { state, now, input, entries: result.entries };
    }
    if (state === null || state.status === 'ended') return;
    const due: number = nextWake(state) ?? now;
    const isDeadline = chance.below(3) === 0 && Number.isFinite(due);
    const soon = Math.min(now + chance.below(6) * hourMs, due);
    now = Math.max(now, isDeadline ? due : soon);
    input = isDeadline ? { kind: 'deadline' } : world.next(state, now);
  }
}

function tried(
  program: Program,
  state: State | null,
  { input, now }: { readonly input: Input; readonly now: number },
): StepResult | undefined {
  try {
    return step(program, state, input, now);
  } catch {
    return undefined;
  }
}

/** What the outside may say and do. */
class World {
  readonly chance: Chance;
  readonly #program: Program;
  readonly #journey: Journey;
  readonly #events: readonly string[];

  constructor(program: Program, journey: Journey, chance: Chance) {
    this.#program = program;
    this.#journey = journey;
    this.chance = chance;
    this.#events = eventsOf(journey);
  }

  event(type: string, now: number): Extract<Input, { kind: 'event' }> {
    const types = dataTypesOf(this.#program, this.#journey, type);
    const source = type.slice(0, type.indexOf('.'));
    const data = this.#data(types, now, true);
    return { kind: 'event', type, source, id: 'e', occurredAt: now, data };
  }

  next(state: State, now: number): Input {
    const { chance } = this;
    const open = [...state.obligations, ...(state.parked?.resting ?? [])];
    const one = open[chance.below(open.length)];
    // Where nothing is pending only events can come.
    if (one === undefined) return this.event(chance.pick([...this.#events, 'no.event']), now);
    const planned = chance.below(6) === 0 ? this.#answerMessage(state, now) : undefined;
    if (planned !== undefined) return planned;
    const at = this.#journey.steps[one.step];
    switch (chance.below(6)) {
      case 0:
      case 1:
        if (this.#events.length > 0) return this.event(chance.pick(this.#events), now);
        return { kind: 'deadline' };
      case 2: {
        const outcome = chance.pick(['done', 'rejected', 'exhausted', 'unknown'] as const);
        const types = dataTypesOf(this.#program, this.#journey, `done ${one.step}`);
        const data = outcome === 'done' ? this.#data(types, now, true) : {};
        const key = one.command ?? one.readBack?.asked ?? one.lookUp ?? '9.9';
        return {
          kind: 'outcome',
          key,
          name: one.name,
          passing: false,
          step: one.step,
          outcome,
          data,
        };
      }
      case 3: {
        const actions = at?.kind === 'task' || at?.kind === 'park' ? at.actions : {};
        const action = chance.pick(
          one.slot === 63 ? ['resume'] : [...Object.keys(actions), 'done'],
        );
        const data = this.#data(actions[action]?.with ?? {}, now, false);
        const { slot, opened } = one;
        return { kind: 'act', slot, opened, action, actor: this.#person(), data };
      }
      case 4: {
        const kind = chance.pick(['delivered', 'read', 'confirmed', 'failed']);
        const via = at?.kind === 'message' ? at.via : 'no';
        const receipt = this.event(`${via}.message.${kind}`, now);
        return { ...receipt, answers: one.command ?? '9.9' };
      }
      default:
        return this.#signal(one.name, one.started === true);
    }
  }

  /** A milestone is told by a journey that has told that it began. */
  #signal(journey: string, isBegun: boolean): Input {
    const other = this.#program.journeys[journey];
    const outcomes = Object.values(other?.steps ?? {}).flatMap((each) =>
      each.kind === 'end' && each.track === '' ? [each.outcome] : [],
    );
    const milestone = this.chance.pick([...(other?.milestones ?? []), 'none']);
    const outcome = this.chance.pick([...outcomes, 'none']);
    const says = isBegun
      ? ({ kind: 'milestone', milestone } as const)
      : ({ kind: 'started' } as const);
    const ended = { kind: 'ended', outcome, milestones: [] } as const;
    return {
      kind: 'signal',
      journey,
      says: outcome === 'none' ? says : this.chance.pick([says, ended]),
    };
  }

  /** What comes back of a message that was sent beside the way on. */
  #answerMessage({ messages }: State, now: number): Input | undefined {
    const sent = (messages?.settled ?? []).flatMap((each) => each.sent ?? []);
    if (sent.length === 0) return undefined;
    const { asked, step: from } = this.chance.pick(sent);
    const outcome = this.chance.pick(['rejected', 'exhausted', 'unknown', 'failed'] as const);
    if (outcome === 'failed') return { ...this.event('s.message.failed', now), answers: asked };
    const about = { kind: 'outcome', name: 'hello', passing: true, step: from } as const;
    return { ...about, key: asked, outcome, data: {} };
  }

  #person(): string {
    const people = Object.values(this.#program.teams).flatMap((team) => team.people);
    return this.chance.pick(people);
  }

  #data(types: FactTypes, now: number, mayLack: boolean): Facts {
    const all = Object.entries(types).map(
      ([name, type]) => [name, this.#value(type, now)] as const,
    );
    return Object.fromEntries(all.filter(() => !mayLack || this.chance.below(4) > 0));
  }

  #value(type: FactType, now: number): FactValue {
    const { chance } = this;
    switch (type.kind) {
      case 'flag':
        return chance.below(2) === 0;
      case 'count':
        return chance.below(type.max + 1);
      case 'one-of':
        return chance.pick(type.values);
      case 'instant':
        return now + chance.pick([-400, -50, -2, -1, 0, 1, 47, 48, 49, 400, 9_000]) * hourMs;
      case 'date':
        return new Date(now + chance.pick([-400, 0, 24, 500]) * hourMs).toISOString().slice(0, 10);
      case 'duration':
        return chance.below(200) * hourMs;
      case 'money':
        return { amount: chance.below(100), currency: 'EUR' };
      case 'zone':
        return chance.pick(['UTC', 'Asia/Kolkata', 'America/New_York']);
      case 'ref':
        return String(chance.below(10)).repeat(32);
      case 'code':
        return chance.pick(this.#program.codes[type.list] ?? ['none']);
    }
  }
}
