/** The conditions of rules: read from `a & (b | temperature-c>=38)`, asked of what was found. */
import { isSoNow, type Annotation, type ConceptFound } from '../document/doc.ts';

export type Condition =
  | { readonly kind: 'all'; readonly of: readonly Condition[] }
  | { readonly kind: 'any'; readonly of: readonly Condition[] }
  /** `isEver`: also where it is past, as a heart failure of last year is. */
  | { readonly kind: 'concept'; readonly id: string; readonly isEver: boolean }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'age'; readonly least: number; readonly most: number }
  | {
      readonly kind: 'measure';
      readonly measure: string;
      readonly least: number;
      readonly most: number;
    };

const piece = /\s*(?:(?<mark>[()&|])|(?<term>[#a-z][a-z0-9-]*\*?(?:[<>]=\d+(?:\.\d+)?[dy]?)?))/y;

/** Reads a condition; what is wrong in it is wrong in our source, and throws. */
export function readCondition(text: string): Condition {
  const pieces: string[] = [];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.trimEnd().length) {
    const found = piece.exec(text);
    if (found === null) throw new SyntaxError(`no condition: ${text}`);
    pieces.push(found.groups?.['mark'] ?? found.groups?.['term'] ?? '');
  }
  const reader = { pieces, at: 0 };
  const condition = anyOf(reader);
  if (reader.at < pieces.length) throw new SyntaxError(`too much: ${text}`);
  return condition;
}

interface Reader {
  readonly pieces: readonly string[];
  at: number;
}

function anyOf(reader: Reader): Condition {
  const of = [allOf(reader)];
  while (reader.pieces[reader.at] === '|') {
    reader.at += 1;
    of.push(allOf(reader));
  }
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'any', of };
}

function allOf(reader: Reader): Condition {
  const of = [one(reader)];
  while (reader.pieces[reader.at] === '&') {
    reader.at += 1;
    of.push(one(reader));
  }
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'all', of };
}

function one(reader: Reader): Condition {
  const next = reader.pieces[reader.at] ?? '';
  reader.at += 1;
  if (next !== '(') return termOf(next);
  const inner = anyOf(reader);
  if (reader.pieces[reader.at] !== ')') throw new SyntaxError('a bracket is not closed');
  reader.at += 1;
  return inner;
}

function termOf(term: string): Condition {
  if (term.startsWith('#')) return { kind: 'group', group: term.slice(1) };
  const compared = /^([a-z0-9-]+)([<>])=(\d+(?:\.\d+)?)([dy]?)$/.exec(term);
  if (compared === null) {
    if (!/^[a-z]/.test(term)) throw new SyntaxError(`no term: ${term}`);
    return { kind: 'concept', id: term.replace('*', ''), isEver: term.endsWith('*') };
  }
  const [, name = '', sign, figure, unit] = compared;
  const value = Number(figure) * (unit === 'y' ? 365.25 : 1);
  const bounds =
    sign === '>'
      ? { least: value, most: Number.POSITIVE_INFINITY }
      : { least: Number.NEGATIVE_INFINITY, most: value };
  return name === 'age'
    ? { kind: 'age', ...bounds }
    : { kind: 'measure', measure: name, ...bounds };
}

/** What conditions are asked of: what was found, by its name. */
export interface Evidence {
  readonly concepts: ReadonlyMap<string, readonly ConceptFound[]>;
  readonly all: readonly Annotation[];
  readonly groupOf: (concept: string) => string;
}

export function evidenceOf(
  all: readonly Annotation[],
  groupOf: (concept: string) => string,
): Evidence {
  const concepts = all.filter((each): each is ConceptFound => each.kind === 'concept');
  return { concepts: Map.groupBy(concepts, ({ concept }) => concept), all, groupOf };
}

/** What makes a condition true, or undefined where it is not. */
export function supportOf(
  condition: Condition,
  evidence: Evidence,
): readonly Annotation[] | undefined {
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((each) => supportOf(each, evidence));
      return parts.some((each) => each === undefined) ? undefined : parts.flatMap((p) => p ?? []);
    }
    case 'any': {
      const parts = condition.of.flatMap((each) => supportOf(each, evidence) ?? []);
      return parts.length === 0 ? undefined : parts;
    }
    case 'concept': {
      const { isEver } = condition;
      return some(
        (evidence.concepts.get(condition.id) ?? []).filter((each) => isMeant(each, isEver)),
      );
    }
    case 'group': {
      const here = [...evidence.concepts.values()].flat();
      return some(
        here.filter(
          (each) => isSoNow(each.status) && evidence.groupOf(each.concept) === condition.group,
        ),
      );
    }
    case 'age':
      return some(
        evidence.all.filter(
          (each) =>
            each.kind === 'age' && each.days >= condition.least && each.days <= condition.most,
        ),
      );
    case 'measure':
      return some(
        evidence.all.filter(
          (each) =>
            each.kind === 'measure' &&
            each.measure === condition.measure &&
            each.value >= condition.least &&
            each.value <= condition.most,
        ),
      );
  }
}

const some = <T>(found: readonly T[]): readonly T[] | undefined =>
  found.length === 0 ? undefined : found;

function isMeant({ status }: ConceptFound, isEver: boolean): boolean {
  if (isEver) return !status.isNegated && !status.isHypothetical && status.who === 'subject';
  return isSoNow(status);
}

/** The names of concepts and measures in a condition, so that a rule of none is found out. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(namesIn);
    case 'concept':
      return [condition.id];
    case 'group':
    case 'age':
    case 'measure':
      return [];
  }
}
