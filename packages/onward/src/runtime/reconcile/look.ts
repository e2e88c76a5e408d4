/** One look: a look-up of a system that is compared, how far its answers reach, and the count. */
import { parseCommandKey, reconciliationOf } from '../../core/index.ts';
import type {
  DriftClass,
  Facts,
  OperationalEvent,
  Program,
  Reconciliation,
  Word,
} from '../../core/index.ts';
import type { BeliefRow, Tally } from '../../store/index.ts';
import type { Difference, Reconciled, ReconcileRequest } from './types.ts';

export interface Look {
  readonly program: Program;
  readonly system: string;
  readonly lookUp: string;
  /** Types of the events that its answers may hold. */
  readonly types: ReadonlySet<string>;
  /** It can be read as a list: of everything that there is, or of what is not too old. */
  readonly list: 'all' | 'recent' | undefined;
  readonly how: Reconciliation;
  readonly request: ReconcileRequest;
  readonly count: Count;
}

/** What the system says, as it is compared. */
export interface Found extends Word {
  readonly event: OperationalEvent;
}
/** What came of it. */
export type Belief = BeliefRow & Word;

export function lookOf(program: Program, lookUp: string, request: ReconcileRequest): Look {
  const { system } = request;
  const declared = program.systems[system];
  const type = declared?.lookUps[lookUp];
  return {
    program,
    system,
    lookUp,
    types: new Set(type?.events.map((event) => `${system}.${event}`)),
    list: type?.list,
    how: reconciliationOf(declared?.reconcile, lookUp),
    request,
    count: new Count(),
  };
}

export function foundOf(event: OperationalEvent, { program }: Look): Found {
  const { type, occurredAt, data, answers } = event;
  const word = { event, type, occurredAt, data, record: recordOf(program, type, data) };
  const answered = answers === undefined ? undefined : parseCommandKey(answers)?.local;
  return answered === undefined ? word : { ...word, answers: answered };
}

export function beliefOf(row: BeliefRow, { program }: Look): Belief {
  return { ...row, record: recordOf(program, row.type, row.data) };
}

/** The first ref of the system's own that names one thing; empty where the word has none. */
export function recordOf(program: Program, type: string, data: Facts): string {
  const dot = type.indexOf('.');
  const system = type.slice(0, dot);
  const refs = program.systems[system]?.events[type.slice(dot + 1)]?.refs ?? {};
  for (const [name, ref] of Object.entries(refs)) {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    const isOwn = ref.of === 'journey' && ref.system === system;
    if (isOwn && typeof value === 'string') return value;
  }
  return '';
}

/** What came of a look so far. */
export class Count {
  readonly differences: Difference[] = [];
  private readonly compared = new Set<number>();
  private readonly differing = new Set<number>();
  private readonly silent = new Set<number>();
  closed = 0;

  /** The system was asked about this journey. */
  asked(journey: number): void {
    this.compared.add(journey);
  }

  unanswered(journey: number): void {
    this.compared.add(journey);
    this.silent.add(journey);
  }

  differs(difference: Difference): void {
    this.differences.push(difference);
    if (difference.journey !== undefined) this.differing.add(difference.journey);
  }

  so(): Reconciled {
    const asked = this.compared.size;
    const unanswered = this.silent.size;
    const agreed = asked - new Set([...this.silent, ...this.differing]).size;
    return { asked, agreed, unanswered, closed: this.closed, differences: this.differences };
  }
}

/** How many differences of each class ended how. */
export function tallyOf({ differences, ...counts }: Reconciled): Tally {
  const ends: Partial<Record<DriftClass, Record<string, number>>> = {};
  for (const { class: drift, end } of differences) {
    const of = (ends[drift] ??= {});
    of[end] = (of[end] ?? 0) + 1;
  }
  return { ...counts, ends };
}
