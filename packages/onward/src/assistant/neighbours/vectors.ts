/** Vectors of what the lexicon knows, a byte each number, made where the models are trained. */
import { z } from 'zod';
import { packed, unpacked, type Named } from '../learn/store.ts';

const shape = z.object({
  kind: z.literal('neighbours'),
  version: z.string(),
  /** The encoder that made them: no other's mean the same. */
  encoder: z.string(),
  ids: z.array(z.string()),
  scale: z.number(),
  weights: z.string(),
});

/** Vectors of length one: of a concept the mean of its phrasings, of a label its examples. */
export interface LabelledVectors extends Named {
  readonly ids: readonly string[];
  /** One after the other. */
  readonly numbers: Float32Array;
}

export interface Neighbour {
  readonly id: string;
  /** Cosine, from -1 to 1. */
  readonly similarity: number;
}

export function storedVectors({ ids, numbers, ...named }: LabelledVectors): z.infer<typeof shape> {
  return { kind: 'neighbours', ...named, ids: [...ids], ...packed(numbers) };
}

/** Reads what `storedVectors` wrote; throws where it is none. */
export function vectorsOf(stored: unknown): LabelledVectors {
  const { version, encoder, ids, scale, weights } = shape.parse(stored);
  return { version, encoder, ids, numbers: unpacked({ scale, weights }) };
}

/** The mean direction of some vectors, of length one. */
export function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + value;
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

/** How near the nearest of each label is. */
export function nearestOf(
  { ids, numbers }: LabelledVectors,
  vector: Float32Array,
): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const [row, id] of ids.entries()) {
    const similarity = cosine(vector, numbers, row);
    if (similarity > (most.get(id) ?? -1)) most.set(id, similarity);
  }
  return most;
}

/** Four sums side by side, and no check of each number: 1.2 ms of 2.9 for two thousand. */
function cosine(vector: Float32Array, numbers: Float32Array, row: number): number {
  const from = row * vector.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let at = 0; at < vector.length; at += 4) {
    a += (vector[at] as number) * (numbers[from + at] as number);
    b += (vector[at + 1] as number) * (numbers[from + at + 1] as number);
    c += (vector[at + 2] as number) * (numbers[from + at + 2] as number);
    d += (vector[at + 3] as number) * (numbers[from + at + 3] as number);
  }
  return a + b + c + d;
}

/** The nearest, the nearest first. */
export function nearest(
  known: LabelledVectors,
  vector: Float32Array,
  count: number,
): readonly Neighbour[] {
  const all = [...nearestOf(known, vector)].map(([id, similarity]) => ({ id, similarity }));
  return all.toSorted((a, b) => b.similarity - a.similarity).slice(0, count);
}
