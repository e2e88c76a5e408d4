/** Everything that may come to a state: each input that the runtime can give to the step. */
import { receiptKinds } from '../step/message.ts';
import type { Facts, FactValue, Journey, Program } from '../language/model.ts';
import type { Input, Obligation, State } from '../step/types.ts';
import { eventOf, parkSlot, someTime } from './state.ts';
import { instant } from './tables.ts';
import type { Tables } from './tables.ts';

/** A person of the verifier's program, so that nothing hangs on who is employed. */
export const anyone = 'anyone';

/** One thing that may happen. */
export interface Happening {
  readonly state: State;
  readonly input: Input;
  /** It happens when everyone is silent. */
  readonly isSilent: boolean;
  /** The deadline of this slot passes, or time goes on towards it. */
  readonly slot?: number;
  /** Where data comes from that is chosen when it is read. */
  readonly source?: string;
  /** Events kept here that may be heard after it. */
  readonly kept: readonly string[];
}

interface Scene {
  readonly program: Program;
  readonly journey: Journey;
  readonly tables: Tables;
}

/** Everything that may happen in a state that stands for a class, but that time passes. */
export function happenings(scene: Scene, full: State): readonly Happening[] {
  const kept = full.deferred.map(({ event }) => event.type);
  const state = { ...full, deferred: [] };
  const calm = { state, kept, isSilent: false };
  const all: Happening[] = [];
  for (const each of state.obligations) {
    if (isFireable(each)) all.push({ ...deadlineOf(state, each.slot), kept });
    for (const input of actsOn(scene, each)) all.push({ ...calm, input });
  }
  for (const each of [...state.obligations, ...(state.parked?.resting ?? [])]) {
    for (const answer of answersTo(scene, each)) all.push({ ...calm, ...answer });
  }
  for (const input of signalsTo(scene, state)) all.push({ ...calm, input });
  for (const type of eventsOf(scene.journey)) {
    all.push({ ...calm, input: eventOf(type), source: type });
  }
  for (const one of full.deferred) {
    const quiet = { ...deadlineOf(state, -1).state, deferred: [{ ...one, expires: instant }] };
    const others = kept.filter((type) => type !== one.event.type);
    all.push({ state: quiet, input: { kind: 'deadline' }, kept: others, isSilent: false });
  }
  return all;
}

function isFireable({ due }: Obligation): boolean {
  return due <= instant || due === someTime;
}

/** The deadline of one slot passes now, and no other. */
function deadlineOf(state: State, slot: number): Omit<Happening, 'kept'> {
  const obligations = state.obligations.map((each) => {
    if (each.slot === slot) return { ...each, due: instant };
    return each.due <= instant ? { ...each, due: instant + 1 } : each;
  });
  const input = { kind: 'deadline' } as const;
  return { state: { ...state, obligations }, input, isSilent: true, slot };
}

function actsOn({ journey, tables }: Scene, { slot, step: name }: Obligation): readonly Input[] {
  const act = { kind: 'act', slot, opened: 1, actor: anyone } as const;
  if (slot === parkSlot) return [{ ...act, action: 'resume', data: {} }];
  const step = journey.steps[name];
  if (step?.kind !== 'task' && step?.kind !== 'park') return [];
  return Object.keys(step.actions).flatMap((action) =>
    combinations(tables.states(`act ${name} ${action}`)).map((data) => ({ ...act, action, data })),
  );
}

type Answer = Pick<Happening, 'input' | 'isSilent' | 'source'>;

/** What comes back of what was asked: an answer of each kind, receipts, the end of a look-up. */
function answersTo({ journey }: Scene, { step: name, command, lookUp }: Obligation): Answer[] {
  const step = journey.steps[name];
  const about = { kind: 'outcome', name, step: name, passing: false, data: {} } as const;
  const answers: Answer[] = [];
  if (lookUp !== undefined) {
    answers.push({ input: { ...about, key: lookUp, outcome: 'done' }, isSilent: true });
  }
  if (command === undefined) return answers;
  for (const outcome of ['done', 'rejected', 'exhausted', 'unknown'] as const) {
    const input = { ...about, key: command, outcome };
    const source = step?.kind === 'command' && outcome === 'done' ? { source: `done ${name}` } : {};
    answers.push({ input, isSilent: outcome !== 'done', ...source });
  }
  for (const kind of step?.kind === 'message' ? receiptKinds : []) {
    const type = step?.kind === 'message' ? `${step.via}.message.${kind}` : '';
    answers.push({ input: { ...eventOf(type), answers: command }, isSilent: kind === 'failed' });
  }
  return answers;
}

/** What another journey can say to whoever waits for it. */
function signalsTo({ program, journey }: Scene, state: State): readonly Input[] {
  const heard = new Map<string, Input>();
  for (const { kind, step: name } of [...state.obligations, ...(state.parked?.resting ?? [])]) {
    const step = journey.steps[name];
    if (kind !== 'depends' || step?.kind !== 'depends') continue;
    const { journey: other, milestone } = step;
    const add = (says: Extract<Input, { kind: 'signal' }>['says']): unknown =>
      heard.set(JSON.stringify([other, says]), { kind: 'signal', journey: other, says });
    add({ kind: 'started' });
    add({ kind: 'standing', milestones: [] });
    if (milestone !== undefined) {
      add({ kind: 'standing', milestones: [milestone] });
      add({ kind: 'milestone', milestone });
    }
    for (const end of Object.values(program.journeys[other]?.steps ?? {})) {
      if (end.kind !== 'end' || end.track !== '') continue;
      for (const milestones of milestone === undefined ? [[]] : [[], [milestone]])
        add({ kind: 'ended', outcome: end.outcome, milestones });
    }
  }
  return [...heard.values()];
}

/** Types of events that the journey names: it is given each of them, wherever it is. */
function eventsOf(journey: Journey): ReadonlySet<string> {
  const levels = [journey, ...Object.values(journey.stages), ...Object.values(journey.steps)];
  return new Set(
    levels.flatMap((level) => [
      ...Object.keys(level.on),
      ...('events' in level ? level.events : []),
    ]),
  );
}

/** Runs with every choice of the data that is read, one field after the other. */
export function withEachChoice<R>(
  fields: ReadonlyMap<string, readonly FactValue[]>,
  run: (data: Facts) => R,
  chosen: ReadonlyMap<string, FactValue | undefined> = new Map(),
): readonly R[] {
  let first: string | undefined;
  const data: Record<string, FactValue> = {};
  for (const field of fields.keys()) {
    const get = (): FactValue | undefined => {
      if (!chosen.has(field)) first ??= field;
      return chosen.get(field);
    };
    Object.defineProperty(data, field, { enumerable: true, get });
  }
  const result = run(data);
  const field = first;
  if (field === undefined) return [result];
  return [undefined, ...(fields.get(field) ?? [])].flatMap((value) =>
    withEachChoice(fields, run, new Map([...chosen, [field, value]])),
  );
}

function combinations(fields: ReadonlyMap<string, readonly FactValue[]>): readonly Facts[] {
  let all: readonly Facts[] = [{}];
  for (const [field, values] of fields) {
    all = all.flatMap((data) => values.map((value) => ({ ...data, [field]: value })));
  }
  return all;
}
