/** A classifier as JSON: weights in a byte each, with a scale, so that a model of ours is small. */
import { z } from 'zod';
import type { Classifier } from '../intents/classifier.ts';
import type { Linear } from './softmax.ts';

const linearShape = z.object({
  classes: z.int(),
  width: z.int(),
  scale: z.number(),
  weights: z.string(),
});

const modelShape = z.object({
  kind: z.literal('classifier'),
  version: z.string(),
  /** The encoder whose vectors it was trained on: no other's mean the same. */
  encoder: z.string(),
  labels: z.array(z.string()),
  temperature: z.number(),
  threshold: z.number(),
  features: z.object({ size: z.int(), scale: z.number(), weights: z.string() }),
  dense: linearShape,
  sparse: linearShape,
});

export type StoredClassifier = z.infer<typeof modelShape>;

export interface Named {
  readonly version: string;
  readonly encoder: string;
}

export function storedOf(classifier: Classifier, { version, encoder }: Named): StoredClassifier {
  const { labels, temperature, threshold, features, dense, sparse } = classifier;
  return {
    kind: 'classifier',
    version,
    encoder,
    labels: [...labels],
    temperature,
    threshold,
    features: { size: features.size, ...packed(features.weights) },
    dense: storedLinear(dense),
    sparse: storedLinear(sparse),
  };
}

/** Reads what `storedOf` wrote; throws where it is no model. */
export function classifierOf(stored: unknown): Classifier & Named {
  const { features, dense, sparse, ...rest } = modelShape.parse(stored);
  return {
    ...rest,
    features: { size: features.size, weights: unpacked(features) },
    dense: { classes: dense.classes, width: dense.width, weights: unpacked(dense) },
    sparse: { classes: sparse.classes, width: sparse.width, weights: unpacked(sparse) },
  };
}

function storedLinear({ classes, width, weights }: Linear): z.infer<typeof linearShape> {
  return { classes, width, ...packed(weights) };
}

interface Packed {
  readonly scale: number;
  readonly weights: string;
}

/** Numbers in a byte each, with what they are to be multiplied by. */
export function packed(weights: Float32Array): Packed {
  let most = 1e-9;
  for (const weight of weights) most = Math.max(most, Math.abs(weight));
  const scale = most / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  return { scale, weights: Buffer.from(bytes.buffer).toString('base64') };
}

export function unpacked({ scale, weights }: Packed): Float32Array {
  const bytes = Buffer.from(weights, 'base64');
  // A callback for each of a million numbers would be a tenth of a second.
  const numbers = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = (numbers[at] ?? 0) * scale;
  return numbers;
}
