/** What is counted of one cause while the journeys pass by. */
import type { Obligation } from '../../core/index.ts';
import type { Consequence, Stall, StallCounts, Standing } from './stall-words.ts';

/** A cause by what it is about. */
export type Cause = Pick<Stall, 'id' | 'kind'> &
  Partial<{
    readonly [
      name in 'system' | 'owner' | 'journey' | 'step' | 'command' | 'state' | 'cause'
    ]: Exclude<Stall[name], null>;
  }>;

export interface Standstill {
  readonly id: number;
  readonly journey: string;
  readonly obligation: Obligation;
  readonly standing: Standing;
  /** Since when it stands. */
  readonly since: number;
}

/** So many are told one by one; that there are more is told as well. */
const mostConsequences = 500;
/** Names of a kind that are remembered: enough to tell one from several. */
const mostNames = 20;

class Counts {
  overdue = 0;
  slow = 0;
  held = 0;
  journeys = 0;
  oldest = Infinity;
  private last = -1;

  /** All of a journey comes together, so that the last one is enough to count each once. */
  add({ id, standing, since, obligation }: Standstill): void {
    if (standing === 'overdue' || obligation.overdue) this.overdue += 1;
    if (standing === 'slow') this.slow += 1;
    if (standing === 'held') this.held += 1;
    if (id !== this.last) this.journeys += 1;
    this.last = id;
    this.oldest = Math.min(this.oldest, since);
  }

  result(): StallCounts {
    const { overdue, slow, held, journeys, oldest } = this;
    return { overdue, slow, held, journeys, oldest };
  }
}

export class StallTally {
  private readonly cause: Cause;
  private readonly all = new Counts();
  private readonly byOwner = new Map<string, Counts>();
  private readonly names = {
    journeys: new Set<string>(),
    steps: new Set<string>(),
    kinds: new Set<string>(),
    owners: new Set<string>(),
  };
  private readonly minded: Consequence[] = [];
  private more = 0;

  constructor(cause: Cause) {
    this.cause = cause;
  }

  add(one: Standstill): void {
    const { obligation, journey } = one;
    this.all.add(one);
    for (const owner of new Set([obligation.owner, this.cause.owner ?? obligation.owner])) {
      let own = this.byOwner.get(owner);
      if (own === undefined) this.byOwner.set(owner, (own = new Counts()));
      own.add(one);
    }
    const { journeys, steps, kinds, owners } = this.names;
    note(owners, obligation.owner);
    note(journeys, journey);
    note(steps, obligation.step);
    note(kinds, obligation.kind);
  }

  /** Keeps what is never folded away; what it says is asked only where there is room for it. */
  mind(tell: () => Consequence): void {
    if (this.minded.length < mostConsequences) this.minded.push(tell());
    else this.more += 1;
  }

  result(): Stall {
    const { cause, names } = this;
    const byOwner = [...this.byOwner].map(([owner, counts]) => [owner, counts.result()] as const);
    return {
      id: cause.id,
      kind: cause.kind,
      system: cause.system ?? null,
      owner: cause.owner ?? null,
      journey: cause.journey ?? null,
      step: cause.step ?? null,
      command: cause.command ?? null,
      state: cause.state ?? null,
      cause: cause.cause ?? null,
      ...this.all.result(),
      byOwner: new Map(byOwner),
      owners: [...names.owners],
      journeyNames: [...names.journeys],
      steps: [...names.steps],
      obligationKinds: [...names.kinds],
      consequences: this.minded,
      moreConsequences: this.more,
    };
  }
}

function note(names: Set<string>, name: string): void {
  if (names.size < mostNames) names.add(name);
}
