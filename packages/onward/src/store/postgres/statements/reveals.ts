/** Who was shown what is known of a person, and why: written once, never changed. */
import type { RevealRow } from '../../reveal.ts';
import type { Runner, Statement } from '../sql.ts';

const insert: Statement = {
  name: 'insert-reveal',
  text: `
    insert into cell.reveals (id, journey, opened, slot, person, reason, what, at)
    values ($1::bigint, $2::bigint, $3, $4, $5, $6, $7, to_timestamp($8::float8 / 1000))`,
};
const ofJourney: Statement = {
  name: 'reveals-of-journey',
  text: `
    select id, journey, opened, slot, person, reason, what, at
      from cell.reveals where journey = $1::bigint order by id desc limit 1000`,
};

export async function insertReveal(runner: Runner, row: RevealRow): Promise<void> {
  const { id, journey, opened, slot, person, reason, what, at } = row;
  await runner.run(insert, [id, journey, opened, slot, person, reason, what, at]);
}

export async function revealsOf(runner: Runner, journey: number): Promise<RevealRow[]> {
  return (await runner.run<RevealRow>(ofJourney, [journey])).rows;
}
