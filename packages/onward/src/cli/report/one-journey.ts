/** A report of one journey alone. */
import { declared, joined, sentence, StopError } from '../../core/index.ts';
import type { CheckReport } from '../../core/index.ts';

/** @throws StopError ONW-CHECK-JOURNEY when the program has no such journey */
export function onlyJourney(report: CheckReport, name: string | undefined): CheckReport {
  if (name === undefined) return report;
  const journeys = report.journeys.filter(({ journey }) => journey === name);
  const [only] = journeys;
  if (only !== undefined) return { verdict: only.verdict, journeys };
  const known = report.journeys.map(({ journey }) => journey).join(', ');
  const message = joined(
    'The program has no journey of the name given with --journey;',
    sentence`it has ${declared(known)}.`,
  );
  throw new StopError('ONW-CHECK-JOURNEY', message);
}
