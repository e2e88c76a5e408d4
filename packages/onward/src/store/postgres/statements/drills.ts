/** Drills: one row for each detector. */
import type { OnwardCode } from '../../../core/index.ts';
import type { DrillStore } from '../../drills.ts';
import { float8s, int4s, texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

const note: Statement = {
  name: 'note-drills',
  text: `
    insert into home.drills as d (detector, tried_at, fired_at, took_ms, code)
    select u.detector, to_timestamp(u.tried_at / 1000), to_timestamp(u.fired_at / 1000),
           u.took_ms, u.code
      from unnest($1::text[], $2::float8[], $3::float8[], $4::int4[], $5::text[])
        as u(detector, tried_at, fired_at, took_ms, code)
        on conflict (detector) do update
       set tried_at = excluded.tried_at, fired_at = coalesce(excluded.fired_at, d.fired_at),
           took_ms = excluded.took_ms, code = excluded.code`,
};
const list: Statement = {
  name: 'list-drills',
  text: `
    select detector, tried_at, fired_at, took_ms, code from home.drills
     where detector <> '*'
     order by detector`,
};
/** The round itself has a row, so that one process plays it. */
const claim: Statement = {
  name: 'claim-drills',
  text: `
    insert into home.drills as d (detector, tried_at, took_ms)
    values ('*', to_timestamp($1::float8 / 1000), 0)
        on conflict (detector) do update
       set tried_at = excluded.tried_at
     where d.tried_at <= to_timestamp($2::float8 / 1000)
    returning detector`,
};

interface Row {
  readonly detector: string;
  readonly tried_at: number;
  readonly fired_at: number | null;
  readonly took_ms: number;
  readonly code: OnwardCode | null;
}

export function drillStore(home: Runner): DrillStore {
  return {
    async claim({ at, before }) {
      return (await home.run(claim, [at, before])).rowCount === 1;
    },
    async note(rows) {
      await home.run(note, [
        texts(rows, (row) => row.detector),
        float8s(rows, (row) => row.triedAt),
        float8s(rows, (row) => row.firedAt ?? null),
        int4s(rows, (row) => row.tookMs),
        texts(rows, (row) => row.code ?? null),
      ]);
    },
    async list() {
      const { rows } = await home.run<Row>(list, []);
      return rows.map(({ tried_at: triedAt, fired_at: firedAt, took_ms: tookMs, ...row }) => ({
        detector: row.detector,
        triedAt,
        tookMs,
        ...(firedAt === null ? {} : { firedAt }),
        ...(row.code === null ? {} : { code: row.code }),
      }));
    },
  };
}
