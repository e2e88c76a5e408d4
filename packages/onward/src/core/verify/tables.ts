/**
 * Cells: values that nothing can tell apart. Whether the tables of a certificate hold a value of
 * every cell, and every fact that may still be read.
 */
import { isFact } from '../facts/is-fact.ts';
import type { FactType, FactValue, Journey, Program } from '../language/model.ts';
import type { CertifiedJourney } from './form.ts';
import { atoms, nameOf, read, typesOf } from './reading.ts';
import type { Cuts, Reading, Way } from './reading.ts';
import { must } from './refused.ts';

/** The instant of every step that is taken here; times are relative to it. */
export const instant = Date.UTC(2030, 0, 1, 12);
const dayMs = 86_400_000;
type Values = readonly FactValue[];

/** The tables of one journey, found to be complete. */
export class Tables {
  readonly reading: Reading;
  readonly #program: Program;
  readonly #journey: Journey;
  readonly #tables: CertifiedJourney;

  constructor(program: Program, journey: Journey, tables: CertifiedJourney) {
    this.#program = program;
    this.#journey = journey;
    this.#tables = tables;
    this.reading = read(journey);
    const { facts, data } = this.reading;
    for (const [fact, cuts] of facts) {
      this.#complete(cuts, journey.facts[fact], own(tables.facts, fact));
    }
    for (const [source, fields] of data) {
      const types = typesOf(program, journey, source);
      const table = own(tables.data, source) ?? {};
      for (const [field, cuts] of fields) this.#complete(cuts, types[field], own(table, field));
    }
    this.#liveness();
  }

  /** The cell of a fact's value. */
  cell(fact: string, value: FactValue | undefined): string {
    const cuts = this.reading.facts.get(fact);
    return cuts === undefined ? '' : cellOf(cuts, value);
  }

  /** Facts that may still be read where the journey's own line is at this step. */
  live(step: string): readonly string[] {
    return own(this.#tables.live, step) ?? [];
  }

  values(fact: string): Values {
    return own(this.#tables.facts, fact) ?? [];
  }

  /** What a source may bring that makes a difference. */
  brings(source: string): ReadonlyMap<string, Values> {
    const fields = this.reading.data.get(source)?.keys() ?? [];
    const table = own(this.#tables.data, source) ?? {};
    return new Map([...fields].map((field) => [field, own(table, field) ?? []]));
  }

  /** What a person must state with an action: where it makes no difference, any value. */
  states(source: string): ReadonlyMap<string, Values> {
    const brings = this.brings(source);
    const types = Object.entries(typesOf(this.#program, this.#journey, source));
    return new Map(
      types.map(([field, type]) => {
        const any = candidates(type, nothing, this.#program).slice(0, 1);
        return [field, brings.get(field) ?? any];
      }),
    );
  }

  /** The value of the cell below, into which time lets a value sink. */
  below(fact: string, value: FactValue): FactValue | undefined {
    const cuts = this.reading.facts.get(fact);
    if (cuts === undefined || cuts.offsets.size === 0) return undefined;
    const cell = cellOf(cuts, value);
    const lower = this.values(fact).filter(
      (each) => numberOf(each) < numberOf(value) && cellOf(cuts, each) !== cell,
    );
    return lower.toSorted((a, b) => numberOf(b) - numberOf(a))[0];
  }

  #complete(cuts: Cuts, type: FactType | undefined, table: Values | undefined): void {
    const code = 'ONW-CERTIFICATE-TABLE';
    must(type !== undefined && table !== undefined, code, 'A table of values is not there.');
    const { codes } = this.#program;
    must(
      table.every((value) => isFact(type, value, codes)),
      code,
      'A table holds a value of another type.',
    );
    const isFixed = cuts.points.size + cuts.names.size > 0;
    const isMixed = isFixed && (cuts.offsets.size > 0 || cuts.isNow);
    must(!isMixed, code, 'A fact is compared with fixed and with moving times.');
    const held = Map.groupBy(table, (value) => cellOf(cuts, value));
    for (const [cell, found] of Map.groupBy(candidates(type, cuts, this.#program), (value) =>
      cellOf(cuts, value),
    )) {
      const least = cuts.isTimer ? Math.min(2, new Set(found).size) : 1;
      const isHeld = new Set(held.get(cell)).size >= least;
      must(isHeld, code, 'A table of values lacks one that a guard or deadline tells apart.');
    }
  }

  /** What a way reads, or leaves as it is for what follows, must be kept. */
  #liveness(): void {
    const { steps } = this.#journey;
    for (const [root, { track }] of Object.entries(steps)) {
      if (track !== '') continue;
      const kept = new Set(this.live(root));
      const group = new Set([root, ...heldBy(this.#journey, root)]);
      const needs = [...group].flatMap((name) => {
        const step = steps[name];
        return step && 'within' in step && step.within.kind === 'fact' ? [step.within.fact] : [];
      });
      for (const way of this.reading.ways) {
        if (isAt(way, group, this.#journey)) needs.push(...this.#neededBy(way, root));
      }
      const isKept = needs.every((fact) => kept.has(fact) || !this.reading.facts.has(fact));
      must(isKept, 'ONW-CERTIFICATE-LIVE', 'A fact that may still be read is left out.');
    }
  }

  #neededBy({ when, to, set }: Way, root: string): Iterable<string> {
    const next = to === undefined ? root : lineOf(this.#journey, to);
    const needs = new Set(this.live(next));
    for (const { fact, to: value } of set.toReversed()) {
      if (!needs.has(fact)) continue;
      const type = this.#journey.facts[fact];
      const isSure =
        value.kind === 'clear' ||
        (value.kind === 'now' && type?.kind === 'instant') ||
        (value.kind === 'value' && type && isFact(type, value.value, this.#program.codes));
      if (isSure === true) needs.delete(fact);
      if (value.kind === 'fact') needs.add(value.name);
    }
    for (const { operand } of when === undefined ? [] : atoms(when)) {
      if (!operand.startsWith('event.')) needs.add(operand);
    }
    return needs;
  }
}

/** The steps of the tracks that a step holds. */
function heldBy({ steps }: Journey, holder: string): readonly string[] {
  const step = steps[holder];
  if (step?.kind !== 'tracks') return [];
  return Object.keys(steps).filter((name) => {
    return Object.hasOwn(step.tracks, steps[name]?.track ?? '');
  });
}

/** The step of the journey's own line where it is when it is at a step. */
function lineOf(journey: Journey, name: string): string {
  if (journey.steps[name]?.track === '') return name;
  const holders = Object.keys(journey.steps);
  return holders.find((holder) => heldBy(journey, holder).includes(name)) ?? name;
}

function isAt({ step, stage }: Way, group: ReadonlySet<string>, { steps }: Journey): boolean {
  if (step !== undefined) return group.has(step);
  return stage === undefined || [...group].some((name) => steps[name]?.stage === stage);
}

const nothing: Cuts = {
  points: new Set(),
  offsets: new Set(),
  names: new Set(),
  isTimer: false,
  isNow: false,
};

/** On which side of each cut a value lies, and which of the named ones it is. */
function cellOf({ points, offsets, names }: Cuts, value: FactValue | undefined): string {
  if (value === undefined) return 'unknown';
  const number = numberOf(value);
  const side = (cut: number): string => {
    // A day is due or not; it is never compared with more than that.
    return typeof value === 'string' ? String(number > cut) : String(Math.sign(number - cut));
  };
  const sides = [...points, ...[...offsets].map((offset) => instant + offset)].map(side);
  const name = nameOf(value);
  return [...sides, names.has(name) ? name : ''].join(' ');
}

function numberOf(value: FactValue): number {
  return typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : Number(value);
}

/** Values of a type: one or two of each cell that there is. */
function candidates(type: FactType, cuts: Cuts, { codes }: Program): Values {
  const named = [...cuts.names];
  const cut = [...cuts.points, ...[...cuts.offsets].map((offset) => instant + offset)];
  const near = (unit: number, first: number): readonly number[] =>
    [first, ...cut].flatMap((each) => [-2, -1, 0, 1, 2].map((step) => each + step * unit));
  const all = ((): Values => {
    switch (type.kind) {
      case 'flag':
        return [true, false];
      case 'one-of':
        return type.values;
      case 'code':
        return codes[type.list] ?? [];
      case 'ref':
        return [
          ...named.map((name) => name.slice(1, -1)),
          ...[...named, ''].map((_name, at) => at.toString(16).padStart(32, '0')),
        ];
      case 'zone':
        return [...named.map((name) => name.slice(1, -1)), 'UTC', 'Etc/GMT+12'];
      case 'money': {
        const sums = named.map((name) => {
          return { amount: Number.parseInt(name, 10), currency: name.slice(-3) };
        });
        const most = Math.max(0, ...sums.map(({ amount }) => amount));
        return [...sums, { amount: most + 1, currency: 'EUR' }];
      }
      case 'count':
      case 'duration':
        return near(1, 0);
      case 'instant':
        return near(1, cut[0] ?? instant);
      case 'date': {
        const days = near(dayMs, cut[0] ?? instant).map((at) => Math.floor(at / dayMs) * dayMs);
        const dates = days.map((day) => new Date(day).toISOString().slice(0, 10));
        return [...dates, ...named.map((name) => name.slice(1, -1))];
      }
    }
  })();
  return all.filter((value) => isFact(type, value, codes));
}

function own<V>(record: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
