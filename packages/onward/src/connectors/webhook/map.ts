/**
 * From a parsed body to an event, by the allow-list of the settings: what is not named is not read.
 */
import type {
  CodeLists,
  FactType,
  FactValue,
  Json,
  Received,
  WireEvent,
} from '../../core/index.ts';
import { pointAt, readFact, readInstant } from '../../core/index.ts';
import { shownId } from '../event-id.ts';
import { badData, refusal, unused } from '../refusal.ts';
import type { MappedEvent, ReturnedFact, WebhookSettings } from './settings.ts';

export interface Mapping {
  readonly settings: WebhookSettings;
  readonly codes: CodeLists;
  /** Stands in where the settings point to no id in the body. */
  readonly id: string;
}

/** Maps one body: the first event whose conditions all hold. */
export function mapBody(body: Json, mapping: Mapping): Received {
  const { settings } = mapping;
  const given = settings.id === undefined ? mapping.id : outsideId(pointAt(body, settings.id));
  const shown = shownId(given);
  for (const [event, mapped] of Object.entries(settings.events)) {
    if (!mapped.when.every(({ path, value }) => pointAt(body, path) === value)) continue;
    if (given === undefined) return noId();
    const facts = mapFacts(body, mapped, mapping.codes);
    if (typeof facts === 'string') return badData(facts, shown);
    const occurredAt = timeOf(body, settings);
    if (occurredAt === 'unreadable') return badData('time', shown);
    const time = occurredAt === undefined ? {} : { occurredAt };
    return { kind: 'event', event: { event, id: given, ...time, ...facts } };
  }
  return unused(shown);
}

type MappedFacts = Pick<WireEvent, 'refs' | 'data'>;

/** The refs and data of an event, or the name of one that does not have its type. */
function mapFacts(body: Json, mapped: MappedEvent, codes: CodeLists): MappedFacts | string {
  const refs: Record<string, string> = {};
  for (const [name, { path }] of Object.entries(mapped.refs)) {
    const raw = pointAt(body, path);
    const id = outsideId(raw);
    if (id !== undefined) refs[name] = id;
    else if (raw !== undefined && raw !== null) return name;
  }
  const data: Record<string, FactValue> = {};
  for (const [name, { path, type }] of Object.entries(mapped.data)) {
    const raw = pointAt(body, path);
    if (raw === undefined || raw === null) continue;
    const value = factOf(type, raw, codes);
    if (value === undefined) return name;
    data[name] = value;
  }
  return { refs, data };
}

/** Facts that an answer returns; undefined when one of them does not have its type. */
export function mapReturns(
  body: Json,
  returns: Readonly<Record<string, ReturnedFact>>,
  codes: CodeLists,
): Readonly<Record<string, FactValue>> | undefined {
  const facts: Record<string, FactValue> = {};
  for (const [name, { path, type }] of Object.entries(returns)) {
    const raw = pointAt(body, path ?? [name]);
    if (raw === undefined || raw === null) continue;
    const value = factOf(type, raw, codes);
    if (value === undefined) return undefined;
    facts[name] = value;
  }
  return facts;
}

/** A ref stays an outside id here; the gate hashes it. */
function factOf(type: FactType, raw: Json, codes: CodeLists): FactValue | undefined {
  return type.kind === 'ref' ? outsideId(raw) : readFact(type, raw, codes);
}

/** An id as text; numbers count, since many systems number what they name. */
function outsideId(raw: Json | undefined): string | undefined {
  if (typeof raw === 'string') return raw === '' ? undefined : raw;
  return typeof raw === 'number' && Number.isSafeInteger(raw) ? String(raw) : undefined;
}

function timeOf(body: Json, settings: WebhookSettings): number | 'unreadable' | undefined {
  if (settings.time === undefined) return undefined;
  const raw = pointAt(body, settings.time);
  if (raw === undefined || raw === null) return undefined;
  return (typeof raw === 'string' ? readInstant(raw) : undefined) ?? 'unreadable';
}

function noId(): Received {
  const message =
    'The body has no id at the place that the settings name; correct `id` or the sender.';
  return refusal('ONW-EVENT-ID', message);
}
