/** Receipts of messages: what a messaging system tells of a message under the key we gave it. */
import type { EventType, Json, Received } from '../../core/index.ts';
import { parseCommandKey, pointAt, readInstant } from '../../core/index.ts';
import { badData } from '../refusal.ts';

const names = ['delivered', 'read', 'replied', 'confirmed', 'failed'].map(
  (how) => `message.${how}`,
);

/** Refs and data are empty: the key given back places the event and is no outside id. */
const receipt: EventType = { refs: {}, data: {} };

export const receiptEvents: Readonly<Record<string, EventType>> = Object.fromEntries(
  names.map((name) => [name, receipt]),
);

/**
 * A receipt is `{ "type": "message.delivered", "message": OUR-KEY, "time"?: RFC 3339 }`, where the
 * key is the `key` of the send. Undefined when the body is something else.
 */
export function mapReceipt(body: Json, id: string): Received | undefined {
  const type = pointAt(body, ['type']);
  if (typeof type !== 'string' || !names.includes(type)) return undefined;
  const key = pointAt(body, ['message']);
  if (typeof key !== 'string' || parseCommandKey(key) === undefined)
    return { ...badData('message'), at: ['/message'] };
  const raw = pointAt(body, ['time']);
  const occurredAt = typeof raw === 'string' ? readInstant(raw) : undefined;
  if (raw !== undefined && occurredAt === undefined) return { ...badData('time'), at: ['/time'] };
  const time = occurredAt === undefined ? {} : { occurredAt };
  const event = { event: type, id, ...time, refs: {}, data: {}, answers: key };
  return { kind: 'event', event };
}
