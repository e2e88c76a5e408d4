/** From one of Stripe's objects to an event: ids, an amount and a status; nothing else is read. */
import type { FactValue, Json, WireEvent } from '../../core/index.ts';
import { pointAt, readFact } from '../../core/index.ts';
import type { Reading } from './events.ts';

export interface Read {
  readonly reading: Reading;
  readonly withSubject: boolean;
}

/** The refs and data that the reading names; what is absent or unknown stays unknown. */
export function mapObject(
  object: Json,
  { reading, withSubject }: Read,
): Pick<WireEvent, 'refs' | 'data'> {
  const refs: Record<string, string> = {};
  for (const [name, member] of Object.entries(reading.refs)) {
    const id = idOf(pointAt(object, [member]));
    if (id !== undefined) refs[name] = id;
  }
  const subject = withSubject ? subjectOf(object) : undefined;
  if (subject !== undefined) refs['subject'] = subject;
  const data: Record<string, FactValue> = {};
  const amount = amountOf(object, reading.amount);
  if (amount !== undefined) data['amount'] = amount;
  const status = pointAt(object, [reading.status.member]);
  const known = typeof status === 'string' ? status.replaceAll('_', '-') : '';
  if (reading.status.values.includes(known)) data['status'] = known;
  return { refs, data };
}

/** An id, or the id of an expanded object. */
function idOf(raw: Json | undefined): string | undefined {
  const id = typeof raw === 'object' && raw !== null ? pointAt(raw, ['id']) : raw;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function subjectOf(object: Json): string | undefined {
  const reference = pointAt(object, ['client_reference_id']);
  return idOf(reference ?? pointAt(object, ['metadata', 'onward_subject']));
}

/** Stripe writes currencies in small letters; amounts are in the smallest unit already. */
function amountOf(object: Json, members: readonly string[]): FactValue | undefined {
  const currency = pointAt(object, ['currency']);
  if (typeof currency !== 'string') return undefined;
  for (const member of members) {
    const amount = pointAt(object, [member]);
    if (typeof amount !== 'number') continue;
    return readFact({ kind: 'money' }, { amount, currency: currency.toUpperCase() });
  }
  return undefined;
}
