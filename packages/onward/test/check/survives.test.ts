/** What is proved holds: a million random inputs on the real step break nothing that was proved. */
import { expect, test } from 'vitest';
import { live } from '../../src/core/check/random-life.fixture.ts';
import type { Moment } from '../../src/core/check/random-life.fixture.ts';
import { nextDue } from '../../src/core/index.ts';
import type { Journey, Program } from '../../src/core/index.ts';
import { corpus } from './corpus/index.ts';

const begin = Date.UTC(2026, 0, 5, 9);
const inputs = 1_000_000;

/** What is broken in a moment, by the number of the property; empty where all holds. */
function broken(program: Program, journey: Journey, { state, entries }: Moment): string[] {
  const found: string[] = [];
  if (state.status === 'ended') {
    if (state.obligations.length + state.deferred.length > 0) found.push('C6 something is open');
    return found;
  }
  if (nextDue(state) === null) found.push('C1 nothing is next');
  const open = [...state.obligations, ...(state.parked?.resting ?? [])];
  for (const { owner, due, name } of open) {
    if ((program.teams[owner]?.people.length ?? 0) === 0) found.push(`C11 nobody owns ${name}`);
    if (!Number.isFinite(due)) found.push(`C1 ${name} has no date`);
  }
  for (const { step, track, ended } of state.places) {
    if (ended !== undefined || journey.steps[step]?.kind === 'tracks') continue;
    if (!open.some((each) => each.step === step && each.track === track)) {
      found.push(`C1 nothing is pending at ${step}`);
    }
  }
  for (const entry of entries) {
    const isUnplanned = entry.kind === 'taken' && entry.how === 'exception';
    if (isUnplanned && entry.reason === undefined)
      found.push(`C4 ${entry.what} is not planned for`);
    if (entry.kind === 'opened' && entry.obligation === 'exception' && entry.name.includes(':')) {
      // Late answers are exceptions by plan; nothing else is.
      const isLate = entries.some((each) => each.kind === 'taken' && each.how === 'exception');
      if (!isLate) found.push(`C3 nothing follows ${entry.name}`);
    }
  }
  return found;
}

test('a million random inputs break no property that is proved', { timeout: 300_000 }, () => {
  let taken = 0;
  const found = new Set<string>();
  const journeys = corpus.flatMap(({ name, program }) =>
    Object.values(program.journeys)
      .filter(({ enrol }) => enrol.length > 0)
      .map((journey) => ({ name, program, journey })),
  );
  for (let round = 1; taken < inputs; round++) {
    for (const { name, program, journey } of journeys) {
      const life = { program, journey, begin, seed: round * 104_729 + taken, length: 120 };
      for (const moment of live(life)) {
        taken++;
        for (const what of broken(program, journey, moment)) found.add(`${name}: ${what}`);
      }
    }
  }
  expect([...found]).toEqual([]);
});
