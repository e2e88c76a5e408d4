/** C8: whatever stands in a journey can be reached; what cannot is a mistake or a leftover. */
import type { Journey, Transition } from '../language/model.ts';
import type { Findings } from './findings.ts';
import { under, waysOf } from './walk.ts';

/** Judges what was never taken. */
export function judgeCoverage(
  journey: Journey,
  followed: ReadonlySet<Transition>,
  findings: Findings,
): void {
  const reached = new Set([journey.start]);
  for (const { to } of followed) if (to !== undefined) reached.add(to);
  for (const step of Object.values(journey.steps)) {
    if (step.kind === 'tracks') Object.values(step.tracks).forEach((start) => reached.add(start));
  }
  const isReached = (name: string): boolean => {
    const track = journey.steps[name]?.track ?? '';
    if (!reached.has(name) || track === '') return reached.has(name);
    return [...reached].some((other) => {
      const holder = journey.steps[other];
      return holder?.kind === 'tracks' && Object.hasOwn(holder.tracks, track);
    });
  };
  for (const name of Object.keys(journey.steps)) {
    if (isReached(name)) continue;
    const says = `${name} is never reached.`;
    const mend = 'Lead to it from somewhere, or take it out.';
    findings.add({
      property: 'C8',
      says,
      mend,
      spot: { journey: journey.name, step: name, below: [] },
    });
  }
  for (const { transitions, spot } of waysOf(journey)) {
    if (spot.step !== undefined && !isReached(spot.step)) continue;
    transitions.forEach((transition, index) => {
      if (followed.has(transition)) return;
      const says = `This way on is never taken${where(spot.step ?? spot.stage)}.`;
      const mend =
        'A way before it always holds, or its guard never does: correct it or take it out.';
      const way = transitions.length > 1 ? under(spot, index) : spot;
      findings.add({ property: 'C8', says, mend, spot: way });
    });
  }
}

function where(name: string | undefined): string {
  return name === undefined ? '' : ` (${name})`;
}
