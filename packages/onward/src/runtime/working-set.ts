/** The journeys of one batch while they are stepped in memory; nothing here is durable yet. */
import { BugError, isWhole, nextWake, recordInput, step } from '../core/index.ts';
import type { Effect, Input, OnwardCode, Program, State, StepResult } from '../core/index.ts';
import type { JournalBody, JournalRow, JourneyRow, OutboxRow, Outgoing } from '../store/index.ts';
import { bodyText } from '../store/index.ts';
import { BrokenJourneys, stateBroken } from './broken.ts';
import type { Doubts, Mark } from './doubts.ts';
import type { Holdings } from './hold/holdings.ts';
import { chainHash, chainStart } from './chain.ts';

/** How an input came, for the journal. */
export interface Origin {
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly occurredAt: number;
  /** It is taken to have happened when it came. */
  readonly undated?: true;
}

export interface Refused {
  readonly code: OnwardCode;
  readonly message: string;
}

/** One journey being stepped: the row that it was read as, and that it is written as. */
export interface Live extends JourneyRow {
  /** The version of the program that `program` is the number of. */
  readonly definition: Program;
  state: State;
  hash: string;
  timerDue: number;
  /** Set for a journey that begins in this batch. */
  readonly enrolKey?: string;
  /** The state as the database has it. */
  readonly before: State | undefined;
  changed: boolean;
}

type Stepped = Extract<StepResult, { readonly kind: 'stepped' }>;

/** A signal on its way to another journey of the same subject. */
export interface Signal {
  readonly from: Live;
  readonly effect: Extract<Effect, { readonly kind: 'announce' | 'inquire' }>;
}

/** What leaves, before it has a number. */
export type Order = Pick<OutboxRow, 'journey' | 'subject' | 'program' | 'seq' | 'effect'> &
  Partial<Mark>;

/** What a journey that has begun may be given. */
type Unbegun = Exclude<Input, { readonly kind: 'enrol' }>;

/** An input and how it came. */
export interface Arrival {
  readonly input: Input;
  readonly origin: Origin;
}

export class WorkingSet {
  readonly now: number;
  readonly journal: JournalRow[] = [];
  readonly outgoing: Order[] = [];
  readonly signals: Signal[] = [];
  readonly broken = new BrokenJourneys();
  private readonly live = new Map<number, Live>();
  private readonly bySubject = new Map<number, Live[]>();
  private readonly begun = new Set<string>();

  /** Undefined: no backup was ever restored. */
  readonly doubts: Doubts | undefined;
  /** Undefined: nothing is on hold. */
  readonly holdings: Holdings | undefined;

  constructor(now: number, doubts?: Doubts, holdings?: Holdings) {
    this.now = now;
    this.doubts = doubts;
    this.holdings = holdings;
  }

  /** A journey that cannot be worked on stands aside. */
  load(row: JourneyRow, definition: Program | undefined): void {
    const { id, subject, program, state, hash, timerDue } = row;
    if (definition === undefined || !isWhole(definition, state)) {
      this.broken.add({ ...row, definition });
      return;
    }
    const as = { id, subject, program, definition, state, hash, timerDue };
    this.add({ ...as, before: state, changed: false });
  }

  private add(live: Live): void {
    this.live.set(live.id, live);
    const list = this.bySubject.get(live.subject);
    if (list === undefined) this.bySubject.set(live.subject, [live]);
    else list.push(live);
  }

  get(id: number): Live | undefined {
    return this.live.get(id);
  }

  /** Journeys of a subject, in the order they were read or begun. */
  everyOf(subject: number): readonly Live[] {
    return this.bySubject.get(subject) ?? [];
  }

  hasBegun(journey: string, enrolKey: string): boolean {
    return this.begun.has(`${journey}/${enrolKey}`);
  }

  openOf(subject: number): readonly Live[] {
    const every = this.everyOf(subject);
    return every.every(isOpen) ? every : every.filter(isOpen);
  }

  all(): Iterable<Live> {
    return this.live.values();
  }

  /** Begins a journey. Returns undefined when the event does not begin it after all (its guard). */
  begin(
    as: Pick<Live, 'id' | 'subject' | 'program' | 'definition' | 'enrolKey'>,
    by: Arrival,
  ): Live | undefined {
    const result = firstStep(as.definition, by.input, this.now);
    if (result.kind === 'refused') return undefined;
    const { state } = result;
    const timerDue = nextWake(state) ?? this.now;
    const live: Live = {
      ...as,
      state,
      hash: chainStart,
      timerDue,
      before: undefined,
      changed: true,
    };
    this.add(live);
    this.begun.add(`${state.journey}/${as.enrolKey ?? ''}`);
    this.keep(live, by, result);
    return live;
  }

  /**
   * Applies one input to one journey. An input that breaks the step fails alone: the journey stays
   * where it was and a fault, with an owner, is recorded instead.
   */
  apply(live: Live, given: Unbegun, origin: Origin): Refused | undefined {
    const input = this.holdings?.dress(live.definition, live.state, given) ?? given;
    let result: ReturnType<typeof step>;
    try {
      result = step(live.definition, live.state, input, this.now);
    } catch (error) {
      const code = error instanceof BugError ? error.code : 'ONW-STEP-FAULT';
      const fault = this.fault(live, code);
      if (fault === undefined) return stateBroken;
      result = fault;
    }
    if (result.kind === 'refused') return { code: result.code, message: result.message };
    live.state = result.state;
    live.changed = true;
    this.keep(live, { input, origin }, result);
    return undefined;
  }

  /** Where not even a fault can be recorded, the state is damaged where nobody looked. */
  private fault(live: Live, code: OnwardCode): StepResult | undefined {
    try {
      return step(live.definition, live.state, { kind: 'fault', code }, this.now);
    } catch {
      this.broken.add(live);
      if (!live.changed) this.leaveOut(live);
      return undefined;
    }
  }

  private leaveOut(live: Live): void {
    this.live.delete(live.id);
    const rest = this.everyOf(live.subject).filter((each) => each !== live);
    this.bySubject.set(live.subject, rest);
  }

  private keep(live: Live, { input, origin }: Arrival, { state, entries, effects }: Stepped): void {
    const fault = entries[0]?.kind === 'fault' ? entries[0] : undefined;
    // What broke the step is kept beside what was applied instead, so that the fold still holds.
    const body: JournalBody =
      fault === undefined
        ? { input: recordInput(input), entries }
        : { input: { kind: 'fault', code: fault.code }, entries, broken: recordInput(input) };
    const { type, source, eventId, occurredAt, undated = false } = origin;
    const row = {
      journey: live.id,
      seq: state.version,
      at: this.now,
      type,
      source,
      eventId,
      occurredAt,
      step: state.places[0]?.step ?? '',
      body: bodyText(body),
      hash: '',
    };
    row.hash = live.hash = chainHash(live.hash, row);
    this.journal.push(row);
    const mark = this.doubts?.mark(live.id, {
      input,
      occurredAt,
      undated,
      seq: state.version,
      besideDoubt: this.everyOf(live.subject).some(({ id }) => this.doubts?.has(id)),
    });
    for (const effect of effects) {
      if (effect.kind === 'announce' || effect.kind === 'inquire') {
        this.signals.push({ from: live, effect });
      } else {
        const { id: journey, subject, program } = live;
        this.outgoing.push({ journey, subject, program, effect, ...keyed(effect, state, mark) });
      }
    }
  }
}

/** What makes the key of an order: of one that is sent once more, that of the first time. */
function keyed(
  effect: Outgoing,
  { version: seq }: State,
  mark: Mark | undefined,
): Pick<Order, 'seq'> & Partial<Mark> {
  const again = effect.kind === 'command' ? effect.again : undefined;
  if (again === undefined) return { seq, ...mark };
  const { epoch } = again;
  return epoch === undefined ? { seq: again.seq } : { seq: again.seq, epoch };
}

/**
 * A step that breaks begins nothing; the event is kept for a person, as any that finds no journey.
 */
function firstStep(program: Program, input: Input, now: number): StepResult {
  try {
    return step(program, null, input, now);
  } catch (error) {
    const code = error instanceof BugError ? error.code : 'ONW-STEP-FAULT';
    return { kind: 'refused', code, message: 'The first step of the journey breaks.' };
  }
}

function isOpen({ state }: Live): boolean {
  return state.status === 'open';
}
