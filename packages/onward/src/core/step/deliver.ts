/**
 * Who hears an event where a journey rests, and what it does there; what was kept is tried again.
 */
import type { Handler, Step } from '../language/model.ts';
import type { Draft } from './draft.ts';
import { answerableFor, raiseFor, take } from './move.ts';
import type { DeferredEvent, EventInput, Place } from './types.ts';

interface Found {
  readonly handler: Handler;
  readonly place: Place;
}

/** Hands an event to whoever handles it; whatever the configuration, an entry accounts for it. */
export function deliver(draft: Draft, event: EventInput): void {
  const found = handlers(draft, event.type);
  const [first] = found;
  if (first !== undefined && putAside(draft, event, first)) return;
  if (handle(draft, event, found)) return;
  draft.say({ kind: 'taken', what: event.type, how: 'exception' });
  raiseFor(draft, event);
}

/** Does what the program says of an event that leads nowhere here; false when it leads on. */
function putAside(draft: Draft, event: EventInput, { handler, place }: Found): boolean {
  switch (handler.kind) {
    case 'go':
      return false;
    case 'ignore':
      draft.say({ kind: 'taken', what: event.type, how: 'ignored', reason: handler.reason });
      return true;
    case 'defer': {
      const expires = draft.now + handler.forMs;
      draft.deferred.push({ event, expires, owner: answerableFor(draft, event) });
      draft.say({ kind: 'taken', what: event.type, how: 'deferred' });
      return true;
    }
    case 'exception':
      draft.say({ kind: 'taken', what: event.type, how: 'exception', reason: 'as-planned' });
      // The place tells an exception that was planned for from one that nobody expected.
      draft.raise(event.type, handler.owner, place.step);
      return true;
  }
}

/** Takes the ways on of everyone who handles the event; false when no guard held. */
function handle(draft: Draft, event: EventInput, found: readonly Found[]): boolean {
  const at = draft.entries.length;
  const late = isLate(draft, found) ? { reason: 'after-its-deadline' } : {};
  let moved = false;
  for (const { handler, place } of found) {
    // An earlier track's transition may have led away from the later ones.
    if (handler.kind !== 'go' || draft.ended || !draft.places.includes(place)) continue;
    moved = take(draft, handler.transitions, place) || moved;
  }
  const what = event.type;
  if (moved) draft.entries.splice(at, 0, { kind: 'taken', what, how: 'handled', ...late });
  return moved;
}

/** It was waited for, and its deadline has passed: it counts all the same, and as late. */
function isLate(draft: Draft, found: readonly Found[]): boolean {
  return draft.obligations.some(({ kind, step, track, overdue }) => {
    const isHere = found.some(({ place }) => place.step === step && place.track === track);
    return overdue && kind === 'await' && isHere;
  });
}

/** Beside each other, the track that wants an event later wins over one that does not want it. */
function care({ kind }: Handler): number {
  return ['go', 'defer', 'exception', 'ignore'].indexOf(kind);
}

/**
 * Who handles an event here, most specific first: the steps where the journey rests (each track's
 * own), then the step that holds the tracks, the stage, the journey.
 */
function handlers(draft: Draft, type: string): readonly Found[] {
  const resting = draft.places.filter((place) => place.ended === undefined);
  const found: Found[] = [];
  for (const place of resting) {
    const step = draft.stepNamed(place.step);
    const handler = step.kind === 'tracks' ? undefined : step.on[type];
    if (handler !== undefined) found.push({ handler, place });
  }
  const going = found.filter((each) => each.handler.kind === 'go');
  if (going.length > 0) return going;
  if (found.length > 0) return found.toSorted((a, b) => care(a.handler) - care(b.handler));
  const root = draft.root();
  if (root === undefined) return [];
  const step: Step = draft.stepNamed(root.step);
  const handler =
    step.on[type] ?? draft.journey.stages[step.stage]?.on[type] ?? draft.journey.on[type];
  return handler === undefined ? [] : [{ handler, place: root }];
}

/** Whether the journey says something of such an event where it rests now. */
export function isHeard(draft: Draft, type: string): boolean {
  return handlers(draft, type).length > 0;
}

/** Tries what was kept for later wherever the journey rests now, until nothing more fits. */
export function redeliver(draft: Draft): void {
  let before = -1;
  while (draft.deferred.length !== before && !draft.ended) {
    before = draft.deferred.length;
    for (const kept of [...draft.deferred]) retake(draft, kept);
  }
}

function retake(draft: Draft, kept: DeferredEvent): void {
  if (draft.ended || !draft.deferred.includes(kept)) return;
  const handler = handlers(draft, kept.event.type)[0]?.handler;
  if (handler === undefined || handler.kind === 'defer') return;
  draft.deferred = draft.deferred.filter((each) => each !== kept);
  draft.data = kept.event.data;
  deliver(draft, kept.event);
  draft.data = {};
}
