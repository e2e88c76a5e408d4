/**
 * The notation of the lexicon. `id = one way | another` is an entry; it goes on in lines that are
 * indented. `(a/b c/)` is a choice, `{id}` stands for the words of another entry, `x +3 y` says
 * that both are near, in either order, `x >3 y` in this one. An id with `!` is atomic: its words
 * hold whatever stands before them. `# group` begins a group.
 */

/** A way to say something: words in a row, or parts that stand near each other. */
export type Pattern =
  | { readonly kind: 'row'; readonly words: readonly string[] }
  | {
      readonly kind: 'near';
      readonly parts: readonly string[];
      readonly gap: number;
      /** Whether they stand in this order. */
      readonly isOrdered: boolean;
    };

export interface Entry {
  readonly id: string;
  readonly group: string;
  readonly isAtomic: boolean;
  readonly patterns: readonly Pattern[];
}

/** The most ways that one notation may stand for; more is a mistake in it. */
const maxWays = 6_000;
const usualGap = 4;

interface Raw {
  readonly head: string;
  readonly body: string;
  readonly group: string;
}

/** Reads the data of the lexicon; what is wrong in it is wrong in our source, and throws. */
export function readLexicon(texts: readonly string[]): readonly Entry[] {
  const raws = texts.flatMap(rawsOf);
  const bodies = new Map<string, string[]>();
  for (const { head, body } of raws) {
    const id = idOf(head);
    bodies.set(id, [...(bodies.get(id) ?? []), body]);
  }
  const ways = new Ways(bodies);
  const entries = new Map<string, Entry>();
  for (const raw of raws) {
    const made = entryOf(raw, ways);
    const before = entries.get(made.id);
    const patterns = [...(before?.patterns ?? []), ...made.patterns];
    const isAtomic = made.isAtomic || (before?.isAtomic ?? false);
    entries.set(made.id, { ...made, ...before, isAtomic, patterns });
  }
  return [...ways.parts(), ...entries.values()];
}

function rawsOf(text: string): readonly Raw[] {
  const raws: Raw[] = [];
  let group = '';
  const joined = text.replaceAll(/\n\s+/g, ' ');
  for (const line of joined.split('\n').map((each) => each.trim())) {
    if (line.startsWith('#')) group = line.slice(1).trim();
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    if (at === -1) throw new SyntaxError(`no entry, and not indented: ${line}`);
    raws.push({ head: line.slice(0, at).trim(), body: line.slice(at + 1).trim(), group });
  }
  return raws;
}

const idOf = (head: string): string => (head.split(' ')[0] ?? '').replace('!', '');

function entryOf({ head, body, group }: Raw, ways: Ways): Entry {
  const id = idOf(head);
  const patterns = body
    .split('|')
    .flatMap((alternative) => ways.patternsOf(alternative.trim(), id));
  const isAtomic = head.includes('!');
  return { id, group, isAtomic, patterns };
}

/** What a notation stands for. A side of `+` that is no entry becomes one without a group. */
class Ways {
  readonly #bodies: ReadonlyMap<string, readonly string[]>;
  readonly #parts = new Map<string, Entry>();

  constructor(bodies: ReadonlyMap<string, readonly string[]>) {
    this.#bodies = bodies;
  }

  parts(): readonly Entry[] {
    return [...this.#parts.values()];
  }

  patternsOf(alternative: string, id: string): readonly Pattern[] {
    const gap = Number(/[+>](\d+)/.exec(alternative)?.[1] ?? usualGap);
    const isOrdered = /\s>\d*\s/.test(alternative);
    const sides = alternative.split(/\s[+>]\d*\s/);
    if (sides.length === 1) return this.#rows(alternative, [id]);
    return [{ kind: 'near', parts: sides.map((side) => this.#part(side.trim())), gap, isOrdered }];
  }

  #part(side: string): string {
    const whole = /^\{([a-z0-9-]+)\}$/.exec(side)?.[1];
    if (whole !== undefined && this.#bodies.has(whole)) return whole;
    const id = `+${side}`;
    if (!this.#parts.has(id)) {
      const patterns = this.#rows(side, []);
      this.#parts.set(id, { id, group: '', isAtomic: false, patterns });
    }
    return id;
  }

  #rows(notation: string, within: readonly string[]): readonly Pattern[] {
    const rows = this.#expand(notation, within).map((text) => text.split(' ').filter(Boolean));
    return rows.filter(({ length }) => length > 0).map((words) => ({ kind: 'row', words }));
  }

  #expand(notation: string, within: readonly string[]): readonly string[] {
    const found = /\(([^()]*)\)|\{([a-z0-9-]+)\}/.exec(notation);
    if (found === null) return [notation];
    const [whole, choice, name] = found;
    const choices = choice === undefined ? this.#wordsOf(name ?? '', within) : choice.split('/');
    const [before, rest] = [
      notation.slice(0, found.index),
      notation.slice(found.index + whole.length),
    ];
    // What is chosen may name entries itself, or be a part of another choice.
    const made = choices.flatMap((each) => this.#expand(`${before}${each}${rest}`, within));
    const all = [...new Set(made)];
    if (all.length > maxWays) throw new RangeError(`too many ways: ${notation}`);
    return all;
  }

  #wordsOf(id: string, within: readonly string[]): readonly string[] {
    const bodies = this.#bodies.get(id);
    if (bodies === undefined || within.includes(id)) throw new RangeError(`no words: ${id}`);
    const alternatives = bodies.flatMap((body) => body.split('|').map((each) => each.trim()));
    const rows = alternatives.filter((each) => !/\s[+>]\d*\s/.test(each));
    return rows.flatMap((each) => this.#expand(each, [...within, id]));
  }
}
