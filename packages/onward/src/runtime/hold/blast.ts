/**
 * The blast radius of a system that is out: who waits for it, what would go overdue through no
 * fault of anybody's, what may not wait, and who was moved on by what may be stale.
 */
import { safetyOf, systemOf, systemsOf } from '../../core/index.ts';
import type { Journey, Program, State } from '../../core/index.ts';
import type { HeldJourney, Store } from '../../store/index.ts';
import { stepsOf } from './board.ts';

/** What a hold of a system has to do with a journey. */
export const blastReasons = ['waiting', 'falsely-overdue', 'safety', 'stale'] as const;
export type BlastReason = (typeof blastReasons)[number];

export interface BlastRow {
  readonly journey: number;
  readonly why: readonly BlastReason[];
}

export interface BlastCounts {
  /** Journeys that wait for the system. */
  readonly waiting: number;
  /** Obligations that would go overdue before the review. */
  readonly falselyOverdue: number;
  /** Obligations that may not wait. */
  readonly safety: number;
  /** Journeys that were moved, by a deadline or a person, since the system's last good word. */
  readonly stale: number;
}

export interface Blast {
  readonly counts: BlastCounts;
  /** A page, in order of journeys. */
  readonly rows: readonly BlastRow[];
}

export interface BlastRequest {
  readonly system: string;
  /** The last good word of the system. */
  readonly since: number;
  /** Until when it is to be on hold. */
  readonly review: number;
  /** Rows of this reason only; the counts are of all. */
  readonly why?: BlastReason | undefined;
  readonly after: number;
  readonly limit: number;
}

/** What a hold would do for one journey; `stale`: it was moved since the last good word. */
function touch(
  { program, state, moved }: { program: Program; state: State; moved: boolean },
  { system, review }: Pick<BlastRequest, 'system' | 'review'>,
): { readonly why: readonly BlastReason[]; readonly overdue: number; readonly safety: number } {
  const journey = program.journeys[state.journey];
  if (journey === undefined) return { why: [], overdue: 0, safety: 0 };
  const waiting = state.obligations.filter((each) => systemsOf(journey, each).includes(system));
  const safe = waiting.filter((each) => safetyOf(journey, each) !== undefined);
  const late = waiting.filter(
    (each) => !safe.includes(each) && !each.overdue && each.due <= review,
  );
  const isStale =
    moved && factsFrom(journey, system).some((name) => state.facts[name] !== undefined);
  const reasons: readonly [BlastReason, boolean][] = [
    ['waiting', waiting.length > 0],
    ['falsely-overdue', late.length > 0],
    ['safety', safe.length > 0],
    ['stale', isStale],
  ];
  const why = reasons.flatMap(([reason, holds]) => (holds ? [reason] : []));
  return { why, overdue: late.length, safety: safe.length };
}

/** Facts that something a system says or returns sets. */
function factsFrom(journey: Journey, system: string): readonly string[] {
  const isIts = (type: string): boolean => type.startsWith(`${system}.`);
  const levels = [
    journey,
    ...Object.values(journey.stages),
    ...Object.values(journey.steps),
  ].flatMap(({ on }) => Object.entries(on));
  const heard = levels.flatMap(([type, handler]) =>
    isIts(type) && handler.kind === 'go' ? handler.transitions : [],
  );
  const done = Object.values(journey.steps).flatMap((step) =>
    step.kind === 'command' && systemOf(step) === system ? step.done : [],
  );
  const begun = journey.enrol.filter(({ on }) => isIts(on));
  const set = [...heard, ...done, ...begun].flatMap((each) => each.set);
  return [...new Set(set.map(({ fact }) => fact))];
}

const pageSize = 1_000;

/** Reads all who may be touched, in pages; what it costs grows with how many they are. */
export async function blastOf(store: Store, request: BlastRequest): Promise<Blast> {
  const counts = { waiting: 0, falselyOverdue: 0, safety: 0, stale: 0 };
  const { why: only, after, limit } = request;
  const rows: BlastRow[] = [];
  for (const cell of store.cells) {
    const moved = await movedIn(store, cell, request);
    const ids = new Set([...(await waitingIn(store, cell, request.system)), ...moved]);
    for (const states of pagesOf([...ids].toSorted((a, b) => a - b))) {
      for (const each of await store.holds.journeys(cell, states)) {
        const program = await store.program(cell, each.program);
        const as = { program, state: each.state, moved: moved.has(each.journey) };
        const { why, overdue, safety } = touch(as, request);
        if (why.length === 0) continue;
        counts.waiting += Number(why.includes('waiting'));
        counts.stale += Number(why.includes('stale'));
        counts.falselyOverdue += overdue;
        counts.safety += safety;
        const isAsked = only === undefined || why.includes(only);
        if (isAsked && each.journey > after) rows.push({ journey: each.journey, why });
      }
    }
  }
  return { counts, rows: rows.toSorted((a, b) => a.journey - b.journey).slice(0, limit) };
}

function pagesOf(ids: readonly number[]): readonly (readonly number[])[] {
  const pages = Math.ceil(ids.length / pageSize);
  return Array.from({ length: pages }, (_, at) => ids.slice(at * pageSize, (at + 1) * pageSize));
}

/** Journeys of a cell that rest where a system is waited for, or looked up. */
export async function waitingIn(
  store: Store,
  cell: number,
  system: string,
): Promise<readonly number[]> {
  const at = await stepsOf(store, cell, (journey, name) => {
    const step = journey.steps[name];
    const asked = step !== undefined && 'overdue' in step ? step.overdue.lookUp : undefined;
    return systemOf(step) === system || asked?.system === system;
  });
  const found = new Set<number>();
  for (let after = 0; at.length > 0;) {
    const waiting = await store.holds.waiting(cell, at, { after, limit: pageSize });
    for (const { journey } of waiting) found.add(journey);
    const last = waiting.at(-1);
    if (waiting.length < pageSize || last === undefined) break;
    after = last.journey;
  }
  return [...found];
}

async function movedIn(
  store: Store,
  cell: number,
  { system, since }: BlastRequest,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (const version of await store.holds.versions(cell)) {
    const { journeys: all } = await store.program(cell, version);
    const kinds = Object.values(all).filter((each) => factsFrom(each, system).length > 0);
    const of = { program: version, journeys: kinds.map(({ name }) => name), since };
    for (let after = 0; kinds.length > 0;) {
      const rows: readonly HeldJourney[] = await store.holds.moved(cell, of, {
        after,
        limit: pageSize,
      });
      for (const { journey } of rows) found.add(journey);
      const last = rows.at(-1);
      if (rows.length < pageSize || last === undefined) break;
      after = last.journey;
    }
  }
  return found;
}
