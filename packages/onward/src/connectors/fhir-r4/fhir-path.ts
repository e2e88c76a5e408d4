/**
 * FHIRPath (HL7, normative release N1), the part that a datum needs: members, filters, comparisons
 * and whether something is there. The parser and the evaluator are Medplum's; what is not named
 * here is never built, so that a path reads nothing but its resource, by no clock, and stops.
 */
import {
  AndAtom,
  ArithmeticOperatorAtom,
  AsAtom,
  ContainsAtom,
  DotAtom,
  EqualsAtom,
  evalFhirPathTyped,
  FhirPathAtom,
  FunctionAtom,
  ImpliesAtom,
  InAtom,
  IndexerAtom,
  InfixOperatorAtom,
  initFhirPathParserBuilder,
  IsAtom,
  LiteralAtom,
  NotEqualsAtom,
  OrAtom,
  SymbolAtom,
  Tokenizer,
  toTypedValue,
  UnionAtom,
  XorAtom,
} from '@medplum/core';
import type { Atom, AtomContext, TypedValue } from '@medplum/core';
import type { Json } from '../../core/index.ts';
import { isObject } from './json.ts';
import type { JsonObject } from './json.ts';

/** A path that is ready to be followed. */
export interface FhirPath {
  /** The resource type that it begins with, where it says one: `Appointment.priority`. */
  readonly root?: string;
  /**
   * The members whose value it gives, in order; none where it gives an answer of its own, such as
   * `exists()` or a comparison.
   */
  readonly members: readonly string[];
  /** The values that it leads to; undefined where it cannot be followed, or not in bounds. */
  in(resource: JsonObject): readonly Json[] | undefined;
}

const longest = 512;
/** Values that one path may look at in one resource: some tens of milliseconds. */
const mostLooks = 50_000;

/** The path that a text is; undefined when it is none of this part of the standard. */
export function readFhirPath(text: string): FhirPath | undefined {
  const parsed = text.length > longest ? undefined : parse(text);
  if (parsed === undefined) return undefined;
  const budget = new Budget();
  const bounded = boundedOf(parsed, budget);
  if (bounded === undefined) return undefined;
  const path = new FhirPathAtom(text, bounded);
  const root = rootOf(parsed);
  return {
    ...(root === undefined ? {} : { root }),
    members: membersOf(parsed) ?? [],
    in(resource) {
      budget.left = mostLooks;
      try {
        const found = evalFhirPathTyped(path, [toTypedValue(resource)]);
        return found.flatMap(({ value }) => (value === undefined ? [] : [value as Json]));
      } catch {
        // What it says of the fault may hold the resource.
        return undefined;
      }
    },
  };
}

/** Medplum's own words of the language; its `parseFhirPath` passes over what follows a path. */
const keywords = ['true', 'false'];
const operators = ['!=', '!~', '<=', '>=', '{}', '->'];

function parse(text: string): Atom | undefined {
  try {
    const tokens = new Tokenizer(text, keywords, operators).tokenize();
    const parser = initFhirPathParserBuilder().construct(tokens);
    const atom = parser.consumeAndParse();
    return parser.hasMore() ? undefined : atom;
  } catch {
    return undefined;
  }
}

/** What is left of the looks of one call. */
class Budget {
  left = 0;
}

/** A part of a path that counts what it looks at. */
class Counted implements Atom {
  private readonly atom: Atom;
  private readonly budget: Budget;

  constructor(atom: Atom, budget: Budget) {
    this.atom = atom;
    this.budget = budget;
  }

  eval(context: AtomContext, input: TypedValue[]): TypedValue[] {
    this.budget.left -= 1 + input.length;
    if (this.budget.left < 0) throw new RangeError('The resource is too large for the path.');
    const { atom } = this;
    if (!(atom instanceof SymbolAtom) || !isMember(atom)) return atom.eval(context, input);
    // Medplum looks for what is absent under each type that a choice could have, which is slow.
    const having = input.filter(({ value }) => hasMember(value as Json | undefined, atom.name));
    return having.length === 0 ? [] : atom.eval(context, having);
  }

  toString(): string {
    return this.atom.toString();
  }
}

/** A member by its name, or by the name of a choice: `value` of `valueQuantity`. */
function hasMember(value: Json | undefined, name: string): boolean {
  return isObject(value) && Object.keys(value).some((each) => each.startsWith(name));
}

function isMember({ name }: SymbolAtom): boolean {
  return /^[a-z]/.test(name);
}

/** No resource within a resource: a copy of the patient may stand there. */
const hidden = new Set(['contained', 'constructor', 'prototype']);
const infix = [AndAtom, OrAtom, XorAtom, ImpliesAtom, EqualsAtom, NotEqualsAtom, InAtom];
const comparisons = new Set(['<', '<=', '>', '>=']);

/** What a function takes. */
type Takes = 'nothing' | 'criteria' | 'perhaps criteria' | 'a type' | 'a text';

/** Those that lead on to values, and those whose answer is their own. */
const leading = new Map<string, Takes>([
  ['where', 'criteria'],
  ['first', 'nothing'],
  ['last', 'nothing'],
  ['single', 'nothing'],
  ['ofType', 'a type'],
  ['as', 'a type'],
  ['extension', 'a text'],
]);
const answering = new Map<string, Takes>([
  ['exists', 'perhaps criteria'],
  ['all', 'criteria'],
  ['empty', 'nothing'],
  ['not', 'nothing'],
  ['hasValue', 'nothing'],
  ['count', 'nothing'],
  ['is', 'a type'],
  ['startsWith', 'a text'],
]);

/** The same path with each part counted; undefined when a part of it is none that is allowed. */
function boundedOf(atom: Atom, budget: Budget): Atom | undefined {
  const built = rebuilt(atom, (part) => boundedOf(part, budget));
  return built && new Counted(built, budget);
}

type Rebuild = (atom: Atom) => Atom | undefined;

function rebuilt(atom: Atom, rebuild: Rebuild): Atom | undefined {
  if (atom instanceof SymbolAtom) {
    const isKnown = /^(?:\$this|[A-Za-z][A-Za-z0-9]*)$/.test(atom.name) && !hidden.has(atom.name);
    return isKnown ? atom : undefined;
  }
  if (atom instanceof LiteralAtom) return isConstant(atom) ? atom : undefined;
  if (atom instanceof FunctionAtom) return rebuiltFunction(atom, rebuild);
  if (atom instanceof IndexerAtom) {
    const left = isConstant(atom.expr) ? rebuild(atom.left) : undefined;
    return left && new IndexerAtom(left, atom.expr);
  }
  if (atom instanceof UnionAtom) return isConstant(atom) ? atom : undefined;
  return atom instanceof InfixOperatorAtom ? rebuiltInfix(atom, rebuild) : undefined;
}

function rebuiltInfix(atom: InfixOperatorAtom, rebuild: Rebuild): Atom | undefined {
  const left = rebuild(atom.left);
  if (atom instanceof AsAtom || atom instanceof IsAtom) {
    const Same = atom instanceof AsAtom ? AsAtom : IsAtom;
    return left && isType(atom.right) ? new Same(left, atom.right) : undefined;
  }
  const right = rebuild(atom.right);
  if (left === undefined || right === undefined) return undefined;
  if (atom instanceof DotAtom) return new DotAtom(left, right);
  if (atom instanceof ContainsAtom) {
    return isConstant(atom.right) ? new ContainsAtom(left, right) : undefined;
  }
  if (atom instanceof ArithmeticOperatorAtom) {
    const isNumeric = isNumber(atom.left) !== isNumber(atom.right);
    const isComparison = comparisons.has(atom.operator) && isNumeric;
    return isComparison
      ? new ArithmeticOperatorAtom(atom.operator, left, right, atom.impl)
      : undefined;
  }
  const Same = infix.find((each) => atom instanceof each);
  return Same && new Same(left, right);
}

function rebuiltFunction({ name, args }: FunctionAtom, rebuild: Rebuild): Atom | undefined {
  const takes = leading.get(name) ?? answering.get(name);
  const [only] = args;
  if (takes === undefined || args.length > 1) return undefined;
  if (only === undefined) {
    const isEnough = takes === 'nothing' || takes === 'perhaps criteria';
    return isEnough ? new FunctionAtom(name, []) : undefined;
  }
  if (takes === 'nothing') return undefined;
  if (takes === 'a type') return isType(only) ? new FunctionAtom(name, [only]) : undefined;
  if (takes === 'a text' && !isConstant(only)) return undefined;
  const built = rebuild(only);
  return built && new FunctionAtom(name, [built]);
}

/** A text, a number, true or false, or a list of them (`'a' | 'b'`); dates have no meaning here. */
function isConstant(atom: Atom): boolean {
  if (atom instanceof UnionAtom) return isConstant(atom.left) && isConstant(atom.right);
  const types = ['string', 'integer', 'decimal', 'boolean'];
  return atom instanceof LiteralAtom && types.includes(atom.value.type);
}

function isNumber(atom: Atom): boolean {
  return atom instanceof LiteralAtom && typeof atom.value.value === 'number';
}

/** A type's name: `Quantity`, or `FHIR.Quantity`. */
function isType(atom: Atom): boolean {
  if (atom instanceof DotAtom) return isType(atom.left) && isType(atom.right);
  return atom instanceof SymbolAtom && /^[A-Za-z]+$/.test(atom.name);
}

function rootOf(atom: Atom): string | undefined {
  if (atom instanceof FunctionAtom || atom instanceof LiteralAtom) return undefined;
  if (atom instanceof IndexerAtom || atom instanceof InfixOperatorAtom) return rootOf(atom.left);
  return atom instanceof SymbolAtom && /^[A-Z]/.test(atom.name) ? atom.name : undefined;
}

/** Undefined where the value is the path's own answer. */
function membersOf(atom: Atom): readonly string[] | undefined {
  if (atom instanceof SymbolAtom) return isMember(atom) ? [atom.name] : [];
  if (atom instanceof FunctionAtom) {
    if (atom.name === 'extension') return [atom.name];
    return leading.has(atom.name) ? [] : undefined;
  }
  if (atom instanceof IndexerAtom || atom instanceof AsAtom) return membersOf(atom.left);
  if (!(atom instanceof DotAtom)) return undefined;
  const last = membersOf(atom.right);
  return last && [...(membersOf(atom.left) ?? []), ...last];
}
