/**
 * Which conditions stand in the way of a formula: a smallest set of them that, made otherwise than
 * they are, lets it hold.
 */

/** A condition: what it is known by, whether it holds, and how it is said when it must, or not. */
export interface Condition {
  readonly key: string;
  readonly holds: boolean;
  readonly words: string;
  readonly otherwise: string;
}

export type Formula =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Formula[] }
  | { readonly kind: 'not'; readonly of: Formula }
  | { readonly kind: 'condition'; readonly condition: Condition };

/** Whether a formula holds where these conditions are otherwise than they are. */
export function holdsWith(formula: Formula, changed: ReadonlySet<string> = new Set()): boolean {
  switch (formula.kind) {
    case 'all':
      return formula.of.every((each) => holdsWith(each, changed));
    case 'any':
      return formula.of.some((each) => holdsWith(each, changed));
    case 'not':
      return !holdsWith(formula.of, changed);
    case 'condition':
      return formula.condition.holds !== changed.has(formula.condition.key);
  }
}

/** One way for a formula to hold: what each of these conditions must be. */
type Way = ReadonlyMap<string, Wanted>;
interface Wanted {
  readonly condition: Condition;
  readonly must: boolean;
}

/** No program that people write has a guard with more ways; of the rest the cheapest are kept. */
const mostWays = 2_000;

export interface Blocking {
  /** Conditions of the way that hold already, in words. */
  readonly met: readonly string[];
  /** Those that do not: with all of them the formula holds, with one less it does not. */
  readonly unmet: readonly string[];
  /** By their keys. */
  readonly keys: readonly string[];
}

/** Undefined where the formula holds whatever the conditions are, or cannot hold at all. */
export function blockingOf(formula: Formula): Blocking | undefined {
  const [cheapest] = waysOf(formula, true).toSorted((a, b) => cost(a) - cost(b));
  if (cheapest === undefined) return undefined;
  const wanted = [...cheapest.values()];
  const needed = new Set(lacking(cheapest));
  // What was cut off above may have been cheaper: nothing stands here that is not needed.
  for (const key of [...needed]) {
    const fewer = new Set([...needed].filter((each) => each !== key));
    if (holdsWith(formula, fewer)) needed.delete(key);
  }
  const say = (each: Wanted): string =>
    each.must ? each.condition.words : each.condition.otherwise;
  const isMet = ({ condition, must }: Wanted): boolean => condition.holds === must;
  return {
    met: wanted.filter(isMet).map(say),
    unmet: wanted.filter(({ condition }) => needed.has(condition.key)).map(say),
    keys: [...needed],
  };
}

function lacking(way: Way): readonly string[] {
  return [...way].flatMap(([key, { condition, must }]) => (condition.holds === must ? [] : [key]));
}

function cost(way: Way): number {
  return lacking(way).length;
}

/** Every way for a formula to be as it must, none of which contradicts itself. */
function waysOf(formula: Formula, must: boolean): readonly Way[] {
  switch (formula.kind) {
    case 'condition': {
      const { condition } = formula;
      return [new Map([[condition.key, { condition, must }]])];
    }
    case 'not':
      return waysOf(formula.of, !must);
    case 'all':
    case 'any': {
      const parts = formula.of.map((each) => waysOf(each, must));
      return (formula.kind === 'all') === must ? together(parts) : kept(parts.flat());
    }
  }
}

function together(parts: readonly (readonly Way[])[]): readonly Way[] {
  let ways: readonly Way[] = [new Map()];
  for (const part of parts) {
    ways = kept(ways.flatMap((way) => part.flatMap((other) => join(way, other) ?? [])));
  }
  return ways;
}

function join(way: Way, other: Way): Way | undefined {
  const joined = new Map(way);
  for (const [key, wanted] of other) {
    const known = joined.get(key);
    if (known !== undefined && known.must !== wanted.must) return undefined;
    joined.set(key, wanted);
  }
  return joined;
}

function kept(ways: readonly Way[]): readonly Way[] {
  if (ways.length <= mostWays) return ways;
  return ways.toSorted((a, b) => cost(a) - cost(b)).slice(0, mostWays);
}
