/**
 * Evaluates guards and expressions against facts and the data of the input; unknown satisfies
 * nothing.
 */
import { isFact } from '../facts/is-fact.ts';
import type {
  Expression,
  Facts,
  FactValue,
  Guard,
  Operand,
  Transition,
  Transitions,
} from '../language/model.ts';
import type { Draft } from './draft.ts';

/** What a guard may look at. */
export interface View {
  readonly facts: Facts;
  readonly data: Facts;
  readonly now: number;
}

/** True when the guard holds; a comparison with an unknown operand does not hold. */
export function holds(guard: Guard, view: View): boolean {
  switch (guard.kind) {
    case 'all':
      return guard.of.every((each) => holds(each, view));
    case 'any':
      return guard.of.some((each) => holds(each, view));
    case 'not':
      return !holds(guard.of, view);
    case 'known':
      return valueOf(guard.operand, view) !== undefined;
    case 'is':
      return same(valueOf(guard.operand, view), guard.value);
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return compares(guard.kind, valueOf(guard.operand, view), guard.value);
    case 'before':
    case 'after': {
      const at = guard.time.kind === 'at' ? guard.time.at : view.now + guard.time.offsetMs;
      return compares(guard.kind === 'before' ? 'lt' : 'gt', valueOf(guard.operand, view), at);
    }
  }
}

/** The first transition whose guard holds, if any. */
export function choose(transitions: Transitions, view: View): Transition | undefined {
  return transitions.find((each) => each.when === undefined || holds(each.when, view));
}

function valueOf(operand: Operand, view: View): FactValue | undefined {
  return operand.startsWith('event.') ? view.data[operand.slice(6)] : view.facts[operand];
}

function same(a: FactValue | undefined, b: FactValue): boolean {
  if (typeof a === 'object' && typeof b === 'object') {
    return a.amount === b.amount && a.currency === b.currency;
  }
  return a === b;
}

function compares(
  how: 'lt' | 'lte' | 'gt' | 'gte',
  value: FactValue | undefined,
  with_: number,
): boolean {
  const number = typeof value === 'string' ? Date.parse(`${value}T00:00:00Z`) : value;
  if (typeof number !== 'number') return false;
  if (how === 'lt') return number < with_;
  if (how === 'lte') return number <= with_;
  return how === 'gt' ? number > with_ : number >= with_;
}

/** The value of an expression, or undefined where what it names is unknown. */
export function evaluate(expression: Expression, view: View): FactValue | undefined {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'event':
      return view.data[expression.name];
    case 'fact':
      return view.facts[expression.name];
    case 'now':
      return view.now;
    case 'add':
    case 'clear':
      return undefined;
  }
}

/**
 * Sets facts as a transition says. A source that is unknown leaves its fact as it is, a count stops
 * at its maximum, and a value outside the fact's type is not taken. Returns the facts that changed.
 */
export function assign(draft: Draft, set: Transition['set']): readonly string[] {
  const changed: string[] = [];
  for (const { fact, to } of set) {
    const type = draft.journey.facts[fact];
    if (type === undefined) continue;
    const before = draft.facts[fact];
    if (to.kind === 'clear') {
      if (before === undefined) continue;
      draft.facts = withFact(draft.facts, fact, undefined);
    } else {
      const value =
        to.kind === 'add' && type.kind === 'count'
          ? Math.min(type.max, Math.max(0, (typeof before === 'number' ? before : 0) + to.by))
          : evaluate(to, draft);
      if (value === undefined || !isFact(type, value, draft.program.codes) || same(before, value))
        continue;
      draft.facts = withFact(draft.facts, fact, value);
    }
    changed.push(fact);
    draft.say({ kind: 'fact', name: fact, value: draft.facts[fact] ?? null });
  }
  return changed;
}

/**
 * Facts with one of them set, or cleared by undefined. Those that an object inherits stay behind
 * it,
 * unread: the proof hands in facts that tell what is read of them.
 */
function withFact(facts: Facts, fact: string, value: FactValue | undefined): Facts {
  const copy: Record<string, FactValue | undefined> = { ...facts, [fact]: value };
  const parent = Object.getPrototypeOf(facts) as object | null;
  if (parent !== null && parent !== Object.prototype) Object.setPrototypeOf(copy, parent);
  else if (value === undefined) Reflect.deleteProperty(copy, fact);
  return copy as Facts;
}
