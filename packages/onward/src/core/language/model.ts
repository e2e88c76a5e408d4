/**
 * The compiled form of a program: closed, versioned JSON that is checked, run, drawn and diffed.
 */
import type { Calendar, Shift, Span } from './calendar-model.ts';
import type { Clock, Turn } from './clock-model.ts';
import type { Expression, FactTypes, FactValue } from './fact-model.ts';
import type { ReadBack, Reconciliation } from './reconcile-model.ts';
import type { Caps, ConsentWord, MessagePolicy, Telling, Template } from './message-model.ts';

/** When an obligation is due: a span from its start, or an offset from a fact (with a fallback). */
export type Within =
  | Span
  | {
      readonly kind: 'fact';
      readonly fact: string;
      readonly offsetMs: number;
      /** Used while the fact is not known. */
      readonly otherwise: Span;
    };

/** A constant of a guard on time: an instant, or an offset from now. */
export type TimePoint =
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'now'; readonly offsetMs: number };

/** A guard operand: the name of a fact, or `event.NAME` for the data of the input. */
export type Operand = string;

/** Guards compare facts with constants, so that their cells are finite and the proof is exact. */
export type Guard =
  | { readonly kind: 'all'; readonly of: readonly Guard[] }
  | { readonly kind: 'any'; readonly of: readonly Guard[] }
  | { readonly kind: 'not'; readonly of: Guard }
  | { readonly kind: 'known'; readonly operand: Operand }
  | { readonly kind: 'is'; readonly operand: Operand; readonly value: FactValue }
  | {
      readonly kind: 'lt' | 'lte' | 'gt' | 'gte';
      readonly operand: Operand;
      readonly value: number;
    }
  | { readonly kind: 'before' | 'after'; readonly operand: Operand; readonly time: TimePoint };

export interface Assignment {
  readonly fact: string;
  readonly to: Expression;
}

/** Something asked of an outside system: arguments come from facts, never from text. */
export interface CommandCall {
  readonly system: string;
  readonly command: string;
  readonly args: Readonly<Record<string, Expression>>;
}

/** The move from step to step. Without `to` the journey stays; with `when` it is guarded. */
export interface Transition {
  readonly when?: Guard;
  readonly to?: string;
  readonly set: readonly Assignment[];
  readonly milestone?: string;
  /** Commands asked in passing: done is recorded, anything else becomes an owned exception. */
  readonly run: readonly CommandCall[];
  /** What the person is told because this way was taken. */
  readonly inform?: readonly Telling[];
}

/** Ordered; the first whose guard holds is taken. */
export type Transitions = readonly Transition[];

/**
 * What happens to an event here: a way on, kept for later, ignored for a stated reason, or handed
 * to an owner as an exception that was planned for.
 */
export type Handler =
  | { readonly kind: 'go'; readonly transitions: Transitions }
  | { readonly kind: 'defer'; readonly forMs: number }
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'exception'; readonly owner: string };
export type Handlers = Readonly<Record<string, Handler>>;

export interface LookUp {
  readonly system: string;
  readonly name: string;
  /** How long the system may take to answer before the way on is taken. */
  readonly withinMs: number;
}

/**
 * What happens when a deadline passes. At least one of look-up+then, escalate, then, park is there.
 */
export interface Overdue {
  readonly lookUp?: LookUp;
  /** Owners in order; the last is an accountable person's role. */
  readonly escalate: readonly string[];
  /** Time between rungs, and between reminders of the last one. */
  readonly every?: Span;
  readonly then?: Transitions;
  readonly park?: Parking;
}

export interface Parking {
  readonly owner: string;
  readonly reason: string;
  readonly reviewEvery: Span;
}

/** A message that should exist while its step is current; `core/messages` plans it. */
export interface Reminder extends Telling {
  /** Milliseconds relative to the fact (negative: before it), or to entering the step. */
  readonly fact?: string;
  readonly offsetMs: number;
  /** Asked when its time has come. */
  readonly when?: Guard;
}

export interface RetryPolicy {
  readonly attempts: number;
  readonly firstMs: number;
  readonly factor: number;
  readonly maxMs: number;
}

interface StepBase {
  readonly stage: string;
  /** The track the step belongs to; empty for the journey's own line. */
  readonly track: string;
  readonly on: Handlers;
  readonly reminders: readonly Reminder[];
  /** Absent: as its kind says. */
  readonly turn?: Turn;
}
/** A step that holds an obligation: who must see to it, by when, and what if not. */
interface Owned extends StepBase {
  readonly owner: string;
  readonly within: Within;
  readonly overdue: Overdue;
}

/** A step that waits for a system. */
interface Asking extends Owned {
  /** While the system is on hold, its owner checks by hand within this. */
  readonly safety?: Span;
}

export interface AwaitStep extends Asking {
  readonly kind: 'await';
  readonly events: readonly string[];
  readonly from: string;
}
export interface ActionType {
  /** What the person must state with the action. */
  readonly with: FactTypes;
  readonly transitions: Transitions;
}
export interface TaskStep extends Owned {
  readonly kind: 'task';
  readonly task: string;
  readonly actions: Readonly<Record<string, ActionType>>;
  readonly brief: readonly string[];
}
export interface CommandStep extends Asking {
  readonly kind: 'command';
  readonly call: CommandCall;
  readonly retry: RetryPolicy;
  readonly done: Transitions;
  readonly rejected: Transitions;
  readonly exhausted: Transitions;
  readonly unknown: Transitions;
  /** An answer that comes after the step was left: a reason to ignore it, or an exception. */
  readonly late:
    | { readonly kind: 'exception' }
    | { readonly kind: 'ignore'; readonly reason: string };
  /**
   * The command step that undoes what this one did. Nothing follows it by itself: `check` (C9)
   * proves that whoever gives up after a `done` passes through it, once.
   */
  readonly undo?: string;
  readonly readBack?: ReadBack;
}
export interface MessageStep extends Asking {
  readonly kind: 'message';
  readonly template: string;
  readonly via: string;
  readonly channels: readonly string[];
  readonly until: Knowing;
  readonly then: Transitions;
}
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly owner: string;
  readonly within: Within;
  readonly then: Transitions;
}
export interface DecideStep extends StepBase {
  readonly kind: 'decide';
  readonly choose: Transitions;
}
export interface TracksStep extends StepBase {
  readonly kind: 'tracks';
  /** Track name to the step it starts with. */
  readonly tracks: Readonly<Record<string, string>>;
  /** How many tracks must end before the join. */
  readonly join: number;
  readonly then: Transitions;
}
export interface DependsStep extends Owned {
  readonly kind: 'depends';
  readonly journey: string;
  /** A milestone to reach, or absent: any end. */
  readonly milestone?: string;
  readonly reached: Transitions;
  /**
   * Per outcome of the other journey; `reached` serves those not named when no milestone is asked.
   */
  readonly ended: Readonly<Record<string, Transitions>>;
  readonly neverStarted: Transitions;
}
export interface ParkStep extends StepBase {
  readonly kind: 'park';
  readonly owner: string;
  readonly reason: string;
  readonly within: Span;
  readonly actions: Readonly<Record<string, ActionType>>;
}
export interface EndStep extends StepBase {
  readonly kind: 'end';
  readonly outcome: string;
  /** The journey is given up: `check` (C9) proves that what was done is undone by then. */
  readonly abort?: true;
}

export type Step =
  | AwaitStep
  | TaskStep
  | CommandStep
  | MessageStep
  | WaitStep
  | DecideStep
  | TracksStep
  | DependsStep
  | ParkStep
  | EndStep;

/** How sure one must be that the person knows, weakest first. */
export type Knowing = 'sent' | 'delivered' | 'read' | 'replied' | 'confirmed';

export interface Stage {
  /** Flow target; beyond it the journey counts as slow. */
  readonly target?: Span;
  readonly owner?: string;
  readonly on: Handlers;
}

/** How a journey begins, and that it begins once (per subject, per event, or per named ref). */
export interface Enrolment {
  readonly on: string;
  readonly oncePer: 'subject' | 'event' | { readonly ref: string };
  readonly when?: Guard;
  readonly set: readonly Assignment[];
}

export interface Journey {
  readonly name: string;
  readonly subject: string;
  readonly owner?: string;
  readonly facts: FactTypes;
  readonly enrol: readonly Enrolment[];
  readonly start: string;
  readonly on: Handlers;
  readonly stages: Readonly<Record<string, Stage>>;
  /** Every step of every stage and track; names are unique within the journey. */
  readonly steps: Readonly<Record<string, Step>>;
  readonly milestones: readonly string[];
  /** Absent where nothing is measured. */
  readonly clocks?: Readonly<Record<string, Clock>>;
}

/** A team, or a role (a team of one or two that is accountable by name). */
export interface Team {
  readonly role: boolean;
  readonly calendar: string;
  /** Opaque ids of people. */
  readonly people: readonly string[];
  /** Who is asked when nobody of the team is there. */
  readonly fallback?: string;
}

/** A ref names something outside: the subject itself, or one thing that one journey is about. */
export interface RefType {
  readonly system: string;
  /** `contact`: an address or a number, which several people may share. */
  readonly of: 'subject' | 'journey' | 'contact';
}

/** What a system can say: the outside ids that place it, and its closed-type facts. */
export interface EventType {
  readonly refs: Readonly<Record<string, RefType>>;
  readonly data: FactTypes;
  /** A person grants or revokes consent with it: it is entered in their ledger. */
  readonly consent?: ConsentWord;
  /** A person said it: where no journey takes it, it is kept for the team of its system. */
  readonly said?: true;
}
export interface CommandType {
  readonly args: FactTypes;
  /** Facts that a `done` outcome brings. */
  readonly returns: FactTypes;
}
export interface LookUpType {
  /** Names of this system's events that an answer may hold. */
  readonly events: readonly string[];
  /** It can be read as a list: of everything that there is, or of what is not too old. */
  readonly list?: 'all' | 'recent';
}

/**
 * One outside system: the connector it speaks through, who answers for it, what it can say and do.
 */
export interface System {
  readonly connector: string;
  readonly owner: string;
  readonly events: Readonly<Record<string, EventType>>;
  readonly commands: Readonly<Record<string, CommandType>>;
  readonly lookUps: Readonly<Record<string, LookUpType>>;
  /** By look-up; those that are not named have the usual policies and no rhythm. */
  readonly reconcile?: Readonly<Record<string, Reconciliation>>;
  /**
   * The connector's own settings, validated by the connector; secrets stand as names of variables.
   */
  readonly settings: Json;
}

export type { Expression, Facts, FactType, FactTypes, FactValue, Money } from './fact-model.ts';
export type { DriftClass, DriftPolicy, ReadBack, Reconciliation } from './reconcile-model.ts';
export type { Calendar, Caps, Clock, ConsentWord, MessagePolicy, Shift, Span, Telling, Template };

export interface Program {
  readonly format: 1;
  readonly program: string;
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly teams: Readonly<Record<string, Team>>;
  readonly codes: Readonly<Record<string, readonly string[]>>;
  readonly systems: Readonly<Record<string, System>>;
  readonly templates: Readonly<Record<string, Template>>;
  /** Absent: at any time, and as often as it is asked for. */
  readonly messages?: MessagePolicy;
  /** Owner's deadline and ladder for whatever nobody planned for. */
  readonly exceptions: {
    readonly within: Span;
    readonly escalate: readonly string[];
    readonly every: Span;
  };
  readonly journeys: Readonly<Record<string, Journey>>;
}

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };
