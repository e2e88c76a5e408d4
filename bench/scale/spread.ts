/**
 * Puts the rows of what is owed in many places, as a large program has them: common ones and rare
 * ones, overdue ones, and some that only the newest are at. Their states stay as they are: lists go
 * by the rows.
 */
import type { Pool } from 'pg';

/** Steps, with some owners and kinds at each. */
const places = 90;

/** The places of a cell's obligations are set anew; nothing else of the journeys is touched. */
export async function spread(pool: Pool, schema: string): Promise<void> {
  for (const statement of statementsOf(`${schema}_0`)) await pool.query(statement);
}

function statementsOf(cell: string): readonly string[] {
  return [
    `insert into ${cell}.places
     select 1000 + n, case when n % 20 = 19 then 'older' else 'bench' end, 'journey-' || n % 2,
            'stage-' || n % 6, 'step-' || n % 30,
            (array['desk', 'lead', 'night'])[1 + (n / 30) % 3],
            (array['await', 'task', 'wait'])[1 + (n / 30) % 3]
       from generate_series(0, ${places - 1}) n
     union all values
            (2000, 'bench', 'journey-0', 'stage-0', 'newest', 'desk', 'await'),
            (2001, 'bench', 'journey-0', 'stage-0', 'rare', 'lead', 'exception'),
            (2002, 'bench', 'journey-1', 'stage-1', 'empty', 'night', 'park'),
            (2003, 'bench', 'journey-1', 'stage-1', 'late', 'night', 'task')`,
    // A tenth at the newest, two fifths at one step, the rest over all; five at a rare one.
    `with numbered as (
       select journey, slot, row_number() over (order by journey) as n,
              count(*) over () as total
         from ${cell}.obligations
     )
     update ${cell}.obligations o
        set place = case when n > 0.9 * total then 2000
                         when n % greatest(total / 5, 1) = 7 then 2001
                         when n % 20 = 3 then 2003
                         when n % 2 = 0 then 1000 + (n / 2) % ${places}
                         else 1000 end,
            due = o.due + case when (n % 20 = 3 and n % 3 > 0) or n % 5003 = 9
                               then interval '-20 days'
                               else n % 86400 * interval '1 second' end
       from numbered
      where numbered.journey = o.journey and numbered.slot = o.slot`,
    'vacuum analyze',
  ];
}
