/**
 * Messages of all journeys, the newest first. Of each fate and template there is a range of the
 * index in this order; a page is merged from those that are asked for, which are names in programs.
 */
import type { MessageFilter, MessageListRow, MessageSpot, MessageTally } from '../../figures.ts';
import type { Runner, Statement } from '../sql.ts';

/** Each fate and template there is, read off the index from one to the next. */
const kinds = (behind: string): string => `
        select m.fate, m.template from cell.messages m
         ${behind}
         order by m.fate, m.template limit 1`;
const everyKind = `
      with recursive kind as (
        (${kinds('')})
        union all
        select n.* from kind k cross join lateral (${kinds(
          'where (m.fate, m.template) > (k.fate, k.template)',
        )}) n
      )`;

const list: Statement = {
  name: 'newest-messages',
  text: `${everyKind}
      select m.journey, m.seq, m.index, m.template, m.system, m.channel, m.purpose, m.fate,
             m.rule, m.known, m.until, m.asked_at as "askedAt", m.at
        from kind k
       cross join lateral (
         select m.* from cell.messages m
          where m.fate = k.fate and m.template = k.template
            and (m.asked_at, m.journey, m.seq, m.index)
                < (to_timestamp($3::float8 / 1000), $4::bigint, $5::integer, $6::smallint)
          order by m.asked_at desc, m.journey desc, m.seq desc, m.index desc
          limit $7) m
       where ($1::text is null or k.fate = $1) and ($2::text is null or k.template = $2)
       order by m.asked_at desc, m.journey desc, m.seq desc, m.index desc
       limit $7`,
};

/** Behind every time that a message can have been asked for. */
const latest = 9_000_000_000_000;

export async function newestMessages(
  runner: Runner,
  { fate, template }: MessageFilter,
  { before, limit }: { readonly before?: MessageSpot; readonly limit: number },
): Promise<MessageListRow[]> {
  const { askedAt, journey, seq, index } = before ?? {
    askedAt: latest,
    journey: 0,
    seq: 0,
    index: 0,
  };
  const values = [fate ?? null, template ?? null, askedAt, journey, seq, index, limit];
  return (await runner.run<MessageListRow>(list, values)).rows;
}

const tally: Statement = {
  name: 'tally-messages',
  text: `${everyKind}
      select k.template, k.fate, x.count::integer
        from kind k
       cross join lateral (
         select count(*) as count from cell.messages m
          where m.fate = k.fate and m.template = k.template
            and m.asked_at >= to_timestamp($1::float8 / 1000)) x
       where x.count > 0`,
};

export async function tallyMessages(runner: Runner, since: number): Promise<MessageTally[]> {
  return (await runner.run<MessageTally>(tally, [since])).rows;
}

/** Only what was not sent as it was asked for has a rule, and that is little. */
const rules: Statement = {
  name: 'rules-of-messages',
  text: `${everyKind}
      select m.rule, count(*)::integer as count
        from kind k
       cross join lateral (
         select m.rule from cell.messages m
          where m.fate = k.fate and m.template = k.template
            and m.asked_at >= to_timestamp($1::float8 / 1000)) m
       where k.fate in ('deferred', 'merged', 'withheld', 'superseded') and m.rule is not null
       group by m.rule`,
};

export async function rulesOfMessages(
  runner: Runner,
  since: number,
): Promise<{ rule: string; count: number }[]> {
  return (await runner.run<{ rule: string; count: number }>(rules, [since])).rows;
}
