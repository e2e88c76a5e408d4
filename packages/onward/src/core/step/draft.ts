/** The working copy of one step: the state being changed, and what is said and asked on the way. */
import { dueAt } from '../calendar/index.ts';
import { BugError } from '../errors.ts';
import type { Facts, Journey, Program, Span, Step, Transition, Within } from '../language/model.ts';
import type { Clocks, Outage } from '../clocks/index.ts';
import type { Messages } from '../messages/index.ts';
import type {
  DeferredEvent,
  Effect,
  Entry,
  Obligation,
  Parked,
  Place,
  Reorder,
  State,
  StepResult,
} from './types.ts';

/** Slots of obligations that belong to no place: a park, then exceptions and ad-hoc tasks. */
export const parkSlot = 63;
const firstExtraSlot = 64;
/** Instant moves in one step; a program that needs more loops (C7 proves that none does). */
const maxHops = 1_000;

type Unnumbered<E> = E extends { readonly index: number } ? Omit<E, 'index'> : never;

export class Draft {
  readonly program: Program;
  readonly journey: Journey;
  readonly now: number;
  readonly version: number;
  /** Data of the input being applied; guards and expressions read it as `event.NAME`. */
  data: Facts = {};
  facts: Facts;
  milestones: readonly string[];
  places: Place[];
  obligations: Obligation[];
  deferred: DeferredEvent[];
  parked: Parked | undefined;
  messages: Messages | undefined;
  clocks: Clocks | undefined;
  outcome: string | undefined;
  /** Time that is charged to nobody's turn. */
  outages: readonly Outage[] = [];
  readonly entries: Entry[] = [];
  readonly effects: Effect[] = [];
  readonly followed: Transition[] = [];
  private asked = 0;
  private hops = 0;

  constructor(program: Program, state: State, now: number) {
    this.program = program;
    this.journey = journeyOf(program, state.journey);
    this.now = now;
    this.version = state.version + 1;
    this.facts = state.facts;
    this.milestones = state.milestones;
    this.places = [...state.places];
    this.obligations = [...state.obligations];
    this.deferred = [...state.deferred];
    this.parked = state.parked;
    this.messages = state.messages;
    this.clocks = state.clocks;
    this.outcome = state.outcome;
  }

  get ended(): boolean {
    return this.outcome !== undefined;
  }

  stepNamed(name: string): Step {
    const step = this.journey.steps[name];
    if (step === undefined) throw new BugError('ONW-STEP-UNKNOWN', 'A transition names no step.');
    return step;
  }

  say(entry: Entry): void {
    this.entries.push(entry);
  }

  /** Records an effect and returns its key: the version of the journey and the effect's index. */
  ask(effect: Unnumbered<Effect>, what: string): string {
    const index = this.asked++;
    this.effects.push({ ...effect, index });
    const key = `${this.version}.${index}`;
    this.say({ kind: 'asked', what, key });
    return key;
  }

  /** Asks once more for what was asked before, under the same key. */
  askAgain({ key, epoch, ...order }: Reorder): void {
    const [seq = 0, index = 0] = key.split('.').map(Number);
    const again = { seq, at: this.version, ...(epoch === undefined ? {} : { epoch }) };
    this.effects.push({ kind: 'command', index, ...order, again });
    this.say({ kind: 'asked', what: `${order.system}.${order.command}`, key });
  }

  hop(): void {
    if (++this.hops > maxHops) {
      throw new BugError('ONW-INSTANT-LOOP', 'Instant steps lead to each other without an end.');
    }
  }

  /** A span from now in the calendar of an owner. */
  dueIn(span: Span, owner: string): number {
    if (span.kind === 'wall') return this.now + span.ms;
    const team = this.program.teams[owner];
    const calendar = team === undefined ? undefined : this.program.calendars[team.calendar];
    if (calendar === undefined)
      throw new BugError('ONW-OWNER-UNKNOWN', 'An owner has no calendar.');
    return dueAt(calendar, this.now, span);
  }

  due(within: Within, owner: string): number {
    if (within.kind !== 'fact') return this.dueIn(within, owner);
    const fact = this.facts[within.fact];
    if (typeof fact === 'number') return fact + within.offsetMs;
    if (typeof fact === 'string') return Date.parse(`${fact}T00:00:00Z`) + within.offsetMs;
    return this.dueIn(within.otherwise, owner);
  }

  freeSlot(): number {
    let slot = firstExtraSlot;
    while (this.obligations.some((o) => o.slot === slot)) slot++;
    return slot;
  }

  /** What differs between one obligation and the next stands first: see `result`. */
  open(obligation: Omit<Obligation, 'opened' | 'since' | 'level' | 'overdue'>): void {
    const { kind, name, owner, due, step, ...rest } = obligation;
    const opening = { opened: this.version, since: this.now };
    this.obligations.push({
      ...{ due, name, step, ...opening, kind, owner },
      ...rest,
      level: 0,
      overdue: false,
    });
    this.say({ kind: 'opened', obligation: kind, name, owner, due });
  }

  change(obligation: Obligation, change: Partial<Obligation>): void {
    this.replace(obligation, { ...obligation, ...change });
  }

  replace(obligation: Obligation, by: Obligation): void {
    const at = this.obligations.indexOf(obligation);
    if (at >= 0) this.obligations[at] = by;
    if (at >= 0 || this.parked === undefined) return;
    const resting = this.parked.resting.map((each) => (each === obligation ? by : each));
    this.parked = { ...this.parked, resting };
  }

  /**
   * Everything that waits for something, what rests in a park included: answers still count there.
   */
  waiting(): readonly Obligation[] {
    return this.parked === undefined
      ? this.obligations
      : [...this.obligations, ...this.parked.resting];
  }

  close(obligation: Obligation): void {
    if (!this.drop(obligation)) return;
    this.say({ kind: 'closed', obligation: obligation.kind, name: obligation.name });
  }

  /** Closes without a word; false when it was not open. */
  drop(obligation: Obligation): boolean {
    const at = this.obligations.indexOf(obligation);
    if (at >= 0) this.obligations.splice(at, 1);
    return at >= 0;
  }

  /**
   * Something that nobody planned for becomes an obligation with an owner; the same one only once.
   */
  raise(name: string, owner: string, step: string): void {
    if (this.ended) return;
    const same = this.obligations.some((o) => o.kind === 'exception' && o.name === name);
    if (same) return;
    const due = this.dueIn(this.program.exceptions.within, owner);
    this.open({ slot: this.freeSlot(), kind: 'exception', name, step, track: '', owner, due });
  }

  root(): Place | undefined {
    return this.places.find((place) => place.track === '');
  }

  /**
   * What changes with each input stands first, what seldom does last: of a state that is stored
   * again, only what lies between the first difference and the last is logged.
   */
  result(): StepResult {
    const root = this.root();
    const state: State = {
      version: this.version,
      places: this.places,
      obligations: this.obligations,
      ...(this.messages === undefined ? {} : { messages: this.messages }),
      ...(this.clocks === undefined ? {} : { clocks: this.clocks }),
      ...(this.parked === undefined ? {} : { parked: this.parked }),
      deferred: this.deferred,
      facts: this.facts,
      milestones: this.milestones,
      stage: root === undefined ? '' : this.stepNamed(root.step).stage,
      ...(this.outcome === undefined ? {} : { outcome: this.outcome }),
      status: this.ended ? 'ended' : 'open',
      journey: this.journey.name,
    };
    const { entries, effects, followed } = this;
    return { kind: 'stepped', state, entries, effects, followed };
  }
}

function journeyOf(program: Program, name: string): Journey {
  const journey = program.journeys[name];
  if (journey === undefined)
    throw new BugError('ONW-JOURNEY-UNKNOWN', 'The program has no such journey.');
  return journey;
}

/** As if it had just been opened: its first owner, and its system to be asked again. */
export function afresh(obligation: Obligation, owner: string, due: number): Obligation {
  const { lookUp: _asked, onHold: _hold, ...rest } = obligation;
  return { ...rest, owner, due, level: 0, overdue: false };
}
