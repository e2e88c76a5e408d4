/**
 * Reads a list page by page from where it was left: by its own cursor, by time, or as a whole. What
 * is read twice says the same event twice, which is known again.
 */
import type { Connector, Json, OnwardCode, Received } from '../../core/index.ts';
import { unanswered } from '../rest.ts';
import type { Cursor } from './cursor.ts';
import { markOf, readCursor, writeCursor } from './cursor.ts';
import type { Line } from './list.ts';
import { get, listUrl, mapItem } from './list.ts';
import type { PollSettings } from './settings.ts';

type CaughtUp = Awaited<ReturnType<NonNullable<Connector['catchUp']>>>;

/** What one page may hold: more is not the list that the settings describe. */
const mostItems = 1_000;

/** One page since the cursor; without one, from now on by time, or from the list's beginning. */
export async function catchUp(text: string | undefined, line: Line): Promise<CaughtUp> {
  const { settings, out } = line;
  const nowMs = out.nowMs();
  const known = text === undefined ? undefined : readCursor(text);
  if (text !== undefined && known !== undefined && isEarly(known, settings, nowMs)) {
    return { kind: 'page', received: [], cursor: text, more: false };
  }
  const from = known ?? begin(settings, nowMs);
  // A new look begins now; the pages after the first are of the same look.
  const here = from.reading === undefined ? { ...from, at: nowMs } : from;
  const url = pageUrl(here, line);
  if (url === 'elsewhere') return retry('ONW-OUT-HOST');
  const answer = await get(url?.href, line);
  if (answer.kind === 'unset') return retry(answer.code);
  // The list no longer knows its cursor: it is read from where it can be.
  const isGone = answer.kind === 'answered' && answer.status === 410 && here.next !== undefined;
  if (isGone) return { kind: 'page', received: [], cursor: anew(here), more: true };
  const failed = unanswered(answer);
  if (failed !== undefined) return retry(failed.kind === 'retry' ? failed.code : 'ONW-OUT-STATUS');
  const body = (answer.kind === 'answered' ? answer.body : undefined) ?? null;
  const items = settings.items.in(body);
  if (!Array.isArray(items) || items.length > mostItems) return retry('ONW-OUT-ANSWER');
  const received = (items as readonly Json[]).flatMap((item): Received[] => {
    const said = mapItem(item, line);
    return said === undefined ? [] : [said];
  });
  return { kind: 'page', received, ...goOn(body, here, settings) };
}

function retry(code: OnwardCode): CaughtUp {
  return { kind: 'retry', code };
}

/** The last look was a moment ago, and the settings ask for more rest. */
function isEarly({ at, reading }: Cursor, { every }: PollSettings, nowMs: number): boolean {
  return reading === undefined && at !== undefined && every !== undefined && nowMs < at + every;
}

function begin({ since }: PollSettings, nowMs: number): Cursor {
  return since === undefined ? {} : { since: nowMs - since.overlap };
}

function anew({ since }: Cursor): string {
  return writeCursor(since === undefined ? {} : { since });
}

/** The address of a page; `elsewhere` for one that the list names on another host. */
function pageUrl(cursor: Cursor, line: Line): URL | 'elsewhere' | undefined {
  const { settings } = line;
  const url = listUrl(line);
  if (url === undefined) return undefined;
  const { next: goesOn, page, since } = settings;
  if (cursor.next !== undefined && goesOn !== undefined && goesOn.parameter === undefined) {
    const next = URL.parse(cursor.next, url.href);
    return next?.origin === url.origin ? next : 'elsewhere';
  }
  if (page !== undefined) url.searchParams.set(page.parameter, String(page.size));
  if (since !== undefined && cursor.since !== undefined) {
    url.searchParams.set(since.parameter, writeSince(cursor.since, since.as));
  }
  if (cursor.next !== undefined && goesOn?.parameter !== undefined) {
    url.searchParams.set(goesOn.parameter, cursor.next);
  }
  return url;
}

function writeSince(ms: number, as: 'rfc3339' | 's' | 'ms'): string {
  if (as === 'rfc3339') return new Date(ms).toISOString();
  return String(as === 's' ? Math.floor(ms / 1000) : ms);
}

/**
 * Where the next page is, or where the next look begins: a list by time begins anew a little before
 * this look did; any other goes on from its last cursor. A circle ends a look like a last page.
 */
function goOn(
  body: Json,
  here: Cursor,
  settings: PollSettings,
): { readonly cursor: string; readonly more: boolean } {
  const { next: goesOn, since, every } = settings;
  const next = goesOn === undefined ? undefined : tokenOf(goesOn.path.in(body));
  const reading = next === undefined ? undefined : markOf(next, here);
  const { at = 0 } = here;
  if (next !== undefined && reading !== undefined && !isOver(body, settings)) {
    const kept = here.since === undefined ? {} : { since: here.since };
    return { cursor: writeCursor({ next, at, reading, ...kept }), more: true };
  }
  if (since !== undefined) {
    return { cursor: writeCursor({ at, since: at - since.overlap }), more: false };
  }
  const last = next ?? here.next;
  // The address of a page is of this look alone: the next one begins with the list.
  const isKept = last !== undefined && goesOn?.parameter !== undefined;
  const ended = { ...(isKept ? { next: last } : {}), ...(every === undefined ? {} : { at }) };
  return { cursor: writeCursor(ended), more: false };
}

/**
 * The list says that there is no more now; one that cannot say so, but gives a cursor to come back
 * with, says it by an empty page.
 */
function isOver(body: Json, { next, since, items }: PollSettings): boolean {
  if (next?.more !== undefined) return next.more.in(body) !== true;
  const page = items.in(body);
  const isEmpty = Array.isArray(page) && page.length === 0;
  return isEmpty && since === undefined && next?.parameter !== undefined;
}

/** A cursor as text; numbers count, and what is empty or false says that there is no more. */
function tokenOf(raw: Json | undefined): string | undefined {
  if (typeof raw === 'number') return String(raw);
  return typeof raw === 'string' && raw !== '' && raw.length <= 4096 ? raw : undefined;
}
