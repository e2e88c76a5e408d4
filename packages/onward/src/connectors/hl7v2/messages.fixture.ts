/** Messages and a system to receive them with, for the tests of this connector. */
import type { CodeLists, Json, RawDelivery, Received, SystemSetup } from '../../core/index.ts';
import { realOutbound } from '../outbound.fixture.ts';
import { hl7v2 } from './index.ts';

export const receivedAt = Date.parse('2026-11-02T09:00:00Z');

export function setupWith(settings: Json = {}, codeLists: CodeLists = {}): SystemSetup {
  const system = {
    connector: 'hl7v2',
    owner: 'desk',
    events: {},
    commands: {},
    lookUps: {},
    settings,
  };
  return { name: 'scheduler', system, codes: codeLists, secret: () => undefined };
}

export const deliver = (body: string | Uint8Array): RawDelivery => ({
  body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  headers: {},
  receivedAt,
});

/** What the connector says to bytes; it asks nobody, so that its answer is there at once. */
export function receive(
  body: string | Uint8Array,
  settings: Json = {},
  codeLists: CodeLists = {},
): readonly Received[] {
  const setup = setupWith(settings, codeLists);
  const received = hl7v2.receive?.(deliver(body), setup, realOutbound());
  if (received instanceof Promise) throw new Error('what is received waits for nothing');
  return received ?? [];
}

export const codes = (received: readonly Received[]): readonly string[] =>
  received.map((each) => (each.kind === 'event' ? each.event.event : each.code));

/** A header for a type and trigger, with MSH-7 in winter time of New York. */
export const msh = (type: string, id = 'M-1'): string =>
  `MSH|^~\\&|SCHED|NORTH|ONWARD|CLINIC|20261102035900-0500||${type}|${id}|P|2.5.1`;
export const pid = 'PID|1||S-12^^^^SS~MRN-7^^^NORTH^MR||Canary^Eleanor||19700101|F';
export const message = (...segments: readonly string[]): string => segments.join('\r');
