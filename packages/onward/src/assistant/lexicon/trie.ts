/** All phrasings of the lexicon in one trie over stems, matched in one walk over a message. */
import type { Token } from '../document/doc.ts';
import { plainWord } from '../document/tokens.ts';
import { stemOf } from '../document/stem.ts';
import type { Entry } from './grammar.ts';
import { spellerOf, type Speller } from './spelling.ts';

export interface Match {
  readonly concept: string;
  readonly from: number;
  /** The first token after it. */
  readonly to: number;
  /** One where each word stood as written; less for each that was misspelt. */
  readonly confidence: number;
  /** Whether the words it was found by deny something themselves: "hasn't eaten". */
  readonly holdsDenial: boolean;
}

interface Node {
  readonly next: Map<string, Node>;
  /** The concepts that end here, and whether a denial stands in the words that lead here. */
  readonly ends: Map<string, boolean>;
}

const denial = /^(?:no|not|never|without|(?:do|does|did|is|has|have|was|are)nt)$/;

export interface Trie {
  readonly root: Node;
  readonly speller: Speller;
}

/** Words that may stand between the words of a phrasing: they change nothing in it. */
const fillers = new Set(
  `my his her the a an our their your really very so is are was be been feel feels feeling just
   bit of in on like kind sort quite pretty some all this that its it got getting going gone im
   i he she we they keep keeps kept have has had do did at to and also still now bad badly
   absolutely completely totally proper properly right left both little lot super extremely
   literally basically um uh er any more abit hes shes`.split(/\s+/),
);
const mostFillers = 2;

export function trieOf(entries: readonly Entry[], known: ReadonlySet<string>): Trie {
  const root: Node = { next: new Map(), ends: new Map() };
  const vocabulary = new Map<string, string>();
  for (const { id, patterns } of entries) {
    for (const pattern of patterns) {
      if (pattern.kind !== 'row') continue;
      const words = pattern.words.map((word) => plainWord(word));
      for (const word of words) vocabulary.set(word, stemOf(word));
      put(root, words.map(stemOf), id);
      const joined = words.join('');
      if (words.length === 2 && joined.length >= 8) put(root, [stemOf(joined)], id);
    }
  }
  return { root, speller: spellerOf(vocabulary, known) };
}

function put(root: Node, stems: readonly string[], id: string): void {
  let node = root;
  for (const stem of stems) {
    let next = node.next.get(stem);
    if (next === undefined) {
      next = { next: new Map(), ends: new Map() };
      node.next.set(stem, next);
    }
    node = next;
  }
  node.ends.set(
    id,
    stems.some((stem) => denial.test(stem)),
  );
}

interface Way {
  readonly node: Node;
  readonly at: number;
  readonly skipped: number;
  readonly confidence: number;
}

const misspelt = 0.85;

/** Every phrasing in the tokens; of one concept from one place the longest. */
export function matchesIn({ root, speller }: Trie, tokens: readonly Token[]): readonly Match[] {
  const likely = tokens.map((token) =>
    token.kind === 'word' ? speller.likely(token.word) : undefined,
  );
  const matches: Match[] = [];
  for (let from = 0; from < tokens.length; from += 1) {
    const found = new Map<string, Match>();
    const ways: Way[] = [{ node: root, at: from, skipped: 0, confidence: 1 }];
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      // What ends with fillers has ended before them.
      for (const [concept, holdsDenial] of way.skipped === 0 ? way.node.ends : []) {
        const before = found.get(concept);
        if (before === undefined || before.to < way.at) {
          const { at: to, confidence } = way;
          found.set(concept, { concept, from, to, confidence, holdsDenial });
        }
      }
      ways.push(
        ...onward(way, tokens[way.at], { likely: likely[way.at], isFirst: way.at === from }),
      );
    }
    matches.push(...found.values());
  }
  return matches;
}

interface Place {
  readonly likely: string | undefined;
  /** Nothing of a phrasing stood yet: it does not begin with a filler that it lacks. */
  readonly isFirst: boolean;
}

function onward(way: Way, token: Token | undefined, { likely, isFirst }: Place): readonly Way[] {
  if (token === undefined) return [];
  const { node, at, skipped, confidence } = way;
  const ways: Way[] = [];
  const same = node.next.get(token.stem);
  if (same !== undefined) ways.push({ node: same, at: at + 1, skipped: 0, confidence });
  const meant = likely === undefined ? undefined : node.next.get(likely);
  if (meant !== undefined && meant !== same) {
    ways.push({ node: meant, at: at + 1, skipped: 0, confidence: confidence * misspelt });
  }
  if (!isFirst && node.next.size > 0 && skipped < mostFillers && fillers.has(token.word)) {
    ways.push({ node, at: at + 1, skipped: skipped + 1, confidence });
  }
  return ways;
}
