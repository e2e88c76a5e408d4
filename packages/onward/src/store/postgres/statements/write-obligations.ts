/** Keeps one row for each open obligation; only what changed is written. */
import type { Obligation, State } from '../../../core/index.ts';
import type { JourneyRow, WriteSet } from '../../port.ts';
import { float8s, int2s, int8s } from '../arrays.ts';
import { insertPlaces } from '../places.ts';
import type { PlacesOfCell } from '../places.ts';
import { CopyRows } from '../copy.ts';
import type { Addition, Change, Statement } from '../sql.ts';

/** Of journeys that begin. */
const insert: Statement = {
  name: 'insert-obligations',
  text: `
    copy cell.obligations (journey, slot, place, due, standing) from stdin (format binary)`,
};

/**
 * An obligation that follows another in the same slot takes its row. Its place and its due time
 * are in indexes, so that an update is seldom HOT; what that costs stands in decision 12.
 */
const upsert: Statement = {
  name: 'upsert-obligations',
  text: `
    insert into cell.obligations as o (journey, slot, place, due, standing)
    select u.journey, u.slot, u.place, to_timestamp(u.due / 1000), u.standing
      from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::float8[], $5::smallint[])
        as u(journey, slot, place, due, standing)
        on conflict (journey, slot) do update
       set place = excluded.place, due = excluded.due, standing = excluded.standing`,
};

/**
 * Of many rows it costs less than an upsert, which logs a lock of each and looks for it twice. A
 * row that is missing, whoever has removed it, comes back.
 */
const update: Statement = {
  name: 'update-obligations',
  text: `
    merge into cell.obligations o
    using (select journey, slot, place, to_timestamp(due / 1000) as due, standing
             from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::float8[], $5::smallint[])
               as u(journey, slot, place, due, standing)) u
       on o.journey = u.journey and o.slot = u.slot and o.journey = any($1::bigint[])
     when matched then update set place = u.place, due = u.due, standing = u.standing
     when not matched then insert (journey, slot, place, due, standing)
          values (u.journey, u.slot, u.place, u.due, u.standing)`,
};

const remove: Statement = {
  name: 'delete-obligations',
  text: `
    delete from cell.obligations o
     using unnest($1::bigint[], $2::smallint[]) as u(journey, slot)
     where o.journey = u.journey and o.slot = u.slot and o.journey = any($1::bigint[])`,
};

interface Open {
  readonly journey: number;
  readonly slot: number;
  readonly place: number;
  readonly due: number;
  readonly standing: number;
}

interface Differences {
  /** Of journeys that begin. */
  readonly first: Open[];
  /** In slots that were free. */
  readonly open: Open[];
  /** In slots that had one before. */
  readonly moved: Open[];
  readonly gone: { journey: number; slot: number }[];
}

/** The names of what obligations rest on, in one batch. */
export interface PlacesOfBatch {
  readonly places: PlacesOfCell;
  /** Of programs, by the numbers of their versions. */
  readonly names: ReadonlyMap<number, string>;
}

export function writeObligations(
  set: WriteSet,
  { places, names }: PlacesOfBatch,
): readonly (Change | Addition)[] {
  const comparing = new Comparing(places, names);
  for (const row of set.created) comparing.compare(row, undefined);
  for (const row of set.changed) comparing.compare(row, set.before.get(row.id));
  const { first, open, moved, gone } = comparing.found;
  const removed = [int8s(gone, (row) => row.journey), int2s(gone, (row) => row.slot)];
  return [
    ...(places.fresh.size > 0 ? [insertPlaces(places.fresh)] : []),
    ...(first.length > 0 ? [{ statement: insert, rows: copied(first) }] : []),
    ...(open.length > 0 ? [{ statement: upsert, values: columns(open) }] : []),
    ...(moved.length > 0 ? [{ statement: update, values: columns(moved) }] : []),
    ...(gone.length > 0 ? [{ statement: remove, values: removed }] : []),
  ];
}

/** By the numbers of the versions that the batch is about, which are few. */
export async function programNames(
  { created, changed }: WriteSet,
  places: PlacesOfCell,
): Promise<ReadonlyMap<number, string>> {
  const versions = new Set<number>();
  for (const { program } of created) versions.add(program);
  for (const { program } of changed) versions.add(program);
  const names = [...versions].map(
    async (version) => [version, await places.programName(version)] as const,
  );
  return new Map(await Promise.all(names));
}

class Comparing {
  readonly found: Differences = { first: [], open: [], moved: [], gone: [] };
  private readonly places: PlacesOfCell;
  private readonly programs: ReadonlyMap<number, string>;

  constructor(places: PlacesOfCell, programs: ReadonlyMap<number, string>) {
    this.places = places;
    this.programs = programs;
  }

  compare({ id: journey, program, state }: JourneyRow, before: State | undefined): void {
    const { first, open, moved, gone } = this.found;
    const free = before === undefined ? first : open;
    const isSameStage = before?.stage === state.stage;
    for (const obligation of state.obligations) {
      const { slot, due } = obligation;
      const old = before?.obligations.find((each) => each.slot === slot);
      if (old !== undefined && isSameStage && isSameRow(old, obligation)) continue;
      const place = this.placeOf(obligation, state, program);
      const standing = standingOf(obligation);
      (old === undefined ? free : moved).push({ journey, slot, place, due, standing });
    }
    for (const { slot } of before?.obligations ?? []) {
      if (!state.obligations.some((each) => each.slot === slot)) gone.push({ journey, slot });
    }
  }

  private placeOf({ step, owner, kind }: Obligation, state: State, version: number): number {
    const { journey, stage } = state;
    const program = this.programs.get(version) ?? '';
    return this.places.numberOf({ program, journey, stage, step, owner, kind });
  }
}

/** In the same stage of the same journey. */
function isSameRow(a: Obligation, b: Obligation): boolean {
  if (a === b) return true;
  if (a.due !== b.due || standingOf(a) !== standingOf(b)) return false;
  return a.step === b.step && a.owner === b.owner && a.kind === b.kind;
}

/** 1: late, though it may be due again; 2: put off while its system is out, and nobody is late. */
function standingOf({ overdue, onHold }: Obligation): number {
  if (onHold !== undefined) return 2;
  return overdue ? 1 : 0;
}

function copied(rows: readonly Open[]): CopyRows {
  const to = new CopyRows({ fields: 5, rows: rows.length, bytes: 50 });
  for (const row of rows) {
    to.row();
    to.int8(row.journey);
    to.int2(row.slot);
    to.int8(row.place);
    to.time(row.due);
    to.int2(row.standing);
  }
  return to;
}

function columns(open: readonly Open[]): readonly unknown[] {
  return [
    int8s(open, (row) => row.journey),
    int2s(open, (row) => row.slot),
    int8s(open, (row) => row.place),
    float8s(open, (row) => row.due),
    int2s(open, (row) => row.standing),
  ];
}
