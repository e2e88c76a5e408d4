/** From one of Stripe's objects to an event: ids, an amount and a status; nothing else is read. */
import type { FactValue, Json, WireEvent } from '../../core/index.ts';
import { parseCommandKey, pointAt, readFact } from '../../core/index.ts';
import type { Reading } from './events.ts';

/** Metadata of an object of ours that holds the key of the command that made it. */
export const keyMember = 'onward_key';

export interface Read {
  readonly reading: Reading;
  readonly withSubject: boolean;
}

/** True for an id of Stripe's with the prefix, which may stand in a path of its API. */
export function isId(id: string, prefix: 'pi' | 'cus' | 'evt' | 're'): boolean {
  return id.startsWith(`${prefix}_`) && /^\w{1,255}$/.test(id);
}

/**
 * The refs and data that the reading names; what is absent or unknown stays unknown. An object that
 * a command of ours made carries the command's key, and so answers it.
 */
export function mapObject(
  object: Json,
  { reading, withSubject }: Read,
): Pick<WireEvent, 'refs' | 'data' | 'answers'> {
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
  const key = pointAt(object, ['metadata', keyMember]);
  const isOurs = typeof key === 'string' && parseCommandKey(key) !== undefined;
  return { refs, data, ...(isOurs ? { answers: key } : {}) };
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
