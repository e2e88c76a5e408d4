/** Reads what was counted of activity. */
import type { ActivityDay, ActivitySum, CountedTime } from '../../activity.ts';
import type { Runner, Statement } from '../sql.ts';

const counted: Statement = {
  name: 'counted-time',
  text: `
    select since, counted_to as "to" from cell.counting
     where part = 'activity' and since is not null and counted_to is not null
       and ($1::float8 is null or counted_to >= to_timestamp($1::float8 / 1000))`,
};

export async function countedTime(
  runner: Runner,
  to: number | undefined,
): Promise<CountedTime | undefined> {
  return (await runner.run<CountedTime>(counted, [to ?? null])).rows[0];
}

const sums: Statement = {
  name: 'activity-sums',
  text: `
    select program, journey, what, name, by, sum(count)::integer as count
      from cell.activity
     where bucket >= to_timestamp($1::float8 / 1000) and what <> 'open'
     group by program, journey, what, name, by`,
};

export async function activitySums(runner: Runner, from: number): Promise<ActivitySum[]> {
  return (await runner.run<ActivitySum>(sums, [from])).rows;
}

/** Of what was open, the last word of each day. */
const days: Statement = {
  name: 'activity-days',
  text: `
    with own as (
      select to_char(bucket at time zone case when daily then 'UTC' else $2 end,
                     'YYYY-MM-DD') as day, bucket, program, journey, what,
             name, by, count
        from cell.activity
       where bucket >= to_timestamp($1::float8 / 1000)
    ), last as (
      select day, max(bucket) as bucket from own where what = 'open' group by day
    )
    select own.day, own.program, own.journey, own.what, own.name, own.by,
           sum(own.count)::integer as count
      from own
      left join last on last.day = own.day
     where (own.what <> 'open' or own.bucket = last.bucket) and own.program <> ''
     group by own.day, own.program, own.journey, own.what, own.name, own.by
     order by own.day`,
};

export async function activityDays(
  runner: Runner,
  from: number,
  zone: string,
): Promise<ActivityDay[]> {
  return (await runner.run<ActivityDay>(days, [from, zone])).rows;
}
