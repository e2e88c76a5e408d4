/** Guards and assignments as Promela, over the integers of `fact-cells.ts`. */
import type { Assignment, FactValue, Guard, Journey } from '../../../src/core/index.ts';
import type { Cells, FactCells, Variable } from './fact-cells.ts';
import { OutsideSubset } from './journey-reader.ts';
import type { Source } from './journey-reader.ts';

/** The greatest integer of a variable. */
export function greatest(cells: Cells): number {
  switch (cells.kind) {
    case 'names':
      return cells.values.length;
    case 'count':
      return cells.top + 1;
    case 'line':
      return 2 * cells.cuts.length + 1;
  }
}

/** A statement that gives a variable any value; `mayLack`: or none. */
export function anyValue({ name, cells }: Variable, mayLack: boolean): string {
  const options: string[] = [];
  for (let code = mayLack ? 0 : 1; code <= greatest(cells); code++) {
    options.push(`:: ${name} = ${code}`);
  }
  return `if ${options.join(' ')} fi;`;
}

/** A guard as an expression; a comparison with something unknown does not hold. */
export function guardCode(guard: Guard, cells: FactCells, source: Source): string {
  switch (guard.kind) {
    case 'all':
      return joined(guard.of, '&&', { cells, source, empty: 'true' });
    case 'any':
      return joined(guard.of, '||', { cells, source, empty: 'false' });
    case 'not':
      return `!(${guardCode(guard.of, cells, source)})`;
    default: {
      const variable = cells.operand(guard.operand, source);
      return variable === undefined ? 'false' : leafCode(guard, variable);
    }
  }
}

function joined(
  of: readonly Guard[],
  operator: string,
  {
    cells,
    source,
    empty,
  }: { readonly cells: FactCells; readonly source: Source; readonly empty: string },
): string {
  if (of.length === 0) return empty;
  return `(${of.map((each) => guardCode(each, cells, source)).join(` ${operator} `)})`;
}

type Leaf = Exclude<Guard, { readonly kind: 'all' | 'any' | 'not' }>;

function leafCode(leaf: Leaf, { name, cells }: Variable): string {
  switch (leaf.kind) {
    case 'known':
      return `(${name} != 0)`;
    case 'is':
      return `(${name} == ${codeOf(leaf.value, cells)})`;
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compare(leaf.kind, name, codeOf(leaf.value, cells));
    case 'before':
    case 'after': {
      const at = leaf.time.kind === 'at' ? leaf.time.at : leaf.time.offsetMs;
      return compare(leaf.kind === 'before' ? 'lt' : 'gt', name, codeOf(at, cells));
    }
  }
}

/** Codes are in the order of what they stand for, so that they are compared like it. */
function compare(how: 'lt' | 'lte' | 'gt' | 'gte', name: string, code: number): string {
  const operator = { lt: '<', lte: '<=', gt: '>', gte: '>=' }[how];
  return `(${name} != 0 && ${name} ${operator} ${code})`;
}

/** The code of a constant; one beyond all that can be is greater than every code. */
export function codeOf(value: FactValue, cells: Cells): number {
  if (cells.kind === 'names') {
    const at = typeof value === 'object' ? -1 : cells.values.indexOf(`${value}`);
    return at < 0 ? cells.values.length + 1 : at + 1;
  }
  if (typeof value !== 'number') throw new OutsideSubset('a number is compared with a name');
  if (cells.kind === 'count') return value > cells.top ? cells.top + 2 : value + 1;
  return 2 * cells.cuts.indexOf(value) + 2;
}

/** What a transition does to the facts that are looked at. */
export interface Changes {
  /** Statements. They leave in `chg` whether the fact has another value than before. */
  readonly code: string;
  readonly fact: string;
}

/** The assignments of a transition, one after the other. */
export function changesOf(
  set: readonly Assignment[],
  { journey, cells, source }: { journey: Journey; cells: FactCells; source: Source },
): readonly Changes[] {
  return set.flatMap((each): readonly Changes[] => {
    const variable = cells.fact(each.fact);
    const type = journey.facts[each.fact];
    if (variable === undefined || type === undefined) return [];
    const code = `was = ${variable.name}; ${assigned(each, variable, { cells, source })}`;
    return [{ fact: each.fact, code: `${code} ${changed(each, variable)}` }];
  });
}

function assigned(
  { to }: Assignment,
  { name, cells: own }: Variable,
  { cells, source }: { readonly cells: FactCells; readonly source: Source },
): string {
  switch (to.kind) {
    case 'value':
      return `${name} = ${codeOf(to.value, own)};`;
    case 'clear':
      return `${name} = 0;`;
    case 'now':
      if (own.kind !== 'line' || !own.sinks) throw new OutsideSubset('now against a fixed time');
      return `${name} = ${codeOf(0, own)};`;
    case 'add':
      return added(name, own, to.by);
    case 'event':
    case 'fact': {
      const from = to.kind === 'event' ? cells.field(source, to.name) : cells.fact(to.name);
      if (from === undefined) return '';
      return copied(name, own, from);
    }
  }
}

function added(name: string, cells: Cells, by: number): string {
  if (cells.kind !== 'count') throw new OutsideSubset('something is added to what is no count');
  if (by < 0 && cells.top < cells.max) throw new OutsideSubset('a great count goes down');
  const sum = `(${name} == 0 -> 0 : ${name} - 1) + ${by}`;
  const floor = `((${sum}) < 0 -> 0 : (${sum}))`;
  return `${name} = ((${floor}) > ${cells.top} -> ${cells.top + 1} : (${floor}) + 1);`;
}

/** What is unknown, or is no value of the fact's type, leaves it as it is. */
function copied(name: string, own: Cells, from: Variable): string {
  const limits =
    own.kind === 'names' && from.cells.kind === 'names'
      ? own.values.join() === from.cells.values.join()
      : own.kind === from.cells.kind;
  if (!limits) throw new OutsideSubset('a value is copied to a fact of other values');
  const isCut = (cells: Cells): boolean => cells.kind === 'count' && cells.top < cells.max;
  if (greatest(own) !== greatest(from.cells) && (isCut(own) || isCut(from.cells))) {
    throw new OutsideSubset('a great count is copied to one with another maximum');
  }
  const fits = `${from.name} != 0 && ${from.name} <= ${greatest(own)}`;
  return `if :: ${fits} -> ${name} = ${from.name} :: else fi;`;
}

/** Another time between the same two constants is another time, though its integer is the same. */
function changed({ to }: Assignment, { name, cells }: Variable): string {
  const differs = `chg = (${name} != was);`;
  const maybe = cells.kind === 'line' && (to.kind === 'event' || to.kind === 'fact');
  if (!maybe) return differs;
  return `${differs} if :: chg == 0 && ${name} % 2 == 1 -> chg = 1 :: true fi;`;
}
