/** The list and its items over HTTP: addresses, headers, and what an answer is taken for. */
import type {
  Json,
  LookUpAnswer,
  OnwardCode,
  Outbound,
  Received,
  SystemSetup,
} from '../../core/index.ts';
import { contentDigest } from '../event-id.ts';
import type { ApiAnswer } from '../rest.ts';
import { callApi, unanswered } from '../rest.ts';
import { mapBody } from '../webhook/map.ts';
import type { PollSettings } from './settings.ts';
import { settingsOf } from './settings.ts';

/** A system whose list is read, and the way to it. */
export interface Line {
  readonly setup: SystemSetup;
  readonly settings: PollSettings;
  readonly out: Outbound;
}

/** A line to a system of checked settings. */
export function lineOf(setup: SystemSetup, out: Outbound): Line {
  return { setup, settings: settingsOf(setup), out };
}

/** What an answer may be, and `unset` where a variable that is needed is not set. */
export type Asked = ApiAnswer | { readonly kind: 'unset'; readonly code: OnwardCode };

/** The list's address; undefined while its variable is not set or holds none. */
export function listUrl({ setup, settings }: Omit<Line, 'out'>): URL | undefined {
  return URL.parse(setup.secret(settings.url) ?? '') ?? undefined;
}

/** The address of one item: its id percent-encoded, so that it is one part of a path or query. */
export function itemUrl(id: string, { setup, settings }: Omit<Line, 'out'>): string | undefined {
  const template = settings.item === undefined ? undefined : setup.secret(settings.item);
  return template?.includes('{id}') === true
    ? template.replaceAll('{id}', () => encodeURIComponent(id))
    : undefined;
}

/** One GET with the headers of the settings. */
export async function get(url: string | undefined, line: Line): Promise<Asked> {
  const { setup, settings, out } = line;
  const { auth } = settings;
  const secret = auth === undefined ? undefined : setup.secret(auth.value);
  if (url === undefined || (auth !== undefined && !secret)) {
    return { kind: 'unset', code: 'ONW-SECRET-MISSING' };
  }
  const own = auth === undefined || !secret ? {} : { [auth.header]: secret };
  return callApi({ method: 'GET', url, headers: { ...settings.headers, ...own } }, out);
}

/** One item by its id: its event, that it is none, or that it could not be read. */
export async function getItem(id: string, line: Line): Promise<LookUpAnswer> {
  // These would be steps of a path, however they are encoded, and so nobody's id.
  if (id === '.' || id === '..' || !id.isWellFormed()) return { kind: 'nothing' };
  const answer = await get(itemUrl(id, line), line);
  if (answer.kind === 'unset') return { kind: 'retry', code: answer.code };
  const failed = unanswered(answer);
  if (failed !== undefined) return failed;
  const body = answer.kind === 'answered' ? answer.body : undefined;
  const received = body === undefined ? undefined : mapItem(body, line);
  return received === undefined ? { kind: 'nothing' } : { kind: 'found', received: [received] };
}

/**
 * What an item says; undefined where it is no event of the settings, as most of a list may be. An
 * item that changes keeps its id, so that what is read of it makes the event the one it is.
 */
export function mapItem(item: Json, { settings, setup }: Omit<Line, 'out'>): Received | undefined {
  // Told by its id even where it cannot be asked for: refused again, it is the same item.
  const mapped = mapBody(item, { settings, codes: setup.codes, id: '', canRefetch: true });
  if (mapped.kind === 'refused' && mapped.code === 'ONW-EVENT-UNUSED') return undefined;
  if (mapped.kind !== 'event') return mapped;
  const { event, occurredAt = null, refs, data } = mapped.event;
  const content = contentDigest(JSON.stringify([event, occurredAt, refs, data]));
  return { kind: 'event', event: { ...mapped.event, covers: { content } } };
}
