/**
 * From what a connector received to what may go on: through the gate, its ids into the vault, and
 * what does not fit set aside to be fetched again.
 */
import type {
  Connector,
  Observed,
  OnwardCode,
  OperationalEvent,
  Received,
  SystemSetup,
  WireEvent,
} from '../core/index.ts';
import type { Gate, Passed } from './gate.ts';
import type { Quarantine, Refused } from './quarantine.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { OutsideRef } from './seal-facts.ts';
import { canonical } from './vault-names.ts';
import type { Vault } from './vault.ts';

/** One item: passed, refused with nothing of it kept, or not to be had now: send it again. */
export type Taken =
  | {
      readonly kind: 'event';
      readonly event: OperationalEvent;
      /** The id as its sender knows it, to be answered with, and kept nowhere. */
      readonly given: string;
    }
  | Refusal
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** An item behind the gate, with what of it goes to the vault or is set aside. */
export interface Gated {
  readonly taken: Taken;
  readonly outside: readonly OutsideRef[];
  readonly aside?: Pick<Refused, 'pointers' | 'again'>;
}

export interface Gating {
  readonly gate: Gate;
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** How it came, where its system did not tell it by itself. */
  readonly by?: Observed['by'];
}

/** What a connector received from a system, item by item in the same order. */
export function throughGate(
  received: readonly Received[],
  { name, system }: SystemSetup,
  { gate, connectors, receivedAt, by }: Gating,
): readonly Gated[] {
  const canFetch = connectors[system.connector]?.refetch !== undefined;
  return received.map((each): Gated => {
    if (each.kind === 'retry') return { taken: each, outside: [] };
    if (each.kind === 'refused') return refused(each, name);
    const { event } = each;
    const again = canFetch && event.id !== '' ? event.id : undefined;
    const passed = gate.pass(name, event, receivedAt);
    const seen = by === undefined ? passed : observed(passed, event, { by, at: receivedAt });
    return gated(seen, { system: name, again });
  });
}

function observed(passed: Passed, { version }: WireEvent, how: Observed): Passed {
  if (passed.kind === 'refused') return passed;
  const evidence = Number.isSafeInteger(version) ? { ...how, version: Number(version) } : how;
  return { ...passed, event: { ...passed.event, observed: evidence } };
}

/** An event that came with the API: nothing of it can be fetched again. */
export function ofApi(passed: Passed): Gated {
  if (passed.kind === 'refused') return { taken: passed, outside: [] };
  const { event, given, outside } = passed;
  return { taken: { kind: 'event', event, given }, outside };
}

function gated(
  passed: Passed,
  { system, again }: { readonly system: string; readonly again: string | undefined },
): Gated {
  if (passed.kind === 'event') return ofApi(passed);
  const taken = { ...passed, system };
  const pointers = passed.at === undefined ? [] : [passed.at];
  return { taken, outside: [], aside: { pointers, ...(again === undefined ? {} : { again }) } };
}

/** Only what was proved to come from the system has a place (`at`) or can be fetched (`again`). */
function refused(
  { code, message, id, at, again }: Extract<Received, { readonly kind: 'refused' }>,
  system: string,
): Gated {
  const first = at?.[0];
  const taken = refuse(code, message, {
    system,
    ...(id === undefined ? {} : { id }),
    ...(first === undefined ? {} : { at: first }),
  });
  if ((at === undefined && again === undefined) || isNobodys(code)) return { taken, outside: [] };
  const aside = { pointers: at ?? [], ...(again === undefined ? {} : { again }) };
  return { taken, outside: [], aside };
}

/** Refusals that say nothing of an item: it is unproved, or simply of no use. */
function isNobodys(code: OnwardCode): boolean {
  return /^ONW-(?:SIGNATURE|SECRET|SYSTEM)-|EVENT-UNUSED$/.test(code);
}

/** Where refused items are kept until they are fetched again or given up. */
export type Keeper = Pick<Quarantine, 'keep'>;

export interface HandingOn {
  readonly vault: Vault;
  /** Without one, what is refused is told and not kept. */
  readonly quarantine?: Keeper | undefined;
  readonly size: number;
  readonly receivedAt: number;
}

/** Resolves when outside ids are in the vault and refused items are set aside; rejects if not. */
export async function handOn(
  items: readonly Gated[],
  { vault, quarantine, size, receivedAt }: HandingOn,
): Promise<readonly Taken[]> {
  const taken = await remembered(items, vault);
  for (const { taken: each, aside } of items) {
    if (aside === undefined || each.kind !== 'refused' || each.system === undefined) continue;
    await quarantine?.keep({ system: each.system, code: each.code, size, ...aside, receivedAt });
  }
  return taken;
}

/** The events under the refs that the vault knows the ids behind them by. */
async function remembered(items: readonly Gated[], vault: Vault): Promise<readonly Taken[]> {
  const names = await vault.remember(items.flatMap(({ outside }) => outside));
  return items.map(({ taken }) =>
    taken.kind === 'event' ? { ...taken, event: canonical(taken.event, names) } : taken,
  );
}
