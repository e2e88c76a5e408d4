/** Sentences as vectors: the port, and what stands in where no model is there. */
import { learnFeatures, sparseOf } from './learn/features.ts';

export interface Encoder {
  readonly name: string;
  readonly dimensions: number;
  /** A vector of length one for each text. */
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
}

/** Vectors without a model: pieces of words under hashed numbers. Weaker, and always there. */
export function gramEncoder(dimensions = 512): Encoder {
  const featuriser = learnFeatures([], dimensions);
  const vectorOf = (text: string): Float32Array => {
    const { ids, values } = sparseOf(featuriser, text);
    const vector = new Float32Array(dimensions);
    for (const [at, id] of ids.entries()) vector[id] = values[at] ?? 0;
    return vector;
  };
  return {
    name: 'grams',
    dimensions,
    embed: (texts) => Promise.resolve(texts.map(vectorOf)),
  };
}
