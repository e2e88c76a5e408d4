/** How journeys of a definition flow: its map, and at each step how many, how late, how long. */
import { worstMs } from '../../core/index.ts';
import type { Journey, Program } from '../../core/index.ts';
import type { PlaceCount } from '../../store/index.ts';
import { calendarOf } from './days.ts';
import { mapOf } from './layout.ts';
import type { FlowMap } from './layout.ts';
import type { Deep } from './sweep.ts';

export interface StepFlow {
  readonly step: string;
  readonly open: number;
  readonly overdue: number;
  readonly held: number;
  readonly oldestDue: number | null;
  readonly age: {
    readonly p50Ms: number;
    readonly p85Ms: number;
    readonly maxMs: number;
    readonly of: number;
  } | null;
  readonly targetMs: number | null;
  readonly heat: number | null;
}

const maps = new WeakMap<Journey, FlowMap>();

/** Laid out once for each version of a definition. */
export function flowMapOf(journey: Journey): FlowMap {
  const known = maps.get(journey);
  if (known !== undefined) return known;
  const made = mapOf(journey);
  maps.set(journey, made);
  return made;
}

/** Every step at which a journey can rest, in the order in which they are written. */
export function stepFlows(
  { program, journey, now }: { program: Program; journey: Journey; now: number },
  counts: readonly PlaceCount[],
  deep: Deep | undefined,
): readonly StepFlow[] {
  const own = counts.filter((each) => {
    return each.program === program.program && each.journey === journey.name;
  });
  const byStep = Map.groupBy(own, ({ step }) => step);
  const ages = new Map(
    (deep?.steps ?? []).flatMap((each) =>
      each.program === program.program && each.journey === journey.name
        ? [[each.step, each.ages] as const]
        : [],
    ),
  );
  const slowest = Math.max(0, ...[...ages.values()].map((each) => each.quantile(0.85)));
  const resting = Object.entries(journey.steps).filter(([, { kind }]) => {
    return kind !== 'end' && kind !== 'decide';
  });
  return resting.map(([step]) => {
    const rows = byStep.get(step) ?? [];
    const here = ages.get(step);
    const targetMs = targetsOf(program, journey, now).get(step) ?? null;
    const p85Ms = here?.quantile(0.85);
    const most = targetMs ?? slowest;
    return {
      step,
      open: sum(rows, ({ open }) => open),
      overdue: sum(rows, ({ overdue }) => overdue),
      held: sum(rows, ({ held }) => held),
      oldestDue: rows.length === 0 ? null : Math.min(...rows.map(({ oldestDue }) => oldestDue)),
      age:
        here === undefined || p85Ms === undefined
          ? null
          : { p50Ms: here.quantile(0.5), p85Ms, maxMs: here.maxMs, of: here.of },
      targetMs,
      heat: p85Ms === undefined || most === 0 ? null : Math.min(1, p85Ms / most),
    };
  });
}

function sum(rows: readonly PlaceCount[], of: (row: PlaceCount) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

const targets = new WeakMap<Journey, ReadonlyMap<string, number>>();

/**
 * The longest time until the first deadline of each step, the worst weekend and holiday counted;
 * what hangs on a fact is measured as if the fact were not known.
 */
function targetsOf(program: Program, journey: Journey, now: number): ReadonlyMap<string, number> {
  const known = targets.get(journey);
  if (known !== undefined) return known;
  const found = new Map<string, number>();
  const lengths = new Map<string, number>();
  for (const [name, step] of Object.entries(journey.steps)) {
    if (!('within' in step)) continue;
    const { owner, within } = step;
    const span = within.kind === 'fact' ? within.otherwise : within;
    const calendar = calendarOf(program, owner);
    if (span.kind === 'wall') found.set(name, span.ms);
    else if (calendar !== undefined) {
      const key = `${program.teams[owner]?.calendar ?? ''} ${JSON.stringify(span)}`;
      const ms = lengths.get(key) ?? worstMs(calendar, span, now);
      lengths.set(key, ms);
      found.set(name, ms);
    }
  }
  targets.set(journey, found);
  return found;
}
