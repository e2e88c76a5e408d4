/** C7 at run time: nothing goes in circles by itself. */
import type { Invariant } from './invariant.ts';

/**
 * The proof says that every cycle has a milestone, a person or a counter in it. Here: an open
 * journey that took more than 1,000 inputs of its own making (deadlines and outcomes) within any 24
 * hours is a runaway. Only a journey with an entry number 1,001 can be one, so that the others cost
 * one look into the journal's key, however long the journal of them all is.
 */
export const progress: Invariant = {
  property: 'C7',
  law: 'no open journey took over 1,000 deadlines and outcomes within 24 hours',
  finds: `
    select distinct 'journey' as kind, own.journey as id
      from (select r.journey, r.at - lag(r.at, 1000) over (partition by r.journey order by r.seq)
                   as span
              from cell.journal r
             where r.type in ('deadline', 'outcome')
               and r.journey in (
                     select j.id
                       from cell.journeys j
                       join cell.journal long on long.journey = j.id and long.seq = 1001
                      where j.status = 'open')) own
     where own.span < interval '24 hours'`,
};
