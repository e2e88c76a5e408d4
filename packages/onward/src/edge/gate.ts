/**
 * The gate in the PHI boundary: an event passes as closed types and keyed hashes, or not at all.
 */
import type { KeyObject } from 'node:crypto';
import type {
  EventType,
  Facts,
  FactValue,
  Marker,
  OperationalEvent,
  Plain,
  Program,
  RefType,
  SealedRef,
  WireEvent,
} from '../core/index.ts';
import {
  closedFacts,
  declared,
  isInstant,
  journeyId,
  parseCommandKey,
  sentence,
} from '../core/index.ts';
import type { Candidate } from './candidate.ts';
import { declaredEvent } from './candidate.ts';
import { readCloudEvent } from './cloud-event.ts';
import type { GateKeys, KeyRing } from './keys.ts';
import { keyedHash } from './keys.ts';
import { markerOf } from './marker.ts';
import { isEventId, isMachineId, isOutsideId, readOutsideId } from './outside-id.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { OutsideRef } from './seal-facts.ts';
import { outsideRef, sealFacts } from './seal-facts.ts';

export type Passed =
  | {
      readonly kind: 'event';
      readonly event: OperationalEvent;
      /** The id as its sender knows it, to be answered with, and kept nowhere. */
      readonly given: string;
      /** For the vault, and for nothing else. */
      readonly outside: readonly OutsideRef[];
    }
  | Refusal;

export interface Gate {
  /** Passes an event that a connector extracted. */
  pass(system: string, wire: WireEvent, receivedAt: number): Passed;
  /** Passes one CloudEvent (1.0, structured JSON), already parsed. */
  passCloudEvent(item: unknown, receivedAt: number): Passed;
  /** The hash of an outside id by the current key; undefined when it cannot be one. */
  refOf(system: string, id: string): string | undefined;
  /** An outside id that a person stated, for the vault; undefined when it cannot be one. */
  outsideOf(system: string, id: string): OutsideRef | undefined;
  /** Marks of a system's messages, by the keys of the gate. */
  markerOf(system: string): Marker;
  /** Seals facts that a command returned. */
  sealReturns(system: string, command: string, data: Facts): ReturnType<typeof sealFacts>;
}

/** The gate of one program. Pure but for its keys: no clock, no store. */
export function createGate({ program, keys }: { program: Program; keys: GateKeys }): Gate {
  const inside = { program, keys };
  return {
    pass(system, wire, receivedAt) {
      return passCandidate({ ...wire, system, source: system, form: 'closed' }, inside, receivedAt);
    },
    passCloudEvent(item, receivedAt) {
      const read = readCloudEvent(item, program);
      return read.kind === 'refused' ? read : passCandidate(read.candidate, inside, receivedAt);
    },
    refOf(system, id) {
      return isOutsideId(id) ? outsideRef(keys.ring, system, id).ref : undefined;
    },
    outsideOf(system, id) {
      return isOutsideId(id) ? outsideRef(keys.ring, system, id) : undefined;
    },
    markerOf: (system) => markerOf(keys.ring, system),
    sealReturns(system, command, data) {
      const returns = program.systems[system]?.commands[command]?.returns ?? {};
      const sealer = { system, ring: keys.ring, codes: program.codes, form: 'closed' } as const;
      return sealFacts(returns, data, sealer);
    },
  };
}

interface Inside {
  readonly program: Program;
  readonly keys: GateKeys;
}

function passCandidate(candidate: Candidate, inside: Inside, receivedAt: number): Passed {
  const { program, keys } = inside;
  const { system, event, answers } = candidate;
  const id = idOf(candidate, keys);
  const given = isEventId(candidate.id) ? candidate.id : id;
  const detail = { id: given, system };
  const type = declaredEvent(program, system, event);
  if (type === undefined) {
    const message = 'The program declares no such event; use a type that its systems can say.';
    return refuse('ONW-EVENT-UNDECLARED', message, detail);
  }
  const occurredAt = candidate.occurredAt ?? receivedAt;
  if (!isInstant(occurredAt)) {
    return refuse('ONW-EVENT-TIME', 'The time of the event is no instant; send RFC 3339.', detail);
  }
  const answered = answers === undefined ? undefined : parseCommandKey(answers);
  if (answers !== undefined && answered === undefined) {
    return refuse(
      'ONW-EVENT-ANSWER',
      'The key given back is none of ours; return it unchanged.',
      detail,
    );
  }
  const placed = sealRefs(candidate, type, keys.ring);
  if ('unfit' in placed) return unfit(placed.unfit, type, detail);
  const sealer = { system, ring: keys.ring, codes: program.codes, form: candidate.form };
  const sealed = sealFacts(type.data, candidate.data, sealer);
  if (sealed.kind === 'unfit') return unfit(sealed.name, type, detail);
  const journey =
    candidate.journey ?? (answered === undefined ? undefined : journeyId(answered.journey));
  if (placed.refs.length === 0 && journey === undefined) {
    const message =
      'The event names neither a subject nor a journey; send one of its declared refs.';
    return refuse('ONW-EVENT-UNPLACED', message, detail);
  }
  const content = {
    type: declared(`${system}.${event}`),
    refs: placed.refs,
    data: closedFacts({ ...placed.facts, ...sealed.facts }),
    ...(journey === undefined ? {} : { journey }),
    ...(answers === undefined ? {} : { answers }),
  };
  const source = sourceOf(candidate, inside);
  const outside = besideFirst(placed, sealed.outside);
  const digest = digestOf({ content, occurredAt: candidate.occurredAt, outside }, keys.dedupe);
  const dated = candidate.occurredAt === undefined ? { undated: true as const } : {};
  const passed = { ...content, source, id, occurredAt, ...dated, digest };
  return { kind: 'event', event: passed, given, outside };
}

interface Placed {
  readonly refs: SealedRef[];
  /** The declared refs by name; the subject of a CloudEvent has no declared name. */
  readonly facts: Record<string, string>;
  readonly outside: OutsideRef[];
}

function sealRefs(
  candidate: Candidate,
  type: EventType,
  ring: KeyRing,
): Placed | { readonly unfit: string | undefined } {
  const placed: Placed = { refs: [], facts: {}, outside: [] };
  const add = (name: string, { system, of }: RefType, id: string): void => {
    const sealed = outsideRef(ring, system === '' ? candidate.system : system, id);
    placed.outside.push(sealed);
    placed.refs.push({ name, ref: sealed.ref, of });
    if (Object.hasOwn(type.refs, name)) placed.facts[name] = sealed.ref;
  };
  for (const [name, raw] of Object.entries(candidate.refs)) {
    const known = Object.hasOwn(type.refs, name) ? type.refs[name] : undefined;
    if (known === undefined) return { unfit: undefined };
    if (raw === null || raw === undefined) continue;
    const id = readOutsideId(raw);
    if (id === undefined) return { unfit: name };
    add(name, known, id);
  }
  if (candidate.subject !== undefined && placed.facts['subject'] === undefined) {
    if (!isOutsideId(candidate.subject)) return { unfit: 'subject' };
    add('subject', type.refs['subject'] ?? { system: '', of: 'subject' }, candidate.subject);
  }
  return placed;
}

/** All outside ids of an event stand beside its subject's, or else beside its first. */
function besideFirst({ refs, outside }: Placed, data: readonly OutsideRef[]): OutsideRef[] {
  const first = (refs.find(({ of }) => of === 'subject') ?? refs[0])?.ref;
  if (first === undefined) return [...data];
  return [...outside, ...data].map((each) => {
    return each.ref === first && each.rides !== true ? each : { ...each, beside: first };
  });
}

function unfit(
  name: string | undefined,
  type: EventType,
  detail: { readonly id: string; readonly system: string },
): Refusal {
  if (name !== undefined) {
    const message = 'A member does not have its declared type; correct it at the sender.';
    return refuse('ONW-EVENT-DATA', message, { ...detail, at: `/data/${name}` });
  }
  // The undeclared name itself may be anything, a person's among them: only the declared are told.
  const names = [...Object.keys(type.refs), ...Object.keys(type.data)];
  const may = declared(names.length === 0 ? 'none' : names.join(', '));
  const message = sentence`The event has a member that is not declared; it may have ${may}.`;
  return refuse('ONW-EVENT-DATA', message, { ...detail, at: '/data' });
}

/**
 * A system's name is configuration and stays where the event came through that system's own door:
 * its connector, or the API for a system that has no other. Any other source could name anything,
 * a system among them, whose own events would then be taken for repeats.
 */
function sourceOf({ source, system, form }: Candidate, { program, keys }: Inside): Plain {
  const ownDoor = form === 'closed' || program.systems[system]?.connector === 'api';
  if (source === system && ownDoor) return declared(system);
  return sentence`~${keyedHash(keys.dedupe, ['source', source], 12)}`;
}

/**
 * The id where a machine made it, with eight digits over the content it must cover as well;
 * otherwise a hash. Every digest is keyed: nobody without the key can try contents against it.
 */
function idOf({ id, system, covers }: Candidate, keys: GateKeys): Plain {
  const hashed = (words: readonly string[]): Plain =>
    sentence`h-${keyedHash(keys.dedupe, words, 32)}`;
  if (covers === undefined) return isMachineId(id) ? id : hashed(['id', system, id]);
  const { content, part = 1 } = covers;
  const words = ['content', system, content];
  const end = declared(part === 1 ? '' : `.${part}`);
  if (id === '') return sentence`${hashed(words)}${end}`;
  const mark = keyedHash(keys.dedupe, words, 8);
  return isMachineId(id)
    ? sentence`${id}-${mark}${end}`
    : hashed(['id', system, `${id}-${mark}${end}`]);
}

type Content = Pick<OperationalEvent, 'type' | 'refs' | 'data' | 'journey' | 'answers'>;

interface Digested {
  readonly content: Content;
  /** Absent where the sender gave no time. */
  readonly occurredAt: number | undefined;
  readonly outside: readonly OutsideRef[];
}

/**
 * HMAC-SHA256 over the mapped content in one order. Outside ids stand in it themselves and not by
 * their hashes, so that it is the same under every key of the ring.
 */
function digestOf({ content, occurredAt, outside }: Digested, key: KeyObject): Plain {
  const ids = new Map<string, readonly [string, string]>(
    outside.map(({ ref, system, id }) => [ref, [system, id]]),
  );
  const inside = (value: FactValue): unknown => {
    if (typeof value === 'object') return [value.amount, value.currency];
    return (typeof value === 'string' ? ids.get(value) : undefined) ?? value;
  };
  const refs = content.refs.map(({ name, ref }) => [name, inside(ref)] as const).toSorted(byName);
  const data = Object.entries(content.data)
    .map(([name, value]) => [name, inside(value)] as const)
    .toSorted(byName);
  const { type, journey = null, answers = null } = content;
  const ordered = JSON.stringify([type, occurredAt ?? null, refs, data, journey, answers]);
  return keyedHash(key, [ordered], 32);
}

function byName(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]): number {
  return a[0] < b[0] ? -1 : 1;
}
