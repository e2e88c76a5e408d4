/** Which of a patient's identifiers is the one that places an event. */
import type { Hl7Segment } from './message.ts';
import type { Source } from './said.ts';

/**
 * The id of the preferred type (PID-3.5), else the first; PID-2 where an old sender leaves PID-3
 * out.
 * Empty when there is none. `field` is 1 for the prior ids of an MRG segment.
 */
export function patientId(
  { message, settings }: Source,
  segment: Hl7Segment | undefined,
  field: 1 | 3 = 3,
): string {
  const ids = message.repetitions(segment, field).filter(([id]) => id !== undefined && id !== '');
  const preferred = ids.find((id) => id[4] === settings['patient-id']) ?? ids[0];
  return preferred?.[0] ?? (field === 3 ? message.text(segment, 2) : '');
}
