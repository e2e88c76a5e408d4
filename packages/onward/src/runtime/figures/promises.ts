/** The clocks of the last sweep: a page of them, each as it stands now. */
import { explain } from '../../core/index.ts';
import type { ExplainedClock, Program } from '../../core/index.ts';
import type { FiguresStore, OpenState } from '../../store/index.ts';
import type { ClockTally, PromiseKey, PromiseState } from './clock-fold.ts';
import { bySoonest } from './soonest.ts';

export interface PromiseFilter {
  readonly program: string;
  readonly clock?: string;
  readonly journey?: string;
  readonly state?: PromiseState;
}

/** Where a row stands: what orders it, its journey, and the place of its clock among all. */
export type PromiseSpot = readonly [key: number, id: number, clock: number];

export interface PromiseRow {
  readonly spot: PromiseSpot;
  readonly id: number;
  readonly journeyName: string;
  readonly clock: ExplainedClock;
  readonly owner: string | null;
  readonly zone: string;
}

export interface PromisePage {
  readonly tallies: readonly ClockTally[];
  readonly rows: readonly PromiseRow[];
  /** Where the next page begins; absent: that was all. */
  readonly next?: PromiseSpot;
  /** False: there are more than were kept. */
  readonly isComplete: boolean;
}

interface Keyed extends PromiseKey {
  readonly place: number;
  readonly tally: ClockTally;
}

/** @param newest the program that new journeys run on */
export async function promisePage(
  { store, newest, now }: { store: Pick<FiguresStore, 'states'>; newest: Program; now: number },
  all: readonly ClockTally[],
  by: PromiseFilter & { readonly after?: PromiseSpot; readonly limit: number },
): Promise<PromisePage> {
  const tallies = all
    .filter((each) => each.program === by.program)
    .toSorted((a, b) => order(a.journey, b.journey) || order(a.clock, b.clock));
  const asked = tallies
    .map((tally, place) => ({ tally, place }))
    .filter(({ tally }) => {
      const isClock = by.clock === undefined || tally.clock === by.clock;
      return isClock && (by.journey === undefined || tally.journey === by.journey);
    });
  const keys = asked
    .flatMap(({ tally, place }) => tally.rows.map((row): Keyed => ({ ...row, place, tally })))
    .filter((row) => by.state === undefined || row.state === by.state)
    .filter((row) => by.after === undefined || isBehind(row, by.after))
    .toSorted((a, b) => bySoonest(a, b) || a.place - b.place);
  const shown = keys.slice(0, by.limit);
  const last = shown.at(-1);
  const states = await store.states([...new Set(shown.map(({ id }) => id))]);
  const byId = new Map(states.map((each) => [each.id, each]));
  return {
    tallies,
    rows: shown.flatMap((key) => rowOf(key, byId.get(key.id), { newest, now })),
    isComplete: asked.every(({ tally }) => tally.isComplete),
    ...(keys.length > shown.length && last !== undefined ? { next: spotOf(last) } : {}),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function spotOf({ key, id, place }: Keyed): PromiseSpot {
  return [key, id, place];
}

function isBehind(row: Keyed, [key, id, place]: PromiseSpot): boolean {
  return (bySoonest(row, { key, id }) || row.place - place) > 0;
}

/** What has ended since is left out; what has changed is told as it is now. */
function rowOf(
  row: Keyed,
  open: OpenState | undefined,
  { newest, now }: { newest: Program; now: number },
): readonly PromiseRow[] {
  if (open === undefined) return [];
  const { owner, zone, clocks } = explain(open.program, open.state, { now, newest });
  const clock = clocks.find(({ name }) => name === row.tally.clock);
  if (clock === undefined) return [];
  return [{ spot: spotOf(row), id: row.id, journeyName: row.tally.journey, clock, owner, zone }];
}
