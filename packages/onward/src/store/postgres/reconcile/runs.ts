/** Who compares which look-up, when: one at a time, however many processes there are. */
import type { OnwardCode } from '../../../core/index.ts';
import type { Ends, ReconcileStore, ReconciliationRow, Tally } from '../../reconcile.ts';
import type { Runner, Statement } from '../sql.ts';

const giveUp: Statement = {
  name: 'give-up-reconciliations',
  text: `
    update home.reconciliations
       set ended_at = beat_at, ended = 'left'
     where system = $1 and look_up = $2 and ended_at is null
       and beat_at < to_timestamp($3::float8 / 1000)`,
};
/** What was compared a quarter of a year ago tells nobody anything. */
const forget: Statement = {
  name: 'forget-reconciliations',
  text: `
    delete from home.reconciliations
     where system = $1 and look_up = $2
       and began_at < to_timestamp($3::float8 / 1000) - interval '90 days'`,
};
const begin: Statement = {
  name: 'begin-reconciliation',
  text: `
    insert into home.reconciliations (id, system, look_up, asked_by, preview, began_at, beat_at,
                                      asked, agreed, unanswered, closed, ends)
    select $1::bigint, $2, $3, $4, $5::boolean, to_timestamp($6::float8 / 1000),
           to_timestamp($6::float8 / 1000), 0, 0, 0, 0, '{}'
     where not exists (
       select from home.reconciliations
        where system = $2 and look_up = $3 and not preview
          and began_at > to_timestamp($7::float8 / 1000))
        on conflict (system, look_up) where ended_at is null do nothing
    returning id`,
};

export async function beginReconciliation(
  runner: Runner,
  id: number,
  {
    row,
    unless,
  }: {
    readonly row: Parameters<ReconcileStore['begin']>[0];
    readonly unless: Parameters<ReconcileStore['begin']>[1];
  },
): Promise<number | undefined> {
  const { system, lookUp, by, preview, beganAt } = row;
  await runner.run(giveUp, [system, lookUp, unless.aliveSince]);
  await runner.run(forget, [system, lookUp, beganAt]);
  // Nothing began after the end of time.
  const notSince = unless.notSince ?? Number.MAX_SAFE_INTEGER / 1_000;
  const values = [id, system, lookUp, by, preview, beganAt, notSince];
  return (await runner.run<{ id: number }>(begin, values)).rows[0]?.id;
}

const beat: Statement = {
  name: 'beat-reconciliation',
  text: `
    update home.reconciliations
       set beat_at = to_timestamp($2::float8 / 1000), asked = $3, agreed = $4, unanswered = $5,
           closed = $6, ends = $7::json
     where id = $1::bigint and ended_at is null
    returning id`,
};
const end: Statement = {
  name: 'end-reconciliation',
  text: `
    update home.reconciliations
       set beat_at = to_timestamp($2::float8 / 1000), asked = $3, agreed = $4, unanswered = $5,
           closed = $6, ends = $7::json, ended_at = to_timestamp($2::float8 / 1000), ended = $8,
           code = $9
     where id = $1::bigint and ended_at is null`,
};

const counts = ({ asked, agreed, unanswered, closed, ends }: Tally): unknown[] => {
  return [asked, agreed, unanswered, closed, JSON.stringify(ends)];
};

export async function beatReconciliation(
  runner: Runner,
  id: number,
  { so, at }: { readonly so: Tally; readonly at: number },
): Promise<boolean> {
  return (await runner.run(beat, [id, at, ...counts(so)])).rowCount === 1;
}

export async function endReconciliation(
  runner: Runner,
  id: number,
  how: Parameters<ReconcileStore['end']>[1],
): Promise<void> {
  await runner.run(end, [id, how.at, ...counts(how), how.ended, how.code ?? null]);
}

const list: Statement = {
  name: 'list-reconciliations',
  text: `
    select id, system, look_up, asked_by, preview, began_at, beat_at, ended_at, ended, code, asked,
           agreed, unanswered, closed, ends
      from home.reconciliations
     where ($1::text is null or system = $1) and ($2::bigint is null or id = $2)
     order by id desc
     limit $3`,
};

interface Row {
  readonly id: number;
  readonly system: string;
  readonly look_up: string;
  readonly asked_by: string;
  readonly preview: boolean;
  readonly began_at: number;
  readonly beat_at: number;
  readonly ended_at: number | null;
  readonly ended: 'done' | 'failed' | 'left' | null;
  readonly code: OnwardCode | null;
  readonly asked: number;
  readonly agreed: number;
  readonly unanswered: number;
  readonly closed: number;
  readonly ends: Ends;
}

export async function listReconciliations(
  runner: Runner,
  { system, id, limit }: { readonly system?: string; readonly id?: number; readonly limit: number },
): Promise<ReconciliationRow[]> {
  const { rows } = await runner.run<Row>(list, [system ?? null, id ?? null, limit]);
  return rows.map((row) => {
    const { look_up: lookUp, asked_by: by, began_at: beganAt, beat_at: beatAt, ...rest } = row;
    const { ended_at: endedAt, ended, code, ...own } = rest;
    const times = { lookUp, by, beganAt, beatAt };
    return {
      ...own,
      ...times,
      ...(endedAt === null ? {} : { endedAt }),
      ...(ended === null ? {} : { ended }),
      ...(code === null ? {} : { code }),
    };
  });
}
