/** What goes out: refs opened from the vault at the last moment, answers sealed again at once. */
import type {
  Attempt,
  Connector,
  Facts,
  FactTypes,
  FactValue,
  OnwardCode,
  OperationalEvent,
  Outbound,
  OutboundCommand,
  Program,
  SystemSetup,
} from '../core/index.ts';
import type { Gate } from './gate.ts';
import { setupsOf } from './intake.ts';
import type { Refusal } from './refusal.ts';
import type { OutsideRef } from './seal-facts.ts';
import type { Vault } from './vault.ts';

export interface DispatchParts {
  readonly program: Program;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly gate: Gate;
  readonly vault: Vault;
  readonly out: Outbound;
  /** The value of an environment variable. */
  secret(name: string): string | undefined;
}

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
}
export interface LookUpErrand extends Omit<Errand, 'attempt'> {
  readonly name: string;
}

/** What a system knew: events that passed the gate, and what did not. */
export type Found =
  | {
      readonly kind: 'found';
      readonly events: readonly OperationalEvent[];
      readonly refusals: readonly Refusal[];
    }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** A vault that cannot be read rejects the call: nothing was sent, and it may be tried again. */
export interface Dispatch {
  send(errand: CommandErrand): Promise<Attempt>;
  /** A message is the command `send-message` with a template and a channel. */
  sendMessage(errand: MessageErrand): Promise<Attempt>;
  lookUp(errand: LookUpErrand): Promise<Found>;
}

export function createDispatch(parts: DispatchParts): Dispatch {
  const setups = setupsOf(parts);
  const inside = { parts, setups };
  return {
    send(errand) {
      const command = parts.program.systems[errand.system]?.commands[errand.command];
      return send(errand, command?.args ?? {}, inside);
    },
    sendMessage({ template, channel, ...errand }) {
      const args = { template, channel };
      return send({ ...errand, command: 'send-message', args }, {}, inside);
    },
    lookUp(errand) {
      return lookUp(errand, inside);
    },
  };
}

interface Inside {
  readonly parts: DispatchParts;
  readonly setups: ReadonlyMap<string, SystemSetup>;
}

async function send(errand: CommandErrand, types: FactTypes, inside: Inside): Promise<Attempt> {
  const { parts, setups } = inside;
  const setup = setups.get(errand.system);
  const connector = setup && parts.connectors[setup.system.connector];
  if (setup === undefined || connector?.send === undefined) {
    return { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  }
  const hashes = refArgs(errand.args, types);
  const opened = await parts.vault.open([...errand.refs, ...Object.values(hashes)]);
  const args: Record<string, FactValue> = { ...errand.args };
  for (const [name, hash] of Object.entries(hashes)) {
    const id = opened.get(hash)?.id;
    if (id === undefined) return { kind: 'rejected', data: {}, code: 'ONW-VAULT-UNKNOWN' };
    args[name] = id;
  }
  const { key, command, journey, attempt } = errand;
  const refs = bySystem(errand.refs, opened);
  const outgoing: OutboundCommand = { key, command, args, journey, refs, attempt };
  const tried = await attempted(() => connector.send?.(outgoing, setup, parts.out));
  return tried.kind === 'done' ? sealed(tried, errand, parts) : tried;
}

/** A connector that throws has a defect, and nobody knows how far it came. */
async function attempted(call: () => Promise<Attempt> | undefined): Promise<Attempt> {
  try {
    return (await call()) ?? { kind: 'rejected', data: {}, code: 'ONW-SYSTEM-SILENT' };
  } catch {
    return { kind: 'unknown', data: {}, code: 'ONW-CONNECTOR-FAULT' };
  }
}

/**
 * Returned facts pass the gate like an event's; ones that do not fit are dropped, the deed stands.
 */
async function sealed(
  done: Extract<Attempt, { readonly data: Facts }>,
  { system, command }: CommandErrand,
  { gate, vault }: DispatchParts,
): Promise<Attempt> {
  const facts = gate.sealReturns(system, command, done.data);
  if (facts.kind === 'unfit') return { ...done, data: {}, code: 'ONW-OUT-ANSWER' };
  try {
    await vault.remember(facts.outside);
  } catch {
    // It is done, but what it returned is not kept: asking again under the same key brings it back.
    return { kind: 'unknown', data: {}, code: 'ONW-VAULT-STORE' };
  }
  return { ...done, data: facts.facts };
}

async function lookUp(errand: LookUpErrand, { parts, setups }: Inside): Promise<Found> {
  const setup = setups.get(errand.system);
  const connector = setup && parts.connectors[setup.system.connector];
  if (setup === undefined || connector?.lookUp === undefined) {
    return { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };
  }
  const opened = await parts.vault.open(errand.refs);
  const { key, name, journey } = errand;
  const request = { key, name, journey, refs: bySystem(errand.refs, opened) };
  const answer = await asked(() => connector.lookUp?.(request, setup, parts.out));
  if (answer.kind !== 'found') return answer;
  const events: OperationalEvent[] = [];
  const refusals: Refusal[] = [];
  const outside: OutsideRef[] = [];
  for (const received of answer.received) {
    const passed =
      received.kind === 'refused'
        ? received
        : parts.gate.pass(setup.name, received.event, parts.out.nowMs());
    if (passed.kind === 'refused') {
      refusals.push({ ...passed, system: setup.name });
    } else {
      events.push(passed.event);
      outside.push(...passed.outside);
    }
  }
  await parts.vault.remember(outside);
  return { kind: 'found', events, refusals };
}

type LookUpCall = ReturnType<NonNullable<Connector['lookUp']>>;

async function asked(call: () => LookUpCall | undefined): Promise<Awaited<LookUpCall>> {
  try {
    return (await call()) ?? { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };
  } catch {
    return { kind: 'retry', code: 'ONW-CONNECTOR-FAULT' };
  }
}

/** The arguments that are hashes of outside ids. */
function refArgs(args: Facts, types: FactTypes): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (types[name]?.kind === 'ref' && typeof value === 'string') hashes[name] = value;
  }
  return hashes;
}

function bySystem(
  refs: readonly string[],
  opened: ReadonlyMap<string, OutsideRef>,
): Readonly<Record<string, readonly string[]>> {
  const known = [...new Set(refs)].flatMap((ref) => opened.get(ref) ?? []);
  const groups = Map.groupBy(known, ({ system }) => system);
  return Object.fromEntries(
    [...groups].map(([system, each]) => [system, each.map(({ id }) => id)]),
  );
}
