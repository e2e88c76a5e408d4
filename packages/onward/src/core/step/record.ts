/** Inputs as the journal keeps them: what the row's own columns say is not said twice. */
import type { EventInput, Input } from './types.ts';

type Recorded<I extends EventInput> = Omit<I, 'type' | 'source' | 'id' | 'occurredAt'>;

export type RecordedInput =
  | Exclude<Input, { readonly kind: 'event' | 'enrol' }>
  | Recorded<EventInput>
  | { readonly kind: 'enrol'; readonly journey: string; readonly event: Recorded<EventInput> };

/** Columns of a journal row that belong to its event. */
export interface EventColumns {
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly occurredAt: number;
}

export function recordInput(input: Input): RecordedInput {
  if (input.kind === 'event') return recordEvent(input);
  if (input.kind !== 'enrol') return input;
  return { kind: 'enrol', journey: input.journey, event: recordEvent(input.event) };
}

function recordEvent(event: EventInput): Recorded<EventInput> {
  const { kind, data, answers, observed, consent, answer, outages } = event;
  return {
    kind,
    data,
    ...(answers === undefined ? {} : { answers }),
    ...(observed === undefined ? {} : { observed }),
    ...(consent === undefined ? {} : { consent }),
    ...(answer === undefined ? {} : { answer }),
    ...(outages === undefined ? {} : { outages }),
  };
}

/** The input as the step took it. */
export function recallInput(recorded: RecordedInput, columns: EventColumns): Input {
  const { type, source, eventId: id, occurredAt } = columns;
  if (recorded.kind === 'event') return { ...recorded, type, source, id, occurredAt };
  if (recorded.kind !== 'enrol') return recorded;
  const { journey, event } = recorded;
  return { kind: 'enrol', journey, event: { ...event, type, source, id, occurredAt } };
}
