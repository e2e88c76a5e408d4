/** What the classifier thinks of a conversation: it may raise what the rules said. */
import { guess, type Classifier } from '../intents/classifier.ts';
import type { Named } from '../learn/store.ts';
import type { Level } from './level.ts';
import type { Opinion } from './screen.ts';

/**
 * Shares of "emergency" from which it counts; found by cross-validation on our own development set
 * (scripts/write-assistant-models.ts prints the figures).
 */
const bounds = { emergency: 0.5, reviewNow: 0.24, beside: 0.4 } as const;

export interface Heard {
  readonly text: string;
  readonly vector: Float32Array;
}

/**
 * `ruled` is what the rules said: where they want it read now, less is enough to call it urgent.
 */
export function opinionsOf(
  classifier: Classifier & Named,
  heard: readonly Heard[],
  ruled: Level,
): readonly Opinion[] {
  const at = classifier.labels.indexOf('emergency');
  return heard.flatMap((each): readonly Opinion[] => {
    const share = guess(classifier, each).shares[at] ?? 0;
    const level = levelOf(share, ruled);
    if (level === undefined) return [];
    return [
      {
        layer: 'classifier',
        id: 'examples',
        about: 'examples',
        level,
        confidence: share,
        version: classifier.version,
      },
    ];
  });
}

function levelOf(share: number, ruled: Level): Level | undefined {
  const isBeside = ruled === 'review-now' && share >= bounds.beside;
  if (share >= bounds.emergency || isBeside) return 'emergency';
  return share >= bounds.reviewNow ? 'review-now' : undefined;
}
