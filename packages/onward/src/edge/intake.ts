/**
 * What comes in: raw deliveries to operational events, through the right connector and the gate.
 */
import type {
  Connector,
  OnwardCode,
  Page,
  PageVisit,
  RawDelivery,
  Received,
  SystemSetup,
  Verdict,
} from '../core/index.ts';
import { declared, RetryError } from '../core/index.ts';
import { setupsOf, wayOut } from './edge-parts.ts';
import type { EdgeParts } from './edge-parts.ts';
import type { Gated, Keeper, Taken } from './intake-seal.ts';
import { handOn, ofApi, throughGate } from './intake-seal.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import { chatWith, type ChatTurn, type ChatVisit } from './talk-chat.ts';
import { listen } from './talk-intake.ts';

export { setupsOf, wayOut } from './edge-parts.ts';
export type { EdgeParts } from './edge-parts.ts';
export type { Taken } from './intake-seal.ts';

export interface IntakeParts extends EdgeParts {
  /** Without one, what is refused is told and not kept. */
  readonly quarantine?: Keeper;
  /** Deliveries of one system that are worked on at once; 64 unless told. */
  readonly maxInWork?: number;
}

/**
 * Outside ids are in the vault before an event is handed on; a vault that fails rejects the call.
 */
export interface Intake {
  /**
   * A delivery addressed to one system; nothing taken means that it says nothing (a handshake).
   *
   * @throws {RetryError} ONW-BUSY while the system's share of deliveries is being worked on
   */
  receive(system: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** The page of a link of the system's messages; undefined where the address is none. */
  page(system: string, visit: PageVisit): Page | undefined;
  /** A delivery on a line that all systems of one connector share. */
  receiveLine(connector: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** A visit to the chat of an assistant; undefined where the program has none of that name. */
  chat(system: string, visit: ChatVisit): Promise<ChatTurn | undefined>;
  /** CloudEvents, already parsed. */
  receiveEvents(items: readonly unknown[], receivedAt: number): Promise<readonly Taken[]>;
  /** The answer that a line's protocol asks for; empty where it asks for none. */
  acknowledge(connector: string, delivery: RawDelivery, verdict: Verdict): Uint8Array;
}

export function createIntake(parts: IntakeParts): Intake {
  const { gate, vault, connectors, quarantine } = parts;
  const setups = setupsOf(parts);
  const share = sharing(parts.maxInWork ?? 64);
  const take = async (
    delivery: RawDelivery,
    work: () => Promise<readonly Gated[]>,
  ): Promise<readonly Taken[]> => {
    const { body, receivedAt } = delivery;
    return handOn(await work(), { vault, quarantine, size: body.length, receivedAt });
  };
  const hear = (taken: readonly Taken[], isOwn = (_system: string) => true): void => {
    for (const each of taken) {
      if (each.kind !== 'event') continue;
      const system = systemOf(each.event.type);
      if (isOwn(system)) parts.sources?.heard(system, [each.event]);
    }
  };
  return {
    async receive(system, delivery) {
      const setup = setups.get(system);
      if (setup === undefined) return [unknownSystem()];
      const work = async (): Promise<readonly Taken[]> => {
        const taken = await take(delivery, () => receiveOwn(setup, delivery, parts));
        const events = taken.flatMap((each) => (each.kind === 'event' ? [each.event] : []));
        if (isSpeech(taken)) parts.sources?.heard(system, events);
        return taken;
      };
      return share(system, work);
    },
    page(system, visit) {
      const setup = setups.get(system);
      return setup && connectors[setup.system.connector]?.page?.(visit, setup);
    },
    async chat(system, visit) {
      const setup = setups.get(system);
      if (setup?.system.connector !== 'assistant') return undefined;
      return share(system, () => chatWith(setup, visit, parts));
    },
    async receiveLine(connector, delivery) {
      const systems = [...setups.values()].filter((each) => each.system.connector === connector);
      const work = () => take(delivery, () => receiveShared(systems, delivery, parts));
      const taken = await (isLine(connectors[connector]) ? work() : share(connector, work));
      hear(taken);
      return taken;
    },
    async receiveEvents(items, receivedAt) {
      const passed = items.map((item) => ofApi(gate.passCloudEvent(item, receivedAt)));
      const taken = await handOn(passed, { vault, size: 0, receivedAt });
      // What somebody hands in for another system says nothing of how that one stands.
      hear(taken, (system) => setups.get(system)?.system.connector === 'api');
      return taken;
    },
    acknowledge(connector, delivery, verdict) {
      return connectors[connector]?.acknowledge?.(delivery, verdict) ?? new Uint8Array();
    },
  };
}

/** So many pieces of work at once under one name; what is more is told to come again. */
function sharing(most: number) {
  const busy = new Map<string, number>();
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const now = busy.get(name) ?? 0;
    if (now >= most) {
      const message = 'Deliveries of this system are being worked on; send it again in a moment.';
      throw new RetryError('ONW-BUSY', message);
    }
    busy.set(name, now + 1);
    try {
      return await work();
    } finally {
      const left = (busy.get(name) ?? 1) - 1;
      if (left === 0) busy.delete(name);
      else busy.set(name, left);
    }
  };
}

/** On a line each sender waits for its answer, so that lines bound what is worked on. */
function isLine(connector: Connector | undefined): boolean {
  return connector?.claims !== undefined;
}

/** The system itself spoke: a handshake, or something that it proved to be its own. */
function isSpeech(taken: readonly Taken[]): boolean {
  return (
    taken.length === 0 ||
    taken.some((each) => each.kind !== 'refused' || each.code.endsWith('EVENT-UNUSED'))
  );
}

function systemOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

async function receiveOwn(
  setup: SystemSetup,
  delivery: RawDelivery,
  parts: IntakeParts,
): Promise<readonly Gated[]> {
  const { gate, connectors } = parts;
  const { receivedAt } = delivery;
  const received = await receiveRaw(setup, delivery, parts);
  const { own, read } = await listen(received, { setup, receivedAt }, parts);
  const through = (each: readonly Received[], of: SystemSetup): readonly Gated[] =>
    throughGate(each, of, { gate, connectors, receivedAt });
  return [...through(own, setup), ...read.flatMap((each) => through(each.received, each.setup))];
}

async function receiveRaw(
  setup: SystemSetup,
  delivery: RawDelivery,
  parts: IntakeParts,
): Promise<readonly Received[]> {
  const connector = parts.connectors[setup.system.connector];
  if (connector?.receive === undefined) {
    const message = 'This system takes no deliveries of its own; send its events to /v1/events.';
    return [{ kind: 'refused', code: 'ONW-SYSTEM-SILENT', message: declared(message) }];
  }
  try {
    return await connector.receive(delivery, setup, wayOut(setup, parts));
  } catch {
    // A defect of the connector; its error may quote the delivery and goes no further.
    const message = 'The connector failed on this delivery; report its type.';
    return [{ kind: 'refused', code: 'ONW-CONNECTOR-FAULT', message: declared(message) }];
  }
}

const notItsSender: OnwardCode = 'ONW-HL7-FACILITY';

/**
 * Each message goes to the first system that names its sender, else to the first that names nobody;
 * where no system takes it, the refusal of one is kept.
 */
async function receiveShared(
  systems: readonly SystemSetup[],
  delivery: RawDelivery,
  parts: IntakeParts,
): Promise<readonly Gated[]> {
  const claimed = systems.map((setup) => {
    const connector = parts.connectors[setup.system.connector];
    return { setup, how: connector?.claims?.(delivery, setup) ?? 'no' };
  });
  const named = claimed.filter(({ how }) => how === 'named');
  const candidates = [...named, ...claimed.filter(({ how }) => how === 'anyone')];
  const [first, ...others] = candidates.length > 0 ? candidates : claimed.slice(0, 1);
  if (first === undefined) return [{ taken: unknownSystem(), outside: [] }];
  let results = await receiveOwn(first.setup, delivery, parts);
  for (const { setup } of others) {
    if (!results.some(isElsewhere)) break;
    const more = await receiveOwn(setup, delivery, parts);
    results = results.map((each, index) => (isElsewhere(each) ? (more[index] ?? each) : each));
  }
  return results;
}

function isElsewhere({ taken }: Gated): boolean {
  return taken.kind === 'refused' && taken.code === notItsSender;
}

function unknownSystem(): Refusal {
  const message = 'The program has no such system; use the name of one that it declares.';
  return refuse('ONW-SYSTEM-UNKNOWN', message);
}
