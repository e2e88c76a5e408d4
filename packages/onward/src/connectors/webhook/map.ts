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
import type { Refusal } from '../refusal.ts';
import { badData, refusal, unused } from '../refusal.ts';
import type { Place } from './place.ts';
import type { MappedEvent, ReturnedFact, WebhookSettings } from './settings.ts';

export interface Mapping {
  readonly settings: Pick<WebhookSettings, 'id' | 'time' | 'events'>;
  readonly codes: CodeLists;
  /** Stands in where the settings point to no id in the body. */
  readonly id: string;
  /** The system can be asked for an item by its id, so that a refusal carries it. */
  readonly canRefetch?: boolean;
}

/** Maps one body: the first event whose conditions all hold. */
export function mapBody(body: Json, mapping: Mapping): Received {
  const { settings } = mapping;
  const given = settings.id === undefined ? mapping.id : outsideId(settings.id.in(body));
  const found = Object.entries(settings.events).find(([, { when }]) => holds(body, when));
  if (found === undefined) return unused(shownId(given));
  const [event, mapped] = found;
  if (given === undefined) return noId(settings.id);
  const refused = (name: string, { text }: Place): Refusal => {
    const again = mapping.canRefetch === true ? { again: given } : {};
    return { ...badData(name, shownId(given)), at: [text], ...again };
  };
  const facts = mapFacts(body, mapped, mapping.codes);
  if ('unfit' in facts) return refused(facts.unfit, facts.path);
  const { time } = settings;
  const occurredAt = time === undefined ? undefined : timeAt(body, time);
  if (time !== undefined && occurredAt === 'unreadable') return refused('time', time);
  const at = typeof occurredAt === 'number' ? { occurredAt } : {};
  return { kind: 'event', event: { event, id: given, ...at, ...facts } };
}

/** Whether each literal stands at its place. */
export function holds(body: Json, when: MappedEvent['when']): boolean {
  return when.every(({ path, value }) => path.in(body) === value);
}

type MappedFacts = Pick<WireEvent, 'refs' | 'data'>;
/** A member that does not have its type: its name in the settings, and its place. */
export interface Unfit {
  readonly unfit: string;
  readonly path: Place;
}

/** The refs and data of an event, or the one that does not fit. */
function mapFacts(body: Json, mapped: MappedEvent, codes: CodeLists): MappedFacts | Unfit {
  const refs = mapRefs(body, mapped.refs);
  if (isUnfit(refs)) return refs;
  const data: Record<string, FactValue> = {};
  for (const [name, { path, type }] of Object.entries(mapped.data)) {
    const raw = path.in(body);
    if (raw === undefined || raw === null) continue;
    const value = factOf(type, raw, codes);
    if (value === undefined) return { unfit: name, path };
    data[name] = value;
  }
  return { refs, data };
}

/** The outside ids of a body, or the one that is none; what is absent is left out. */
export function mapRefs(body: Json, mapped: MappedEvent['refs']): WireEvent['refs'] | Unfit {
  const refs: Record<string, string> = {};
  for (const [name, { path }] of Object.entries(mapped)) {
    const raw = path.in(body);
    const id = outsideId(raw);
    if (id !== undefined) refs[name] = id;
    else if (raw !== undefined && raw !== null) return { unfit: name, path };
  }
  return refs;
}

/** Tells what does not fit from refs, whose names may be any. */
export function isUnfit(mapped: WireEvent['refs'] | Unfit): mapped is Unfit {
  return typeof mapped['path'] === 'object';
}

/** Facts that an answer returns; undefined when one of them does not have its type. */
export function mapReturns(
  body: Json,
  returns: Readonly<Record<string, ReturnedFact>>,
  codes: CodeLists,
): Readonly<Record<string, FactValue>> | undefined {
  const facts: Record<string, FactValue> = {};
  for (const [name, { path, type }] of Object.entries(returns)) {
    const raw = path === undefined ? pointAt(body, [name]) : path.in(body);
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
export function outsideId(raw: Json | undefined): string | undefined {
  if (typeof raw === 'string') return raw === '' ? undefined : raw;
  return typeof raw === 'number' && Number.isSafeInteger(raw) ? String(raw) : undefined;
}

/** The instant at a place; undefined where there is nothing. */
export function timeAt(body: Json, time: Place): number | 'unreadable' | undefined {
  const raw = time.in(body);
  if (raw === undefined || raw === null) return undefined;
  return (typeof raw === 'string' ? readInstant(raw) : undefined) ?? 'unreadable';
}

/** The id that the settings point to is not in the body. */
export function noId(place: Place | undefined): Refusal {
  const message =
    'The body has no id at the place that the settings name; correct `id` or the sender.';
  const refused = refusal('ONW-EVENT-ID', message);
  return place === undefined ? refused : { ...refused, at: [place.text] };
}
