/**
 * Inputs that broke the step, given to their journey once more: it may stand elsewhere by now, or
 * the defect may be mended. An act, a deadline and an answer are not: the first two come again.
 */
import { closedFacts, declared, journeyId, recallInput, step } from '../../core/index.ts';
import type { EventInput, Obligation, OperationalEvent } from '../../core/index.ts';
import type { JournalView } from '../../store/index.ts';
import { onceKey } from '../work.ts';
import { journalOf } from './failed-orders.ts';
import type { JourneyParts, Standing } from './standing.ts';
import type { Deed, Refusal } from './types.ts';

export type Broken =
  | { readonly kind: 'events'; readonly events: readonly EventInput[] }
  | { readonly kind: 'refused'; readonly why: Refusal };

/** What one exception stands for, if all of it can be tried again where the journey stands now. */
export async function brokenOf(
  { reads, now }: Pick<JourneyParts, 'reads' | 'now'>,
  { view }: Standing,
  exception: Obligation,
): Promise<Broken> {
  const rows = (await journalOf(reads, view.id)).filter((row) => isOf(row, exception));
  const events = rows.flatMap((row) => eventOf(row) ?? []);
  if (events.length === 0 || events.length < rows.length) return { kind: 'refused', why: noEvent };
  try {
    let { state } = view;
    for (const event of events) {
      const result = step(view.program, state, event, now());
      if (result.kind === 'stepped') state = result.state;
    }
  } catch {
    return { kind: 'refused', why: stillBroken };
  }
  return { kind: 'events', events };
}

function isOf({ seq, body }: JournalView, { opened, name }: Obligation): boolean {
  const { input, broken } = body;
  return (
    seq >= opened &&
    broken !== undefined &&
    input.kind === 'fault' &&
    input.code.toLowerCase() === name
  );
}

function eventOf(row: JournalView): EventInput | undefined {
  const input = row.body.broken && recallInput(row.body.broken, row);
  return input?.kind === 'event' && input.answers === undefined ? input : undefined;
}

/** Takes them in their order; the exception is over where none of them breaks again. */
export async function replayBroken(
  parts: JourneyParts,
  found: Standing,
  deed: Deed,
): Promise<Refusal | undefined> {
  const { view, name, obligation } = found;
  if (obligation === undefined) return deed.again ? undefined : moved;
  if (view.state.version !== deed.version && !deed.again) return moved;
  const broken = await brokenOf(parts, found, obligation);
  if (broken.kind === 'refused') return broken.why;
  const journey = journeyId(view.id);
  const events = broken.events.map((event) => onceMore(event, journey, deed.key));
  const results = await parts.engine.events(events);
  if (results.some(({ journeys }) => !journeys.includes(journey))) return untaken;
  const ids = new Set(events.map(({ id }) => String(id)));
  const after = await journalOf(parts.reads, view.id);
  if (after.some((row) => ids.has(row.eventId) && row.body.broken !== undefined)) {
    return stillBroken;
  }
  const { slot, opened } = name;
  const reason = declared('replayed');
  const by = { kind: 'control', actor: deed.actor, slot, opened, reason } as const;
  const idempotencyKey = `${deed.key}/0`;
  await parts.engine.control({ journey, control: { ...by, control: 'skip' }, idempotencyKey });
  return undefined;
}

/** Under an id of its own for each run: the first one was taken. */
function onceMore(event: EventInput, journey: string, key: string): OperationalEvent {
  const { type, source, occurredAt, data } = event;
  const id = declared(`${event.id}/${onceKey('again', key)}`);
  return {
    type: declared(type),
    source: declared(source),
    id,
    occurredAt,
    refs: [],
    // They stood in the journal, and were held to their types before that.
    data: closedFacts(data),
    digest: declared(onceKey('again', id)),
    journey,
  };
}

const noEvent: Refusal = {
  code: 'ONW-RECOVERY-NO-EVENT',
  message: declared('What broke the step was no event; move the journey, or leave it.'),
};
const stillBroken: Refusal = {
  code: 'ONW-RECOVERY-STILL-BROKEN',
  message: declared('It breaks the step where the journey stands now; move the journey first.'),
};
const untaken: Refusal = {
  code: 'ONW-NO-JOURNEY',
  message: declared('The journey has no use for it any more.'),
};
const moved: Refusal = {
  code: 'ONW-RECOVERY-MOVED',
  message: declared('The journey has moved on since it was previewed; preview it again.'),
};
