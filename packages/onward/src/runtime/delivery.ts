/** Delivers one event: who takes it, who begins with it, and whose its outside ids are. */
import { enrolmentOf, parseCommandKey } from '../core/index.ts';
import type { EventInput, Program } from '../core/index.ts';
import type { CellTransaction, InboxRow } from '../store/index.ts';
import { beginnings, takers } from './correlate.ts';
import { handles } from './handling.ts';
import { returnedRefs } from './returned-refs.ts';
import { answerTo } from './words.ts';
import type { Word, Words } from './words.ts';
import type { EventWork, InputWork } from './work.ts';
import type { Live, Origin, WorkingSet } from './working-set.ts';

export interface ReadBatch {
  readonly cell: number;
  readonly tx: CellTransaction;
  readonly set: WorkingSet;
  readonly words: Words;
  readonly worker: number;
  readonly program: Program;
  readonly programId: number;
  readonly next: () => number;
  readonly inbox: Map<string, InboxRow>;
  readonly kept: ReadonlyMap<string, { readonly id: number; readonly digest: string }>;
  /** Subjects of whose ended journeys some keys are gone: when the last of them ended. */
  readonly forgotten: ReadonlyMap<number, number>;
  readonly own: Map<string, number>;
  readonly enrolled: ReadonlyMap<string, { readonly id: number; readonly open: boolean }>;
}

export class Delivery {
  private readonly batch: ReadBatch;
  /** Outside ids of journeys' own things, learnt in this batch. */
  readonly refs: { ref: string; journey: number }[] = [];

  constructor(batch: ReadBatch) {
    this.batch = batch;
  }

  /** Hands an event to all who take it, and begins what begins with it; the journeys that did. */
  deliver(work: EventWork, word: Word | undefined): readonly number[] {
    const { set } = this.batch;
    const { event } = work;
    const { type, source, id, occurredAt, undated, data, answers, observed } = event;
    const dated: Origin = { type, source, eventId: id, occurredAt };
    const origin: Origin = undated === undefined ? dated : { ...dated, undated };
    const bare: EventInput = { kind: 'event', type, source, id, occurredAt, data };
    const plain = observed === undefined ? bare : { ...bare, observed };
    const input = answers === undefined ? plain : { ...plain, answers: this.answered(answers) };
    const begun = work.ambiguous ? [] : this.begin(work, { input, origin });
    const hearers = this.hearers(work, takers(set, work, this.batch.own), word);
    let unsaid = word;
    const took = hearers.filter((live) => {
      if (begun.includes(live)) return false;
      // An event that begins another journey says nothing to one that only began with its kind.
      const isHeard =
        begun.length === 0 || handles(live.definition, live.state.journey, event.type);
      if (!isHeard) return false;
      const said = unsaid && answerTo(unsaid, live.definition);
      const heard = word === undefined ? input : { ...input, consent: word.consent };
      const taken = set.apply(
        live,
        said === undefined ? heard : { ...heard, answer: said },
        origin,
      );
      if (taken !== undefined) return false;
      unsaid = undefined;
      return true;
    });
    this.learn(work, begun, took);
    const also = this.alsoHear(work, input, origin);
    return [...took, ...begun, ...also].map((live) => live.id);
  }

  /** Journeys whose message was merged into the one that this is a receipt of hear it as theirs. */
  private alsoHear({ event }: EventWork, input: EventInput, origin: Origin): readonly Live[] {
    const { set, words } = this.batch;
    return words.receipt(event).flatMap(({ journey, seq, index }) => {
      const live = set.get(journey);
      if (live?.state.status !== 'open') return [];
      const answers = `${seq}.${index}`;
      return set.apply(live, { ...input, answers }, origin) === undefined ? [live] : [];
    });
  }

  /**
   * Who hears a word on consent, so that it stands in a journal and one of them answers it: those
   * that take the event anyway, else the first open journey of the person.
   */
  private hearers(work: EventWork, took: readonly Live[], word: Word | undefined): readonly Live[] {
    if (word === undefined || work.subject === undefined || took.length > 0) return took;
    return this.batch.set.openOf(work.subject).slice(0, 1);
  }

  /** The key within its journey; one of a time that was lost is left whole, and answers nothing. */
  private answered(key: string): string {
    const name = parseCommandKey(key);
    if (name === undefined) return key;
    const { journey, local, epoch } = name;
    const isOurs = this.batch.set.doubts?.isOurs(journey, {
      seq: Number.parseInt(local, 10),
      epoch,
    });
    return isOurs === false ? key : local;
  }

  /** Begins the journeys that begin with this event, each once. */
  private begin(work: EventWork, { input, origin }: { input: EventInput; origin: Origin }): Live[] {
    const { set, enrolled, program, programId, next } = this.batch;
    const { subject } = work;
    if (subject === undefined) return [];
    return beginnings(program, work).flatMap(({ journey, enrolment, enrolKey }) => {
      const definition = program.journeys[journey];
      if (definition === undefined) return [];
      // Of several ways to begin, the first whose guard holds says what makes it once.
      if (enrolmentOf(definition, input, set.now) !== enrolment) return [];
      if (enrolled.has(`${journey}/${enrolKey}`) || set.hasBegun(journey, enrolKey)) return [];
      const as = { id: next(), subject, program: programId, definition: program, enrolKey };
      const live = set.begin(as, { input: { kind: 'enrol', journey, event: input }, origin });
      return live === undefined ? [] : [live];
    });
  }

  /**
   * An outside id of a journey's own thing is learnt when it is clear whose: the one journey that
   * began with the event, or else the only one that took it.
   */
  private learn(work: EventWork, begun: readonly Live[], took: readonly Live[]): void {
    const [only, other] = begun.length > 0 ? begun : took;
    if (only === undefined || other !== undefined) return;
    for (const { ref, of } of work.event.refs) {
      if (of !== 'journey' || this.batch.own.has(ref)) continue;
      this.batch.own.set(ref, only.id);
      this.refs.push({ ref, journey: only.id });
    }
  }

  /** Outside ids that the answer to an order brings are the journey's. */
  learnReturned({ input, completion }: InputWork, live: Live): void {
    if (input.kind !== 'outcome' || completion === undefined) return;
    for (const ref of returnedRefs(live.definition, completion.row.effect, input.data)) {
      if (this.batch.own.has(ref)) continue;
      this.batch.own.set(ref, live.id);
      this.refs.push({ ref, journey: live.id });
    }
  }
}
