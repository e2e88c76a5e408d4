/** How sure a classifier may be, and below what it should say that it does not know. */
import type { Classifier, Example, Guess } from './classifier.ts';
import { guess } from './classifier.ts';

/** The label of what belongs to no intent, as CLINC150 names it. */
export const outOfScope = 'oos';

export interface Judged {
  readonly guess: Guess;
  readonly label: string;
}

export function judgedBy(classifier: Classifier, examples: readonly Example[]): readonly Judged[] {
  return examples.map((each) => ({ guess: guess(classifier, each), label: each.label }));
}

export interface Rates {
  /** Of what is in scope: right, when it must name one. */
  readonly accuracy: number;
  /** Of what is in scope: named, and right. */
  readonly accuracyWithRejection: number;
  /** Of what is in no scope: rejected. NaN where there was none. */
  readonly oosRecall: number;
}

export function ratesAt(judged: readonly Judged[], threshold: number): Rates {
  const inside = judged.filter(({ label }) => label !== outOfScope);
  const outside = judged.filter(({ label }) => label === outOfScope);
  const right = inside.filter((each) => each.guess.label === each.label);
  const kept = right.filter((each) => each.guess.confidence >= threshold);
  const rejected = outside.filter((each) => each.guess.confidence < threshold);
  return {
    accuracy: right.length / inside.length,
    accuracyWithRejection: kept.length / inside.length,
    oosRecall: rejected.length / outside.length,
  };
}

/** What must be reached with rejection; the threshold leaves both as much room as there is. */
const leastAccuracy = 0.91;
const leastRecall = 0.78;
/** How much of each counts as the same room; the more, the nearer to what can be had of it. */
const accuracyRoom = 0.12;
const recallRoom = 0.22;
/** Where nothing that belongs nowhere is known: this share of what is right may be rejected. */
const rejectable = 0.04;

function thresholdFor(judged: readonly Judged[]): number {
  const confidences = judged.map((each) => each.guess.confidence).toSorted((a, b) => a - b);
  const hasOutside = judged.some(({ label }) => label === outOfScope);
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < 200; at += 1) {
    const threshold = confidences[Math.floor((confidences.length * at) / 250)] ?? 0;
    const rates = ratesAt(judged, threshold);
    const lost = rates.accuracy - rates.accuracyWithRejection;
    const room = hasOutside
      ? Math.min(
          (rates.accuracyWithRejection - leastAccuracy) / accuracyRoom,
          (rates.oosRecall - leastRecall) / recallRoom,
        )
      : lost <= rejectable
        ? threshold
        : -threshold;
    if (room > most) {
      most = room;
      best = threshold;
    }
  }
  return best;
}

/** The temperature under which what is said to be so sure is right so often (Guo 2017). */
function temperatureFor(classifier: Classifier, examples: readonly Example[]): number {
  const inside = examples.filter(({ label }) => classifier.labels.includes(label));
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (const temperature of [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.8, 2.2]) {
    const tried = { ...classifier, temperature };
    const loss = inside.reduce((sum, each) => {
      const share = guess(tried, each).shares[classifier.labels.indexOf(each.label)] ?? 0;
      return sum - Math.log(Math.max(share, 1e-9));
    }, 0);
    if (loss < least) {
      least = loss;
      best = temperature;
    }
  }
  return best;
}

/** The classifier, as sure as the examples say: they must be none that it was trained on. */
export function calibrated(classifier: Classifier, examples: readonly Example[]): Classifier {
  const temperature = temperatureFor(classifier, examples);
  const warm = { ...classifier, temperature };
  return { ...warm, threshold: thresholdFor(judgedBy(warm, examples)) };
}
