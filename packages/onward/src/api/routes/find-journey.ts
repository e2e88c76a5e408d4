/** Finds a journey by its public id, or says in one way that there is none. */
import { parseJourneyId } from '../../core/index.ts';
import type { JourneyView } from '../../store/index.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';

/** @throws {HttpError} 404 for a malformed id as for one that nobody has. */
export async function findJourney({ deps }: ApiContext, id: string): Promise<JourneyView> {
  const number = parseJourneyId(id);
  const view = number === undefined ? undefined : await deps.reads.journey(number);
  if (view !== undefined) return view;
  throw new HttpError(404, 'ONW-JOURNEY-ABSENT', { message: 'There is no such journey.' });
}
