/**
 * The export's own reading of facts: each fact or field of data that a guard or a deadline looks at
 * becomes a small integer, 0 while it is unknown.
 *
 * Flags, one-of and code values are exact; counts are exact up to one more than what they are
 * compared with; durations and instants are their place among the constants they are compared with
 * (between two, or on one); an instant that is compared with `now` may sink at any time.
 */
import type {
  Assignment,
  FactType,
  FactValue,
  Guard,
  Journey,
  Program,
} from '../../../src/core/index.ts';
import { everyWay, leavesOf, OutsideSubset, withinOf } from './journey-reader.ts';
import type { Source } from './journey-reader.ts';

/** How the values of one fact are written as integers. */
export type Cells =
  | { readonly kind: 'names'; readonly values: readonly string[] }
  | { readonly kind: 'count'; readonly top: number; readonly max: number }
  /** Cell `2i + 1` is below cut `i` (or above the one before), `2i + 2` is on it. */
  | { readonly kind: 'line'; readonly cuts: readonly number[]; readonly sinks: boolean };

export interface Variable {
  readonly name: string;
  readonly cells: Cells;
}

interface Wanted {
  readonly type: FactType;
  readonly values: Set<FactValue>;
  readonly points: Set<number>;
  readonly offsets: Set<number>;
  isAdded: boolean;
}

/** The greatest count that is followed number by number without asking what it is compared with. */
const countsAlways = 12;

/** Knows the variables of a journey's facts and of the data that its inputs bring. */
export class FactCells {
  readonly #variables = new Map<string, Variable>();
  readonly #wanted = new Map<string, Wanted>();
  readonly #program: Program;
  readonly #journey: Journey;

  constructor(program: Program, journey: Journey) {
    this.#program = program;
    this.#journey = journey;
    this.#gather();
    for (let isNew = true; isNew;) isNew = this.#spread();
    let facts = 0;
    let data = 0;
    for (const [key, wanted] of this.#wanted) {
      const name = key.startsWith('fact ') ? `f${facts++}` : `d${data++}`;
      this.#variables.set(key, { name, cells: cellsOf(wanted, this.#program) });
    }
  }

  /** A fact's variable; undefined where nothing looks at it. */
  fact(name: string): Variable | undefined {
    return this.#variables.get(`fact ${name}`);
  }

  /** A field's variable; undefined where nothing looks at it, or nothing brings it. */
  field(source: Source, name: string): Variable | undefined {
    return this.#variables.get(fieldKey(source, name));
  }

  /** All facts, each with its name in the journey. */
  facts(): readonly (Variable & { readonly fact: string })[] {
    return [...this.#variables].flatMap(([key, variable]) =>
      key.startsWith('fact ') ? [{ ...variable, fact: key.slice(5) }] : [],
    );
  }

  /** The fields that a source brings. */
  fieldsOf(source: Source): readonly Variable[] {
    const prefix = fieldKey(source, '');
    return [...this.#variables].flatMap(([key, variable]) =>
      key.startsWith(prefix) ? [variable] : [],
    );
  }

  fields(): readonly Variable[] {
    return [...this.#variables].flatMap(([key, variable]) =>
      key.startsWith('fact ') ? [] : [variable],
    );
  }

  operand(operand: string, source: Source): Variable | undefined {
    return operand.startsWith('event.') ? this.field(source, operand.slice(6)) : this.fact(operand);
  }

  #gather(): void {
    for (const { transitions, source } of everyWay(this.#journey)) {
      for (const { when } of transitions) if (when !== undefined) this.#read(when, source);
    }
    for (const { on, when } of this.#journey.enrol) {
      if (when !== undefined) this.#read(when, { kind: 'event', type: on });
    }
    for (const step of Object.values(this.#journey.steps)) {
      const within = withinOf(step);
      if (within?.kind !== 'fact') continue;
      this.#want(`fact ${within.fact}`)?.offsets.add(-within.offsetMs);
    }
  }

  #read(guard: Guard, source: Source): void {
    for (const leaf of leavesOf(guard)) {
      if (leaf.kind === 'all' || leaf.kind === 'any' || leaf.kind === 'not') continue;
      const isData = leaf.operand.startsWith('event.');
      if (isData && source.kind === 'chained') {
        throw new OutsideSubset('an instant step reads data of the input that led to it');
      }
      const name = isData ? leaf.operand.slice(6) : leaf.operand;
      const wanted = this.#want(isData ? fieldKey(source, name) : `fact ${name}`);
      if (wanted !== undefined) note(leaf, wanted);
    }
  }

  /** What is copied into a fact is looked at as closely as the fact; true when that was new. */
  #spread(): boolean {
    const before = this.#measure();
    for (const { source, set } of this.#assignments()) {
      const target = this.#wanted.get(`fact ${set.fact}`);
      if (target === undefined) continue;
      const { to } = set;
      if (to.kind === 'add') target.isAdded = true;
      if (to.kind === 'value' && typeof to.value === 'number') target.points.add(to.value);
      if (to.kind === 'now') target.offsets.add(0);
      if (to.kind !== 'event' && to.kind !== 'fact') continue;
      if (to.kind === 'event' && source.kind === 'chained') {
        throw new OutsideSubset('an instant step copies data of the input that led to it');
      }
      const key = to.kind === 'event' ? fieldKey(source, to.name) : `fact ${to.name}`;
      const from = this.#want(key);
      if (from === undefined) continue;
      if (from.type.kind !== target.type.kind) {
        throw new OutsideSubset('a value is copied to a fact of another type');
      }
      share(from, target);
    }
    return this.#measure() > before;
  }

  #measure(): number {
    const sizes = [...this.#wanted.values()].map(({ values, points, offsets, isAdded }) => {
      return 1 + values.size + points.size + offsets.size + (isAdded ? 1 : 0);
    });
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #assignments(): readonly { readonly source: Source; readonly set: Assignment }[] {
    const ways = everyWay(this.#journey).flatMap(({ transitions, source }) =>
      transitions.flatMap(({ set }) => set.map((each) => ({ source, set: each }))),
    );
    const enrolments = this.#journey.enrol.flatMap(({ on, set }) =>
      set.map((each) => ({ source: { kind: 'event', type: on } as const, set: each })),
    );
    return [...ways, ...enrolments];
  }

  /** Undefined where nothing declares it: then it is never known. */
  #want(key: string): Wanted | undefined {
    const known = this.#wanted.get(key);
    if (known !== undefined) return known;
    const type = this.#typeOf(key);
    if (type === undefined) return undefined;
    const wanted: Wanted = {
      type,
      values: new Set(),
      points: new Set(),
      offsets: new Set(),
      isAdded: false,
    };
    this.#wanted.set(key, wanted);
    return wanted;
  }

  #typeOf(key: string): FactType | undefined {
    const [kind, first = '', second = '', third = ''] = key.split(' ');
    const step = this.#journey.steps[first];
    switch (kind) {
      case 'none':
      case 'chained':
        return undefined;
      case 'fact':
        return this.#journey.facts[first];
      case 'act':
        if (step?.kind !== 'task' && step?.kind !== 'park') return undefined;
        return step.actions[second]?.with[third];
      case 'done': {
        if (step?.kind !== 'command') return undefined;
        const { system, command } = step.call;
        return this.#program.systems[system]?.commands[command]?.returns[second];
      }
      default: {
        const dot = first.indexOf('.');
        const system = this.#program.systems[first.slice(0, dot)];
        return system?.events[first.slice(dot + 1)]?.data[second];
      }
    }
  }
}

function fieldKey(source: Source, name: string): string {
  switch (source.kind) {
    case 'none':
    case 'chained':
      return `${source.kind} ${name}`;
    case 'event':
      return `event ${source.type} ${name}`;
    case 'act':
      return `act ${source.step} ${source.action} ${name}`;
    case 'done':
      return `done ${source.step} ${name}`;
  }
}

function note(leaf: Guard, wanted: Wanted): void {
  switch (leaf.kind) {
    case 'is':
      wanted.values.add(leaf.value);
      if (typeof leaf.value === 'number') wanted.points.add(leaf.value);
      break;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      wanted.points.add(leaf.value);
      break;
    case 'before':
    case 'after':
      if (leaf.time.kind === 'at') wanted.points.add(leaf.time.at);
      else wanted.offsets.add(leaf.time.offsetMs);
      break;
    default:
  }
}

/** Both sides of a copy are cut alike, so that a copy keeps its integer. */
function share(a: Wanted, b: Wanted): void {
  for (const part of ['points', 'offsets'] as const) {
    for (const each of a[part]) b[part].add(each);
    for (const each of b[part]) a[part].add(each);
  }
  const isAdded = a.isAdded || b.isAdded;
  a.isAdded = isAdded;
  b.isAdded = isAdded;
}

function cellsOf({ type, points, offsets }: Wanted, program: Program): Cells {
  switch (type.kind) {
    case 'flag':
      return { kind: 'names', values: ['false', 'true'] };
    case 'one-of':
      return { kind: 'names', values: type.values };
    case 'code':
      return { kind: 'names', values: program.codes[type.list] ?? [] };
    case 'count': {
      const compared = Math.max(countsAlways, ...points) + 1;
      return { kind: 'count', top: Math.min(type.max, compared), max: type.max };
    }
    case 'duration':
    case 'instant': {
      if (points.size > 0 && offsets.size > 0) {
        throw new OutsideSubset('an instant is compared with a fixed time and with now');
      }
      if (type.kind === 'duration' && [...points].some((point) => point <= 0)) {
        throw new OutsideSubset('a duration is compared with nothing at all');
      }
      const sinks = offsets.size > 0;
      const cuts = [...(sinks ? offsets : points)].toSorted((a, b) => a - b);
      return { kind: 'line', cuts, sinks };
    }
    case 'date':
    case 'money':
    case 'ref':
    case 'zone':
      throw new OutsideSubset(`a guard looks at a value of type ${type.kind}`);
  }
}
