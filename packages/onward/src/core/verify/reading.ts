/**
 * The verifier's own reading of a journey: every way on, what each fact and each field of data is
 * compared with, and what may still be read from a step on.
 */
import type {
  Assignment,
  FactType,
  FactTypes,
  FactValue,
  Guard,
  Handlers,
  Journey,
  Program,
  Transition,
} from '../language/model.ts';

/** A way on, the source of the data it may read, and where it can be taken. */
export interface Way {
  readonly when?: Guard;
  readonly to?: string;
  readonly set: readonly Assignment[];
  readonly source: string;
  /** Absent: anywhere in the stage, or in the journey. */
  readonly step?: string;
  readonly stage?: string;
}

function waysOf(journey: Journey): readonly Way[] {
  const found: Way[] = [];
  const add = (value: unknown, at: Pick<Way, 'source' | 'step' | 'stage'>): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('set' in value && 'run' in value) found.push({ ...(value as Transition), ...at });
    else for (const below of Object.values(value)) add(below, at);
  };
  const hears = (on: Handlers, at: Pick<Way, 'step' | 'stage'>): void => {
    for (const [source, handler] of Object.entries(on)) add(handler, { ...at, source });
  };
  hears(journey.on, {});
  for (const [stage, { on }] of Object.entries(journey.stages)) hears(on, { stage });
  for (const [step, { on, ...rest }] of Object.entries(journey.steps)) {
    hears(on, { step });
    for (const [key, below] of Object.entries(rest)) {
      if (key !== 'actions') add(below, { step, source: key === 'done' ? `done ${step}` : '' });
      else {
        for (const [action, one] of Object.entries(below as object))
          add(one, { step, source: `act ${step} ${action}` });
      }
    }
  }
  return found;
}

/** What a value is compared with: it matters on which side of each it lies. */
export interface Cuts {
  /** Numbers, and fixed times in epoch milliseconds. */
  readonly points: Set<number>;
  /** Times from now, in milliseconds. */
  readonly offsets: Set<number>;
  /** Single values, as JSON. */
  readonly names: Set<string>;
  /** A deadline hangs on it: another value makes a difference, too. */
  isTimer: boolean;
  /** `now` is put into it. */
  isNow: boolean;
}

export interface Reading {
  readonly ways: readonly Way[];
  /** Facts that make a difference. */
  readonly facts: ReadonlyMap<string, Cuts>;
  readonly data: ReadonlyMap<string, ReadonlyMap<string, Cuts>>;
}

export function read(journey: Journey): Reading {
  const ways = waysOf(journey);
  const begins = journey.enrol.map(({ on, ...way }) => ({ ...way, source: on }));
  const facts = new Map<string, Cuts>();
  const data = new Map<string, Map<string, Cuts>>();
  const cuts = (source: string | undefined, key: string): Cuts => {
    const map = source === undefined ? facts : entry(data, source, () => new Map<string, Cuts>());
    return entry(map, key, none);
  };
  for (const { when, source } of [...ways, ...begins]) {
    for (const atom of when === undefined ? [] : atoms(when)) {
      const isData = atom.operand.startsWith('event.');
      compared(atom, cuts(isData ? source : undefined, atom.operand.slice(isData ? 6 : 0)));
    }
  }
  for (const step of Object.values(journey.steps)) {
    if (!('within' in step) || step.within.kind !== 'fact') continue;
    const found = cuts(undefined, step.within.fact);
    found.offsets.add(-step.within.offsetMs);
    found.isTimer = true;
  }
  for (let before = -1, size = 0; size !== before;) {
    before = size;
    for (const { set, source } of [...ways, ...begins]) {
      for (const { fact, to } of set) {
        const into = facts.get(fact);
        if (into === undefined) continue;
        if (to.kind === 'event') copy(into, cuts(source, to.name));
        if (to.kind === 'fact') copy(into, cuts(undefined, to.name));
        if (to.kind === 'fact' && cuts(undefined, to.name).isNow) into.isNow = true;
        if (to.kind === 'now') into.isNow = true;
        if (to.kind === 'add') everyNumber(into, to.by, journey.facts[fact]);
      }
    }
    const all = [facts, ...data.values()].flatMap((map) => [...map.values()]);
    size = all.reduce((sum, each) => sum + sizeOf(each), 0);
  }
  return { ways, facts, data };
}

type Atom = Extract<Guard, { readonly operand: string }>;

export function atoms(guard: Guard): readonly Atom[] {
  if ('operand' in guard) return [guard];
  return guard.kind === 'not' ? atoms(guard.of) : guard.of.flatMap(atoms);
}

function compared(atom: Atom, { points, offsets, names }: Cuts): void {
  if (atom.kind === 'known') return;
  if ('time' in atom) {
    if (atom.time.kind === 'at') points.add(atom.time.at);
    else offsets.add(atom.time.offsetMs);
  } else if (typeof atom.value === 'number') points.add(atom.value);
  else names.add(nameOf(atom.value));
}

/** What is added to is followed number by number, up to where nothing more is compared. */
function everyNumber({ points }: Cuts, by: number, type: FactType | undefined): void {
  if (type?.kind !== 'count') return;
  const last = by < 0 ? type.max : Math.min(type.max, Math.max(0, ...points));
  for (let number = 0; number <= last; number++) points.add(number);
}

function copy(from: Cuts, into: Cuts): void {
  for (const key of ['points', 'offsets', 'names'] as const) {
    for (const each of from[key]) into[key].add(each as never);
  }
  into.isTimer ||= from.isTimer;
}

const none = (): Cuts => ({
  points: new Set(),
  offsets: new Set(),
  names: new Set(),
  isTimer: false,
  isNow: false,
});

function sizeOf({ points, offsets, names, isTimer, isNow }: Cuts): number {
  return 1 + points.size + offsets.size + names.size + Number(isTimer) + Number(isNow);
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}

export function nameOf(value: FactValue): string {
  return typeof value === 'object' ? `${value.amount} ${value.currency}` : JSON.stringify(value);
}

/** The types of what a source brings. */
export function typesOf(program: Program, journey: Journey, source: string): FactTypes {
  const [kind, name = '', action = ''] = source.split(' ');
  const step = journey.steps[name];
  if (kind === 'act') return step && 'actions' in step ? (step.actions[action]?.with ?? {}) : {};
  if (kind === 'done') {
    const call = step?.kind === 'command' ? step.call : { system: '', command: '' };
    return program.systems[call.system]?.commands[call.command]?.returns ?? {};
  }
  const dot = source.indexOf('.');
  const event = program.systems[source.slice(0, dot)]?.events[source.slice(dot + 1)];
  const refs = Object.entries(event?.refs ?? {}).map(([ref, { system }]) => {
    return [ref, { kind: 'ref', system }] as const;
  });
  return { ...Object.fromEntries(refs), ...event?.data };
}
