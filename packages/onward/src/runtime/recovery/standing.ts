/** An obligation with its journey as it stands, and what acts on it are made with. */
import { isPerson, parseObligationId } from '../../core/index.ts';
import type { Obligation, ObligationName, Program } from '../../core/index.ts';
import type { JourneyView, Reads, RecoveryStore, Store } from '../../store/index.ts';
import type { Reconciler } from '../reconcile/types.ts';
import type { Engine } from '../types.ts';
import type { RetryParts } from './retrying.ts';

export interface JourneyParts {
  readonly store: Pick<Store, 'program'>;
  readonly reads: Pick<Reads, 'journey' | 'journal'>;
  readonly recovery: RecoveryStore;
  readonly engine: Pick<Engine, 'control' | 'events'>;
  readonly retry: RetryParts;
  /** Asks a system how its records stand; absent where nobody can. */
  readonly reconciler?: Reconciler | undefined;
  readonly program: () => Program;
  readonly now: () => number;
}

/** An obligation with its journey, as it stands. */
export interface Standing {
  readonly name: ObligationName;
  readonly view: JourneyView;
  /** Undefined where it is open no more. */
  readonly obligation: Obligation | undefined;
}

export async function standing(
  { reads }: Pick<JourneyParts, 'reads'>,
  id: string,
): Promise<Standing | undefined> {
  const name = parseObligationId(id);
  const view = name && (await reads.journey(name.journey));
  if (name === undefined || view === undefined) return undefined;
  return { name, view, obligation: openIn(view, name) };
}

function openIn({ state }: JourneyView, { slot, opened }: ObligationName): Obligation | undefined {
  return state.obligations.find((each) => each.slot === slot && each.opened === opened);
}

/** Whoever foresees has not said yet who will do it: anybody of the program. */
export function anybody(program: Program): string {
  const people = Object.values(program.teams).flatMap((team) => team.people);
  return people.find((each) => isPerson(program, each)) ?? '';
}
