/** The backport's operations on a Subscription: `$events` for what was missed, and `$status`. */
import type { Ehr, Retry } from './ehr.ts';
import { page } from './ehr.ts';
import type { Noted, Told } from './notification.ts';
import { readNotification } from './notification.ts';

/** The EHR has no such operation, or the settings do not name its Subscription. */
interface Unsupported {
  readonly kind: 'unsupported';
}

/** Which events are asked for. */
export interface Range {
  /** Numbers of events, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** What `$events` said. */
export type EventPage =
  | { readonly kind: 'events'; readonly events: readonly Noted[]; readonly total?: number }
  | Unsupported
  | Retry;

/** What the EHR says of the events of a range. */
export async function eventPage(ehr: Ehr, { from, to }: Range): Promise<EventPage> {
  const query = `eventsSinceNumber=${from}&eventsUntilNumber=${to}&content=id-only`;
  const told = await ask(ehr, `$events?${query}`);
  if (told.kind !== 'told') return told;
  const events = told.told.flatMap((each) => each.events);
  const total = told.told.find((each) => each.total !== undefined)?.total;
  return { kind: 'events', events, ...(total === undefined ? {} : { total }) };
}

/** What `$status` said. */
export type Status =
  | { readonly kind: 'status'; readonly status?: string; readonly total?: number }
  | Unsupported
  | Retry;

/** How the subscription is, and how many events it had. */
export async function statusOf(ehr: Ehr): Promise<Status> {
  const told = await ask(ehr, '$status');
  if (told.kind !== 'told') return told;
  const { status, total } = told.told[0] ?? {};
  return {
    kind: 'status',
    ...(status === undefined ? {} : { status }),
    ...(total === undefined ? {} : { total }),
  };
}

type Asked = { readonly kind: 'told'; readonly told: readonly Told[] } | Unsupported | Retry;

async function ask(ehr: Ehr, operation: string): Promise<Asked> {
  const id = ehr.settings.subscription?.id;
  if (id === undefined) return { kind: 'unsupported' };
  const answer = await page(ehr, `Subscription/${id}/${operation}`);
  if (answer.kind !== 'page') return answer;
  const entry = answer.resources.map((resource) => ({ resource }));
  const read = readNotification({ resourceType: 'Bundle', entry });
  return read.kind === 'backport' ? { kind: 'told', told: read.told } : { kind: 'unsupported' };
}
