/**
 * What comes in: raw deliveries to operational events, through the right connector and the gate.
 */
import type {
  CodeLists,
  Connector,
  OnwardCode,
  OperationalEvent,
  Program,
  RawDelivery,
  Received,
  SystemSetup,
  Verdict,
} from '../core/index.ts';
import type { Gate, Passed } from './gate.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Vault } from './vault.ts';

/** One item of a delivery: passed, or refused with nothing of it kept. */
export type Taken = { readonly kind: 'event'; readonly event: OperationalEvent } | Refusal;

export interface IntakeParts {
  readonly program: Program;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly gate: Gate;
  readonly vault: Vault;
  /** The value of an environment variable. */
  secret(name: string): string | undefined;
}

/**
 * Outside ids are in the vault before an event is handed on; a vault that fails rejects the call.
 */
export interface Intake {
  /** A delivery addressed to one system. */
  receive(system: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** A delivery on a line that all systems of one connector share. */
  receiveLine(connector: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** CloudEvents, already parsed. */
  receiveEvents(items: readonly unknown[], receivedAt: number): Promise<readonly Taken[]>;
  /** The answer that a line's protocol asks for; empty where it asks for none. */
  acknowledge(connector: string, delivery: RawDelivery, verdict: Verdict): Uint8Array;
}

export function createIntake(parts: IntakeParts): Intake {
  const setups = setupsOf(parts);
  return {
    async receive(system, delivery) {
      const setup = setups.get(system);
      if (setup === undefined) return [unknownSystem()];
      return handOn(throughGate(setup, delivery, parts), parts.vault);
    },
    async receiveLine(connector, delivery) {
      const systems = [...setups.values()].filter((each) => each.system.connector === connector);
      return handOn(receiveShared(systems, delivery, parts), parts.vault);
    },
    async receiveEvents(items, receivedAt) {
      const passed = items.map((item) => parts.gate.passCloudEvent(item, receivedAt));
      return handOn(passed, parts.vault);
    },
    acknowledge(connector, delivery, verdict) {
      return parts.connectors[connector]?.acknowledge?.(delivery, verdict) ?? new Uint8Array();
    },
  };
}

/** Every system of a program as its connector sees it. */
export function setupsOf(parts: {
  readonly program: Program;
  secret(name: string): string | undefined;
}): ReadonlyMap<string, SystemSetup> {
  const codes: CodeLists = parts.program.codes;
  const secret = (name: string): string | undefined => parts.secret(name);
  return new Map(
    Object.entries(parts.program.systems).map(([name, system]) => {
      return [name, { name, system, codes, secret }];
    }),
  );
}

async function handOn(passed: readonly Passed[], vault: Vault): Promise<readonly Taken[]> {
  await vault.remember(passed.flatMap((each) => (each.kind === 'event' ? each.outside : [])));
  return passed.map((each) =>
    each.kind === 'event' ? { kind: 'event', event: each.event } : each,
  );
}

function throughGate(
  setup: SystemSetup,
  delivery: RawDelivery,
  parts: IntakeParts,
): readonly Passed[] {
  return receiveRaw(setup, delivery, parts).map((received) => {
    if (received.kind === 'refused') return { ...received, system: setup.name };
    return parts.gate.pass(setup.name, received.event, delivery.receivedAt);
  });
}

function receiveRaw(
  setup: SystemSetup,
  delivery: RawDelivery,
  { connectors }: IntakeParts,
): readonly Received[] {
  const connector = connectors[setup.system.connector];
  if (connector?.receive === undefined) {
    const message = 'This system takes no deliveries of its own; send its events to /v1/events.';
    return [refuse('ONW-SYSTEM-SILENT', message)];
  }
  try {
    return connector.receive(delivery, setup);
  } catch {
    // A defect of the connector; its error may quote the delivery and goes no further.
    return [
      refuse('ONW-CONNECTOR-FAULT', 'The connector failed on this delivery; report its type.'),
    ];
  }
}

const notItsSender: OnwardCode = 'ONW-HL7-FACILITY';

/**
 * Each message goes to the first system that names its sender, else to the first that names nobody;
 * where no system takes it, the refusal of one is kept.
 */
function receiveShared(
  systems: readonly SystemSetup[],
  delivery: RawDelivery,
  parts: IntakeParts,
): readonly Passed[] {
  const claimed = systems.map((setup) => {
    const connector = parts.connectors[setup.system.connector];
    return { setup, how: connector?.claims?.(delivery, setup) ?? 'no' };
  });
  const named = claimed.filter(({ how }) => how === 'named');
  const candidates = [...named, ...claimed.filter(({ how }) => how === 'anyone')];
  const [first, ...others] = candidates.length > 0 ? candidates : claimed.slice(0, 1);
  if (first === undefined) return [unknownSystem()];
  let results = throughGate(first.setup, delivery, parts);
  for (const { setup } of others) {
    if (!results.some(isElsewhere)) break;
    const more = throughGate(setup, delivery, parts);
    results = results.map((each, index) => (isElsewhere(each) ? (more[index] ?? each) : each));
  }
  return results;
}

function isElsewhere(passed: Passed): boolean {
  return passed.kind === 'refused' && passed.code === notItsSender;
}

function unknownSystem(): Refusal {
  const message = 'The program has no such system; use the name of one that it declares.';
  return refuse('ONW-SYSTEM-UNKNOWN', message);
}
