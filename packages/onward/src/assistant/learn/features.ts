/**
 * Texts as sparse vectors: words, pairs of words and pieces of words, each under a hashed number.
 */

/** Numbers ascending, each once; the values make a vector of length one. */
export interface Sparse {
  readonly ids: Int32Array;
  readonly values: Float32Array;
}

export interface Featuriser {
  readonly size: number;
  /** How telling each number is: rare ones tell more. */
  readonly weights: Float32Array;
}

const nothing = 0;

/** FNV-1a, folded into `size` numbers; `size` is a power of two. */
export function numberOf(text: string, size: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (size - 1);
}

/**
 * What a text is made of: `w` a word, `p` two that follow each other, `s` one apart, `c` a piece.
 */
export function gramsOf(text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const framed = ['<', ...words, '>'];
  const grams: string[] = [];
  for (const [at, word] of framed.entries()) {
    const next = framed[at + 1];
    const later = framed[at + 2];
    if (at > 0 && next !== undefined) grams.push(`w${word}`, ...piecesOf(word));
    if (next !== undefined) grams.push(`p${word} ${next}`);
    if (later !== undefined) grams.push(`s${word} ${later}`);
  }
  return grams;
}

function piecesOf(word: string): readonly string[] {
  const framed = `^${word}$`;
  const pieces: string[] = [];
  for (let length = 3; length <= 5; length += 1) {
    for (let at = 0; at + length <= framed.length; at += 1) {
      pieces.push(`c${framed.slice(at, at + length)}`);
    }
  }
  return pieces;
}

/** Counts in how many texts each number occurs. */
export function learnFeatures(texts: readonly string[], size: number): Featuriser {
  const seen = new Float32Array(size);
  for (const text of texts) {
    for (const id of new Set(gramsOf(text).map((gram) => numberOf(gram, size)))) {
      seen[id] = (seen[id] ?? nothing) + 1;
    }
  }
  const weights = seen.map((count) => Math.log((1 + texts.length) / (1 + count)) + 1);
  return { size, weights };
}

export function sparseOf({ size, weights }: Featuriser, text: string): Sparse {
  const found = new Map<number, number>();
  for (const gram of gramsOf(text)) {
    const id = numberOf(gram, size);
    // Pieces are many and say little each: together they weigh as much as words.
    const share = gram.startsWith('c') ? 0.5 : 1;
    found.set(id, Math.max(found.get(id) ?? nothing, share));
  }
  const ids = Int32Array.from([...found.keys()].toSorted((a, b) => a - b));
  const values = new Float32Array(ids.length);
  let square = 0;
  for (const [at, id] of ids.entries()) {
    const value = (found.get(id) ?? nothing) * (weights[id] ?? 1);
    values[at] = value;
    square += value * value;
  }
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  return { ids, values: values.map((value) => value * scale) };
}
