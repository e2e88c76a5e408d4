/**
 * Other journeys of a story, which say on demand what the real ones could say at some time.
 *
 * The proof lets another journey speak whenever it likes. To make the real one speak would need a
 * story of its own, and its deadlines and commands would run beside this one's. So a journey of the
 * same name stands in for it: what it says goes through the engine's own signals, in the batch of
 * the input that makes it speak, to the journey of the program as it is.
 */
import type { Handler, Journey, Program, Step } from '../../core/index.ts';
import type { StoryInput } from '../report/written.ts';

type Says = Extract<StoryInput, { readonly kind: 'signal' }>['says'];

const centuryMs = 36_525 * 86_400_000;
const speaking = 'stand-in';

/** The type of the event that makes a stand-in begin or speak. */
export function promptOf(journey: string, says: Says): string {
  const began = `${speaking}.${journey}`;
  if (says.kind === 'milestone') return `${began}.milestone.${says.milestone}`;
  return says.kind === 'ended' ? `${began}.ended.${says.outcome}` : began;
}

/** The journey as it is, and a stand-in for each journey that it waits for. */
export function withStandIns(program: Program, name: string): Program {
  const journey = program.journeys[name];
  if (journey === undefined) return program;
  const owner = Object.keys(program.teams)[0] ?? '';
  const others = Object.values(journey.steps).flatMap((step) => {
    const other = step.kind === 'depends' ? program.journeys[step.journey] : undefined;
    return other === undefined ? [] : [[other.name, standIn(other, owner)] as const];
  });
  return { ...program, journeys: { ...Object.fromEntries(others), [name]: journey } };
}

function standIn({ name, subject, steps, milestones }: Journey, owner: string): Journey {
  const base = { stage: speaking, track: '', on: {}, reminders: [] };
  const outcomes = Object.values(steps).flatMap((step) =>
    step.kind === 'end' && step.track === '' ? [step.outcome] : [],
  );
  const ends = outcomes.map((outcome): [string, Step] => [
    `ended-${outcome}`,
    { ...base, kind: 'end', outcome },
  ]);
  const says = (handled: Omit<ToGo, 'set' | 'run'>): Handler => ({
    kind: 'go',
    transitions: [{ ...handled, set: [], run: [] }],
  });
  const on: [string, Handler][] = [
    ...milestones.map((milestone): [string, Handler] => [
      promptOf(name, { kind: 'milestone', milestone }),
      says({ milestone }),
    ]),
    ...outcomes.map((outcome): [string, Handler] => [
      promptOf(name, { kind: 'ended', outcome, milestones: [] }),
      says({ to: `ended-${outcome}` }),
    ]),
  ];
  const within = { kind: 'wall', ms: centuryMs } as const;
  const waits: Step = { ...base, on: {}, kind: 'wait', owner, within, then: [] };
  return {
    name,
    subject,
    facts: {},
    enrol: [{ on: promptOf(name, { kind: 'started' }), oncePer: 'event', set: [] }],
    start: 'waits',
    on: Object.fromEntries(on),
    stages: { [speaking]: { on: {} } },
    steps: { waits, ...Object.fromEntries(ends) },
    milestones,
  };
}

type ToGo = Extract<Handler, { readonly kind: 'go' }>['transitions'][number];
