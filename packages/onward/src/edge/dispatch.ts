/** What goes out: refs opened from the vault at the last moment, answers sealed again at once. */
import type {
  Attempt,
  Connector,
  Facts,
  FactTypes,
  FactValue,
  LookUpAnswer,
  OnwardCode,
  OperationalEvent,
  OutboundCommand,
} from '../core/index.ts';
import { handOn, throughGate } from './intake-seal.ts';
import { asked, bySystem, lineOf, silent } from './ask-system.ts';
import type { Inside, Line } from './ask-system.ts';
import type { EdgeParts } from './edge-parts.ts';
import { setupsOf, wayOut } from './edge-parts.ts';
import type { SystemOutbound } from './outbound.ts';
import type { Refusal } from './refusal.ts';
import { papersOf } from './talk-papers.ts';
import { talked } from './talk-commands.ts';
import type { OutsideRef } from './seal-facts.ts';
import { canonicalFacts } from './vault-names.ts';

export type DispatchParts = EdgeParts;

/** Who asks, under which key, and about whom. */
export interface Errand {
  readonly system: string;
  /** Idempotency key; the same for every attempt. */
  readonly key: string;
  /** Public id of the journey. */
  readonly journey: string;
  /** Hashes of the outside ids of the journey and its subject. */
  readonly refs: readonly string[];
  readonly attempt: number;
}
export interface CommandErrand extends Errand {
  readonly command: string;
  /** Facts; those of a `ref` type are hashes. */
  readonly args: Facts;
}
export interface MessageErrand extends Errand {
  readonly template: string;
  readonly channel: string;
  /** Facts that the text may state. */
  readonly args?: Facts | undefined;
}
export interface LookUpErrand extends Omit<Errand, 'attempt'> {
  readonly name: string;
}

export interface ListErrand extends Pick<Errand, 'system' | 'key'> {
  readonly name: string;
  /** From 0. */
  readonly page: number;
}

/** What a system knew: events that passed the gate, and what did not. */
export type Found =
  | {
      readonly kind: 'found';
      readonly events: readonly OperationalEvent[];
      readonly refusals: readonly Refusal[];
      /** Of a list: there is another page. */
      readonly more?: boolean;
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** Whether a system can be reached and takes our credentials. */
export type Health = Awaited<ReturnType<NonNullable<Connector['probe']>>>;
/** What a person who decides should know; PHI, for that person's eyes and no log. */
export type Briefed = Awaited<ReturnType<NonNullable<Connector['brief']>>>;

/** A vault that cannot be read rejects the call: nothing was sent, and it may be tried again. */
export interface Dispatch {
  send(errand: CommandErrand): Promise<Attempt>;
  /** A message is the command `send-message` with a template and a channel. */
  sendMessage(errand: MessageErrand): Promise<Attempt>;
  lookUp(errand: LookUpErrand): Promise<Found>;
  /** A page of what a look-up knows of everybody; those of one key are read in order. */
  list(errand: ListErrand): Promise<Found>;
  /** One item that was refused before, by the `again` that it was set aside with. */
  refetch(system: string, again: string): Promise<Found>;
  /** Undefined for a system that has no way to ask. */
  probe(system: string): Promise<Health | undefined>;
  /** What the system knows of whom the refs name, read now. */
  brief(errand: LookUpErrand): Promise<Briefed>;
}

export function createDispatch(parts: DispatchParts): Dispatch {
  const setups = setupsOf(parts);
  const inside = { parts, setups };
  const places: Places = new Map();
  return {
    send(errand) {
      const command = parts.program.systems[errand.system]?.commands[errand.command];
      return send(errand, command?.args ?? {}, inside);
    },
    sendMessage({ template, channel, args: facts, ...errand }) {
      const args = { ...facts, template, channel };
      return send({ ...errand, command: 'send-message', args }, {}, inside);
    },
    async lookUp(errand) {
      const line = lineOf(errand.system, inside);
      if (line?.connector.lookUp === undefined) return silent;
      const request = await requestOf(errand, parts);
      const { connector, setup } = line;
      const answer = await asked(line, (out) => connector.lookUp?.(request, setup, out));
      return found(answer, line, 'look-up');
    },
    async list(errand) {
      const line = lineOf(errand.system, inside);
      return line?.connector.list === undefined ? silent : listed(errand, line, places);
    },
    async refetch(system, again) {
      const line = lineOf(system, inside);
      if (line?.connector.refetch === undefined) return silent;
      const { connector, setup } = line;
      const answer = await asked(line, (out) => connector.refetch?.(again, setup, out));
      return found(answer, line, 'fetch');
    },
    async probe(system) {
      const line = lineOf(system, inside);
      return line?.connector.probe === undefined ? undefined : probed(line);
    },
    async brief(errand) {
      const line = lineOf(errand.system, inside);
      if (line?.connector.brief === undefined) return { kind: 'nothing' };
      const request = await requestOf(errand, parts);
      const { connector, setup } = line;
      return asked(line, (out) => connector.brief?.(request, setup, out));
    },
  };
}

async function send(errand: CommandErrand, types: FactTypes, inside: Inside): Promise<Attempt> {
  const line = lineOf(errand.system, inside);
  const isTalk = line?.setup.system.connector === 'assistant';
  if (line === undefined || (line.connector.send === undefined && !isTalk)) {
    return { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  }
  const { parts, connector, setup } = line;
  const hashes = refArgs(errand.args, types);
  const opened = await parts.vault.open([...errand.refs, ...Object.values(hashes)]);
  const args: Record<string, FactValue> = { ...errand.args };
  for (const [name, hash] of Object.entries(hashes)) {
    const id = opened.get(hash)?.id;
    if (id === undefined) return { kind: 'rejected', data: {}, code: 'ONW-VAULT-UNKNOWN' };
    args[name] = id;
  }
  const { key, command, journey, attempt } = errand;
  const refs = bySystem(openedOf(errand.refs, opened));
  if (isTalk) {
    const known = [...opened.values()];
    return sealed(
      await talked({ errand: { ...errand, args }, setup, known }, parts),
      errand,
      parts,
    );
  }
  const papers = await papersOf(args, types, parts);
  const outgoing: OutboundCommand = { key, command, args, journey, refs, attempt, ...papers };
  const tried = await attempted(line, (out) => connector.send?.(outgoing, setup, out));
  if (tried.kind === 'done') parts.sources?.good(setup.name);
  return sealed(tried, errand, parts);
}

/** A connector that throws has a defect, and nobody knows how far it came. */
async function attempted(
  { setup, parts }: Line,
  call: (out: SystemOutbound) => Promise<Attempt> | undefined,
): Promise<Attempt> {
  try {
    const out = wayOut(setup, parts);
    const tried = (await call(out)) ?? { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
    return tried.kind === 'retry' ? paused(tried, out) : tried;
  } catch {
    return { kind: 'unknown', data: {}, code: 'ONW-CONNECTOR-FAULT' };
  }
}

/** A system that is left alone is not tried before it may be. */
function paused(tried: Extract<Attempt, { kind: 'retry' }>, out: SystemOutbound): Attempt {
  const afterMs = tried.code === 'ONW-OUT-OPEN' ? out.openForMs() : undefined;
  return { ...(afterMs === undefined ? {} : { afterMs }), ...tried };
}

/**
 * Returned facts pass the gate like an event's; ones that do not fit are dropped, the deed stands.
 */
async function sealed(
  done: Attempt,
  { system, command, refs }: CommandErrand,
  { gate, vault }: DispatchParts,
): Promise<Attempt> {
  if (done.kind !== 'done') return done;
  const facts = gate.sealReturns(system, command, done.data);
  if (facts.kind === 'unfit') return { ...done, data: {}, code: 'ONW-OUT-ANSWER' };
  try {
    // Erased with the subject that it was done for.
    const [beside] = refs;
    const about = beside === undefined ? {} : { beside };
    const outside = facts.outside.map((each) => ({ ...each, ...about }));
    const names = await vault.remember(outside);
    return { ...done, data: canonicalFacts(facts.facts, names) };
  } catch {
    // It is done, but what it returned is not kept: asking again under the same key brings it back.
    return { kind: 'unknown', data: {}, code: 'ONW-VAULT-STORE' };
  }
}

async function requestOf({ key, name, journey, refs }: LookUpErrand, { vault }: DispatchParts) {
  const opened = await vault.open(refs);
  return { key, name, journey, refs: bySystem(openedOf(refs, opened)) };
}

/** What was found passes the gate; an item that was not to be had asks for another try of all. */
async function found(answer: LookUpAnswer, line: Line, by: 'look-up' | 'fetch'): Promise<Found> {
  if (answer.kind !== 'found') return answer;
  const { parts, setup } = line;
  const receivedAt = parts.out.nowMs();
  const gated = throughGate(answer.received, setup, { ...parts, receivedAt, by });
  const { vault } = parts;
  const taken = await handOn(gated, { vault, size: 0, receivedAt });
  const missing = taken.find((each) => each.kind === 'retry');
  if (missing !== undefined) return missing;
  return {
    kind: 'found',
    events: taken.flatMap((each) => (each.kind === 'event' ? [each.event] : [])),
    refusals: taken.filter((each) => each.kind === 'refused'),
  };
}

/** Where the lists that are being read go on: a cursor is text from outside, and stays here. */
type Places = Map<string, { readonly page: number; readonly cursor: string }>;
/** More lists are not read at once; one that was given up is forgotten. */
const mostPlaces = 100;

async function listed({ key, name, page }: ListErrand, line: Line, places: Places): Promise<Found> {
  const place = places.get(key);
  if (page > 0 && place?.page !== page) return { kind: 'retry', code: 'ONW-LIST-LOST' };
  const { connector, setup } = line;
  const from = { name, cursor: page === 0 ? undefined : place?.cursor };
  const answer = await asked(line, (out) => connector.list?.(from, setup, out));
  if (answer.kind === 'retry') return answer;
  const result = await found({ ...answer, kind: 'found' }, line, 'look-up');
  if (result.kind !== 'found') return result;
  places.delete(key);
  const { cursor } = answer;
  if (cursor !== undefined) places.set(key, { page: page + 1, cursor });
  const [oldest] = places.size > mostPlaces ? places.keys() : [];
  if (oldest !== undefined) places.delete(oldest);
  return { ...result, more: cursor !== undefined };
}

async function probed({ parts, setup, connector }: Line): Promise<Health | undefined> {
  const { sources } = parts;
  let health: Health | undefined;
  try {
    health = await connector.probe?.(setup, wayOut(setup, parts));
  } catch {
    health = { kind: 'away', code: 'ONW-CONNECTOR-FAULT' };
  }
  if (health?.kind === 'well') sources?.good(setup.name);
  if (health?.kind === 'refused') sources?.refused(setup.name);
  if (health?.kind === 'away') sources?.away(setup.name);
  return health;
}

/** The arguments that are hashes of outside ids. */
function refArgs(args: Facts, types: FactTypes): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (types[name]?.kind === 'ref' && typeof value === 'string') hashes[name] = value;
  }
  return hashes;
}

function openedOf(
  refs: readonly string[],
  opened: ReadonlyMap<string, OutsideRef>,
): readonly OutsideRef[] {
  return [...new Set(refs)].flatMap((ref) => opened.get(ref) ?? []);
}
