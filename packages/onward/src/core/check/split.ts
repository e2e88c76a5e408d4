/**
 * Splits tracks side by side into parts that share nothing: no fact, no event. Each part is looked
 * at by itself; only tracks of one part are multiplied with each other.
 */
import type { CommandStep, Handlers, Journey, Transition, TracksStep } from '../language/model.ts';
import type { Part } from './frame.ts';
import type { Relevance } from './relevance.ts';
import { atomsOf, eventsOf, waysOfStep } from './walk.ts';

/** Tracks that are looked at together. */
export interface TrackPart extends Part {
  readonly number: number;
  /** The step that holds the tracks. */
  readonly holder: string;
  /** Events that are looked at in this part. */
  readonly events: ReadonlySet<string>;
  /** Facts that change in this part. */
  readonly writes: ReadonlySet<string>;
}

/** What one track, or the surroundings of all (`''`), reads, writes and hears. */
interface Sharing {
  readonly track: string;
  readonly reads: Set<string>;
  readonly writes: Set<string>;
  readonly events: Set<string>;
}

/**
 * The parts of a step's tracks, that of the surroundings first; undefined where all must be looked
 * at together: the join does not wait for all of them, a deadline parks the whole journey, events
 * are kept for later, or something must be undone.
 */
export function partsOf(
  journey: Journey,
  name: string,
  relevance: Relevance,
): readonly TrackPart[] | undefined {
  const holder = journey.steps[name];
  if (holder?.kind !== 'tracks' || holder.join !== Object.keys(holder.tracks).length)
    return undefined;
  if (isEntangled(journey, holder)) return undefined;
  const sharings = sharingsOf(journey, holder, relevance);
  const groups = grouped(sharings);
  const ofTracks = groups.filter((group) => group.some(({ track }) => track !== ''));
  if (ofTracks.length < 2) return undefined;
  const inTracks = new Set(
    sharings.flatMap(({ track, events }) => (track === '' ? [] : [...events])),
  );
  const rest = eventsOf(journey).filter((event) => !inTracks.has(event));
  return groups.map((group, number) => {
    const union = (key: 'reads' | 'writes' | 'events'): Set<string> =>
      new Set(group.flatMap((sharing) => [...sharing[key]]));
    const isAround = group.some(({ track }) => track === '');
    const own = new Set(group.flatMap(({ track, events }) => (track === '' ? [] : [...events])));
    return {
      number,
      holder: name,
      tracks: new Set(group.flatMap(({ track }) => (track === '' ? [] : [track]))),
      facts: new Set([...union('reads'), ...union('writes')]),
      events: isAround ? new Set([...own, ...rest]) : own,
      writes: union('writes'),
    };
  });
}

function isEntangled(journey: Journey, holder: TracksStep): boolean {
  const inside = Object.values(journey.steps).filter(({ track }) =>
    Object.hasOwn(holder.tracks, track),
  );
  const undone = new Set(
    Object.values(journey.steps).flatMap((step) =>
      step.kind === 'command' && step.undo !== undefined ? [step.undo] : [],
    ),
  );
  const levels = [holder.on, journey.on, journey.stages[holder.stage]?.on ?? {}];
  const keeps = (on: Handlers): boolean =>
    Object.values(on).some((handler) => handler.kind === 'defer');
  return (
    [...levels, ...inside.map(({ on }) => on)].some(keeps) ||
    inside.some((step) => 'overdue' in step && step.overdue.park !== undefined) ||
    inside.some((step) => step.kind === 'command' && isFollowed(step)) ||
    Object.entries(journey.steps).some(([name, step]) => {
      return undone.has(name) && Object.hasOwn(holder.tracks, step.track);
    })
  );
}

/** A command that matters after its step was left. */
function isFollowed({ undo, late }: CommandStep): boolean {
  return undo !== undefined || late?.kind !== 'ignore';
}

function sharingsOf(
  journey: Journey,
  holder: TracksStep,
  { facts }: Relevance,
): readonly Sharing[] {
  const sharings = new Map<string, Sharing>();
  for (const track of ['', ...Object.keys(holder.tracks)]) {
    sharings.set(track, { track, reads: new Set(), writes: new Set(), events: new Set() });
  }
  for (const [name, step] of Object.entries(journey.steps)) {
    const sharing = step.track === '' ? undefined : sharings.get(step.track);
    if (sharing === undefined) continue;
    const spot = { journey: journey.name, step: name, below: [] };
    if ('within' in step && step.within?.kind === 'fact') sharing.reads.add(step.within.fact);
    for (const { transitions } of waysOfStep(step, spot)) {
      for (const transition of transitions) share(transition, sharing);
    }
    for (const event of Object.keys(step.on)) sharing.events.add(event);
    if (step.kind === 'await') for (const event of step.events) sharing.events.add(event);
  }
  const around = sharings.get('');
  const levels = [holder.on, journey.on, journey.stages[holder.stage]?.on ?? {}];
  for (const on of around === undefined ? [] : levels) {
    for (const handler of Object.values(on)) {
      for (const transition of handler.kind === 'go' ? handler.transitions : []) {
        if (around !== undefined) share(transition, around);
      }
    }
  }
  return [...sharings.values()].map(({ reads, writes, ...sharing }) => {
    const matters = (all: Set<string>): Set<string> =>
      new Set([...all].filter((fact) => facts.has(fact)));
    return { ...sharing, reads: matters(reads), writes: matters(writes) };
  });
}

function share({ when, set }: Transition, { reads, writes }: Sharing): void {
  for (const atom of when === undefined ? [] : atomsOf(when)) {
    if (!atom.operand.startsWith('event.')) reads.add(atom.operand);
  }
  for (const { fact, to } of set) {
    writes.add(fact);
    if (to.kind === 'fact') reads.add(to.name);
    if (to.kind === 'add') reads.add(fact);
  }
}

/** Puts together what shares something; the surroundings stand first. */
function grouped(sharings: readonly Sharing[]): readonly (readonly Sharing[])[] {
  const groups: Sharing[][] = [];
  for (const sharing of sharings) {
    const tied = groups.filter((group) => group.some((other) => areTied(sharing, other)));
    const [first] = tied;
    const merged = [...tied.flat(), sharing];
    if (first === undefined) groups.push(merged);
    else {
      groups.splice(groups.indexOf(first), 1, merged);
      for (const other of tied.slice(1)) groups.splice(groups.indexOf(other), 1);
    }
  }
  return groups;
}

function areTied(a: Sharing, b: Sharing): boolean {
  const meet = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
    [...left].some((each) => right.has(each));
  return (
    meet(a.events, b.events) ||
    meet(a.writes, b.reads) ||
    meet(a.reads, b.writes) ||
    meet(a.writes, b.writes)
  );
}
