/**
 * Which facts, and which data of inputs, can make a difference: the constants each is compared
 * with, and the steps from which it may still be read.
 */
import type { Assignment, Journey, Program, Transition, Within } from '../language/model.ts';
import type { Cells, Constants } from './cells.ts';
import { cellsOf } from './cells.ts';
import { atomsOf, dataTypesOf, waysOf, waysOfStep } from './walk.ts';
import type { Atom } from './walk.ts';

interface Gathered {
  readonly values: Set<Constants['values'][number]>;
  readonly points: Set<number>;
  readonly offsets: Set<number>;
  isTimer: boolean;
}

export interface Relevance {
  /** Facts that some guard or deadline reads, with their cells. */
  readonly facts: ReadonlyMap<string, Cells>;
  /** Per source of data, the fields that make a difference, with their cells. */
  readonly data: ReadonlyMap<string, ReadonlyMap<string, Cells>>;
  /** Facts that may still be read from a step on. */
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  /** Facts compared with fixed and with moving times: nothing exact can be said. */
  readonly unclear: readonly string[];
}

/** Reads off a journey what makes a difference in it. */
export function relevanceOf(program: Program, journey: Journey): Relevance {
  const facts = new Map<string, Gathered>();
  const data = new Map<string, Map<string, Gathered>>();
  gatherGuards(journey, facts, data);
  for (const step of Object.values(journey.steps)) {
    if ('within' in step) gatherWithin(step.within, facts);
  }
  countExactly(journey, facts);
  while (spread(journey, facts, data)) countExactly(journey, facts);
  const unclear: string[] = [];
  const moving = setToNow(journey);
  const cells = new Map<string, Cells>();
  for (const [fact, found] of facts) {
    const type = journey.facts[fact];
    const cut = type && cellsOf(type, constantsOf(found), program);
    // Now is before a fixed time, and some day it is not: the explorer knows one now only.
    const isFixed = type?.kind !== 'count' && found.points.size > 0 && moving.has(fact);
    if (cut === undefined || isFixed) unclear.push(fact);
    else cells.set(fact, cut);
  }
  const fields = new Map<string, ReadonlyMap<string, Cells>>();
  for (const [source, found] of data) {
    const types = dataTypesOf(program, journey, source);
    const cut = new Map<string, Cells>();
    for (const [field, constants] of found) {
      const type = types[field];
      const made = type && cellsOf(type, constantsOf(constants), program);
      if (made !== undefined) cut.set(field, made);
    }
    fields.set(source, cut);
  }
  return { facts: cells, data: fields, live: liveness(journey, cells), unclear };
}

function constantsOf({ values, points, offsets, isTimer }: Gathered): Constants {
  return { values: [...values], points: [...points], offsets: [...offsets], isTimer };
}

function gathered<K>(map: Map<K, Gathered>, key: K): Gathered {
  let found = map.get(key);
  if (found === undefined) {
    found = { values: new Set(), points: new Set(), offsets: new Set(), isTimer: false };
    map.set(key, found);
  }
  return found;
}

function dataOf(data: Map<string, Map<string, Gathered>>, source: string): Map<string, Gathered> {
  let found = data.get(source);
  if (found === undefined) data.set(source, (found = new Map<string, Gathered>()));
  return found;
}

function gatherGuards(
  journey: Journey,
  facts: Map<string, Gathered>,
  data: Map<string, Map<string, Gathered>>,
): void {
  const note = (atom: Atom, source: string): void => {
    const isData = atom.operand.startsWith('event.');
    const into = isData
      ? gathered(dataOf(data, source), atom.operand.slice(6))
      : gathered(facts, atom.operand);
    noteAtom(atom, into);
  };
  for (const { transitions, source } of waysOf(journey)) {
    for (const { when } of transitions) {
      if (when !== undefined) for (const atom of atomsOf(when)) note(atom, source);
    }
  }
  for (const { on, when } of journey.enrol) {
    if (when !== undefined) for (const atom of atomsOf(when)) note(atom, on);
  }
}

function noteAtom(atom: Atom, into: Gathered): void {
  switch (atom.kind) {
    case 'known':
      return;
    case 'is':
      into.values.add(atom.value);
      return;
    case 'before':
    case 'after':
      if (atom.time.kind === 'at') into.points.add(atom.time.at);
      else into.offsets.add(atom.time.offsetMs);
      return;
    default:
      into.points.add(atom.value);
  }
}

/** A deadline that hangs on a fact asks whether that time has come. */
function gatherWithin(within: Within | undefined, facts: Map<string, Gathered>): void {
  if (within?.kind !== 'fact') return;
  const found = gathered(facts, within.fact);
  found.offsets.add(-within.offsetMs);
  found.isTimer = true;
}

/** A count that is added to is followed number by number, up to where nothing is compared. */
function countExactly(journey: Journey, facts: Map<string, Gathered>): void {
  for (const { fact, to } of assignmentsOf(journey)) {
    const type = journey.facts[fact];
    const found = facts.get(fact);
    if (to.kind !== 'add' || type?.kind !== 'count' || found === undefined) continue;
    const compared = [...found.points, ...found.values].filter((each) => typeof each === 'number');
    const last = to.by < 0 ? type.max : Math.min(type.max, Math.max(0, ...compared));
    for (let number = 0; number <= last; number++) found.points.add(number);
  }
}

/** Facts that may be set to the time at which something happens, or to a copy of such a fact. */
function setToNow(journey: Journey): ReadonlySet<string> {
  const facts = new Set<string>();
  for (let size = -1; size < facts.size;) {
    ({ size } = facts);
    for (const { fact, to } of assignmentsOf(journey)) {
      if (to.kind === 'now' || (to.kind === 'fact' && facts.has(to.name))) facts.add(fact);
    }
  }
  return facts;
}

function assignmentsOf(journey: Journey): readonly Assignment[] {
  const ways = waysOf(journey).flatMap(({ transitions }) => transitions.flatMap(({ set }) => set));
  return [...ways, ...journey.enrol.flatMap(({ set }) => set)];
}

/** What is copied into a fact is looked at as closely as the fact; true when something was new. */
function spread(
  journey: Journey,
  facts: Map<string, Gathered>,
  data: Map<string, Map<string, Gathered>>,
): boolean {
  let isNew = false;
  const copy = (from: Gathered, into: Gathered): void => {
    for (const part of ['values', 'points', 'offsets'] as const) {
      for (const each of from[part]) {
        if (into[part].has(each as never)) continue;
        into[part].add(each as never);
        isNew = true;
      }
    }
    isNew ||= from.isTimer && !into.isTimer;
    into.isTimer ||= from.isTimer;
  };
  const sources = [
    ...waysOf(journey).map(({ transitions, source }) => {
      return { source, set: transitions.flatMap(({ set }) => set) };
    }),
    ...journey.enrol.map(({ on, set }) => ({ source: on, set })),
  ];
  for (const { source, set } of sources) {
    for (const { fact, to } of set) {
      const target = facts.get(fact);
      if (target === undefined) continue;
      const known = to.kind === 'event' ? dataOf(data, source) : facts;
      if (to.kind !== 'event' && to.kind !== 'fact') continue;
      isNew ||= !known.has(to.name);
      copy(target, gathered(known, to.name));
    }
  }
  return isNew;
}

/** Facts read before they are certainly written again, per step; tracks share theirs. */
function liveness(
  journey: Journey,
  facts: ReadonlyMap<string, Cells>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const live = new Map<string, Set<string>>();
  for (const name of Object.keys(journey.steps)) live.set(name, new Set());
  const around = new Map(
    Object.keys(journey.steps).map((name) => [
      name,
      { transitions: transitionsAt(journey, name), others: besides(journey, name) },
    ]),
  );
  // Most ways lead to steps that stand below: what is known there is carried upwards in one round.
  const upwards = Object.keys(journey.steps).toReversed();
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const name of upwards) {
      const into = live.get(name) ?? new Set();
      const size = into.size;
      flowInto(into, name, { journey, live, around });
      for (const fact of into) if (!facts.has(fact)) into.delete(fact);
      isNew ||= into.size > size;
    }
  }
  return live;
}

interface Flow {
  readonly journey: Journey;
  readonly live: ReadonlyMap<string, ReadonlySet<string>>;
  /** What may be taken where a journey rests in a step, and what stands beside it. */
  readonly around: ReadonlyMap<
    string,
    { readonly transitions: readonly Transition[]; readonly others: readonly string[] }
  >;
}

function flowInto(into: Set<string>, name: string, { journey, live, around }: Flow): void {
  const step = journey.steps[name];
  const { transitions = [], others = [] } = around.get(name) ?? {};
  if (step === undefined) return;
  if ('within' in step && step.within?.kind === 'fact') into.add(step.within.fact);
  for (const transition of transitions) {
    for (const atom of transition.when === undefined ? [] : atomsOf(transition.when)) {
      if (!atom.operand.startsWith('event.')) into.add(atom.operand);
    }
    // Staying (an absent `to`) reads on where it stands.
    const after = new Set(live.get(transition.to ?? name));
    for (const fact of before(transition, after)) into.add(fact);
  }
  for (const other of others) for (const fact of live.get(other) ?? []) into.add(fact);
}

/** What must be known before a transition so that this is known after it. */
function before({ set }: Transition, after: Set<string>): ReadonlySet<string> {
  const needed = new Set(after);
  for (const { fact, to } of set.toReversed()) {
    if (!needed.has(fact)) continue;
    if (to.kind === 'value' || to.kind === 'now' || to.kind === 'clear') needed.delete(fact);
    if (to.kind === 'fact') needed.add(to.name);
  }
  return needed;
}

/** The transitions that can be taken where a journey rests in this step. */
function transitionsAt(journey: Journey, name: string): readonly Transition[] {
  const step = journey.steps[name];
  if (step === undefined) return [];
  const own = waysOfStep(step, { journey: journey.name, step: name, below: [] });
  const levels = [journey.on, journey.stages[step.stage]?.on ?? {}];
  const holder = holderOf(journey, step.track);
  const held = holder === undefined ? undefined : journey.steps[holder];
  if (held !== undefined) levels.push(held.on, journey.stages[held.stage]?.on ?? {});
  return [
    ...own.flatMap(({ transitions }) => transitions),
    ...levels.flatMap((on) =>
      Object.values(on).flatMap((each) => (each.kind === 'go' ? each.transitions : [])),
    ),
  ];
}

/** The step that holds a track. */
export function holderOf(journey: Journey, track: string): string | undefined {
  if (track === '') return undefined;
  return Object.entries(journey.steps).find(
    ([, step]) => step.kind === 'tracks' && Object.hasOwn(step.tracks, track),
  )?.[0];
}

/** Steps whose reads count here too: those side by side, and the step that holds them. */
function besides(journey: Journey, name: string): readonly string[] {
  const step = journey.steps[name];
  if (step === undefined) return [];
  const holder = step.kind === 'tracks' ? name : holderOf(journey, step.track);
  if (holder === undefined) return [];
  const held = journey.steps[holder];
  const tracks = held?.kind === 'tracks' ? Object.keys(held.tracks) : [];
  const inside = Object.entries(journey.steps).flatMap(([other, { track }]) =>
    tracks.includes(track) ? [other] : [],
  );
  return [holder, ...inside];
}
