/** CloudEvents 1.0 in structured JSON (cloudevents.io), as Onward's own API takes them. */
import type { Program } from '../core/index.ts';
import { declared, parseJourneyId, readInstant, sentence } from '../core/index.ts';
import type { Candidate } from './candidate.ts';
import { declaredEvent } from './candidate.ts';
import { isEventId, isOutsideId } from './outside-id.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

type Read = { readonly kind: 'read'; readonly candidate: Candidate } | Refusal;

type Members = Readonly<Record<string, unknown>>;

const longestSource = 1024;

/**
 * Reads the envelope: `specversion`, `id`, `source`, `type` (`system.event`), and where they are
 * given `time`, `subject` (the subject's id in the event's own system), `data`, and the extensions
 * `journey` (`jrn_…`) and `answers` (a key of ours given back). Other extensions are not read.
 */
export function readCloudEvent(item: unknown, program: Program): Read {
  if (!isObject(item))
    return refuse('ONW-EVENT-SHAPE', 'An event is an object; send CloudEvents 1.0.');
  if (item['specversion'] !== '1.0') return wrong('/specversion', 'be "1.0"');
  const id = item['id'];
  if (!isEventId(id)) {
    const message =
      'The id needs 1 to 128 letters, digits or . _ : - and begins with a letter or digit.';
    return refuse('ONW-EVENT-ID', message, { at: '/id' });
  }
  const source = item['source'];
  if (typeof source !== 'string' || source === '' || source.length > longestSource) {
    return wrong('/source', 'be a URI-reference or the name of a system', id);
  }
  const type = item['type'];
  if (typeof type !== 'string')
    return wrong('/type', 'be a text such as forms.intake.submitted', id);
  const dot = type.indexOf('.');
  const event = { system: type.slice(0, Math.max(dot, 0)), event: type.slice(dot + 1) };
  const extras = readOptional(item, id);
  if (extras.kind === 'refused') return extras;
  const data = readData(item, id);
  if (data.kind === 'refused') return data;
  const parts = splitData(data.members, program, event);
  const candidate: Candidate = { ...event, source, id, ...extras.read, ...parts, form: 'wire' };
  return { kind: 'read', candidate };
}

type Optional = Pick<Candidate, 'occurredAt' | 'subject' | 'journey' | 'answers'>;

function readOptional(item: Members, id: string): { kind: 'read'; read: Optional } | Refusal {
  const time = item['time'] ?? undefined;
  const occurredAt = typeof time === 'string' ? readInstant(time) : undefined;
  if (time !== undefined && occurredAt === undefined) {
    const message = 'The time is no instant; send RFC 3339 with an offset, or leave it out.';
    return refuse('ONW-EVENT-TIME', message, { at: '/time', id });
  }
  const subject = item['subject'] ?? undefined;
  if (subject !== undefined && !isOutsideId(subject)) {
    return wrong('/subject', 'be an id of 1 to 256 characters', id);
  }
  const journey = item['journey'] ?? undefined;
  if (
    journey !== undefined &&
    (typeof journey !== 'string' || parseJourneyId(journey) === undefined)
  ) {
    return wrong('/journey', 'be the id of a journey (jrn_…)', id);
  }
  const answers = item['answers'] ?? undefined;
  if (answers !== undefined && typeof answers !== 'string') {
    return wrong('/answers', 'be a key that Onward gave', id);
  }
  const read = {
    ...(occurredAt === undefined ? {} : { occurredAt }),
    ...(subject === undefined ? {} : { subject }),
    ...(journey === undefined ? {} : { journey }),
    ...(answers === undefined ? {} : { answers }),
  };
  return { kind: 'read', read };
}

function readData(item: Members, id: string): { kind: 'read'; members: Members } | Refusal {
  if (item['data_base64'] !== undefined)
    return wrong('/data_base64', 'be left out: send JSON data', id);
  const content = item['datacontenttype'] ?? undefined;
  const isJson =
    typeof content === 'string' && /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i.test(content);
  if (content !== undefined && !isJson) return wrong('/datacontenttype', 'be application/json', id);
  const data = item['data'] ?? {};
  return isObject(data) ? { kind: 'read', members: data } : wrong('/data', 'be an object', id);
}

/** Members that are refs by declaration, and the rest, which the gate holds to its types. */
function splitData(
  members: Members,
  program: Program,
  { system, event }: Pick<Candidate, 'system' | 'event'>,
): Pick<Candidate, 'refs' | 'data'> {
  const type = declaredEvent(program, system, event);
  const refs: [string, unknown][] = [];
  const data: [string, unknown][] = [];
  for (const [name, value] of Object.entries(members)) {
    (type !== undefined && Object.hasOwn(type.refs, name) ? refs : data).push([name, value]);
  }
  return { refs: Object.fromEntries(refs), data: Object.fromEntries(data) };
}

function isObject(raw: unknown): raw is Members {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function wrong(at: string, should: string, id?: string): Refusal {
  const message = sentence`The member ${declared(at.slice(1))} must ${declared(should)}.`;
  return refuse('ONW-EVENT-SHAPE', message, { at, ...(id === undefined ? {} : { id }) });
}
