/**
 * What belongs to no journey's plan is somebody's too: the team that answers for its system, by a
 * date.
 */
import { dueAt } from '../core/index.ts';
import type { OperationalEvent, Program } from '../core/index.ts';

interface Owned {
  readonly owner: string;
  readonly due: number;
}

export function ownerOfUnmatched(program: Program, event: OperationalEvent, now: number): Owned {
  return ownerOfSystem(program, event.type.slice(0, event.type.indexOf('.')), now);
}

/** Who answers for a system, and by when they look at what came of it. */
export function ownerOfSystem(program: Program, system: string, now: number): Owned {
  const owner = program.systems[system]?.owner ?? program.exceptions.escalate[0] ?? '';
  const calendar = program.calendars[program.teams[owner]?.calendar ?? ''];
  const { within } = program.exceptions;
  const dayMs = 86_400_000;
  return { owner, due: calendar === undefined ? now + dayMs : dueAt(calendar, now, within) };
}
