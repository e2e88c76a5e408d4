/** The ways of a journey's definition, for its map: from where to where, and on what. */
import type { Handlers, Journey, Overdue, Step, Transitions } from '../../core/index.ts';

export type EdgeKind = 'event' | 'action' | 'deadline' | 'other';

export interface Way {
  /** A step, `start`, or what stands for a whole stage or journey (`anywhere`). */
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** What leads along it, in words. */
  readonly on: string;
}

/** No step is called so: names of steps have no colon. */
export const startNode = ':start';
/** Stands for wherever the journey rests in a stage; without one, anywhere at all. */
export function anywhere(stage = ''): string {
  return `:any:${stage}`;
}

/** Every way there is, as they are written; what stays where it is leads nowhere. */
export function waysOf(journey: Journey): readonly Way[] {
  const first = journey.enrol.map(({ on }): Way => {
    return { from: startNode, to: journey.start, kind: 'event', on };
  });
  const inSteps = Object.entries(journey.steps).flatMap(([name, step]) => waysFrom(name, step));
  const inStages = Object.entries(journey.stages).flatMap(([stage, { on }]) =>
    heard(anywhere(stage), on),
  );
  return [...first, ...inSteps, ...inStages, ...heard(anywhere(), journey.on)];
}

function waysFrom(from: string, step: Step): readonly Way[] {
  return [...heard(from, step.on), ...own(from, step), ...late(from, step)];
}

function heard(from: string, handlers: Handlers): readonly Way[] {
  return Object.entries(handlers).flatMap(([on, handler]) =>
    handler.kind === 'go' ? led(handler.transitions, { from, kind: 'event', on }) : [],
  );
}

/** What a step's kind leads on by. */
function own(from: string, step: Step): readonly Way[] {
  const other = (on: string, transitions: Transitions): readonly Way[] =>
    led(transitions, { from, kind: 'other', on });
  switch (step.kind) {
    case 'task':
    case 'park':
      return Object.entries(step.actions).flatMap(([on, { transitions }]) =>
        led(transitions, { from, kind: 'action', on }),
      );
    case 'command':
      return (['done', 'rejected', 'exhausted', 'unknown'] as const).flatMap((outcome) =>
        other(outcome, step[outcome]),
      );
    case 'message':
      return other(step.until, step.then);
    case 'wait':
      return led(step.then, { from, kind: 'deadline', on: 'when its time has come' });
    case 'decide':
      return other('decided', step.choose);
    case 'tracks': {
      const begun = Object.entries(step.tracks).map(([track, to]): Way => {
        return { from, to, kind: 'other', on: `track ${track}` };
      });
      return [...begun, ...other('joined', step.then)];
    }
    case 'depends':
      return [
        ...other('reached', step.reached),
        ...Object.entries(step.ended).flatMap(([outcome, to]) => other(`ended: ${outcome}`, to)),
        ...other('never started', step.neverStarted),
      ];
    case 'await':
    case 'end':
      return [];
  }
}

function late(from: string, step: Step): readonly Way[] {
  const overdue: Overdue | undefined = 'overdue' in step ? step.overdue : undefined;
  return led(overdue?.then ?? [], { from, kind: 'deadline', on: 'overdue' });
}

function led(transitions: Transitions, way: Omit<Way, 'to'>): readonly Way[] {
  const to = new Set(transitions.flatMap((each) => (each.to === undefined ? [] : [each.to])));
  return [...to].map((each) => ({ ...way, to: each }));
}
