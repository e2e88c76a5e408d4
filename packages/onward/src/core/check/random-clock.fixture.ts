/** Random clocks over the steps and events of random journeys. */
import fc from 'fast-check';
import type { Points } from '../language/clock-model.ts';
import type { Clock, Span } from '../language/model.ts';

const hourMs = 3_600_000;

const nowhere: Points = { begin: false, steps: [], stages: [], milestones: [], events: [] };
const somewhere: fc.Arbitrary<Points> = fc.constantFrom<Points>(
  nowhere,
  { ...nowhere, begin: true },
  { ...nowhere, steps: ['a'], events: ['s.e1'] },
  { ...nowhere, steps: ['b'], milestones: ['m'] },
);

/** A clock of the random journeys: the proof leaves it out, and lives have it. */
export const clock: fc.Arbitrary<Clock> = fc
  .record({
    starts: somewhere,
    stops: somewhere,
    resets: somewhere,
    from: somewhere,
    until: somewhere,
    counts: fc.constantFrom<Clock['counts']>(['us'], ['partner'], ['us', 'subject', 'partner']),
    span: fc.constantFrom<Span>(
      { kind: 'wall', ms: 5 * hourMs },
      { kind: 'business-days', days: 2 },
      { kind: 'business-time', ms: 9 * hourMs },
    ),
  })
  .map(({ span, from, until, ...rest }): Clock => ({
    ...rest,
    pauses: { steps: ['c'], stages: [], parked: true, from, until },
    ...(span.kind === 'wall' ? {} : { calendar: 'office' }),
    target: { span, owner: 'lead', warnPercent: 70 },
  }));
