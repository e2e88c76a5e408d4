/**
 * Despair in words that name nothing: what somebody says is nearer to what people in despair said
 * than to anything else. It stands beside the other layers, and has it read now at the most.
 */
import { nearestOf, type LabelledVectors } from '../neighbours/vectors.ts';
import type { Heard } from './opinion.ts';
import type { Opinion } from './screen.ts';

/**
 * How near it has to be (cosine), and by how much nearer than to anything else; found by leaving
 * out one of our own development set: .47 of despair, .02 of what is not urgent.
 */
const bounds = { near: 0.5, ahead: 0.02 } as const;

export function despairIn(known: LabelledVectors, heard: readonly Heard[]): readonly Opinion[] {
  return heard.flatMap(({ vector }): readonly Opinion[] => {
    const near = nearestOf(known, vector);
    const despair = near.get('despair') ?? -1;
    const ahead = despair - (near.get('other') ?? -1);
    if (despair < bounds.near || ahead < bounds.ahead) return [];
    const { version } = known;
    const made = { layer: 'neighbour', id: 'despair', about: 'despair' } as const;
    return [{ ...made, level: 'review-now', confidence: despair, version }];
  });
}
