/** What is said of names that mean nothing any more. */
import { isPerson, RejectError } from '../core/index.ts';
import type { Program } from '../core/index.ts';

export function noJourney(): RejectError {
  return new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey.');
}

export function noObligation(): RejectError {
  return new RejectError(
    'ONW-OBLIGATION-CLOSED',
    'There is no such open obligation; read the journey again.',
  );
}

/** @throws {RejectError} ONW-ACTOR-UNKNOWN unless the actor stands in one of the program's teams */
export function expectPerson(program: Program, actor: string): void {
  if (isPerson(program, actor)) return;
  const message =
    'The actor is no person of the program; use an id that stands in one of its teams.';
  throw new RejectError('ONW-ACTOR-UNKNOWN', message, { at: '/actor' });
}
