/**
 * What was missed: by `$events` from the last number, and by a search of what changed since, where
 * the EHR has no such operation or no longer keeps the events.
 */
import type { Connector, Outbound, Received, SystemSetup } from '../../core/index.ts';
import type { Ehr } from './ehr.ts';
import { ehrOf, search } from './ehr.ts';
import { eventPage, statusOf } from './events-operation.ts';
import { gatherer } from './gather.ts';
import type { JsonObject } from './json.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Cursor } from './cursor.ts';

type CaughtUp = Awaited<ReturnType<NonNullable<Connector['catchUp']>>>;

const eventsAtATime = 100;
const pageSize = 50;
/** Clocks differ, and an EHR may show a change a little after its time. */
const overlapMs = 60_000;
/** How far an empty notification looks back; what is older is caught up with. */
const recentMs = 300_000;

/** One page since the cursor; the first call marks the place and brings nothing. */
export async function catchUp(
  cursor: string | undefined,
  setup: SystemSetup,
  out: Outbound,
): Promise<CaughtUp> {
  const ehr = ehrOf(setup, out);
  const from = cursor === undefined ? undefined : readCursor(cursor);
  if (from === undefined) return begin(ehr);
  if (from.sweep !== undefined || from.number === undefined) return sweep(from, ehr);
  return byNumber({ ...from, number: from.number }, ehr);
}

/** From now on: the number of the last event where the EHR counts them, and the time. */
async function begin(ehr: Ehr): Promise<CaughtUp> {
  const status = await statusOf(ehr);
  if (status.kind === 'retry') return status;
  const number = status.kind === 'status' ? status.total : undefined;
  const since = ehr.out.nowMs() - overlapMs;
  const cursor = writeCursor({ since, ...(number === undefined ? {} : { number }) });
  return { kind: 'page', received: [], cursor, more: false };
}

async function byNumber(from: Cursor & { readonly number: number }, ehr: Ehr): Promise<CaughtUp> {
  const nowMs = ehr.out.nowMs();
  const to = from.number + eventsAtATime;
  const answer = await eventPage(ehr, { from: from.number + 1, to });
  if (answer.kind === 'retry') return answer;
  if (answer.kind === 'unsupported') return sweep({ since: from.since }, ehr);
  const events = answer.events.filter(({ number = 0 }) => number > from.number && number <= to);
  const numbers = new Set(events.flatMap(({ number }) => number ?? []));
  const total = answer.total ?? Math.max(from.number, ...numbers);
  const last = Math.min(total, to);
  // Fewer than counted: the EHR forgot some; fewer than before: the subscription began anew.
  const isWhole = numbers.size === last - from.number;
  if (!isWhole || total < from.number) {
    return sweep({ since: from.since, number: total }, ehr);
  }
  const focus = events.flatMap((each) => each.focus);
  if (events.some((each) => each.focus.length === 0)) {
    return sweep({ since: from.since, number: last }, ehr);
  }
  const received = await gatherer(ehr).references(focus);
  const retry = received.find((each) => each.kind === 'retry');
  if (retry !== undefined) return retry;
  const more = total > last;
  const since = more ? from.since : nowMs - overlapMs;
  return { kind: 'page', received, cursor: writeCursor({ number: last, since }), more };
}

/** One page of one resource type, in the order of the settings. */
async function sweep(from: Cursor, ehr: Ehr): Promise<CaughtUp> {
  const { listen } = ehr.settings;
  const at = from.sweep ?? { index: 0, untilMs: ehr.out.nowMs() - overlapMs };
  const type = listen[at.index];
  const number = from.number === undefined ? {} : { number: from.number };
  if (type === undefined) {
    // The settings listen to fewer types than when the search began.
    const cursor = writeCursor({ ...number, since: at.untilMs });
    return { kind: 'page', received: [], cursor, more: false };
  }
  const answer = await search(ehr, at.next ?? changed(ehr, type, { sinceMs: from.since }));
  if (answer.kind === 'retry') return answer;
  const found = answer.resources.filter((each) => each['resourceType'] === type);
  const received = await gatherer(ehr).resources(found);
  const retry = received.find((each) => each.kind === 'retry');
  if (retry !== undefined) return retry;
  const untilMs = Math.min(at.untilMs, (answer.dateMs ?? at.untilMs + overlapMs) - overlapMs);
  const step =
    answer.next === undefined ? { index: at.index + 1 } : { index: at.index, next: answer.next };
  const more = step.index < listen.length;
  const cursor = more
    ? { ...number, since: from.since, sweep: { ...step, untilMs } }
    : { ...number, since: untilMs };
  return { kind: 'page', received, cursor: writeCursor(cursor), more };
}

interface Since {
  readonly sinceMs: number;
  /** Where one page is all that is read. */
  readonly newestFirst?: true;
}

/** The search for what changed since a time, oldest first unless told. */
function changed({ settings }: Ehr, type: string, { sinceMs, newestFirst }: Since): string {
  const narrow = Object.entries(settings.criteria).find(([each]) => each === type)?.[1];
  const since = encodeURIComponent(new Date(sinceMs).toISOString());
  const sort = newestFirst === true ? '-_lastUpdated' : '_lastUpdated';
  const query = `_lastUpdated=ge${since}&_sort=${sort}&_count=${pageSize}`;
  return `${type}?${narrow === undefined ? '' : `${narrow}&`}${query}`;
}

/** What changed in the last minutes, for a notification that names nothing. */
export async function recent(ehr: Ehr): Promise<readonly Received[]> {
  const sinceMs = ehr.out.nowMs() - recentMs;
  const found: JsonObject[] = [];
  for (const type of ehr.settings.listen) {
    const answer = await search(ehr, changed(ehr, type, { sinceMs, newestFirst: true }));
    if (answer.kind === 'retry') return [answer];
    found.push(...answer.resources.filter((each) => each['resourceType'] === type));
  }
  return gatherer(ehr).resources(found.toReversed());
}
