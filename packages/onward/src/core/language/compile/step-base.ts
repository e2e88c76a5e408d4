/** Compiles what the kinds of step share: place, handlers, owner, deadline, actions. */
import { compileFactTypes } from './types.ts';
import { compileSpan, compileWithin } from './span.ts';
import { compileHandlers } from './events.ts';
import { compileOverdue, compileOwner } from './owner.ts';
import type { OwnerLevel } from './owner.ts';
import { compileReminder } from './reminder.ts';
import { compileTransition, compileTransitions } from './transition.ts';
import type { Turn } from '../clock-model.ts';
import type {
  ActionType,
  Handlers,
  Overdue,
  Reminder,
  Span,
  Transitions,
  Within,
} from '../model.ts';
import type { Path } from '../problem.ts';
import { entriesOf, noData, report } from './scope.ts';
import type { Here } from './scope.ts';
import type { WrittenSpan, WrittenTransitions, WrittenWithin } from '../surface/parts.ts';
import type {
  WrittenActions,
  WrittenHandlers,
  WrittenOverdue,
  WrittenReminder,
} from '../surface/steps.ts';

/** Where a step stands, and what its surroundings give it. */
export interface StepPlace {
  readonly path: Path;
  readonly stage: string;
  readonly here: Here;
  /** Owners of the stage and the journey, nearest first. */
  readonly owners: readonly OwnerLevel[];
  /** Reminders of the stage. */
  readonly reminders: readonly Reminder[];
}

interface Base {
  readonly stage: string;
  readonly track: string;
  readonly on: Handlers;
  readonly reminders: readonly Reminder[];
  readonly turn?: Turn;
}

/** Place, handlers and reminders. */
export function compileBase(
  written: WrittenHandlers & {
    readonly reminders?: readonly WrittenReminder[] | undefined;
    readonly turn?: Turn | undefined;
  },
  place: StepPlace,
): Base {
  const { here, path } = place;
  const own = (written.reminders ?? []).map((reminder, index) =>
    compileReminder(reminder, [...path, 'reminders', index], here),
  );
  return {
    stage: place.stage,
    track: here.track,
    on: compileHandlers(written, path, here),
    reminders: [...own, ...place.reminders],
    ...(written.turn === undefined ? {} : { turn: written.turn }),
  };
}

/** A step that takes no time: no event meets it, and nothing is planned in it. */
export function instantBase({ stage, here }: StepPlace): Base {
  return { stage, track: here.track, on: {}, reminders: [] };
}

/** Owner, deadline and what follows when it passes. */
export function compileOwned(
  written: {
    readonly owner?: string | undefined;
    readonly within: WrittenWithin;
    readonly overdue: WrittenOverdue;
  },
  place: StepPlace,
): { readonly owner: string; readonly within: Within; readonly overdue: Overdue } {
  const { here, path } = place;
  return {
    owner: stepOwner(written.owner, place),
    within: compileWithin(written.within, [...path, 'within'], here),
    overdue: compileOverdue(written.overdue, [...path, 'overdue'], here),
  };
}

/** The same of a step that waits for a system. */
export function compileAsking(
  written: Parameters<typeof compileOwned>[0] & { readonly safety?: WrittenSpan | undefined },
  place: StepPlace,
): ReturnType<typeof compileOwned> & { readonly safety?: Span } {
  const { safety } = written;
  const owned = compileOwned(written, place);
  if (safety === undefined) return owned;
  const { here, path } = place;
  return { ...owned, safety: compileSpan(safety, [...path, 'safety'], here.scope) };
}

/** The owner of a step: its own, or that of its stage or journey. */
export function stepOwner(owner: string | undefined, { owners, path, here }: StepPlace): string {
  return compileOwner([{ owner, path }, ...owners], path, here);
}

/** Ways on of a step at which nothing was said from outside. */
export function compileWays(
  written: WrittenTransitions | undefined,
  key: string,
  { path, here }: StepPlace,
): Transitions {
  if (written === undefined) return [];
  return compileTransitions(written, [...path, key], { ...here, data: noData });
}

/** Compiles the actions of a task or a park; each says what the person must state. */
export function compileActions(
  written: WrittenActions,
  place: StepPlace,
): Readonly<Record<string, ActionType>> {
  const path = [...place.path, 'actions'];
  if (Object.keys(written).length === 0) {
    const message = 'A person needs at least one action.';
    report(place.here.scope, path, { code: 'ONW-LANG-ACTION', message, key: true });
  }
  const actions = entriesOf(written).map(([name, action]) => {
    return [name, compileAction(action, [...path, name], place.here)] as const;
  });
  return Object.fromEntries(actions);
}

function compileAction(written: WrittenActions[string], path: Path, here: Here): ActionType {
  if (typeof written === 'string' || Array.isArray(written)) {
    return { with: {}, transitions: compileTransitions(written, path, here) };
  }
  const types = compileFactTypes(written.with, [...path, 'with'], here.scope);
  const there = { ...here, data: { of: `with the action ${String(path.at(-1))}`, types } };
  if ('then' in written) {
    return { with: types, transitions: compileTransitions(written.then, [...path, 'then'], there) };
  }
  return { with: types, transitions: [compileTransition(written, path, there)] };
}
