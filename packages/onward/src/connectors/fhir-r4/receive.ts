/** Deliveries of an EHR: the header's secret first, then what to read, then the events. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Outbound, RawDelivery, Received, SystemSetup } from '../../core/index.ts';
import { declared, parseJson, sentence } from '../../core/index.ts';
import { missingSecret, refusal, unused } from '../refusal.ts';
import { unsigned } from '../signature.ts';
import { recent } from './catch-up.ts';
import type { Ehr } from './ehr.ts';
import { ehrOf } from './ehr.ts';
import { eventPage } from './events-operation.ts';
import { gatherer, mostReads } from './gather.ts';
import type { Noted, Told } from './notification.ts';
import { readNotification } from './notification.ts';
import { reduce } from './reference.ts';

/** Events of one notification; none for a handshake or a heartbeat of a subscription that works. */
export async function receive(
  delivery: RawDelivery,
  setup: SystemSetup,
  out: Outbound,
): Promise<readonly Received[]> {
  const ehr = ehrOf(setup, out);
  const unverified = verify(delivery, ehr);
  if (unverified !== undefined) return [unverified];
  // Plain R4 without a payload: something changed, and that is all.
  if (delivery.body.length === 0) return recent(ehr);
  const parsed = parseJson(delivery.body);
  if (parsed.kind === 'refused') return [refusal(parsed.code, parsed.message)];
  const notification = readNotification(parsed.value);
  switch (notification.kind) {
    case 'unreadable':
      return [refusal('ONW-FHIR-SHAPE', 'The body is no FHIR notification; send R4 as JSON.')];
    case 'plain':
      return gather(ehr, notification.references);
    case 'backport':
      return receiveTold(notification.told, ehr);
  }
}

async function receiveTold(all: readonly Told[], ehr: Ehr): Promise<readonly Received[]> {
  const received: Received[] = [];
  const events: Noted[] = [];
  for (const told of all) {
    const misplaced = checkSource(told, ehr);
    const isBeat = told.type === 'handshake' || told.type === 'heartbeat';
    if (misplaced !== undefined) received.push(misplaced);
    else if (!isBeat) events.push(...told.events);
    else if (told.status === 'error' || told.status === 'off') received.push(off());
  }
  const focus = events.flatMap((each) => each.focus);
  const unnamed = events.filter((each) => each.focus.length === 0);
  const names = unnamed.length === 0 ? [] : await namesOf(unnamed, ehr);
  if (names === 'retry') return [...received, { kind: 'retry', code: 'ONW-OUT-BUSY' }];
  // Without names a search finds them, and whatever else changed just now.
  const searched = names === 'search' ? await recent(ehr) : [];
  const named = names === 'search' ? [] : names;
  return [...received, ...searched, ...(await gather(ehr, [...focus, ...named]))];
}

/** References of the events of an `empty` payload, which `$events` gives where the EHR has it. */
async function namesOf(
  events: readonly Noted[],
  ehr: Ehr,
): Promise<readonly string[] | 'search' | 'retry'> {
  const numbers = events.flatMap(({ number }) => number ?? []);
  if (numbers.length < events.length) return 'search';
  const range = { from: Math.min(...numbers), to: Math.max(...numbers) };
  const answer = await eventPage(ehr, range);
  if (answer.kind === 'retry') return 'retry';
  if (answer.kind === 'unsupported') return 'search';
  const names = answer.events.flatMap(({ focus }) => focus);
  return names.length === 0 ? 'search' : names;
}

function gather(ehr: Ehr, references: readonly string[]): Promise<readonly Received[]> {
  if (new Set(references).size <= mostReads) return gatherer(ehr).references(references);
  const message = `It names more than ${mostReads} resources; set a smaller maxCount.`;
  return Promise.resolve([refusal('ONW-FHIR-TOO-MANY', message)]);
}

/** Undefined when the notification is of the subscription, and a topic, of the settings. */
function checkSource(told: Told, { settings, base }: Ehr): Received | undefined {
  const { id, topics } = settings.subscription ?? {};
  const subscription = reduce(told.subscription ?? '', base);
  if (subscription === 'elsewhere' || subscription === 'none') {
    const message = 'The notification is of a subscription at another server; correct `url`.';
    return refusal('ONW-FHIR-REFERENCE', message);
  }
  const isOwn = id === undefined || subscription.id === id;
  // Only the handshake must name the topic, and only those that do can be compared.
  const isAsked = told.topic === undefined || topics === undefined || topics.includes(told.topic);
  return isOwn && isAsked && subscription.type === 'Subscription' ? undefined : unused();
}

/** Undefined when the header holds one of the secrets; `Bearer` before it is left aside. */
function verify(delivery: RawDelivery, { setup, settings }: Ehr): Received | undefined {
  const { subscription } = settings;
  if (subscription === undefined) {
    const message = 'The settings have no `subscription`, so that the system takes no deliveries.';
    return refusal('ONW-SYSTEM-SILENT', message);
  }
  const secrets = (setup.secret(subscription.secret) ?? '').split(/\s+/).filter((each) => each);
  if (secrets.length === 0) return missingSecret(subscription.secret);
  const header = delivery.headers[subscription.header];
  if (!header) return unsigned(subscription.header);
  const given = digest(header.replace(/^Bearer\s+/i, ''));
  // Every secret is compared, so that the time taken says nothing about which.
  const holds = secrets.map((secret) => timingSafeEqual(digest(secret), given)).includes(true);
  if (holds) return undefined;
  const name = declared(subscription.header);
  const message = sentence`The header ${name} does not hold the secret of the settings.`;
  return refusal('ONW-SIGNATURE-INVALID', message);
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function off(): Received {
  const message = 'The EHR says that its subscription is off or in error; set it to active again.';
  return refusal('ONW-FHIR-SUBSCRIPTION', message);
}
