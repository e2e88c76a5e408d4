/** Which known word a misspelt one stands for: few letters apart, or sounding alike. */

export interface Speller {
  /** The stem that a word not known elsewhere is likely to mean. */
  readonly likely: (word: string) => string | undefined;
}

interface Candidate {
  readonly word: string;
  readonly stem: string;
}

const shortest = 4;

/** `vocabulary` by stem; `known` are words that are right as they stand. */
export function spellerOf(
  vocabulary: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
): Speller {
  const bySound = new Map<string, Candidate[]>();
  const byLength = new Map<number, Candidate[]>();
  for (const [word, stem] of vocabulary) {
    if (word.length < shortest) continue;
    const candidate = { word, stem };
    put(bySound, soundOf(word), candidate);
    put(byLength, word.length, candidate);
  }
  const remembered = new Map<string, string | undefined>();
  // "Parenting" is right where "parent" is.
  const isKnown = (word: string): boolean =>
    known.has(word) ||
    vocabulary.has(word) ||
    known.has(word.replace(/(?:s|es|ed|d|ing|er|ly)$/, ''));
  const likely = (word: string): string | undefined => {
    if (word.length < shortest || isKnown(word)) return undefined;
    if (remembered.has(word)) return remembered.get(word);
    const found = nearest(word, byLength) ?? alike(word, bySound);
    // What was asked once is kept for a while only: people misspell without end.
    if (remembered.size > 5_000) remembered.clear();
    remembered.set(word, found);
    return found;
  };
  return { likely };
}

function put<K>(map: Map<K, Candidate[]>, key: K, candidate: Candidate): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [candidate]);
  else list.push(candidate);
}

function nearest(
  word: string,
  byLength: ReadonlyMap<number, readonly Candidate[]>,
): string | undefined {
  const most = word.length >= 8 ? 2 : 1;
  let best: Candidate | undefined;
  let least = most + 1;
  for (let length = word.length - most; length <= word.length + most; length += 1) {
    for (const candidate of byLength.get(length) ?? []) {
      if (candidate.word[0] !== word[0] && candidate.word[1] !== word[0]) continue;
      const apart = distance(word, candidate.word, least);
      if (apart < least) {
        least = apart;
        best = candidate;
      }
    }
  }
  return best?.stem;
}

function alike(
  word: string,
  bySound: ReadonlyMap<string, readonly Candidate[]>,
): string | undefined {
  const sound = soundOf(word);
  if (sound.length < 3) return undefined;
  const near = (bySound.get(sound) ?? []).filter(
    (each) => Math.abs(each.word.length - word.length) <= 2 && distance(word, each.word, 4) <= 3,
  );
  return near[0]?.stem;
}

/** Letters added, left out, changed or swapped (Damerau 1964); `cap` where it is that or more. */
function distance(a: string, b: string, cap: number): number {
  if (Math.abs(a.length - b.length) >= cap) return cap;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(
        (last[j] ?? cap) + 1,
        (row[j - 1] ?? cap) + 1,
        (last[j - 1] ?? cap) + cost,
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) value = Math.min(value, (before[j - 2] ?? cap) + 1);
      row.push(value);
      least = Math.min(least, value);
    }
    if (least >= cap) return cap;
    before = last;
    last = row;
  }
  return last[b.length] ?? cap;
}

/** How a word sounds, roughly: consonants in classes, vowels only where it begins with one. */
function soundOf(word: string): string {
  const plain = word
    .replaceAll('ph', 'f')
    .replaceAll('gh', 'g')
    .replace(/^(?:kn|gn|pn)/, 'n')
    .replace(/^wr/, 'r')
    .replaceAll(/c(?=[eiy])/g, 's')
    .replaceAll(/[ckq]/g, 'k')
    .replaceAll('z', 's')
    .replaceAll('x', 'ks')
    .replaceAll('v', 'f')
    .replaceAll('d', 't')
    .replaceAll('sh', 's')
    .replaceAll('th', 't');
  const first = /^[aeiouy]/.test(plain) ? 'a' : '';
  return first + plain.replaceAll(/[aeiouyhw]/g, '').replaceAll(/(.)\1+/g, '$1');
}
