/**
 * What people and the API read, over all cells: each list is a keyset page, merged in the
 * application.
 */
import { BugError, isWhole } from '../../core/index.ts';
import { standIn } from '../damaged.ts';
import type { BesideState } from '../damaged.ts';
import { cellOf } from '../port.ts';
import type { PersonRow, PersonView } from '../attention.ts';
import type { JourneyView, ObligationView, Reads, Totals } from '../reads.ts';
import { readJournal } from './lists/journal.ts';
import type { JourneyRow } from './lists/journeys.ts';
import { listJourneys, oneJourney } from './lists/journeys.ts';
import type { ObligationRow } from './lists/obligations.ts';
import { listObligations } from './lists/obligations.ts';
import { listUnmatched, readTotals } from './lists/overview.ts';
import type { Programs } from './programs.ts';
import type { Runner } from './sql.ts';
import { consentsOf, messagesOfJourney, readPeople } from './statements/attention.ts';
import { revealsOf } from './statements/reveals.ts';

export interface ReadsFrom {
  readonly on: (cell: number) => Runner;
  readonly cells: readonly number[];
  readonly programs: Programs;
  readonly ping: () => Promise<unknown>;
}

export function postgresReads({ on, cells, programs, ping }: ReadsFrom): Reads {
  /** Asks every cell and flattens what they say. */
  const everywhere = async <T>(ask: (cell: number) => Promise<readonly T[]>): Promise<T[]> =>
    (await Promise.all(cells.map(ask))).flat();
  return {
    journeys: async (filter, page) => {
      const rows = await everywhere(async (cell) => {
        const found = await listJourneys(on(cell), filter, page);
        return Promise.all(found.map((row) => journeyView(programs, cell, row)));
      });
      return rows.toSorted((a, b) => a.id - b.id).slice(0, page.limit);
    },
    journey: async (id) => {
      const cell = cellOf(id);
      const row = cells.includes(cell) ? await oneJourney(on(cell), id) : undefined;
      return row === undefined ? undefined : journeyView(programs, cell, row);
    },
    journal: async (id, page) =>
      cells.includes(cellOf(id)) ? readJournal(on(cellOf(id)), id, page) : [],
    obligations: async (filter, page) => {
      const rows = await everywhere(async (cell) => {
        const found = await listObligations(on(cell), filter, page);
        return Promise.all(found.map((row) => obligationView(programs, cell, row)));
      });
      return rows.toSorted(byDue).slice(0, page.limit);
    },
    unmatched: async (page) => {
      const rows = await everywhere((cell) => listUnmatched(on(cell), page));
      return rows.toSorted((a, b) => a.id - b.id).slice(0, page.limit);
    },
    proof: async (hash) => {
      const found = await Promise.all(cells.map((cell) => programs.proof(cell, hash)));
      const proofs = found.filter((each) => each !== undefined);
      return proofs.toSorted((a, b) => b.checkedAt - a.checkedAt)[0];
    },
    reveals: async (journey) =>
      cells.includes(cellOf(journey)) ? revealsOf(on(cellOf(journey)), journey) : [],
    messages: async (journey) =>
      cells.includes(cellOf(journey)) ? messagesOfJourney(on(cellOf(journey)), journey) : [],
    consents: async (journey) =>
      cells.includes(cellOf(journey)) ? consentsOf(on(cellOf(journey)), journey) : [],
    people: async (page) => {
      const rows = await everywhere(async (cell) => {
        const found = await readPeople(on(cell), page);
        return Promise.all(found.map((row) => personView(programs, cell, row)));
      });
      return rows.toSorted((a, b) => a.subject - b.subject).slice(0, page.limit);
    },
    totals: async (now) => {
      const each = await Promise.all(cells.map((cell) => readTotals(on(cell), now)));
      return each.reduce(add);
    },
    ping: async () => {
      await ping();
    },
  };
}

/** A row of journeys, with the program that it runs on. */
export async function journeyView(
  programs: Programs,
  cell: number,
  row: JourneyRow,
): Promise<JourneyView> {
  const { program, hash } = await programs.stored(cell, row.program);
  const { id, opened_at: openedAt, ended_at: endedAt } = row;
  const state = isWhole(program, row.state) ? row.state : standIn(program, besideState(row));
  const view = { id, program, programHash: hash, state, openedAt };
  return endedAt === null ? view : { ...view, endedAt };
}

async function personView(
  programs: Programs,
  cell: number,
  row: Omit<PersonView, 'journeys'> & Pick<PersonRow, 'journeys'>,
): Promise<PersonView> {
  const journeys = await Promise.all(
    row.journeys.map(async ({ id, program: version, state }) => {
      const { program } = await programs.stored(cell, version);
      return { id, program, state };
    }),
  );
  return { ...row, journeys: journeys.filter(({ program, state }) => isWhole(program, state)) };
}

/** A row of a list of obligations, with the program that its journey runs on. */
export async function obligationView(
  programs: Programs,
  cell: number,
  row: ObligationRow,
): Promise<ObligationView> {
  const { id: journey, slot } = row;
  const { program } = await programs.stored(cell, row.program);
  const found = isWhole(program, row.state)
    ? row.state.obligations.find((each) => each.slot === slot)
    : undefined;
  if (found !== undefined) return { journey, program, state: row.state, obligation: found };
  const state = standIn(program, { ...besideState(row), status: 'open' }, slot);
  const [obligation] = state.obligations;
  if (obligation === undefined) {
    throw new BugError('ONW-OBLIGATIONS-DIFFER', 'The list of obligations differs from the state.');
  }
  return { journey, program, state, obligation };
}

function besideState(row: JourneyRow | ObligationRow): BesideState {
  const { journey, status, opened_at: openedAt, next_owner: nextOwner, next_due: nextDue } = row;
  return { journey, status, openedAt, nextOwner, nextDue };
}

function byDue(a: ObligationView, b: ObligationView): number {
  return (
    a.obligation.due - b.obligation.due ||
    a.journey - b.journey ||
    a.obligation.slot - b.obligation.slot
  );
}

function add(a: Totals, b: Totals): Totals {
  return {
    open: a.open + b.open,
    ended: a.ended + b.ended,
    overdue: a.overdue + b.overdue,
    unmatched: a.unmatched + b.unmatched,
    outbox: a.outbox + b.outbox,
  };
}
