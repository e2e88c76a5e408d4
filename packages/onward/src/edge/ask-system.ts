/** One system of a program, asked for something: an answer, or why it may be asked again. */
import type { Connector, OnwardCode, SystemSetup } from '../core/index.ts';
import type { EdgeParts } from './edge-parts.ts';
import { wayOut } from './edge-parts.ts';
import type { SystemOutbound } from './outbound.ts';
import type { OutsideRef } from './seal-facts.ts';

export interface Inside {
  readonly parts: EdgeParts;
  readonly setups: ReadonlyMap<string, SystemSetup>;
}

/** A system of the program with its connector. */
export interface Line {
  readonly parts: EdgeParts;
  readonly setup: SystemSetup;
  readonly connector: Connector;
}

export function lineOf(system: string, { parts, setups }: Inside): Line | undefined {
  const setup = setups.get(system);
  const connector = setup && parts.connectors[setup.system.connector];
  return setup && connector && { parts, setup, connector };
}

export interface Again {
  readonly kind: 'retry';
  readonly code: OnwardCode;
}

export const silent: Again = { kind: 'retry', code: 'ONW-SYSTEM-SILENT' };

/** An answer of whatever kind shows the system well; a connector that throws has a defect. */
export async function asked<T extends { readonly kind: string }>(
  { setup, parts }: Line,
  call: (out: SystemOutbound) => Promise<T> | undefined,
): Promise<T | Again> {
  try {
    const answer = await call(wayOut(setup, parts));
    if (answer === undefined) return silent;
    if (answer.kind !== 'retry') parts.sources?.good(setup.name);
    return answer;
  } catch {
    return { kind: 'retry', code: 'ONW-CONNECTOR-FAULT' };
  }
}

/** Outside ids by the system that knows them. */
export function bySystem(
  known: readonly OutsideRef[],
): Readonly<Record<string, readonly string[]>> {
  const groups = Map.groupBy(known, ({ system }) => system);
  return Object.fromEntries(
    [...groups].map(([system, each]) => [system, each.map(({ id }) => id)]),
  );
}
