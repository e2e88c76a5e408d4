/** What is said of names that mean nothing any more. */
import { RejectError } from '../core/index.ts';

export function noJourney(): RejectError {
  return new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey.');
}

export function noObligation(): RejectError {
  return new RejectError(
    'ONW-OBLIGATION-CLOSED',
    'There is no such open obligation; read the journey again.',
  );
}
