/** Which words spoke for a label: what a classifier's sparse half made of a text. */
import type { Classifier } from '../intents/classifier.ts';
import { gramsOf, numberOf, sparseOf } from './features.ts';

export interface Contribution {
  /** A word, or two that follow each other or stand one apart. */
  readonly words: string;
  /** Beyond what it says for the other labels on average. */
  readonly weight: number;
}

const mostTold = 5;

export function contributionsTo(
  { labels, sparse, features }: Classifier,
  { text, label }: { readonly text: string; readonly label: string },
): readonly Contribution[] {
  const at = labels.indexOf(label);
  const own = sparseOf(features, text);
  const values = new Map([...own.ids].map((id, index) => [id, own.values[index] ?? 0]));
  const words = [...new Set(gramsOf(text))].filter((gram) => !gram.startsWith('c'));
  const found = words.map((gram): Contribution => {
    const id = numberOf(gram, features.size);
    const weights = labels.map((_, each) => sparse.weights[id * sparse.classes + each] ?? 0);
    const mean = weights.reduce((a, b) => a + b, 0) / Math.max(1, weights.length);
    return { words: gram.slice(1), weight: ((weights[at] ?? 0) - mean) * (values.get(id) ?? 0) };
  });
  return found
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostTold);
}
