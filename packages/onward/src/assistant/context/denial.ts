/** Which of the things that a sentence mentions it denies. */
import type { ConceptFound, Token } from '../document/doc.ts';
import { stretchesOf, type Line, type Stretch } from '../document/line.ts';
import type { Said } from './said.ts';
import {
  denials,
  denialsAfter,
  ends,
  firmDenials,
  intentDenials,
  seemingDenials,
} from './triggers.ts';

/** How many words may stand between a denial and the first thing it denies. */
const reach = 4;

/** Words that join what is denied together: "no fever, chills or a cough". */
const joins =
  /^(?:,|\/|&|and|or|nor|any|a|an|the|no|of|my|real|new|other|much|significant|at all)$/;

/** After a thing of a list, these say that it is so: "no fever, chest pain started today". */
const asserts = new Set(
  (
    'is are was has started starts since for when that getting came comes now today this on all ' +
    'after which though really keeps very going every worse while tonight'
  ).split(' '),
);

export function deniedIn(
  { tokens, concepts, isAtomic }: Said,
  line: Line,
): ReadonlySet<ConceptFound> {
  const seeming = stretchesOf(line, seemingDenials);
  const covers = (each: Stretch, other: Stretch): boolean =>
    each.from < other.to && other.from < each.to;
  // "Hasn't eaten for days": the denial is a part of what was looked for.
  const owned = concepts.filter(({ concept, holdsDenial }) => isAtomic(concept) || holdsDenial);
  const found = stretchesOf(line, denials).filter(
    (each) => ![...seeming, ...owned].some((other) => covers(each, other)),
  );
  const stops = stretchesOf(line, ends);
  const ordered = concepts.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const denied = new Set<ConceptFound>();
  for (const denial of found) follow(denial, { ordered, stops, tokens, denied });
  const after = stretchesOf(line, denialsAfter);
  for (const each of concepts) {
    if (isAtomic(each.concept)) {
      if (isFirmlyDenied(each, line)) denied.add(each);
      else denied.delete(each);
      continue;
    }
    const isInside = found.some(({ from, to }) => from > each.from && to < each.to);
    const isBefore = after.some(
      ({ from }) =>
        from >= each.to &&
        from - each.to <= 3 &&
        !ordered.some((o) => o.from >= each.to && o.to <= from),
    );
    if ((isInside && !each.holdsDenial) || isBefore) denied.add(each);
  }
  return denied;
}

/** What is despaired or threatened is denied only as a thought or a plan: "help me not do it". */
const ofDespair = new Set(['suicidal', 'self-harm', 'harm-others', 'lethal-question', 'overdose']);

/** Denied right before it: so it holds of what is atomic, too. */
function isFirmlyDenied({ concept, from, to, holdsDenial }: ConceptFound, line: Line): boolean {
  const { text, starts } = line;
  const begin = starts[from - line.from] ?? 0;
  const before = text.slice(0, begin).trimEnd();
  const within = text.slice(begin, starts[to - line.from] ?? text.length);
  if (ofDespair.has(concept)) {
    const thought =
      /^(?:suicidal |self harm )?(?:thoughts?|plans?|thinking)\b/.exec(within)?.[0] ?? '';
    const isNever = concept !== 'suicidal' && /\bnever(?: been| ever| actually)?$/.test(before);
    return isNever || intentDenials.test(`${before} ${thought}`.trim());
  }
  return !holdsDenial && firmDenials.test(before);
}

interface Following {
  readonly ordered: readonly ConceptFound[];
  readonly stops: readonly Stretch[];
  readonly tokens: readonly Token[];
  readonly denied: Set<ConceptFound>;
}

/** What a denial reaches: the first thing after it, then whatever is joined to that. */
function follow(denial: Stretch, { ordered, stops, tokens, denied }: Following): void {
  let end = denial.to;
  let first: ConceptFound | undefined;
  for (const each of ordered) {
    if (each.from < denial.to) continue;
    const isSame = first !== undefined && (each.from < end || each.from === first.from);
    if (isSame) {
      // Another name for what is denied already, or a part of it.
      if (each.to <= end + 2 || each.from === first?.from) denied.add(each);
      if (each.to <= end + 2) end = Math.max(end, each.to);
      continue;
    }
    const between = tokens.slice(end, each.from);
    if (stops.some(({ from, to }) => from >= end && to <= each.from)) break;
    const isNear = first === undefined && isWithinReach(between);
    const isJoined =
      first !== undefined && isList(between) && !isAsserted(each, { tokens, ordered }, between);
    if (!isNear && !isJoined) break;
    denied.add(each);
    first ??= each;
    end = Math.max(end, each.to);
  }
}

/** "No noise and going blue" denies the noise, whether it is known or not. */
const isWithinReach = (between: readonly Token[]): boolean =>
  wordsOf(between) <= reach && !between.some(({ word }) => word === ',' || word === 'and');

const wordsOf = (tokens: readonly Token[]): number =>
  tokens.filter(({ kind }) => kind !== 'mark').length;

const isList = (tokens: readonly Token[]): boolean =>
  tokens.length > 0 && tokens.every(({ word }) => joins.test(word));

function isAsserted(
  each: ConceptFound,
  { tokens, ordered }: Pick<Following, 'tokens' | 'ordered'>,
  between: readonly Token[],
): boolean {
  if (between.some(({ word }) => /^(?:or|nor|no)$/.test(word))) return false;
  // Of "chest pain started" what follows the whole thing counts, not what follows "chest".
  const end = ordered
    .filter(({ from, to }) => from === each.from && to <= each.to + 3)
    .reduce((most, { to }) => Math.max(most, to), each.to);
  return asserts.has(tokens[end]?.word ?? '');
}
