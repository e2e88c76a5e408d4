/**
 * What was read and perhaps not handed on, since a process or the way to the coordinator ended in
 * between, is told again: nothing that a person wrote is kept without somebody who knows of it.
 */
import type { OnwardCode, OperationalEvent } from '../core/index.ts';
import type { EdgeParts } from './edge-parts.ts';
import { setupsOf } from './edge-parts.ts';
import { handOn, throughGate } from './intake-seal.ts';

export interface TellingAgain extends EdgeParts {
  /** Resolves once the events are durable; one that came before is taken once. */
  commit(events: readonly OperationalEvent[]): Promise<unknown>;
}

const most = 100;

/** Tells what is due; how many conversations were told of. */
export async function tellAgain(parts: TellingAgain): Promise<number> {
  const { talk, vault, out } = parts;
  if (talk === undefined) return 0;
  const now = out.nowMs();
  const due = await talk.conversations.untold(now, most);
  const setups = setupsOf(parts);
  for (const conversation of due) {
    const setup = setups.get(conversation.system);
    if (setup !== undefined) {
      const received = conversation.talk.events.map((event) => ({ kind: 'event', event }) as const);
      const gated = throughGate(received, setup, { ...parts, receivedAt: now });
      const taken = await handOn(gated, { vault, size: 0, receivedAt: now });
      await parts.commit(taken.flatMap((each) => (each.kind === 'event' ? [each.event] : [])));
    }
    await talk.conversations.told(conversation);
  }
  return due.length;
}

const everyMs = 10_000;

/** Tells again every ten seconds, until it is stopped. */
export function startTellingAgain(
  tell: () => Promise<number>,
  trouble: (code: OnwardCode) => void,
): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(tell)
      .then(() => undefined)
      .catch(() => trouble('ONW-VAULT-STORE'));
  }, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
