/** Keeps one row for each open obligation; only what changed is written. */
import type { Obligation, State } from '../../../core/index.ts';
import type { JourneyRow, WriteSet } from '../../port.ts';
import { float8s, int2s, int4s, int8s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

/** An obligation that follows another in the same slot on the same day updates its row in place. */
const upsert: Statement = {
  name: 'upsert-obligations',
  text: `
    insert into cell.obligations as o
           (journey, slot, opened, kind, name, stage, step, owner, due, due_day)
    select u.journey, u.slot, u.opened, u.kind, u.name, u.stage, u.step, u.owner,
           to_timestamp(u.due / 1000), date '1970-01-01' + u.due_day
      from unnest($1::bigint[], $2::smallint[], $3::integer[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::float8[], $10::integer[])
        as u(journey, slot, opened, kind, name, stage, step, owner, due, due_day)
        on conflict (journey, slot) do update
       set opened = excluded.opened, kind = excluded.kind, name = excluded.name,
           stage = excluded.stage, step = excluded.step, owner = excluded.owner,
           due = excluded.due, due_day = excluded.due_day`,
};

/** Costs less than an upsert, which locks the row and looks for it twice. */
const update: Statement = {
  name: 'update-obligations',
  text: `
    update cell.obligations o
       set opened = u.opened, kind = u.kind, name = u.name, stage = u.stage, step = u.step,
           owner = u.owner, due = to_timestamp(u.due / 1000),
           due_day = date '1970-01-01' + u.due_day
      from unnest($1::bigint[], $2::smallint[], $3::integer[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::text[], $9::float8[], $10::integer[])
        as u(journey, slot, opened, kind, name, stage, step, owner, due, due_day)
     where o.journey = u.journey and o.slot = u.slot and o.journey = any($1::bigint[])`,
};

const remove: Statement = {
  name: 'delete-obligations',
  text: `
    delete from cell.obligations o
     using unnest($1::bigint[], $2::smallint[]) as u(journey, slot)
     where o.journey = u.journey and o.slot = u.slot and o.journey = any($1::bigint[])`,
};

const dayMs = 86_400_000;

interface Open {
  readonly journey: number;
  readonly stage: string;
  readonly obligation: Obligation;
}

interface Differences {
  /** In slots that were free. */
  readonly open: Open[];
  /** In slots that had one before. */
  readonly moved: Open[];
  readonly gone: { journey: number; slot: number }[];
}

export async function writeObligations(runner: Runner, set: WriteSet): Promise<void> {
  const differences: Differences = { open: [], moved: [], gone: [] };
  for (const row of set.created) compare(row, undefined, differences);
  for (const row of set.changed) compare(row, set.before.get(row.id), differences);
  const { open, moved, gone } = differences;
  await Promise.all([
    open.length === 0 ? undefined : runner.run(upsert, columns(open)),
    moved.length === 0 ? undefined : move(runner, moved),
    gone.length === 0
      ? undefined
      : runner.run(remove, [int8s(gone, (row) => row.journey), int2s(gone, (row) => row.slot)]),
  ]);
}

async function move(runner: Runner, moved: readonly Open[]): Promise<void> {
  const values = columns(moved);
  const { rowCount } = await runner.run(update, values);
  // A row that is missing, whoever has removed it, comes back.
  if (rowCount !== moved.length) await runner.run(upsert, values);
}

function compare(row: JourneyRow, before: State | undefined, to: Differences): void {
  const { id: journey, state } = row;
  const same = before?.stage === state.stage ? before.obligations : [];
  for (const obligation of state.obligations) {
    if (same.includes(obligation)) continue;
    const wasThere = before?.obligations.some(({ slot }) => slot === obligation.slot) === true;
    const list = wasThere ? to.moved : to.open;
    list.push({ journey, stage: state.stage, obligation });
  }
  for (const { slot } of before?.obligations ?? []) {
    if (!state.obligations.some((each) => each.slot === slot)) to.gone.push({ journey, slot });
  }
}

function columns(open: readonly Open[]): readonly unknown[] {
  return [
    int8s(open, (row) => row.journey),
    int2s(open, (row) => row.obligation.slot),
    int4s(open, (row) => row.obligation.opened),
    texts(open, (row) => row.obligation.kind),
    texts(open, (row) => row.obligation.name),
    texts(open, (row) => row.stage),
    texts(open, (row) => row.obligation.step),
    texts(open, (row) => row.obligation.owner),
    float8s(open, (row) => row.obligation.due),
    int4s(open, (row) => Math.floor(row.obligation.due / dayMs)),
  ];
}
