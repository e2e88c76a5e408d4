/** A dialogue asks for what is missing, reads back, and is done on a yes. */
import { expect, test } from 'vitest';
import { readClock, readDay } from './clock.ts';
import { beginning, next } from './machine.ts';
import type { DialogueState, Say } from './state.ts';
import { slotsIn } from './slots.ts';

// A Monday.
const nowMs = Date.UTC(2026, 10, 23, 12);
const zone = 'America/New_York';

function talk(turns: readonly (readonly [string, string?])[]): readonly Say[] {
  let state: DialogueState = beginning;
  return turns.map(([text, intent]) => {
    const turn = next(state, { text, nowMs, zone, ...(intent === undefined ? {} : { intent }) });
    ({ state } = turn);
    return turn.say;
  });
}

test('a booking: one question at a time, read back, done', () => {
  const said = talk([
    ["I'd like an appointment", 'book'],
    ['my knee'],
    ['next tuesday'],
    ['3pm'],
    ['yes'],
  ]);
  expect(said.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'ask', 'read-back', 'done']);
  expect(said[3]?.text).toContain('Tuesday 1 December at 15:00');
  expect(said[4]).toMatchObject({ slots: { day: '2026-12-01', time: '15:00', reason: 'my knee' } });
});

test('what was said at once is not asked for', () => {
  const said = talk([['can we move it to the 27th at half past 3 in the afternoon', 'move']]);
  expect(said[0]?.text).toContain('Friday 27 November at 15:30');
});

test('what has no day is read back without one', () => {
  const [asked, done] = talk([['I need a refill of sertraline', 'refill'], ['yes']]);
  expect(asked).toMatchObject({ kind: 'read-back' });
  expect(asked?.text).toContain('sertraline');
  expect(done).toMatchObject({ kind: 'done', task: 'refill' });
});

test('what is not understood goes to a person', () => {
  expect(talk([['hmm']])[0]?.kind).toBe('person');
  const lost = talk([['book me in', 'book'], ['knee'], ['?'], ['??'], ['???']]);
  expect(lost.at(-1)?.kind).toBe('person');
});

test.each([
  ['half past 3 in the afternoon', '15:30'],
  ['quarter to 3 in the afternoon', '14:45'],
  ['evening 5', '17:00'],
  ['16:30', '16:30'],
  ['three pm', '15:00'],
  ['noon', '12:00'],
])('%s is %s', (said, meant) => {
  expect(readClock(said)).toBe(meant);
});

test.each([
  ['the 7th', '2026-12-07'],
  ['tomorrow', '2026-11-24'],
  ['March 10th', '2027-03-10'],
])('%s is %s', (said, meant) => {
  expect(readDay(said, { nowMs, zone })).toBe(meant);
});

test('slots stand where they were said', () => {
  const text = 'Please book Dr. Edward Lee in San Jose on the 7th at 4 pm';
  const found = slotsIn(text);
  expect(found.map(({ slot, text: words }) => [slot, words])).toEqual([
    ['clinician', 'Dr. Edward Lee'],
    ['place', 'San Jose'],
    ['day', 'the 7th'],
    ['time', '4 pm'],
  ]);
  for (const { start, end, text: words } of found) expect(text.slice(start, end)).toBe(words);
});
