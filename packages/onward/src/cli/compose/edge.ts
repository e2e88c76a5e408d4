/** Puts the edge together: gate, vault, intake and dispatch, for every program version. */
import { randomBytes } from 'node:crypto';
import { connectors } from '../../connectors/index.ts';
import type { OperationalEvent, Outbound, Program, WireEvent } from '../../core/index.ts';
import { RejectError } from '../../core/index.ts';
import {
  createDispatch,
  createGate,
  createIntake,
  createVault,
  deriveKeys,
} from '../../edge/index.ts';
import type { Dispatch, Gate, Intake, VaultStore } from '../../edge/index.ts';
import type { VaultRows } from '../../store/index.ts';
import type { Secrets } from './secrets.ts';

export interface EdgeParts {
  readonly vault: VaultRows;
  /** The installation's key. */
  readonly key: Uint8Array;
  readonly secrets: Secrets;
  readonly out: Outbound;
}

export interface ProgramEdge {
  readonly gate: Gate;
  readonly intake: Intake;
  readonly dispatch: Dispatch;
}

export interface Edge {
  /** The edge as a program version needs it; journeys stay on the version they began with. */
  of(program: Program): ProgramEdge;
  /** Seals an outside id that a person stated; undefined when it cannot be one. */
  seal(program: Program, system: string, id: string): Promise<string | undefined>;
}

export function createEdge({ vault: rows, key, secrets: secret, out }: EdgeParts): Edge {
  const keys = deriveKeys(key);
  const vault = createVault({
    keys,
    store: vaultStore(rows),
    random: (bytes) => randomBytes(bytes),
  });
  const made = new WeakMap<Program, ProgramEdge>();
  const make = (program: Program): ProgramEdge => {
    const gate = createGate({ program, keys });
    const parts = { program, connectors, gate, vault, secret };
    return { gate, intake: createIntake(parts), dispatch: createDispatch({ ...parts, out }) };
  };
  const of = (program: Program): ProgramEdge => {
    const known = made.get(program) ?? make(program);
    made.set(program, known);
    return known;
  };
  return {
    of,
    async seal(program, system, id) {
      const ref = of(program).gate.refOf(system, id);
      if (ref !== undefined) await vault.remember([{ ref, system, id }]);
      return ref;
    },
  };
}

/** The store keeps bytes under a hash; the system's name, no outside value, goes with them. */
function vaultStore(rows: VaultRows): VaultStore {
  return {
    put: (added) =>
      rows.put(
        added.map(({ ref, system, sealed }) => {
          const name = Buffer.from(system, 'utf8');
          return { ref, sealed: Buffer.concat([Uint8Array.of(name.length), name, sealed]) };
        }),
      ),
    async get(refs) {
      const found = await rows.get(refs);
      return found.map(({ ref, sealed }) => {
        const start = 1 + (sealed[0] ?? 0);
        const system = Buffer.from(sealed.subarray(1, start)).toString('utf8');
        return { ref, system, sealed: sealed.subarray(start) };
      });
    },
  };
}

/** The gate alone, for scenarios: events pass it as those of a connector do. */
export function sealing(
  program: Program,
  now: () => number,
): (system: string, event: WireEvent) => Promise<OperationalEvent> {
  const gate = createGate({ program, keys: deriveKeys(new Uint8Array(32)) });
  return async (system, event) => {
    const passed = gate.pass(system, event, now());
    if (passed.kind === 'event') return passed.event;
    throw new RejectError(passed.code, passed.message);
  };
}
