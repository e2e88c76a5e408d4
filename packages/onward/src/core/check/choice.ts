/**
 * Data that is chosen when it is read: a step is run once for each combination of cells that it
 * looks at, and never for what it does not look at.
 */
import type { Facts, FactValue } from '../language/model.ts';
import type { Cells } from './cells.ts';

type Chosen = ReadonlyMap<string, FactValue | undefined>;

const nothing: Facts = Object.freeze({});
const owner = Symbol('choice');
/** Per name and fields, an object whose fields ask the choice that they belong to. */
const getters = new WeakMap<ReadonlyMap<string, Cells>, Map<string, object>>();

function gettersOf(name: string, fields: ReadonlyMap<string, Cells>): object {
  let byName = getters.get(fields);
  if (byName === undefined) getters.set(fields, (byName = new Map<string, object>()));
  let found = byName.get(name);
  if (found === undefined) {
    found = {};
    for (const [field, cells] of fields) {
      const key = `${name} ${field}`;
      Object.defineProperty(found, field, {
        get(this: Record<symbol, Choice>) {
          return this[owner]?.get(key, cells);
        },
      });
    }
    byName.set(name, found);
  }
  return found;
}

/** One way to choose; fields that nobody read are left out. */
export class Choice {
  readonly #chosen: Map<string, FactValue | undefined>;
  /** What was read for the first time in this run, in order, and what else it could have been. */
  readonly read: { readonly key: string; readonly values: readonly FactValue[] }[] = [];

  constructor(chosen: Chosen) {
    this.#chosen = new Map(chosen);
  }

  /** An input's data; a field is absent unless it was chosen otherwise. */
  data(name: string, fields: ReadonlyMap<string, Cells> | undefined): Facts {
    if (fields === undefined || fields.size === 0) return nothing;
    return Object.create(gettersOf(name, fields), { [owner]: { value: this } }) as Facts;
  }

  /** What a field was chosen to be, now that it is read. */
  get(key: string, cells: Cells): FactValue | undefined {
    if (!this.#chosen.has(key)) {
      this.read.push({ key, values: cells.values.flat() });
      this.#chosen.set(key, undefined);
    }
    return this.#chosen.get(key);
  }

  /** The data as it was chosen, as plain values. */
  chosenFor(name: string): Facts {
    const data: Record<string, FactValue> = {};
    for (const [key, value] of this.#chosen) {
      if (value !== undefined && key.startsWith(`${name} `))
        data[key.slice(name.length + 1)] = value;
    }
    return data;
  }

  /** Every other choice that differs first in something that was read here. */
  others(): readonly Chosen[] {
    if (this.read.length === 0) return [];
    const others: Chosen[] = [];
    const before = new Map(this.#chosen);
    for (const { key } of this.read) before.delete(key);
    for (const { key, values } of this.read) {
      for (const value of values) others.push(new Map(before).set(key, value));
      before.set(key, undefined);
    }
    return others;
  }
}

/** Runs with every choice of what is read and was not chosen before. */
export function everyChoice<R>(
  run: (choice: Choice) => R,
  before: Chosen = new Map(),
): readonly { readonly result: R; readonly choice: Choice }[] {
  const done: { readonly result: R; readonly choice: Choice }[] = [];
  const waiting: Chosen[] = [before];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const choice = new Choice(next);
    done.push({ result: run(choice), choice });
    waiting.push(...choice.others());
  }
  return done;
}
