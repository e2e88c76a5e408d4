/** Compiles the steps that ask nothing of a system: wait, decide, tracks, park, end. */
import { compileActions, compileBase, compileWays, instantBase, stepOwner } from './step-base.ts';
import type { StepPlace } from './step-base.ts';
import { compileParking } from './owner.ts';
import { compileSpan, compileWithin } from './span.ts';
import { compileTransitions } from './transition.ts';
import type { DecideStep, EndStep, ParkStep, TracksStep, WaitStep } from '../model.ts';
import { didYouMean, listNames, quote } from '../near-name.ts';
import { entriesOf, noData, report } from './scope.ts';
import type {
  WrittenDecide,
  WrittenEnd,
  WrittenPark,
  WrittenTracks,
  WrittenWait,
} from '../surface/steps.ts';

/** Time must pass. */
export function compileWait(written: WrittenWait, place: StepPlace): WaitStep {
  const { here } = place;
  const path = [...place.path, 'wait'];
  const { wait } = written;
  return {
    kind: 'wait',
    ...compileBase(written, place),
    owner: stepOwner(written.owner, place),
    within:
      'for' in wait
        ? compileSpan(wait.for, [...path, 'for'], here.scope)
        : compileWithin(wait, path, here),
    then: compileWays(written.then, 'then', place),
  };
}

/** Takes no time: the first way on whose guard holds; the last one always does. */
export function compileDecide(written: WrittenDecide, place: StepPlace): DecideStep {
  const { here } = place;
  const path = [...place.path, 'decide'];
  const last = written.decide.length - 1;
  written.decide.forEach(({ when, to }, index) => {
    const below = [...path, index];
    if (index === last && when !== undefined) {
      const message = 'The last way on has a `when`: if it does not hold, there is no way on.';
      const allowed = 'a last way on without `when`';
      report(here.scope, below, { code: 'ONW-LANG-DECIDE', message, allowed });
    }
    if (to !== undefined) return;
    const message = 'A decision leads to a step: `to` is missing.';
    report(here.scope, below, { code: 'ONW-LANG-DECIDE', message });
  });
  const choose = compileTransitions(written.decide, path, { ...here, data: noData });
  return { kind: 'decide', ...instantBase(place), choose };
}

/** Lines of steps side by side. Their steps are compiled beside all others of the journey. */
export function compileTracks(written: WrittenTracks, place: StepPlace): TracksStep {
  const path = [...place.path, 'tracks'];
  const starts = entriesOf(written.tracks).map(([track, { start, steps }]) => {
    checkStart(start, { track, names: Object.keys(steps) }, place);
    return [track, start] as const;
  });
  if (starts.length === 0) {
    const message = 'There is no track.';
    report(place.here.scope, path, { code: 'ONW-LANG-TRACK', message, key: true });
  }
  return {
    kind: 'tracks',
    ...compileBase(written, place),
    tracks: Object.fromEntries(starts),
    join: compileJoin(written, starts.length, place),
    then: compileWays(written.then, 'then', place),
  };
}

function checkStart(
  start: string,
  { track, names }: { readonly track: string; readonly names: readonly string[] },
  { here, path }: StepPlace,
): void {
  if (names.includes(start)) return;
  const message = `The track has no step ${quote(start)}${didYouMean(start, names)}`;
  const below = [...path, 'tracks', track, 'start'];
  const fault = { code: 'ONW-LANG-UNKNOWN-STEP', message, allowed: listNames(names) } as const;
  report(here.scope, below, fault);
}

function compileJoin({ join }: WrittenTracks, tracks: number, { here, path }: StepPlace): number {
  if (join === 'all') return tracks;
  if (join === 'any') return 1;
  if (join.count > tracks) {
    const message = `The join waits for more tracks than there are: ${tracks}.`;
    report(here.scope, [...path, 'join', 'count'], { code: 'ONW-LANG-TRACK', message });
  }
  return join.count;
}

/** A person holds the journey on purpose. */
export function compilePark(written: WrittenPark, place: StepPlace): ParkStep {
  const { owner, reason, reviewEvery } = compileParking(
    written.park,
    [...place.path, 'park'],
    place.here,
  );
  return {
    kind: 'park',
    ...compileBase(written, place),
    owner,
    reason,
    within: reviewEvery,
    actions: compileActions(written.actions, place),
  };
}

/** Nothing more. Only the end of the journey itself gives it up. */
export function compileEnd(written: WrittenEnd, place: StepPlace): EndStep {
  const abort = written.abort === true;
  const { scope, track } = place.here;
  if (abort && track !== '') {
    const message = `The end of the track ${quote(track)} does not end the journey.`;
    const allowed = '`abort` at an end outside all tracks';
    const below = [...place.path, 'abort'];
    report(scope, below, { code: 'ONW-LANG-TRACK', message, allowed, key: true });
  }
  const end = { kind: 'end', ...instantBase(place), outcome: written.end } as const;
  return abort ? { ...end, abort } : end;
}
