/** What the parts of the edge share that speak with the systems of a program. */
import type { CodeLists, Connector, Program, SystemSetup } from '../core/index.ts';
import type { Gate } from './gate.ts';
import type { OutboundClient, SystemOutbound } from './outbound.ts';
import type { Sources } from './sources.ts';
import type { Talking } from './talk-reader.ts';
import type { Vault } from './vault.ts';

/** What the parts of the edge that speak with systems share. */
export interface EdgeParts {
  readonly program: Program;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly gate: Gate;
  readonly vault: Vault;
  readonly out: OutboundClient;
  /** Told how systems do. */
  readonly sources?: Sources;
  /** What the assistant of a program works with; without it, nobody reads what people write. */
  readonly talk?: Talking;
  /** The value of an environment variable. */
  secret(name: string): string | undefined;
}

/** Every system of a program as its connector sees it. */
export function setupsOf(
  parts: Pick<EdgeParts, 'program' | 'gate' | 'secret'>,
): ReadonlyMap<string, SystemSetup> {
  const codes: CodeLists = parts.program.codes;
  const secret = (name: string): string | undefined => parts.secret(name);
  return new Map(
    Object.entries(parts.program.systems).map(([name, system]) => {
      return [name, { name, system, codes, secret, marker: parts.gate.markerOf(name) }];
    }),
  );
}

/** The way out of a system: to the hosts that its connector names, and to no other. */
export function wayOut(
  setup: SystemSetup,
  { connectors, out }: Pick<EdgeParts, 'connectors' | 'out'>,
): SystemOutbound {
  const hosts = connectors[setup.system.connector]?.hosts?.(setup) ?? [];
  return out.outboundOf(setup.name, hosts);
}
