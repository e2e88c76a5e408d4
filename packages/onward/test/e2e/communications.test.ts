/**
 * Moved or cancelled at any moment around the send of its reminder: whoever is to come knows the
 * one time that is true, and is told nothing twice.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Clinic, hour } from './communications/clinic.ts';
import { moments, ways } from './communications/moments.ts';
import type { Life } from './communications/moments.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await Clinic.open();
});
afterAll(() => clinic.stop());

/** What was true when a provider had a message in hand. */
function trueAt({ truths }: Life, since: number): string {
  return truths.findLast((each) => each.since <= since)?.when ?? '';
}

describe.each(Object.entries(moments))('%s', (_moment, reach) => {
  test.each(Object.entries(ways))('%s', async (_way, go) => {
    const life = await reach(clinic);
    const end = await go(life);
    life.release();
    await clinic.idle();
    await clinic.pass((end ?? life.start) + 3 * hour);
    const { person, journey, start } = life;
    const other = person.writes(start - hour);
    const taken = (await person.taken()).filter(({ when }) => when !== other);
    const told = taken.filter(({ isLost }) => !isLost);
    for (const { since, when } of told) expect(when, 'an old time').toBe(trueAt(life, since));
    const said = told.map(({ kind, when }) => `${kind} ${when}`);
    expect([...new Set(said)], 'nothing twice').toEqual(said);
    const last = end === undefined ? '' : person.writes(end);
    expect(told.at(-1)?.when).toBe(last);
    const about = said.filter((each) => each.endsWith(` ${last}`));
    if (end === undefined) expect(about).toEqual(['Cancelled ']);
    else if (end === start) expect(about).not.toEqual([]);
    else expect(about).toEqual([`Moved ${last}`, `Reminder ${last}`]);
    // The record tells the same as the providers, and of everything else why it was not sent.
    const fates = (await clinic.messages(journey)).map(({ fate }) => fate);
    expect(fates.filter((fate) => fate === 'sent')).toHaveLength(taken.length);
    expect(fates.filter((fate) => fate !== 'sent' && fate !== 'superseded')).toEqual([]);
  });
});
