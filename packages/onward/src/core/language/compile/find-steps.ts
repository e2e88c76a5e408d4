/**
 * Finds every step of a journey, in its stages and their tracks: names are unique in the journey.
 */
import { quote } from '../near-name.ts';
import type { Path } from '../problem.ts';
import { entriesOf, report } from './scope.ts';
import type { JourneySource } from './scope.ts';
import type { WrittenStep, WrittenTracks } from '../surface/steps.ts';

export interface FoundStep {
  readonly name: string;
  readonly path: Path;
  readonly stage: string;
  /** Empty for the journey's own line. */
  readonly track: string;
  readonly written: WrittenStep;
}

/** All steps in their written order, those of a track after the step that holds it. */
export function findSteps({ written, path, scope }: JourneySource): readonly FoundStep[] {
  const all = entriesOf(written.stages).flatMap(([stage, { steps }]) =>
    entriesOf(steps).flatMap(([name, step]) => {
      const below = [...path, 'stages', stage, 'steps', name];
      const own: FoundStep = { name, path: below, stage, track: '', written: step };
      return 'tracks' in step ? [own, ...stepsOfTracks(step, own)] : [own];
    }),
  );
  const seen = new Set<string>();
  const tracks = new Map<string, string>();
  return all.filter((step) => {
    checkTrack(step, tracks, scope);
    const first = !seen.has(step.name);
    seen.add(step.name);
    if (!first) {
      const message = `There is a step ${quote(step.name)} already; step names are unique.`;
      report(scope, step.path, { code: 'ONW-LANG-DUPLICATE', message, key: true });
    }
    return first;
  });
}

function stepsOfTracks(step: WrittenTracks, { path, stage }: FoundStep): readonly FoundStep[] {
  return entriesOf(step.tracks).flatMap(([track, { steps }]) =>
    entriesOf(steps).map(([name, written]) => {
      const below = [...path, 'tracks', track, 'steps', name];
      return { name, path: below, stage, track, written };
    }),
  );
}

/** The track's name stands for it in the state of a journey, so it is unique too. */
function checkTrack(
  { path, track }: FoundStep,
  tracks: Map<string, string>,
  scope: JourneySource['scope'],
): void {
  if (track === '') return;
  const above = path.slice(0, -2);
  const pointer = above.join('/');
  const first = tracks.get(track) ?? pointer;
  tracks.set(track, first);
  if (first === pointer) return;
  const message = `There is a track ${quote(track)} already; track names are unique.`;
  report(scope, above, { code: 'ONW-LANG-DUPLICATE', message, key: true });
}
