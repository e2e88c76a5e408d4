/**
 * Believed state beside what a system says: by one list where there is one, journey by journey
 * where there is none, and again by journey wherever a list shows something that is to be sure of.
 */
import { compare, RejectError, RetryError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { cellOf } from '../../store/index.ts';
import type { ComparedJourney, DriftRow } from '../../store/index.ts';
import { hears } from '../handling.ts';
import { Asking } from './asking.ts';
import type { AskingParts } from './asking.ts';
import { foundOf, lookOf, recordOf } from './look.ts';
import type { Found, Look } from './look.ts';
import { Pace } from './pace.ts';
import { closeDrifts, settle } from './settling.ts';
import type { SettlingParts, Suspect } from './settling.ts';
import type { Reconciled, Reconciler, ReconcileRequest } from './types.ts';
import { wanted } from './wanted.ts';
import { beliefsOf, whose } from './whose.ts';
import type { Compared } from './whose.ts';

export interface ReconcilerParts extends SettlingParts, AskingParts {
  program(): Program;
}

/** Journeys that are looked at together. */
const pageSize = 500;
/** More than these are looked for in a list, where there is one of everything. */
const fewJourneys = 200;
/** What has just happened may be on its way still. */
const settledMs = 120_000;

export function createReconciler(parts: ReconcilerParts): Reconciler {
  const paces = new Map<string, Pace>();
  // Whoever asks, and however many at once, shares one pace for a look-up.
  const paceOf = ({ system, lookUp, how: { perMinute } }: Look): Pace => {
    const name = `${system}.${lookUp}/${perMinute}`;
    const pace = paces.get(name) ?? new Pace(perMinute, (ms) => parts.pause(ms));
    paces.set(name, pace);
    return pace;
  };
  return {
    async run(request) {
      const program = parts.program();
      const lookUps = lookUpsOf(program, request);
      const looks = lookUps.map((lookUp) => lookOf(program, lookUp, request));
      for (const look of looks) {
        const asking = new Asking(look, parts, paceOf(look));
        const progress = (): void => request.onProgress?.(sum(looks));
        await new Comparing(look, parts, { asking, progress }).run();
      }
      return sum(looks);
    },
  };
}

/** @throws {RejectError} ONW-LOOKUP-UNKNOWN */
export function lookUpsOf(
  program: Program,
  { system, lookUp }: Pick<ReconcileRequest, 'system' | 'lookUp'>,
): readonly string[] {
  const known = Object.hasOwn(program.systems, system) ? program.systems[system] : undefined;
  const names = Object.keys(known?.lookUps ?? {});
  // A system that nothing can be looked up in has nothing to say of itself.
  if (lookUp === undefined && known !== undefined) return names;
  if (lookUp !== undefined && names.includes(lookUp)) return [lookUp];
  const message = 'The program has no such look-up; name a system and one of its look-ups.';
  throw new RejectError('ONW-LOOKUP-UNKNOWN', message);
}

function sum(looks: readonly Look[]): Reconciled {
  const counts = looks.map(({ count }) => count.so());
  const total = (of: 'asked' | 'agreed' | 'unanswered' | 'closed'): number =>
    counts.reduce((all, each) => all + each[of], 0);
  return {
    asked: total('asked'),
    agreed: total('agreed'),
    unanswered: total('unanswered'),
    closed: total('closed'),
    differences: looks.flatMap(({ count }) => count.differences),
  };
}

class Comparing {
  private readonly look: Look;
  private readonly parts: ReconcilerParts;
  private readonly asking: Asking;
  private readonly progress: () => void;

  constructor(
    look: Look,
    parts: ReconcilerParts,
    by: { readonly asking: Asking; readonly progress: () => void },
  ) {
    this.look = look;
    this.parts = parts;
    this.asking = by.asking;
    this.progress = by.progress;
  }

  async run(): Promise<void> {
    const { journeys } = this.look.request;
    const isFew = journeys !== undefined && journeys.length <= fewJourneys;
    // A whole list is read sooner than very many questions are asked.
    if (journeys !== undefined && (isFew || this.look.list !== 'all')) await this.askOf(journeys);
    else if (this.look.list !== undefined) await this.readList(this.look.list);
    else await this.askAll();
    if (this.look.request.preview !== true) await this.closeEnded();
  }

  private get isOver(): boolean {
    return this.look.request.signal?.aborted === true;
  }

  /** Asks about these journeys, as far as they are open. */
  private async askOf(numbers: readonly number[]): Promise<void> {
    const { reconciling } = this.parts.store;
    for (let at = 0; at < numbers.length && !this.isOver; at += pageSize) {
      const cells = Map.groupBy(numbers.slice(at, at + pageSize), cellOf);
      for (const [cell, ids] of cells) {
        const rows = await reconciling.compared(cell, ids);
        await this.ask(rows.filter(({ open }) => open));
      }
    }
  }

  /** Every open journey that heard of the system's records, or waits for it. */
  private async askAll(): Promise<void> {
    for await (const page of this.openJourneys()) {
      if (this.isOver) return;
      const cell = cellOf(page[0]?.id ?? 0);
      const ids = page.map(({ id }) => id);
      const waiting = await this.parts.store.reconciling.restingAt(
        cell,
        ids,
        stepsWaitingFor(this.look),
      );
      const believed = await beliefsOf(page, this.look, this.parts.store);
      const concerned = new Set([...waiting, ...believed.keys()]);
      await this.ask(page.filter(({ id }) => concerned.has(id)));
    }
  }

  private async *openJourneys(): AsyncGenerator<readonly ComparedJourney[]> {
    const { store } = this.parts;
    for (const cell of store.cells) {
      for (let after = 0; ;) {
        const page = await store.reconciling.open(cell, after, pageSize);
        const last = page.at(-1);
        if (last === undefined) break;
        after = last.id;
        yield page;
      }
    }
  }

  /** Asks the look-up about each, and settles what differs. */
  private async ask(journeys: readonly ComparedJourney[]): Promise<void> {
    const { look, parts } = this;
    const believed = await beliefsOf(journeys, look, parts.store);
    const suspects: Suspect[] = [];
    const answered: ComparedJourney[] = [];
    await Promise.all(
      journeys.map(async (journey) => {
        const answer = await this.asking.about(journey);
        if (answer.kind === 'silent') {
          if (!this.isOver) look.count.unanswered(journey.id);
          return;
        }
        look.count.asked(journey.id);
        answered.push(journey);
        const words = answer.events.map((event) => foundOf(event, look));
        const found = await this.ofThis(journey, words);
        const beside = { journey, believed: believed.get(journey.id) ?? [], found };
        suspects.push(...this.compare(beside, true));
      }),
    );
    const real = await wanted(suspects, parts);
    await settle(real, look, parts);
    await this.closeAgreed(answered, real);
    this.progress();
  }

  /** Words of the system that are about this journey, and not about another one of the person. */
  private async ofThis(journey: ComparedJourney, words: readonly Found[]): Promise<Found[]> {
    const { store } = this.parts;
    const program = await store.program(cellOf(journey.id), journey.program);
    const heard = words.filter(({ type }) => hears(program, journey.journey, type));
    const own = heard.flatMap(({ event }) =>
      event.refs.flatMap(({ ref, of }) => (of === 'journey' ? [ref] : [])),
    );
    const owners = await store.reconciling.owners(cellOf(journey.id), own);
    const others = new Set(
      owners.flatMap(({ ref, journey: id }) => (id === journey.id ? [] : ref)),
    );
    return heard.filter(({ event }) => !event.refs.some(({ ref }) => others.has(ref)));
  }

  private compare({ journey, believed, found }: Compared, isComplete: boolean): readonly Suspect[] {
    const { types, request } = this.look;
    const differences = compare(believed, found, { types, isComplete });
    // Whoever is asked about is asked now; a sweep leaves alone what may be on its way.
    const since = request.journeys === undefined ? this.parts.now() - settledMs : Infinity;
    return differences.flatMap((differs) => {
      const { event } = differs.found ?? {};
      const isFresh = event?.undated !== true && (event?.occurredAt ?? 0) > since;
      return isFresh ? [] : [{ journey, differs }];
    });
  }

  /** Compares page by page; what a list alone cannot say for sure, the look-up is asked. */
  private async readList(list: 'all' | 'recent'): Promise<void> {
    const read = new Reading();
    for (let page = 0; !this.isOver; page++) {
      const answer = await this.asking.page(page);
      if (this.isOver) return;
      if (answer.kind === 'silent') {
        const message = 'The list of the system could not be read to its end; try it again.';
        throw new RetryError(answer.code, message);
      }
      await this.readPage(
        answer.events.map((event) => foundOf(event, this.look)),
        read,
      );
      this.progress();
      if (!answer.more) break;
    }
    if (list === 'all') await this.missing(read);
    for (const journey of await this.drifting()) read.doubtful.add(journey);
    await this.askOf([...read.doubtful]);
  }

  private async readPage(words: readonly Found[], read: Reading): Promise<void> {
    const { look, parts } = this;
    const { journeys, beginning } = await whose(words, look, parts.store);
    const begins = beginning.map((found): Suspect => ({ differs: { class: 'missed', found } }));
    // What the list told of them before they began was nobody's.
    for (const id of await settle(begins, look, parts)) read.doubtful.add(id);
    const sure: Suspect[] = [];
    for (const { record } of words) if (record !== '') read.records.add(record);
    for (const each of journeys) {
      const { id } = each.journey;
      look.count.asked(id);
      const suspects = await wanted(this.compare(each, false), parts);
      const isPlain = suspects.every(({ differs }) => differs.class === 'missed');
      if (!isPlain) read.doubtful.add(id);
      else sure.push(...suspects);
      const last = each.believed.findLast(({ record }) => record !== '');
      if (last !== undefined && read.records.has(last.record)) read.confirmed.add(id);
    }
    await settle(sure, look, parts);
  }

  /** Journeys whose last word is of a record that the list does not hold. */
  private async missing({ records, confirmed, doubtful }: Reading): Promise<void> {
    for await (const page of this.openJourneys()) {
      if (this.isOver) return;
      const rest = page.filter(({ id }) => !confirmed.has(id));
      const believed = await beliefsOf(rest, this.look, this.parts.store);
      for (const [id, words] of believed) {
        const last = words.findLast(({ record }) => record !== '');
        if (last !== undefined && !records.has(last.record)) doubtful.add(id);
      }
    }
  }

  /** Journeys of which something differed when it was looked at last. */
  private async drifting(): Promise<readonly number[]> {
    const open = await this.openDrifts();
    return open.map(({ journey }) => journey);
  }

  private async openDrifts(journeys?: readonly number[]): Promise<readonly DriftRow[]> {
    const { store } = this.parts;
    const { system, lookUp } = this.look;
    const cells = journeys === undefined ? store.cells : [...new Set(journeys.map(cellOf))];
    const of = { system, lookUp, ...(journeys === undefined ? {} : { journeys }) };
    const rows = await Promise.all(cells.map((cell) => store.reconciling.openDrifts(cell, of)));
    return rows.flat();
  }

  /** What differed of these and does so no longer. */
  private async closeAgreed(
    journeys: readonly ComparedJourney[],
    suspects: readonly Suspect[],
  ): Promise<void> {
    const { look, parts } = this;
    if (look.request.preview === true || journeys.length === 0) return;
    const open = await this.openDrifts(journeys.map(({ id }) => id));
    const agreed = open.filter((row) => {
      return !suspects.some(({ journey, differs }) => {
        const record = differs.found?.record ?? differs.believed?.record;
        const isSame = journey?.id === row.journey && differs.class === row.class;
        return isSame && record === recordOfRow(row, look);
      });
    });
    const ends = Map.groupBy(agreed, ({ written }) => (written ? 'verified' : 'agreed'));
    for (const [by, rows] of ends) {
      const closed = await closeDrifts(rows, { by }, { look, parts });
      look.count.closed += closed.length;
    }
  }

  /** Where the journey is over, nothing hangs on the difference any more. */
  private async closeEnded(): Promise<void> {
    const { look, parts } = this;
    const open = await this.openDrifts(look.request.journeys);
    const cells = Map.groupBy(open, ({ journey }) => cellOf(journey));
    for (const [cell, rows] of cells) {
      const ids = [...new Set(rows.map(({ journey }) => journey))];
      const compared = await parts.store.reconciling.compared(cell, ids);
      const living = new Set(compared.flatMap(({ id, open: isOpen }) => (isOpen ? [id] : [])));
      const ended = rows.filter(({ journey }) => !living.has(journey));
      const closed = await closeDrifts(ended, { by: 'ended' }, { look, parts });
      look.count.closed += closed.length;
    }
  }
}

/** What was seen of a list so far. */
class Reading {
  /** Records that the system has. */
  readonly records = new Set<string>();
  /** Journeys whose last word stands in the list. */
  readonly confirmed = new Set<number>();
  /** Journeys that the look-up is asked about. */
  readonly doubtful = new Set<number>();
}

function recordOfRow({ found, believed }: DriftRow, look: Look): string | undefined {
  if (found !== undefined) return foundOf(found, look).record;
  return believed === undefined ? undefined : recordOfBelief(believed, look);
}

function recordOfBelief(believed: NonNullable<DriftRow['believed']>, look: Look): string {
  return recordOf(look.program, believed.type, believed.data);
}

/** Steps of every definition that wait for the system to speak. */
function stepsWaitingFor({ program, system }: Look): { journey: string; step: string }[] {
  return Object.values(program.journeys).flatMap(({ name: journey, steps }) =>
    Object.entries(steps).flatMap(([step, each]) => {
      const waits =
        (each.kind === 'await' && each.from === system) ||
        (each.kind === 'command' && each.call.system === system) ||
        (each.kind === 'message' && each.via === system);
      return waits ? [{ journey, step }] : [];
    }),
  );
}
