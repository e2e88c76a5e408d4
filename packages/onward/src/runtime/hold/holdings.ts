/** What the holds mean for one journey: put into its inputs, so that its journal says all of it. */
import { chargedTo, systemsOf } from '../../core/index.ts';
import type { Held, Input, Outage, OutcomeInput, Program, State } from '../../core/index.ts';
import type { HoldRow } from '../../store/index.ts';

type Dressed = Exclude<Input, { readonly kind: 'enrol' }>;

export class Holdings {
  private readonly rows: readonly HoldRow[];
  readonly now: number;

  constructor(rows: readonly HoldRow[], now: number) {
    this.rows = rows;
    this.now = now;
  }

  /** Systems that are on hold now, and looked after: a hold whose review has passed is none. */
  get held(): Held {
    const open = this.rows.filter((row) => isInForce(row, this.now));
    return Object.fromEntries(open.map(({ system, since, review }) => [system, { since, review }]));
  }

  /** Of those, the ones that the journey waits for as it stands. */
  heldFor(program: Program, state: State): Held {
    const journey = program.journeys[state.journey];
    if (journey === undefined) return {};
    const awaited = new Set(state.obligations.flatMap((each) => systemsOf(journey, each)));
    const held = Object.entries(this.held).filter(([system]) => awaited.has(system));
    return Object.fromEntries(held);
  }

  /** An input with what the step must know of holds. */
  dress(program: Program, state: State, input: Dressed): Dressed {
    const outages = this.outagesFor(program, state);
    const charged = outages.length === 0 ? input : { ...input, outages };
    if (charged.kind !== 'deadline' && !isFailedLookUp(charged, state)) return charged;
    const held = this.heldFor(program, state);
    return Object.keys(held).length === 0 ? charged : { ...charged, held };
  }

  /** Since its clocks were last brought up to date. */
  private outagesFor(program: Program, state: State): readonly Outage[] {
    const runs = Object.values(state.clocks?.runs ?? {}).filter((run) => run.stopped === undefined);
    const journey = program.journeys[state.journey];
    if (runs.length === 0 || journey === undefined) return [];
    const from = Math.min(...runs.map((run) => run.at));
    const systems = chargedTo(journey, state);
    return this.rows.flatMap((row): readonly Outage[] => {
      const to = row.releasedAt === undefined ? row.review : Math.min(row.releasedAt, row.review);
      const isMissed = systems.includes(row.system) && to > from && row.since < this.now;
      return isMissed ? [{ from: row.since, to }] : [];
    });
  }
}

function isFailedLookUp(input: Dressed, state: State): input is OutcomeInput {
  if (input.kind !== 'outcome' || input.outcome === 'done') return false;
  return state.obligations.some((each) => each.lookUp === input.key);
}

export function isInForce({ releasedAt, review }: HoldRow, now: number): boolean {
  return releasedAt === undefined && review > now;
}
