/** The stage that finds concepts: what the trie matches, and what stands near what. */
import { annotated } from '../document/build.ts';
import type { ConceptFound, Doc, Sentence, Utterance } from '../document/doc.ts';
import type { Stage } from '../document/pipeline.ts';
import type { Entry } from './grammar.ts';
import { matchesIn, trieOf, type Match, type Trie } from './trie.ts';

export interface Lexicon {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly trie: Trie;
  readonly near: readonly Near[];
}

interface Near {
  readonly id: string;
  readonly parts: readonly string[];
  readonly gap: number;
  readonly isOrdered: boolean;
}

const lexiconVersion = '1';

export function lexiconOf(entries: readonly Entry[], known: ReadonlySet<string>): Lexicon {
  const near = entries.flatMap(({ id, patterns }) =>
    patterns.flatMap((each) =>
      each.kind === 'near'
        ? [{ id, parts: each.parts, gap: each.gap, isOrdered: each.isOrdered }]
        : [],
    ),
  );
  return {
    entries: new Map(entries.map((each) => [each.id, each])),
    trie: trieOf(entries, known),
    near,
  };
}

export function conceptStage(lexicon: Lexicon): Stage {
  return {
    name: 'lexicon',
    version: lexiconVersion,
    run: (doc) =>
      annotated(
        doc,
        doc.utterances.flatMap((_, at) => conceptsIn(doc, at, lexicon)),
      ),
  };
}

const plainStatus = {
  isNegated: false,
  isPast: false,
  isHypothetical: false,
  who: 'subject',
} as const;

function conceptsIn(doc: Doc, message: number, lexicon: Lexicon): readonly ConceptFound[] {
  const utterance = doc.utterances[message];
  if (utterance === undefined) return [];
  const all = mentions(utterance, lexicon);
  return all.flatMap(({ concept, from, to, confidence, holdsDenial }): readonly ConceptFound[] => {
    const start = utterance.tokens[from]?.start ?? 0;
    const end = utterance.tokens[to - 1]?.end ?? 0;
    // Sides of `+` that are no entries of their own have no group.
    if (lexicon.entries.get(concept)?.group === '') return [];
    return [
      {
        kind: 'concept',
        concept,
        span: { message, start, end },
        from,
        to,
        confidence,
        holdsDenial,
        by: { stage: 'lexicon', version: lexiconVersion },
        status: plainStatus,
      },
    ];
  });
}

/** What is said directly, then what follows from two things that stand near each other. */
function mentions({ tokens, sentences }: Utterance, { trie, near }: Lexicon): readonly Match[] {
  const all: Match[] = [];
  for (const sentence of sentences) {
    const base = sentence.from;
    const part = tokens.slice(base, sentence.to);
    const direct = matchesIn(trie, part).map((each) => ({
      ...each,
      from: each.from + base,
      to: each.to + base,
    }));
    all.push(...direct, ...nearIn(direct, { near, sentence, tokens }));
  }
  return all;
}

interface Within {
  readonly near: readonly Near[];
  readonly sentence: Sentence;
  readonly tokens: Utterance['tokens'];
}

function nearIn(direct: readonly Match[], { near, tokens }: Within): readonly Match[] {
  const byConcept = Map.groupBy(direct, ({ concept }) => concept);
  const made: Match[] = [];
  // In the order of the lexicon, so that what was made may be a part of what comes later; twice,
  // since an entry may stand before its parts.
  for (let round = 0; round < 2; round += 1) {
    const before = made.length;
    for (const { id, parts, gap, isOrdered } of near) {
      const lists = parts.map((part) => byConcept.get(part) ?? []);
      if (lists.some(({ length }) => length === 0)) continue;
      for (const match of combined(id, lists, { gap, isOrdered, tokens })) {
        if (has(byConcept.get(id), match)) continue;
        made.push(match);
        byConcept.set(id, [...(byConcept.get(id) ?? []), match]);
      }
    }
    if (made.length === before) break;
  }
  return made;
}

const has = (list: readonly Match[] | undefined, { from, to }: Match): boolean =>
  list?.some((each) => each.from === from && each.to === to) ?? false;

interface Reach {
  readonly gap: number;
  readonly isOrdered: boolean;
  readonly tokens: Utterance['tokens'];
}

/** Of each first part the nearest other parts, where they are near enough. */
function combined(
  concept: string,
  [first = [], ...others]: readonly (readonly Match[])[],
  { gap, isOrdered, tokens }: Reach,
): readonly Match[] {
  return first.flatMap((start) => {
    let whole: Match = { ...start, concept };
    for (const list of others) {
      const reachable = list
        .map((each) => ({ each, apart: wordsBetween(whole, each, tokens) }))
        .filter(({ each, apart }) => apart <= gap && (!isOrdered || each.from >= whole.to))
        .toSorted((a, b) => a.apart - b.apart)[0]?.each;
      if (reachable === undefined) return [];
      whole = {
        concept,
        from: Math.min(whole.from, reachable.from),
        to: Math.max(whole.to, reachable.to),
        confidence: Math.min(whole.confidence, reachable.confidence),
        holdsDenial: whole.holdsDenial || reachable.holdsDenial,
      };
    }
    return [whole];
  });
}

function wordsBetween(a: Match, b: Match, tokens: Utterance['tokens']): number {
  const from = Math.min(a.to, b.to);
  const to = Math.max(a.from, b.from);
  if (from > to) return 0;
  return tokens.slice(from, to).filter(({ kind }) => kind !== 'mark').length;
}
