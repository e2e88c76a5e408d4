/** The figures of the console: what is cheap is asked, what is deep comes of a sweep. */
import { OnwardError } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { FiguresStore, MessageTally, Reads, Store } from '../../store/index.ts';
import type { Recovery } from '../recovery/index.ts';
import type { SourceDesk } from '../sources/desk.ts';
import { Clockwork } from '../clockwork.ts';
import type { Happened } from './activity.ts';
import { Kept } from './kept.ts';
import type { Figure } from './kept.ts';
import { daysFrom } from './days.ts';
import type { PlaceCounter } from './place-counts.ts';
import { sampleOf } from './sample.ts';
import type { Sample } from './sample.ts';
import type { SourceTrouble, Surroundings } from './stall-words.ts';
import { sweep } from './sweep.ts';
import type { Deep } from './sweep.ts';

export interface FiguresParts {
  readonly figures: FiguresStore;
  readonly reads: Pick<Reads, 'totals'>;
  readonly store: Pick<Store, 'sources' | 'reconciling'>;
  readonly places: PlaceCounter;
  readonly sources: Pick<SourceDesk, 'list'>;
  readonly recovery: Pick<Recovery, 'causes'>;
  /** People who are away now. */
  readonly absent: () => Promise<ReadonlySet<string>>;
  readonly program: () => Program;
  readonly now: () => number;
  /** Real milliseconds, from any beginning. */
  readonly elapsed: () => number;
  /** How often a page of a sweep is rested for, as a multiple of what it took. */
  readonly sweepRest?: number;
  readonly onTrouble: (code: string) => void;
}

/** Of each definition, for what is usual. */
const sampleSize = 500;
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

/** Real time between two looks whether it is time to count. */
const countMs = 5_000;
/** Between two passes of counting: so long at the least, and so many times what one costs. */
const leastRestMs = 15_000;
const restTimes = 40;
/** Of what was left uncounted for long one pass follows the other sooner. */
const behindTimes = 9;

/** How many messages of which text became what, and why some were not sent at once. */
export interface MessagesOf {
  readonly tallies: readonly MessageTally[];
  readonly rules: readonly { readonly rule: string; readonly count: number }[];
}

/** Counts of the whole, beside the navigation. */
export interface Overview {
  readonly open: number;
  readonly ended: number;
  readonly overdue: number;
  readonly unmatched: number;
  readonly sourcesTroubled: number;
  /** Undefined where no edge has said. */
  readonly quarantined: number | undefined;
  readonly incidents: number;
  readonly drifts: number;
  readonly causes: number;
  /** Of the last seven days. */
  readonly messagesFailed: number;
}

export class Figures {
  readonly parts: FiguresParts;
  private readonly sweeps: Kept<Deep>;
  private readonly samples: Kept<Sample>;
  private readonly overviews: Kept<Overview>;
  private readonly told = new Map<number, Kept<MessagesOf>>();
  private readonly happenings = new Map<number, Kept<Happened>>();
  private readonly turns: Clockwork;
  private stopped = false;

  constructor(parts: FiguresParts) {
    this.parts = parts;
    const { now, elapsed, onTrouble } = parts;
    const times = { now, elapsed, onTrouble: (error: unknown) => this.tell(error) };
    this.turns = new Clockwork({ onTrouble, now });
    this.sweeps = new Kept({
      ...times,
      measure: () => this.sweepOnce(),
      leastMs: 5_000,
      times: 30,
      costOf: ({ costMs }) => costMs,
    });
    this.samples = new Kept({
      ...times,
      measure: () => this.sampleOnce(),
      leastMs: 30_000,
      times: 100,
    });
    this.overviews = new Kept({
      ...times,
      measure: () => this.overviewOnce(),
      leastMs: 2_000,
      times: 50,
    });
  }

  /** What the last sweep found; undefined: none has ended yet. */
  async deep(): Promise<Deep | undefined> {
    return (await this.sweeps.get())?.value;
  }

  /** A sweep of now, for whoever must know. */
  async sweepNow(): Promise<Deep> {
    await this.samples.fresh();
    return (await this.sweeps.fresh()).value;
  }

  /** What the journeys that ended last have passed; whoever asks first waits for it. */
  sampleKnown(): Promise<Figure<Sample>> {
    return this.samples.need();
  }

  overview(): Promise<Figure<Overview>> {
    return this.overviews.need();
  }

  /** What became of the messages of so many days. */
  messages(days: number): Promise<Figure<MessagesOf>> {
    const known = this.told.get(days) ?? this.keepMessages(days);
    this.told.set(days, known);
    return known.need();
  }

  /** What happened in so many days of the zone of the program's first calendar. */
  happened(days: number): Promise<Figure<Happened>> {
    const known = this.happenings.get(days) ?? this.keepHappened(days);
    this.happenings.set(days, known);
    return known.need();
  }

  /** Counts what has happened, as far as it is time. */
  async count(): Promise<void> {
    const { figures, now, elapsed } = this.parts;
    for (const cell of figures.cells) {
      for (let more = true; more && !this.stopped;) {
        const began = elapsed();
        const restMs = (): number => Math.max(leastRestMs, restTimes * (elapsed() - began));
        more = (await figures.activity.count(cell, { now: now(), restMs }))?.more ?? false;
        if (more) await pause(behindTimes * (elapsed() - began));
      }
    }
  }

  private keepHappened(days: number): Kept<Happened> {
    const { figures, program, now, elapsed } = this.parts;
    const measure = async (): Promise<Happened> => {
      const { zone = 'UTC' } = Object.values(program().calendars)[0] ?? {};
      const [first = 0] = daysFrom(now() - (days - 1) * dayMs, zone, 1);
      const { activity } = figures;
      const counted = await activity.counted();
      const { to } = counted ?? { to: now() };
      const [rows, week, month] = await Promise.all([
        activity.days(first, zone),
        activity.sums(to - weekMs),
        activity.sums(to - 30 * dayMs),
      ]);
      return { counted, days: rows, week, month };
    };
    const onTrouble = (error: unknown): void => this.tell(error);
    return new Kept({ measure, now, elapsed, onTrouble, leastMs: 5_000, times: 50 });
  }

  /** What fails while everything is being closed is no trouble. */
  private tell(error: unknown): void {
    if (this.stopped) return;
    this.parts.onTrouble(error instanceof OnwardError ? error.code : 'ONW-INTERNAL');
  }

  private keepMessages(days: number): Kept<MessagesOf> {
    const { figures, now, elapsed } = this.parts;
    const onTrouble = (error: unknown): void => this.tell(error);
    const measure = async (): Promise<MessagesOf> => {
      const since = now() - days * dayMs;
      const [tallies, rules] = await Promise.all([
        figures.tallyMessages(since),
        figures.rules(since),
      ]);
      return { tallies, rules };
    };
    return new Kept({ measure, now, elapsed, onTrouble, leastMs: 5_000, times: 50 });
  }

  /** Begins the first sweep, and counts what came while nobody did; nobody waits for them. */
  start(): void {
    void this.sweeps.refresh();
    this.count().catch((error: unknown) => this.tell(error));
    this.turns.every('count', countMs, () => this.count());
  }

  /** A sweep that is on its way ends with its page. */
  stop(): void {
    this.stopped = true;
    this.turns.stop();
  }

  private async sweepOnce(): Promise<Deep | undefined> {
    const { figures, program, elapsed, sweepRest: rest } = this.parts;
    if (this.stopped) return undefined;
    const isStopped = (): boolean => this.stopped;
    const around = await this.surroundings();
    const given = { store: figures, program: program(), around, elapsed, pause, isStopped };
    return sweep(rest === undefined ? given : { ...given, rest });
  }

  private async sampleOnce(): Promise<Sample> {
    const { figures, program, now } = this.parts;
    const at = now();
    return sampleOf(await figures.ended(program().program, sampleSize), at);
  }

  private async surroundings(): Promise<Surroundings> {
    const { now, program, sources, absent } = this.parts;
    const [listed, away, sample] = await Promise.all([
      sources.list(),
      absent(),
      this.samples.need(),
    ]);
    const { program: name, teams } = program();
    const troubled = listed.flatMap((source) => {
      const trouble = troubleOf(source);
      return trouble === undefined ? [] : [[source.system, trouble] as const];
    });
    const emptied = Object.entries(teams).flatMap(([team, { people }]) =>
      people.length > 0 && people.every((person) => away.has(person)) ? [team] : [],
    );
    return {
      now: now(),
      troubled: new Map(troubled),
      absent: new Set(emptied),
      slowMs: (at) =>
        at.program === name
          ? sample.value.journeys.get(at.journey)?.slowMs.get(at.step)
          : undefined,
    };
  }

  private async overviewOnce(): Promise<Overview> {
    const { reads, places, store, sources, recovery, figures, now } = this.parts;
    const [totals, counted, listed, open, drifts, causes, messages] = await Promise.all([
      reads.totals(now()),
      places.need(),
      sources.list(),
      store.sources.incidents(),
      store.reconciling.groups(),
      recovery.causes(),
      figures.tallyMessages(now() - weekMs),
    ]);
    const { open: journeys, ended, unmatched } = totals;
    const overdue = counted.rows.reduce((sum, each) => sum + each.overdue, 0);
    const seen = listed.filter(({ state }) => state !== 'unknown');
    return {
      open: journeys,
      ended,
      overdue,
      unmatched,
      sourcesTroubled: listed.filter((each) => troubleOf(each) !== undefined).length,
      quarantined:
        seen.length === 0
          ? undefined
          : seen.reduce((sum, { backlog }) => sum + backlog.quarantined, 0),
      incidents: open.length,
      drifts: drifts.reduce((sum, { count }) => sum + count, 0),
      causes: causes.length,
      messagesFailed: messages
        .filter(({ fate }) => fate === 'failed')
        .reduce((sum, { count }) => sum + count, 0),
    };
  }
}

type Source = Awaited<ReturnType<SourceDesk['list']>>[number];

/** What is on hold somebody has seen to; that comes first. */
function troubleOf({ state, isLagging, hold }: Source): SourceTrouble | undefined {
  if (hold !== undefined) return 'held';
  if (state === 'quiet') return 'silent';
  if (state === 'refused' || state === 'away') return state;
  return isLagging ? 'lagging' : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
