/** How a person's or a system's answer stands in the journal, and among what belongs nowhere. */
import { closedFacts, commandKey, declared, journeyId } from '../core/index.ts';
import type { OperationalEvent, OutcomeInput } from '../core/index.ts';
import type { InputWork } from './work.ts';
import type { Origin } from './working-set.ts';

export function originOf(work: InputWork, now: number): Origin {
  const { input } = work;
  switch (input.kind) {
    case 'act':
      return { type: 'act', source: input.actor, eventId: work.key, occurredAt: now };
    case 'control':
      return { type: input.control, source: input.actor, eventId: work.key, occurredAt: now };
    case 'drift':
      return {
        type: 'drift',
        source: input.what.slice(0, input.what.indexOf('.')),
        eventId: work.key,
        occurredAt: now,
      };
    case 'outcome': {
      return {
        type: 'outcome',
        source: systemOf(input) || input.name,
        eventId: input.key,
        occurredAt: now,
      };
    }
  }
}

/** An answer that no journey can take, as it is kept: what it said is in the outcomes. */
export function answerEvent(
  journey: number,
  input: OutcomeInput,
  { key, now }: { readonly key: string; readonly now: number },
): OperationalEvent {
  return {
    type: declared(input.name),
    source: declared(systemOf(input) || 'outbox'),
    id: declared(commandKey(journey, input.key)),
    occurredAt: now,
    refs: [],
    data: closedFacts({}),
    digest: declared(key),
    journey: journeyId(journey),
  };
}

function systemOf({ name }: OutcomeInput): string {
  return name.slice(0, Math.max(0, name.indexOf('.')));
}
