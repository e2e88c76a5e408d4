/** Puts the edge together: gate, vault, intake and dispatch, for every program version. */
import { randomBytes } from 'node:crypto';
import { connectors } from '../../connectors/index.ts';
import { lazyReader } from './reader.ts';
import type { Clock, Facts, OperationalEvent, Program, WireEvent } from '../../core/index.ts';
import { RejectError } from '../../core/index.ts';
import {
  createDispatch,
  createGate,
  createIntake,
  createLlm,
  createOutbound,
  createSources,
  deriveKeys,
  llmSettings,
  openSafe,
} from '../../edge/index.ts';
import type {
  Dispatch,
  DispatchParts,
  EdgeStore,
  Gate,
  Intake,
  KeyRing,
  Safe,
  Sources,
} from '../../edge/index.ts';
import type { Secrets } from './secrets.ts';

export interface EdgeParts {
  readonly store: EdgeStore;
  /** The installation's keys. */
  readonly keys: KeyRing;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** Names and addresses that may lead into private networks; `*` all of them. */
  readonly privateHosts: readonly string[];
  /** The data folder, where what the assistant has learnt is. */
  readonly folder: string;
}

export interface ProgramEdge {
  readonly gate: Gate;
  readonly intake: Intake;
  readonly dispatch: Dispatch;
}

export interface Edge {
  /** What the edge keeps: vault, quarantine, cursors, notes. */
  readonly safe: Safe;
  /** Closes idle connections. */
  close(): void;
  /** How the systems stand, as far as this process has seen. */
  readonly sources: Sources;
  /** What speaks with the systems of a program version. */
  partsOf(program: Program): DispatchParts;
  /** The edge as a program version needs it; journeys stay on the version they began with. */
  of(program: Program): ProgramEdge;
  /** Refs that a text may stand for, of any system of the program; nothing is kept of it. */
  find(program: Program, text: string): Promise<readonly string[]>;
  /** Seals an outside id that a person stated; undefined when it cannot be one. */
  seal(program: Program, system: string, id: string): Promise<string | undefined>;
}

/**
 * @throws StopError ONW-VAULT-KEY when the store was made under other keys; ONW-LLM-SETTINGS or
 * ONW-LLM-BAA when a language model is named and may not be asked
 */
export async function createEdge(from: EdgeParts): Promise<Edge> {
  const { store, keys, secrets: secret, clock, privateHosts } = from;
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const safe = await openSafe({ keys, store, random, nowMs: () => Date.now() });
  const { vault, quarantine, conversations } = safe;
  const settings = llmSettings(process.env);
  const nowMs = (): number => Date.now();
  const llm = settings && createLlm({ settings, nowMs, random });
  const reader = lazyReader(from.folder, llm);
  const talk = { conversations, readings: safe.readings, reader };
  const { out, sources } = wayOut(clock, privateHosts);
  const made = new WeakMap<Program, ProgramEdge>();
  const partsOf = (program: Program): DispatchParts => {
    const gate = createGate({ program, keys: safe.keys });
    return { program, connectors, gate, vault, secret, out, sources, talk };
  };
  const make = (program: Program): ProgramEdge => {
    const parts = partsOf(program);
    const intake = createIntake({ ...parts, quarantine });
    return { gate: parts.gate, intake, dispatch: createDispatch(parts) };
  };
  const of = (program: Program): ProgramEdge => {
    const known = made.get(program) ?? make(program);
    made.set(program, known);
    return known;
  };
  return {
    safe,
    sources,
    close: () => out.close(),
    partsOf,
    of,
    find(program, text) {
      const { gate } = of(program);
      const outside = refSystemsOf(program).map((system) => gate.outsideOf(system, text));
      return vault.known(outside.filter((each) => each !== undefined));
    },
    async seal(program, system, id) {
      const outside = of(program).gate.outsideOf(system, id);
      if (outside === undefined) return undefined;
      const names = await vault.remember([outside]);
      return names.get(outside.ref) ?? outside.ref;
    },
  };
}

/** Systems by whose ids the events of a program name people and things. */
function refSystemsOf({ systems }: Program): readonly string[] {
  const events = Object.entries(systems).flatMap(([name, system]) =>
    Object.values(system.events).map((event) => ({ name, event })),
  );
  const named = events.flatMap(({ name, event }) =>
    Object.values(event.refs).map(({ system }) => (system === '' ? name : system)),
  );
  return [...new Set([...Object.keys(systems), ...named])];
}

/** Calls out, and what they come upon; each needs the other. */
function wayOut(clock: Clock, privateHosts: readonly string[]) {
  const all = privateHosts.includes('*');
  const witness = {
    refused: (system: string) => sources.refused(system),
    away: (system: string) => sources.away(system),
    answered: (system: string) => sources.answered(system),
  };
  const out = createOutbound({
    nowMs: () => clock.now(),
    allowed: all ? ['loopback', 'private'] : [],
    privateHosts: privateHosts.filter((each) => each !== '*'),
    witness,
  });
  const sources: Sources = createSources({ connectors, out, nowMs: () => clock.now() });
  return { out, sources };
}

/** What passes the gate of a scenario: events as those of a connector do, and answers. */
export interface Sealing {
  event(system: string, event: WireEvent): OperationalEvent;
  /** What a command returned, outside ids in clear. */
  returns(of: { readonly system: string; readonly command: string }, data: Facts): Facts;
}

/** The gate alone, for scenarios. */
export function sealing(program: Program, now: () => number): Sealing {
  const ring = deriveKeys(new Uint8Array(32));
  const gate = createGate({ program, keys: { ring, dedupe: ring.current.hash } });
  return {
    event(system, event) {
      const passed = gate.pass(system, event, now());
      if (passed.kind === 'event') return passed.event;
      throw new RejectError(passed.code, passed.message);
    },
    returns({ system, command }, data) {
      const sealed = gate.sealReturns(system, command, data);
      if (sealed.kind === 'sealed') return sealed.facts;
      throw new RejectError('ONW-OUT-ANSWER', 'An answer is not of the types that are declared.');
    },
  };
}
