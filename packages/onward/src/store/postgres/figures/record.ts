/**
 * What people did, the newest first: out of journals, and out of the tables that keep what people
 * decide beside them. Each source gives its own page, by its own index; they are merged.
 */
import type { DeedRow, RecordAsked, RecordSource, RecordSpot } from '../../figures.ts';
import type { Runner, Statement } from '../sql.ts';

/** A row as its table has it. */
export type RecordRow = Omit<DeedRow, 'source'>;

type Asked = Pick<RecordAsked, 'types' | 'limit'> & {
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly of: string | undefined;
  readonly before: RecordSpot;
};

/**
 * `$1` the actor or null, `$2 … $4` the spot behind which rows are, `$5` how many; of acts `$6` the
 * types and `$7` a name or null; of others `$6` what, or null.
 */
const behind = (at: string, a: string, b: string): string =>
  `(${at}, ${a}, ${b}) < (to_timestamp($2::float8 / 1000), $3::bigint, $4::bigint)`;

/** One range for each type; with an actor, of the index that begins with them. */
function acts(by: 'anyone' | 'actor'): Statement {
  const isTheirs = by === 'actor' ? 'l.source = $1::text and' : '$1::text is null and';
  return {
    name: `record-acts-${by}`,
    text: `
      select l.at, l.journey as a, l.seq as b, l.source as actor, l.type as what, l.journey,
             null as reason, l.body -> 'input' as detail
        from unnest($6::text[]) t(type)
       cross join lateral (
         select l.* from cell.journal l
          where ${isTheirs} l.type = t.type
            and l.type in ('act', 'park', 'resume', 'override', 'assign', 'add-task', 'skip',
                           'identify', 'retry')
            and ($7::text is null or l.body -> 'input' ->> 'action' = $7::text)
            and ${behind('l.at', 'l.journey', 'l.seq')}
          order by l.at desc, l.journey desc, l.seq desc
          limit $5) l
       order by l.at desc, l.journey desc, l.seq desc
       limit $5`,
  };
}

interface Told {
  readonly name: string;
  readonly from: string;
  readonly at: string;
  readonly id?: string;
  readonly actor: string;
  readonly what: string;
  readonly journey?: string;
  readonly reason: string;
  readonly detail: string;
  readonly where?: string;
}

function told(of: Told): Statement {
  const { from, at, id = 'id', actor, where = 'true' } = of;
  return {
    name: `record-${of.name}`,
    text: `
      select ${at} as at, ${id} as a, 0::bigint as b, ${actor} as actor, ${of.what} as what,
             ${of.journey ?? 'null::bigint'} as journey, ${of.reason} as reason,
             ${of.detail} as detail
        from ${from}
       where ${where} and ($1::text is null or ${actor} = $1::text)
         and ($6::text is null or ${of.what} = $6::text)
         and ${behind(at, id, '0::bigint')}
       order by ${at} desc, ${id} desc
       limit $5`,
  };
}

const reveals = told({
  name: 'reveals',
  from: 'cell.reveals',
  at: 'at',
  actor: 'person',
  what: `'reveal'`,
  journey: 'journey',
  reason: 'reason',
  detail: `json_build_object('what', what, 'slot', slot, 'opened', opened)`,
});
const drifts = told({
  name: 'drifts',
  from: 'cell.drifts',
  at: 'closed_at',
  actor: 'actor',
  what: `'drift'`,
  journey: 'journey',
  reason: 'reason',
  detail: `json_build_object('system', system, 'class', class, 'closed', closed_by)`,
  where: 'actor is not null and closed_at is not null',
});
const writes = told({
  name: 'writes',
  from: 'cell.drifts',
  at: 'written_at',
  actor: 'written_by',
  what: `'write-back'`,
  journey: 'journey',
  reason: 'null::text',
  detail: `json_build_object('system', system, 'class', class, 'command', command)`,
  where: 'written_by is not null',
});
const holds = told({
  name: 'holds',
  from: 'home.holds',
  at: 'set_at',
  actor: 'set_by',
  what: `'hold'`,
  reason: 'reason',
  detail: `json_build_object('system', system)`,
});
const releases = told({
  name: 'releases',
  from: 'home.holds',
  at: 'released_at',
  actor: 'released_by',
  what: `'release'`,
  reason: 'release_reason',
  detail: `json_build_object('system', system)`,
  where: 'released_at is not null',
});
const runs = told({
  name: 'runs',
  from: 'home.recovery_runs',
  at: 'started_at',
  actor: 'actor',
  what: `case kind when 'work' then 'bulk' else 'recovery' end`,
  reason: 'null::text',
  detail: `json_build_object('act', act, 'kind', kind)`,
  where: 'started_at is not null',
});
const merges = told({
  name: 'merges',
  from: 'home.merges',
  at: 'at',
  actor: 'actor',
  what: `'merge'`,
  reason: 'reason',
  detail: `json_build_object()`,
});
const unmerges = told({
  name: 'unmerges',
  from: 'home.merges',
  at: 'undone_at',
  actor: 'undone_by',
  what: `'unmerge'`,
  reason: 'undone_reason',
  detail: `json_build_object()`,
  where: 'undone_at is not null',
});

const absences = told({
  name: 'absences',
  from: 'home.absences',
  at: 'at',
  actor: 'by',
  what: `'absence'`,
  reason: 'null::text',
  detail: `json_build_object('person', person)`,
});
const returns = told({
  name: 'returns',
  from: 'home.absences',
  at: 'ended_at',
  actor: 'ended_by',
  what: `'absence-ended'`,
  reason: 'null::text',
  detail: `json_build_object('person', person)`,
  where: 'ended_at is not null and ended_by is not null',
});
const handovers = told({
  name: 'handovers',
  from: 'home.handovers',
  at: 'at',
  actor: 'by',
  what: `'hand-over'`,
  reason: 'null::text',
  detail: `json_build_object('from', from_owner, 'to', to_owner, 'items', cardinality(items))`,
});

/** Those of the directory; all others are of a cell. */
export const homeSources = [
  'holds',
  'releases',
  'runs',
  'merges',
  'unmerges',
  'absences',
  'returns',
  'handovers',
] as const;

const statements: Readonly<Record<Exclude<RecordSource, 'acts'>, Statement>> = {
  reveals,
  drifts,
  writes,
  holds,
  releases,
  runs,
  merges,
  unmerges,
  absences,
  returns,
  handovers,
};
const ofAnyone = acts('anyone');
const ofActor = acts('actor');

export async function recordOf(
  runner: Runner,
  source: RecordSource,
  { actor, types, action, of, before, limit }: Asked,
): Promise<RecordRow[]> {
  const values = [actor ?? null, before.at, before.a, before.b, limit];
  if (source !== 'acts') {
    return (await runner.run<RecordRow>(statements[source], [...values, of ?? null])).rows;
  }
  if (types.length === 0) return [];
  const statement = actor === undefined ? ofAnyone : ofActor;
  return (await runner.run<RecordRow>(statement, [...values, types, action ?? null])).rows;
}
