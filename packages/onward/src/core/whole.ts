/**
 * Whether a stored state is one that the step can work on: the shape that every part of the engine
 * relies on. It is asked at each read of a journey before it changes, so it looks at a few members
 * and allocates nothing; what lies deeper shows when the step breaks on it.
 */
import type { Clocks } from './clocks/index.ts';
import type { Journey, Program, Telling } from './language/model.ts';
import type { Informed, Messages, Rest, Settled } from './messages/index.ts';
import type {
  DeferredEvent,
  Obligation,
  OnHold,
  Parked,
  Place,
  ReadingBack,
  State,
} from './step/types.ts';

/** False for what was damaged: a state of another journey's shape, or of none. */
export function isWhole(program: Program, state: unknown): state is State {
  if (!isObject<State>(state)) return false;
  const journey = journeyOf(program, state.journey);
  if (journey === undefined) return false;
  return (
    typeof state.version === 'number' &&
    typeof state.stage === 'string' &&
    isObject(state.facts) &&
    Array.isArray(state.milestones) &&
    every<Place>(state.places, (place) => isPlace(place, journey)) &&
    every<Obligation>(state.obligations, isObligation) &&
    every<DeferredEvent>(state.deferred, isDeferred) &&
    (state.parked === undefined || isParked(state.parked)) &&
    (state.messages === undefined || areMessages(state.messages)) &&
    (state.clocks === undefined || areClocks(state.clocks)) &&
    state.places.length > 0 &&
    (state.status === 'open' ? state.obligations.length > 0 : state.status === 'ended')
  );
}

/** The definition of a journey by a name that may be anything. */
function journeyOf(program: Program, name: unknown): Journey | undefined {
  const isNamed = typeof name === 'string' && Object.hasOwn(program.journeys, name);
  return isNamed ? program.journeys[name] : undefined;
}

type Loose<T> = { readonly [key in keyof T]: unknown };

function isObject<T = object>(value: unknown): value is Loose<T> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function every<T>(list: unknown, isOne: (value: Loose<T>) => boolean): list is readonly T[] {
  if (!Array.isArray(list)) return false;
  for (const each of list as readonly unknown[]) {
    if (!isObject<T>(each) || !isOne(each)) return false;
  }
  return true;
}

function isPlace({ track, step }: Loose<Place>, { steps }: Journey): boolean {
  return typeof track === 'string' && typeof step === 'string' && Object.hasOwn(steps, step);
}

function isObligation(owed: Loose<Obligation>): boolean {
  const { slot, opened, kind, step, owner, due, askAt, onHold, writes, readBack } = owed;
  return (
    typeof due === 'number' &&
    typeof owner === 'string' &&
    typeof slot === 'number' &&
    typeof opened === 'number' &&
    typeof kind === 'string' &&
    typeof step === 'string' &&
    (askAt === undefined || typeof askAt === 'number') &&
    (onHold === undefined || isOnHold(onHold)) &&
    (writes === undefined || isObject(writes)) &&
    (readBack === undefined || isReadBack(readBack))
  );
}

function isReadBack(readBack: unknown): boolean {
  if (!isObject<ReadingBack>(readBack) || !isObject(readBack.data)) return false;
  const { next } = readBack;
  return next === undefined || typeof next === 'number';
}

function isOnHold(onHold: unknown): boolean {
  return isObject<OnHold>(onHold) && typeof onHold.leftMs === 'number';
}

function isDeferred({ event, expires, owner }: Loose<DeferredEvent>): boolean {
  return typeof expires === 'number' && typeof owner === 'string' && isObject(event);
}

function isParked(parked: unknown): boolean {
  if (!isObject<Parked>(parked)) return false;
  return isObject(parked.parking) && every<Obligation>(parked.resting, isObligation);
}

function areMessages(messages: unknown): boolean {
  if (!isObject<Messages>(messages)) return false;
  const { next, settled, rests, informs } = messages;
  return (
    (next === undefined || typeof next === 'number') &&
    every<Settled>(settled, isSettled) &&
    every<Rest>(rests, ({ since, ms }) => typeof since === 'number' && typeof ms === 'number') &&
    (informs === undefined || every<Informed>(informs, isInformed))
  );
}

function isSettled({ key, at, about, sent }: Loose<Settled>): boolean {
  const isDated = typeof at === 'number' && typeof about === 'number';
  return typeof key === 'string' && isDated && (sent === undefined || isObject(sent));
}

function isInformed({ key, at, telling, facts, stated }: Loose<Informed>): boolean {
  if (typeof key !== 'string' || typeof at !== 'number') return false;
  if (!isObject<Telling>(telling) || typeof telling.template !== 'string') return false;
  return Array.isArray(telling.channels) && Array.isArray(facts) && isObject(stated);
}

function areClocks(clocks: unknown): boolean {
  if (!isObject<Clocks>(clocks) || !isObject(clocks.runs)) return false;
  return clocks.next === undefined || typeof clocks.next === 'number';
}
