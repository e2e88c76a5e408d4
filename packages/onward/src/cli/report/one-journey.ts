/** A report of one journey alone. */
import { StopError } from '../../core/index.ts';
import type { CheckReport } from '../../core/index.ts';

/** @throws StopError ONW-CHECK-JOURNEY when the program has no such journey */
export function onlyJourney(report: CheckReport, name: string | undefined): CheckReport {
  if (name === undefined) return report;
  const journeys = report.journeys.filter(({ journey }) => journey === name);
  const [only] = journeys;
  if (only !== undefined) return { verdict: only.verdict, journeys };
  const known = report.journeys.map(({ journey }) => journey).join(', ');
  throw new StopError(
    'ONW-CHECK-JOURNEY',
    `The program has no journey of the name given with --journey; it has ${known}.`,
  );
}
