/**
 * Input that belongs nowhere yet is somebody's too: the team that answers for its system, by a
 * date.
 */
import { dueAt } from '../core/index.ts';
import type { OperationalEvent, Program } from '../core/index.ts';

export function ownerOfUnmatched(
  program: Program,
  event: OperationalEvent,
  now: number,
): { readonly owner: string; readonly due: number } {
  const system = program.systems[event.type.slice(0, event.type.indexOf('.'))];
  const owner = system?.owner ?? program.exceptions.escalate[0] ?? '';
  const calendar = program.calendars[program.teams[owner]?.calendar ?? ''];
  const { within } = program.exceptions;
  const dayMs = 86_400_000;
  return { owner, due: calendar === undefined ? now + dayMs : dueAt(calendar, now, within) };
}
