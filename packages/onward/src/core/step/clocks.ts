/**
 * Clocks in the step: at its end each is charged up to now as the journey stood before, then hears
 * what happened, then runs on as the journey stands. So what a clock says always fits the state
 * that is committed with it.
 */
import {
  begin,
  elapse,
  inPhase,
  isCounting,
  measureOf,
  nextOf,
  reset,
  stop,
  turnOf,
} from '../clocks/index.ts';
import type { ClockTold, Counting, Phase, Run } from '../clocks/index.ts';
import type { Clock, Turn } from '../language/clock-model.ts';
import type { Draft } from './draft.ts';
import { isAmong, momentsOf } from './moments.ts';
import type { Moment } from './moments.ts';
import type { State } from './types.ts';

/** After a fault the clocks are looked at again so much later, so that a fault is no storm. */
const afterFaultMs = 900_000;

/** While a system is out the clocks that are charged to it are looked at so often. */
const outageLookMs = 900_000;

function isOut({ outages, now }: Draft): boolean {
  return outages.some(({ from, to }) => from <= now && now < to);
}

/** The exceptions that tell an owner of a clock. */
export const passed = 'target-passed';
export const near = 'target-near';

/** True when a target is reached, or somebody must be warned. */
export function isClockDue({ clocks, now }: Draft): boolean {
  return clocks?.next !== undefined && clocks.next <= now;
}

/** After a fault: the clocks run on, and are looked at again a little later. */
export function postponeClocks(draft: Draft): void {
  const { clocks, now } = draft;
  if (clocks === undefined || !isClockDue(draft)) return;
  draft.clocks = { ...clocks, next: now + afterFaultMs };
}

/** Brings every clock of the journey up to now. */
export function settleClocks(draft: Draft, before: State | null): void {
  const { journey } = draft;
  if (journey.clocks === undefined) return;
  const moments = momentsOf(journey, draft.entries, before?.stage ?? '');
  const runs: [string, Run][] = [];
  let next = Infinity;
  for (const [name, clock] of Object.entries(journey.clocks)) {
    const settled = settle(new Ticking(draft, name, clock), moments);
    if (settled === undefined) continue;
    runs.push([name, settled.run]);
    next = Math.min(next, settled.next ?? Infinity);
  }
  // During an outage no target comes nearer.
  if (isOut(draft)) next = Math.max(next, draft.now + outageLookMs);
  const wakes = Number.isFinite(next) && !draft.ended ? { next } : {};
  if (runs.length > 0) draft.clocks = { ...wakes, runs: Object.fromEntries(runs) };
}

function settle(
  clock: Ticking,
  moments: readonly Moment[],
): { readonly run: Run; readonly next: number | undefined } | undefined {
  clock.elapse();
  for (const moment of moments) clock.hear(moment);
  clock.standNow();
  const { run, by } = clock;
  return run && { run, next: nextOf(by, run) };
}

/** What there is to say of one clock. */
type Told = ClockTold extends infer T
  ? T extends ClockTold
    ? Omit<T, 'kind' | 'clock'>
    : never
  : never;

/** One clock while it is brought up to now. */
class Ticking {
  readonly by: Counting;
  run: Run | undefined;
  private isFresh = false;
  private readonly draft: Draft;
  private readonly name: string;
  private readonly clock: Clock;

  constructor(draft: Draft, name: string, clock: Clock) {
    const { calendar } = clock;
    this.draft = draft;
    this.name = name;
    this.clock = clock;
    const named = calendar === undefined ? undefined : draft.program.calendars[calendar];
    this.by = { clock, measure: measureOf(named) };
    this.run = draft.clocks?.runs[name];
  }

  private get running(): Run | undefined {
    return this.run?.stopped === undefined ? this.run : undefined;
  }

  /** Charges what has passed since it was last looked at. */
  elapse(): void {
    const { running } = this;
    if (running === undefined) return;
    const to = Math.max(this.draft.now, running.at);
    const { outages } = this.draft;
    this.tell(running, (this.run = elapse(this.by, running, { to, outages })));
  }

  /** Says what passed on the way, and tells the owner once. */
  private tell(was: Run, is: Run): void {
    const { target } = this.clock;
    const { warned, breached } = is;
    const isWarned = warned !== undefined && was.warned === undefined;
    const isBreached = breached !== undefined && was.breached === undefined;
    if (isWarned) this.say({ how: 'warned', at: warned });
    if (isBreached) {
      this.say({ how: 'breached', at: breached });
      this.closeWarning();
    }
    const what = isBreached ? passed : isWarned ? near : undefined;
    if (what === undefined || target === undefined) return;
    this.draft.raise(`${this.name}:${what}`, target.owner, this.draft.root()?.step ?? '');
  }

  hear(moment: Moment): void {
    const { starts, stops, resets, pauses } = this.clock;
    if (isAmong(pauses.from, moment)) this.hold(true);
    if (isAmong(pauses.until, moment)) this.hold(false);
    if (isAmong(resets, moment)) this.reset();
    if (isAmong(stops, moment)) this.stop();
    // Last: what both stops and starts it begins it anew.
    if (isAmong(starts, moment)) this.start();
  }

  private hold(isHeld: boolean): void {
    const { running } = this;
    if (running === undefined) return;
    const { held: _was, ...rest } = running;
    this.run = isHeld ? { ...rest, held: true } : rest;
  }

  private start(): void {
    if (this.running !== undefined) return;
    const now = Math.max(this.draft.now, this.run?.stopped ?? 0);
    // Whether it rests from the beginning is settled, and said, with all other rests.
    this.run = begin(this.by, now, {
      turn: turnOf(this.draft.journey, this.draft),
      isPaused: false,
    });
    this.say({ how: 'started', at: now });
    this.isFresh = true;
  }

  private reset(): void {
    const { running } = this;
    if (running === undefined) return;
    const { charged, counted, at } = running;
    this.say({ how: 'reset', at, charged, counted });
    this.closeWarning();
    this.run = reset(this.by, running);
  }

  private stop(): void {
    const { running } = this;
    if (running === undefined) return;
    const { charged, counted, at } = running;
    this.run = stop(running);
    this.say({ how: 'stopped', at, charged, counted });
    this.closeWarning();
  }

  /** From now on it runs, or rests, as the journey stands; at the end of all it stops. */
  standNow(): void {
    if (this.draft.ended) this.stop();
    const { running, by } = this;
    if (running === undefined) return;
    const phase = this.phase(running.held === true);
    const next = inPhase(by, running, phase);
    this.run = next;
    // One that rests from the beginning says so.
    const [did, does] = [this.isFresh || isCounting(by, running), isCounting(by, next)];
    if (did === does) return;
    this.say({ how: does ? 'resumed' : 'paused', turn: phase.turn, at: next.at });
  }

  private phase(isHeld: boolean): Phase & { readonly turn: Turn } {
    const { draft } = this;
    const { steps, stages, parked } = this.clock.pauses;
    const rests = draft.places.some(({ step, ended }) => {
      if (ended !== undefined) return false;
      return steps.includes(step) || stages.includes(draft.stepNamed(step).stage);
    });
    const isParked = parked && draft.parked !== undefined;
    return { turn: turnOf(draft.journey, draft), isPaused: isHeld || isParked || rests };
  }

  /** The warning is of no use once the target is passed, or the clock stands still. */
  private closeWarning(): void {
    const { draft, name } = this;
    const open = draft.obligations.find(
      (each) => each.kind === 'exception' && each.name === `${name}:${near}`,
    );
    if (open !== undefined) draft.close(open);
  }

  private say(said: Told): void {
    this.draft.say({ kind: 'clock', clock: this.name, ...said });
  }
}
