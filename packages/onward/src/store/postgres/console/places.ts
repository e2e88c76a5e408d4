/** Places by the names that are asked for: what a queue is merged from. */
import type { PlaceNames, QueueFilter } from '../../work.ts';
import { texts } from '../arrays.ts';
import type { Runner, Statement } from '../sql.ts';

export interface PlaceRow extends PlaceNames {
  readonly id: number;
}

const statement: Statement = {
  name: 'places-of',
  text: `
    select id, program, journey, stage, step, owner, kind
      from cell.places
     where ($1::text[] is null or owner = any($1::text[]))
       and ($2::text is null or program = $2) and ($3::text is null or journey = $3)
       and ($4::text is null or stage = $4) and ($5::text is null or step = $5)
       and ($6::text is null or kind = $6)`,
};

export async function placesOf(
  runner: Runner,
  {
    owners,
    program,
    journey,
    stage,
    step,
    kind,
  }: Partial<Omit<PlaceNames, 'owner'>> & Pick<QueueFilter, 'owners'>,
): Promise<readonly PlaceRow[]> {
  const of = owners === undefined ? null : texts(owners, (each) => each);
  const names = [program, journey, stage, step, kind].map((name) => name ?? null);
  return (await runner.run<PlaceRow>(statement, [of, ...names])).rows;
}
