/**
 * A classifier of short texts: two logistic regressions, one over a sentence's vector and one over
 * its words and pieces of words, and a threshold below which it says that it does not know.
 */
import { learnFeatures, sparseOf, type Featuriser, type Sparse } from '../learn/features.ts';
import { denseOf, probabilities, scores, train, type Linear } from '../learn/softmax.ts';

export interface Classifier {
  readonly labels: readonly string[];
  readonly features: Featuriser;
  readonly dense: Linear;
  readonly sparse: Linear;
  /**
   * Divides scores before they are made probabilities, so that these are as sure as they are right.
   */
  readonly temperature: number;
  /** Below it a text is none of the labels. */
  readonly threshold: number;
}

export interface Example {
  readonly text: string;
  readonly vector: Float32Array;
  readonly label: string;
}

export interface Guess {
  readonly label: string;
  /** From 0 to 1; compared with the threshold. */
  readonly confidence: number;
  readonly isKnown: boolean;
  /** Of each label, in the order of `labels`. */
  readonly shares: Float64Array;
}

/** How much of the say the sentence's vector has; measured on CLINC150's validation set. */
const denseShare = 0.4;
/** Vectors have length one; longer ones let few weights say much. */
const stretch = 5;

export interface TrainingOptions {
  /** How many numbers pieces of words are hashed into: a power of two. */
  readonly size: number;
  readonly epochs: number;
  readonly onProgress?: (share: number) => void;
}

export function trainClassifier(
  examples: readonly Example[],
  { size, epochs, onProgress }: TrainingOptions,
): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const numbers = new Map(labels.map((label, at) => [label, at]));
  const numberOf = (label: string): number => numbers.get(label) ?? 0;
  const features = learnFeatures(
    examples.map(({ text }) => text),
    size,
  );
  const width = examples[0]?.vector.length ?? 1;
  const shared = { classes: labels.length, epochs };
  const tell = (from: number) => (epoch: number) =>
    onProgress?.(from + (0.5 * (epoch + 1)) / epochs);
  const dense = train(
    examples.map((each) => ({ features: stretched(each.vector), label: numberOf(each.label) })),
    { ...shared, width, rate: 0.1, decay: 1e-6, onEpoch: tell(0) },
  );
  const sparse = train(
    examples.map((each) => ({
      features: sparseOf(features, each.text),
      label: numberOf(each.label),
    })),
    { ...shared, width: size, rate: 0.3, decay: 0, onEpoch: tell(0.5) },
  );
  return { labels, features, dense, sparse, temperature: 1, threshold: 0 };
}

const stretched = (vector: Float32Array): Sparse => denseOf(vector.map((value) => value * stretch));

export function guess(
  classifier: Classifier,
  { text, vector }: Pick<Example, 'text' | 'vector'>,
): Guess {
  const { labels, dense, sparse, features, temperature, threshold } = classifier;
  const a = probabilities(scores(dense, stretched(vector)), temperature);
  const b = probabilities(scores(sparse, sparseOf(features, text)), temperature);
  // Which label: the product of both, where either may object. How sure: their mean, which one
  // alone cannot make high; it tells what belongs nowhere better (measured).
  let best = 0;
  let most = -1;
  const shares = new Float64Array(labels.length);
  for (let each = 0; each < labels.length; each += 1) {
    const product = (a[each] ?? 0) ** denseShare * (b[each] ?? 0) ** (1 - denseShare);
    shares[each] = denseShare * (a[each] ?? 0) + (1 - denseShare) * (b[each] ?? 0);
    if (product > most) {
      most = product;
      best = each;
    }
  }
  const confidence = shares[best] ?? 0;
  return { label: labels[best] ?? '', confidence, isKnown: confidence >= threshold, shares };
}
