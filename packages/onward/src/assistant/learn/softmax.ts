/** Logistic regression over several classes: trained by plain code, the same way each time. */
import type { Sparse } from './features.ts';

/** One row of `classes` weights for each feature and, last, one of biases: read as it is stored. */
export interface Linear {
  readonly classes: number;
  readonly width: number;
  readonly weights: Float32Array;
}

export interface Training {
  readonly classes: number;
  readonly width: number;
  readonly epochs: number;
  readonly rate: number;
  /** How much large weights are held back, for each step. */
  readonly decay: number;
  /** How much each label counts; absent: all the same. */
  readonly labelWeights?: readonly number[];
  readonly onEpoch?: (epoch: number) => void;
}

export interface Row {
  readonly features: Sparse;
  readonly label: number;
}

/** A dense vector as a sparse one in which nothing is left out. */
export function denseOf(vector: Float32Array): Sparse {
  return { ids: Int32Array.from(vector.keys()), values: vector };
}

/** Scores before they are made probabilities. */
export function scores({ classes, width, weights }: Linear, { ids, values }: Sparse): Float64Array {
  const found = new Float64Array(classes);
  const biases = width * classes;
  for (let each = 0; each < classes; each += 1) found[each] = weights[biases + each] ?? 0;
  for (let at = 0; at < ids.length; at += 1) {
    const base = (ids[at] ?? 0) * classes;
    const value = values[at] ?? 0;
    for (let each = 0; each < classes; each += 1) {
      found[each] = (found[each] ?? 0) + (weights[base + each] ?? 0) * value;
    }
  }
  return found;
}

/** Scores as probabilities; a temperature above one makes them less sure. */
export function probabilities(found: Float64Array, temperature = 1): Float64Array {
  const top = found.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const raised = found.map((score) => Math.exp((score - top) / temperature));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / sum);
}

/**
 * Trains by stochastic descent with a step that shrinks for what moved much already (Adagrad, Duchi
 * 2011). Rows are taken in an order drawn from a fixed seed, so that a model can be made again.
 */
export function train(rows: readonly Row[], settings: Training): Linear {
  const { classes, width, epochs } = settings;
  const weights = new Float32Array(classes * (width + 1));
  const moved = new Float32Array(weights.length).fill(1e-2);
  const model: Linear = { classes, width, weights };
  const order = Int32Array.from(rows.keys());
  const draw = drawing(20_261_123);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, draw);
    for (const at of order) {
      const row = rows[at];
      if (row !== undefined) step(model, moved, { row, settings });
    }
    settings.onEpoch?.(epoch);
  }
  return model;
}

/** Below this a class is right enough not to be moved. */
const still = 4e-3;

function step(
  model: Linear,
  moved: Float32Array,
  { row, settings }: { readonly row: Row; readonly settings: Training },
): void {
  const { classes, width, weights } = model;
  const { rate, decay } = settings;
  const slopes = probabilities(scores(model, row.features));
  slopes[row.label] = (slopes[row.label] ?? 0) - 1;
  const share = settings.labelWeights?.[row.label] ?? 1;
  const live: number[] = [];
  for (let each = 0; each < classes; each += 1) {
    slopes[each] = (slopes[each] ?? 0) * share;
    if (Math.abs(slopes[each] ?? 0) >= still) live.push(each);
  }
  const { ids, values } = row.features;
  for (let at = 0; at <= ids.length; at += 1) {
    const base = (at === ids.length ? width : (ids[at] ?? 0)) * classes;
    const value = at === ids.length ? 1 : (values[at] ?? 0);
    for (const each of live) {
      const index = base + each;
      const weight = weights[index] ?? 0;
      const change = (slopes[each] ?? 0) * value + decay * weight;
      const square = (moved[index] ?? 0) + change * change;
      moved[index] = square;
      weights[index] = weight - (rate * change) / Math.sqrt(square);
    }
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(order: Int32Array, draw: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}
