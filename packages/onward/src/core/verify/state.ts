/** From a class to the state that stands for it, and from any state back to its class. */
import type { Journey, Span, Step } from '../language/model.ts';
import { obligationWord } from '../language/obligation-word.ts';
import type { EventInput, Obligation, Place, State } from '../step/types.ts';
import type { CertifiedClass, Open } from './form.ts';
import { must } from './refused.ts';
import { instant } from './tables.ts';
import type { Tables } from './tables.ts';

const hourMs = 3_600_000;
/** Due at a time that is not known here: it may be now. */
export const someTime = instant + 1_000 * hourMs;
export const parkSlot = 63;

/**
 * The same data with all spans of one length: deadlines may pass at any time here. Planned messages
 * lead nowhere, and are none here. What is read back is as good as not answered.
 */
export function timeless<T>(value: T, key = ''): T {
  if (key === 'reminders' && Array.isArray(value)) return [] as T;
  if (key === 'templates') return {} as T;
  if (key === 'withinMs') return even(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => timeless<unknown>(each)) as T;
  if ('kind' in value && ['wall', 'business-days', 'business-time'].includes(String(value.kind))) {
    return {
      kind: 'wall',
      ms: even('ms' in value ? value.ms : 'days' in value ? value.days : 0),
    } as T & Span;
  }
  const entries = Object.entries(value).flatMap(([name, each]) => {
    return name === 'readBack' ? [] : [[name, timeless<unknown>(each, name)] as const];
  });
  return Object.fromEntries(entries) as T;
}

function even(length: unknown): number {
  return typeof length === 'number' && length >= 0 && length < Infinity ? hourMs : Infinity;
}

/** The state that stands for a class. */
export function stateOf(journey: Journey, { at, over, ...of }: CertifiedClass): State {
  const trackOf = (step: string): string => stepOf(journey, step).track;
  const ends = over.map((track) => {
    const names = Object.keys(journey.steps);
    const end = names.find((name) => trackOf(name) === track && track !== '');
    must(end !== undefined, 'ONW-CERTIFICATE-FORM', 'A class names a track that is not there.');
    return { track, step: end, since: instant, ended: 'ended' };
  });
  const places = at.map((step) => ({ track: trackOf(step), step, since: instant }));
  const obligation = (open: Open): Obligation => standing(journey, of, open);
  const { owner, reason, resting } = of.parked ?? { owner: '', reason: '', resting: [] };
  const parking = { owner, reason, reviewEvery: { kind: 'wall', ms: hourMs } } as const;
  return {
    journey: journey.name,
    version: 1,
    status: of.ended === undefined ? 'open' : 'ended',
    ...(of.ended === undefined ? {} : { outcome: of.ended }),
    stage: at[0] === undefined ? '' : stepOf(journey, at[0]).stage,
    facts: of.facts,
    milestones: [],
    places: of.ended === undefined ? asWritten(journey, [...places, ...ends]) : [],
    obligations: of.open.map(obligation),
    deferred: of.kept.map((type) => ({ event: eventOf(type), expires: someTime, owner: '' })),
    ...(of.parked === undefined
      ? {}
      : { parked: { parking, since: instant, resting: resting.map(obligation) } }),
  };
}

/** The journey's own line, and the tracks in the order in which they are written: they hear so. */
function asWritten({ steps }: Journey, places: readonly Place[]): readonly Place[] {
  const root = places.filter(({ track }) => track === '');
  const holder = steps[root[0]?.step ?? ''];
  const tracks = holder?.kind === 'tracks' ? Object.keys(holder.tracks) : [];
  const ordered = tracks.flatMap((track) => places.filter((place) => place.track === track));
  const isRight = root.length === 1 && ordered.length === places.length - 1;
  must(isRight, 'ONW-CERTIFICATE-FORM', 'A class rests in places that cannot be together.');
  return [...root, ...ordered];
}

function stepOf({ steps }: Journey, name: string): Step {
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
  must(step !== undefined, 'ONW-CERTIFICATE-FORM', 'A class names a step that is not there.');
  return step;
}

function standing(
  journey: Journey,
  { facts, parked }: Pick<CertifiedClass, 'facts' | 'parked'>,
  open: Open,
): Obligation {
  const { slot, step: name, owner, level, channel, asked, started, late } = open;
  const step = stepOf(journey, name);
  const isPark = slot === parkSlot;
  const isAsking = !isPark && (step.kind === 'command' || step.kind === 'message');
  const dueAt = dueOf(step, facts);
  const isDated = level === 0 && asked !== true && !isPark && parked === undefined;
  return {
    slot,
    opened: 1,
    kind: isPark ? 'park' : (step.kind as Obligation['kind']),
    name: isPark ? (parked?.reason ?? '') : obligationWord(step, name),
    step: name,
    track: isPark ? '' : step.track,
    owner,
    due: late === true ? instant - 1 : isDated ? (dueAt ?? someTime) : someTime,
    since: instant,
    level,
    overdue: false,
    ...(isAsking ? { command: `0.${slot}` } : {}),
    ...(asked === true ? { lookUp: `0.look.${slot}` } : {}),
    ...(channel === undefined ? {} : { channel }),
    ...(started === undefined ? {} : { started }),
  };
}

/** When a deadline that hangs on a fact is due; undefined: it does not, or the fact is unknown. */
function dueOf(step: Step, facts: State['facts']): number | undefined {
  if (!('within' in step) || step.within.kind !== 'fact') return undefined;
  const fact = facts[step.within.fact];
  const time = typeof fact === 'string' ? Date.parse(`${fact}T00:00:00Z`) : fact;
  return typeof time === 'number' ? time + step.within.offsetMs : undefined;
}

export function eventOf(type: string): EventInput {
  const source = type.slice(0, type.indexOf('.'));
  return { kind: 'event', type, source, id: 'any', occurredAt: instant, data: {} };
}

/** What tells a class from all others: two states of one key have the same future. */
export function keyOf(state: State, history: readonly string[], tables: Tables): string {
  if (state.status === 'ended') return JSON.stringify(['ended', state.outcome, history]);
  const root = state.places.find(({ track }) => track === '')?.step ?? '';
  const { parked } = state;
  return JSON.stringify([
    root,
    state.places
      .map(({ track, step, ended }) => (ended === undefined ? step : `${track}/`))
      .toSorted(),
    tables
      .live(root)
      .map((fact) => `${fact} ${tables.cell(fact, state.facts[fact])}`)
      .toSorted(),
    ...listed(state.obligations),
    'parked',
    parked?.parking.owner,
    parked?.parking.reason,
    ...listed(parked?.resting ?? [], parked?.since),
    'kept',
    [...new Set(state.deferred.map(({ event }) => event.type))].toSorted(),
    history,
  ]);
}

function listed(all: readonly Obligation[], since = -Infinity): readonly unknown[] {
  return all
    .filter(({ slot }) => slot <= parkSlot)
    .toSorted((a, b) => a.slot - b.slot)
    .map(({ slot, step, owner, level, lookUp, started, channel, due }) => [
      [slot, step, owner, level, lookUp !== undefined, started === true, channel],
      due <= since,
    ]);
}
