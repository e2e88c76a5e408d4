/** Reads a journey from end to end: every list of ways on, and what each may read. */
import type {
  FactTypes,
  Guard,
  Handlers,
  Journey,
  Program,
  Step,
  Transitions,
} from '../language/model.ts';
import type { Spot } from './report.ts';

/** Ways on that are tried in order when something happens. */
export interface Ways {
  readonly transitions: Transitions;
  readonly spot: Spot;
  /** What brings the data that `event.NAME` reads: an event type, an action, a command's answer. */
  readonly source: string;
}

const noSource = '';
export const actSource = (step: string, action: string): string => `act ${step} ${action}`;
export const doneSource = (step: string): string => `done ${step}`;

/** Every list of ways of a journey: its own, its stages', its steps'. */
export function waysOf(journey: Journey): readonly Ways[] {
  const { name } = journey;
  return [
    ...handled(journey.on, { journey: name, below: [] }),
    ...Object.entries(journey.stages).flatMap(([stage, { on }]) =>
      handled(on, { journey: name, stage, below: [] }),
    ),
    ...Object.entries(journey.steps).flatMap(([step, each]) =>
      waysOfStep(each, { journey: name, step, below: [] }),
    ),
  ];
}

/** Systems that tell the person something: in a step, beside it, or on the way on. */
export function sendersOf(journey: Journey): ReadonlySet<string> {
  const steps = Object.values(journey.steps);
  const informs = waysOf(journey).flatMap(({ transitions }) => transitions);
  const tellings = [
    ...steps.flatMap(({ reminders }) => reminders),
    ...informs.flatMap(({ inform = [] }) => inform),
  ];
  const owed = steps.flatMap((step) => (step.kind === 'message' ? [step.via] : []));
  return new Set([...owed, ...tellings.flatMap(({ via, systems = [] }) => [via, ...systems])]);
}

function handled(on: Handlers, spot: Spot): readonly Ways[] {
  return Object.entries(on).flatMap(([event, handler]) =>
    handler.kind === 'go'
      ? [{ transitions: handler.transitions, spot: under(spot, 'on', event), source: event }]
      : [],
  );
}

/** The ways on of one step, those of its events included. */
export function waysOfStep(step: Step, spot: Spot): readonly Ways[] {
  const name = spot.step ?? '';
  const way = (key: string, transitions: Transitions | undefined, source = noSource): Ways[] =>
    transitions === undefined ? [] : [{ transitions, spot: under(spot, key), source }];
  const own = handled(step.on, spot);
  const overdue =
    'overdue' in step && step.overdue.then !== undefined
      ? [
          {
            transitions: step.overdue.then,
            spot: under(spot, 'overdue', 'then'),
            source: noSource,
          },
        ]
      : [];
  switch (step.kind) {
    case 'await':
      return [...own, ...overdue];
    case 'task':
    case 'park':
      return [
        ...own,
        ...overdue,
        ...Object.entries(step.actions).map(([action, { transitions }]) => ({
          transitions,
          spot: under(spot, 'actions', action),
          source: actSource(name, action),
        })),
      ];
    case 'command':
      return [
        ...own,
        ...overdue,
        ...way('done', step.done, doneSource(name)),
        ...way('rejected', step.rejected),
        ...way('exhausted', step.exhausted),
        ...way('unknown', step.unknown),
      ];
    case 'message':
    case 'wait':
    case 'tracks':
      return [...own, ...overdue, ...way('then', step.then)];
    case 'decide':
      return way('decide', step.choose);
    case 'depends':
      return [
        ...own,
        ...overdue,
        ...way('reached', step.reached),
        ...way('never-started', step.neverStarted),
        ...Object.entries(step.ended).map(([outcome, transitions]) => ({
          transitions,
          spot: under(spot, 'ended', outcome),
          source: noSource,
        })),
      ];
    case 'end':
      return own;
  }
}

/** A spot below another. */
export function under(spot: Spot, ...keys: readonly (string | number)[]): Spot {
  return { ...spot, below: [...spot.below, ...keys] };
}

/** Every leaf of a guard: a comparison of one operand. */
export type Atom = Exclude<Guard, { readonly kind: 'all' | 'any' | 'not' }>;

export function atomsOf(guard: Guard): readonly Atom[] {
  switch (guard.kind) {
    case 'all':
    case 'any':
      return guard.of.flatMap(atomsOf);
    case 'not':
      return atomsOf(guard.of);
    default:
      return [guard];
  }
}

/** The types of what a source brings; refs are refs of their systems. */
export function dataTypesOf(program: Program, journey: Journey, source: string): FactTypes {
  const [kind, name = '', action = ''] = source.split(' ');
  const step = journey.steps[name];
  if (kind === 'act') {
    return step?.kind === 'task' || step?.kind === 'park' ? (step.actions[action]?.with ?? {}) : {};
  }
  if (kind === 'done') {
    if (step?.kind !== 'command') return {};
    const { system, command } = step.call;
    return program.systems[system]?.commands[command]?.returns ?? {};
  }
  const dot = source.indexOf('.');
  const type = program.systems[source.slice(0, dot)]?.events[source.slice(dot + 1)];
  const refs = Object.entries(type?.refs ?? {}).map(([ref, { system }]) => {
    return [ref, { kind: 'ref', system }] as const;
  });
  return { ...Object.fromEntries(refs), ...type?.data };
}

/** Event types that a journey names anywhere: the engine hands it each of them, wherever it is. */
export function eventsOf(journey: Journey): readonly string[] {
  const events = new Set<string>();
  const add = (on: Handlers): void => Object.keys(on).forEach((event) => events.add(event));
  add(journey.on);
  for (const { on } of Object.values(journey.stages)) add(on);
  for (const step of Object.values(journey.steps)) {
    add(step.on);
    if (step.kind === 'await') step.events.forEach((event) => events.add(event));
  }
  return [...events];
}
