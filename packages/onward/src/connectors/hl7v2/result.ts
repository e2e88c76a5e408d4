/** Results (ORU): how final they are and whether any is flagged; never what was measured. */
import type { resultEvents } from './events.ts';
import type { Said } from './said.ts';
import type { Message } from './message.ts';
import { visitId } from './visit.ts';

/** HL7 table 0078: beyond the panic limits, off the scale, or called very abnormal. */
const criticalFlags = new Set(['HH', 'LL', 'AA', '<', '>', 'HX', 'LX']);

export function mapResult(message: Message): Said {
  const order = message.first('ORC');
  const request = message.first('OBR');
  const flags = message
    .all('OBX')
    .flatMap((observation) => message.repetitions(observation, 8))
    .map(([flag]) => (flag ?? '').toUpperCase())
    .filter((flag) => flag !== '');
  // A laboratory that flags nothing has not said that all is normal.
  const flagged = flags.length > 0;
  return {
    event: eventOf(statusesOf(message)),
    refs: {
      visit: visitId(message),
      order: message.text(order, 2) || message.text(request, 2),
      filler: message.text(order, 3) || message.text(request, 3),
    },
    data: {
      abnormal: flagged ? flags.some((flag) => flag !== 'N') : undefined,
      critical: flagged ? flags.some((flag) => criticalFlags.has(flag)) : undefined,
    },
  };
}

/** OBR-25 of every request; where one is empty, OBX-11 of the observations stands in. */
function statusesOf(message: Message): readonly string[] {
  const requests = message.all('OBR').map((request) => message.text(request, 25));
  if (!requests.includes('')) return requests;
  return [...requests, ...message.all('OBX').map((each) => message.text(each, 11))];
}

/**
 * OBR-25 (table 0123) and OBX-11 (table 0085) of a message: one correction makes it corrected, and
 * only when all are final is it final.
 */
function eventOf(statuses: readonly string[]): (typeof resultEvents)[number] {
  const all = new Set(statuses.map((status) => status.toUpperCase()));
  all.delete('');
  if (all.has('C') || all.has('W')) return 'result.corrected';
  if (all.size === 1 && all.has('X')) return 'result.cancelled';
  all.delete('X');
  return all.size === 1 && all.has('F') ? 'result.final' : 'result.preliminary';
}
