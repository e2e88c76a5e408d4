/**
 * What corrections have taught of urgency: a layer beside the shipped one, so that it only adds.
 */
import { guess, type Classifier } from '../intents/classifier.ts';
import type { Named } from '../learn/store.ts';
import type { Level } from './level.ts';
import type { Heard } from './opinion.ts';
import type { Opinion } from './screen.ts';

/** Shares from which it counts: those of the shipped layer (opinion.ts). */
const bounds = { emergency: 0.6, reviewNow: 0.35 } as const;

export function learntOpinions(
  classifier: Classifier & Named,
  heard: readonly Heard[],
): readonly Opinion[] {
  const { labels, version } = classifier;
  return heard.flatMap((each): readonly Opinion[] => {
    const { shares } = guess(classifier, each);
    const shareOf = (level: Level): number => shares[labels.indexOf(level)] ?? 0;
    const urgent = shareOf('emergency') + shareOf('review-now');
    const level = shareOf('emergency') >= bounds.emergency ? 'emergency' : 'review-now';
    if (urgent < bounds.reviewNow) return [];
    const confidence = level === 'emergency' ? shareOf('emergency') : urgent;
    const made = { layer: 'classifier', id: 'corrections', about: 'examples' } as const;
    return [{ ...made, level, confidence, version }];
  });
}
