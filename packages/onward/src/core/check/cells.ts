/**
 * Cuts the values of a closed type into cells that no guard of a journey can look inside: finitely
 * many, each with a value that stands for it.
 */
import { isFact } from '../facts/is-fact.ts';
import type { FactType, FactValue, Program } from '../language/model.ts';

/** What a type is compared with somewhere. */
export interface Constants {
  /** Values it is compared with by `is`. */
  readonly values: readonly FactValue[];
  /** Numbers, and fixed instants in epoch milliseconds, that it is ordered against. */
  readonly points: readonly number[];
  /** Offsets from now that it is ordered against, in milliseconds. */
  readonly offsets: readonly number[];
  /** Whether another value of the same cell may make a difference: a deadline hangs on it. */
  readonly isTimer?: boolean;
}

export interface Cells {
  /** Number of cells; cell 0 is unknown. */
  readonly count: number;
  /** The cell of a value at an instant. */
  of(value: FactValue | undefined, now: number): number;
  /** Values that stand for a cell at the explorer's instant; a second one where there are two. */
  readonly values: readonly (readonly FactValue[])[];
  /** Cells are of the distance from now: as time passes a value sinks to the cell below. */
  readonly sinks: boolean;
}

/** The instant at which every step of the explorer is taken; times are relative to it. */
export const instant = Date.UTC(2030, 0, 1, 12);
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The cells of a type; undefined when it is compared with fixed and with moving times at once. */
export function cellsOf(type: FactType, constants: Constants, program: Program): Cells | undefined {
  switch (type.kind) {
    case 'count':
    case 'duration':
      return oneEach(line(type, [...constants.points, ...numbers(constants)], program));
    case 'instant':
    case 'date':
      return timeLine(type, constants, program);
    case 'flag':
      return named([true, false]);
    case 'one-of':
      return named(withOther(constants.values, type.values));
    case 'code':
      return named(withOther(constants.values, program.codes[type.list] ?? []));
    case 'zone':
      return named(withOther(constants.values, ['UTC', 'Etc/GMT+12']));
    case 'ref':
      return named(
        withOther(
          constants.values,
          ['0', '1', '2'].map((digit) => digit.repeat(32)),
        ),
      );
    case 'money':
      return named([...constants.values, otherMoney(constants.values)]);
  }
}

function numbers({ values }: Constants): readonly number[] {
  return values.flatMap((value) => (typeof value === 'number' ? [value] : []));
}

/** The values named, and one more that is none of them. */
function withOther(values: readonly FactValue[], all: readonly string[]): readonly FactValue[] {
  const other = all.find((each) => !values.includes(each));
  const known = [...new Set(values)].filter((value) => typeof value === 'string');
  return other === undefined ? known : [...known, other];
}

function otherMoney(values: readonly FactValue[]): FactValue {
  const amounts = values.map((value) => (typeof value === 'object' ? value.amount : 0));
  return { amount: Math.max(0, ...amounts) + 1, currency: 'EUR' };
}

/** Cells that are single values; whatever is none of them belongs to the last. */
function named(values: readonly FactValue[]): Cells {
  const plain = (value: FactValue): FactValue =>
    typeof value === 'object' ? JSON.stringify(value) : value;
  const cells = new Map(values.map((value, at) => [plain(value), at + 1] as const).toReversed());
  return {
    count: values.length + 1,
    of(value) {
      if (value === undefined) return 0;
      return cells.get(plain(value)) ?? values.length;
    },
    values: [[], ...values.map((value) => [value])],
    sinks: false,
  };
}

function timeLine(type: FactType, constants: Constants, program: Program): Cells | undefined {
  const { offsets } = constants;
  const fixed = [
    ...constants.points,
    ...numbers(constants),
    ...constants.values.flatMap((value) => (typeof value === 'string' ? [dayOf(value)] : [])),
  ];
  if (offsets.length === 0) return oneEach(line(type, fixed, program));
  if (fixed.length > 0) return undefined;
  const all = line(
    type,
    offsets.map((offset) => instant + offset),
    program,
  );
  const moving = constants.isTimer === true ? all : oneEach(all);
  return {
    ...moving,
    of: (value, now) => moving.of(shifted(value, instant - now), instant),
    sinks: true,
  };
}

function oneEach(cells: Cells): Cells {
  return { ...cells, values: cells.values.map((values) => values.slice(0, 1)) };
}

function shifted(value: FactValue | undefined, by: number): FactValue | undefined {
  if (by === 0 || value === undefined) return value;
  return typeof value === 'string' ? dayOf(value) + by : (value as number) + by;
}

function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** Cells of a line: below the first point, on it, between it and the next, and so on. */
function line(type: FactType, points: readonly number[], program: Program): Cells {
  const cuts = [...new Set(points)].toSorted((a, b) => a - b);
  const values: (readonly FactValue[])[] = [[]];
  const cellAt = new Map<number, number>();
  for (let place = 0; place <= 2 * cuts.length; place++) {
    const found = between(type, cuts, place).filter((value) => isFact(type, value, program.codes));
    if (found.length === 0) continue;
    cellAt.set(place, values.length);
    values.push(found);
  }
  const placeOf = (number: number): number => {
    const at = cuts.findIndex((cut) => number <= cut);
    if (at < 0) return 2 * cuts.length;
    return number === cuts[at] ? 2 * at + 1 : 2 * at;
  };
  return {
    count: values.length,
    of(value) {
      if (value === undefined) return 0;
      const number = typeof value === 'string' ? dayOf(value) : (value as number);
      return nearest(cellAt, placeOf(number));
    },
    values,
    sinks: false,
  };
}

/** A place that no value of the explorer stands for belongs to the one below it, or above. */
function nearest(cellAt: ReadonlyMap<number, number>, place: number): number {
  for (let at = place; at >= 0; at--) {
    const cell = cellAt.get(at);
    if (cell !== undefined) return cell;
  }
  return 1;
}

/** Up to two values of the place: on a cut, or strictly between two. */
function between(type: FactType, cuts: readonly number[], place: number): FactValue[] {
  const isTime = type.kind === 'instant' || type.kind === 'date';
  const far = isTime ? 30 * dayMs : 1;
  const small = isTime ? minuteMs : 1;
  if (place % 2 === 1) {
    const cut = cuts[(place - 1) / 2] ?? 0;
    return type.kind === 'date' && cut % dayMs !== 0 ? [] : written(type, [cut]);
  }
  const low = cuts[place / 2 - 1];
  const high = cuts[place / 2];
  if (low === undefined && high === undefined) {
    return written(type, isTime ? [instant, instant + minuteMs] : [0, 1]);
  }
  if (low === undefined) return written(type, [(high ?? 0) - far, (high ?? 0) - far - small]);
  if (high === undefined) return written(type, [low + far, low + far + small]);
  const middle = Math.floor((low + high) / 2);
  const inside = [middle, middle + 1, low + small].filter((value) => value > low && value < high);
  return written(type, [...new Set(inside)].slice(0, 2), { low, high });
}

/** Numbers as values of the type; a date is the first day that lies inside. */
function written(
  type: FactType,
  found: readonly number[],
  inside?: { readonly low: number; readonly high: number },
): FactValue[] {
  if (type.kind !== 'date') return [...found];
  const days = found.map((number) => Math.ceil(number / dayMs) * dayMs);
  const right = days.filter((day, index) =>
    inside === undefined ? true : day > inside.low && day < inside.high && index === 0,
  );
  return right.map((day) => new Date(day).toISOString().slice(0, 10));
}
