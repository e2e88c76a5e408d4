/** A visit is moved to what is free, or cancelled, once it was read back and confirmed. */
import { expect, test } from 'vitest';
import { beginning, next, offer } from './machine.ts';
import type { DialogueState, Say, Visit } from './state.ts';

// A Monday.
const nowMs = Date.UTC(2026, 10, 23, 12);
const zone = 'America/New_York';
const at = (local: string): number => Date.parse(`${local}:00-05:00`);
const free = (...locals: readonly string[]) =>
  locals.map((local) => ({ id: `S-${local}`, start: at(local), end: at(local) + 1_800_000 }));

const openings = free(
  ...['2026-12-02T09:00', '2026-12-02T10:30', '2026-12-02T15:00', '2026-12-03T11:00'],
);
const knee: Visit = { id: 'V-1', start: at('2026-12-01T15:00'), openings };
const eyes: Visit = { id: 'V-2', start: at('2026-12-04T10:00'), openings };

/** Says the first, is told the visits, and says the rest. */
function talk(visits: readonly Visit[], turns: readonly (readonly [string, string?])[]) {
  const said: Say[] = [];
  let state: DialogueState = beginning;
  for (const [text, intent] of turns) {
    const known = intent === undefined ? {} : { intent };
    let step = next(state, { text, nowMs, zone, hasDiary: true, ...known });
    if (step.say.kind === 'look-up') step = offer(step.state, visits, { nowMs, zone });
    ({ state } = step);
    said.push(step.say);
  }
  return said;
}

const lastOf = (said: readonly Say[]): Say | undefined => said.at(-1);

test('a day, one of what is free on it, read back, done', () => {
  const said = talk(
    [knee],
    [['I need to move my appointment', 'move'], ['next Wednesday'], ['the second one'], ['yes']],
  );
  expect(said.map(({ kind }) => kind)).toEqual(['ask', 'ask', 'read-back', 'done']);
  expect(said[0]?.text).toContain('Tuesday 1 December at 15:00');
  expect(said[1]?.text).toContain('2) Wednesday 2 December at 10:30.');
  expect(said[1]?.text).not.toContain('3 December');
  expect(said[2]?.text).toContain(
    'from Tuesday 1 December at 15:00 to Wednesday 2 December at 10:30',
  );
  expect(said[3]).toMatchObject({ task: 'move', visit: { id: 'V-1' }, opening: openings[1] });
});

test('what was said at once is read back at once', () => {
  const [asked] = talk([knee], [['can you move it to december 2nd at 3pm', 'move']]);
  expect(asked).toMatchObject({ kind: 'read-back' });
  expect(asked?.text).toContain('2 December at 15:00');
});

test('where nothing is free then, what is free is offered', () => {
  const said = talk([knee], [['move it to december 2nd at 4pm', 'move'], ['in the morning']]);
  expect(said[0]?.text).toContain('Nothing is free then. These are free: 1) Wednesday 2 December');
  expect(said[1]?.text).toMatch(/^These are free: .*09:00.*10:30/);
  expect(said[1]?.text).not.toContain('15:00');
  const later = talk([knee], [['move it to november 30th', 'move']]);
  expect(later[0]?.text).toContain('Nothing is free then. These are free: 1) Wednesday 2');
});

test('of several it asks which one', () => {
  const said = talk([knee, eyes], [['cancel my appointment', 'cancel'], ['2'], ['yes']]);
  expect(said[0]?.text).toContain('1) Tuesday 1 December at 15:00. 2) Friday 4 December at 10:00.');
  expect(said[1]?.text).toContain('cancel your appointment on Friday 4 December');
  expect(said[2]).toMatchObject({ kind: 'done', task: 'cancel', visit: { id: 'V-2' } });
});

test('the day of the visit says which one, and not where to', () => {
  const said = talk([knee, eyes], [['can we move the one on december 4th', 'move']]);
  expect(said[0]).toMatchObject({ kind: 'ask', slot: 'day' });
  expect(said[0]?.text).toContain('Friday 4 December');
});

test('a no leads back, another wish is heard, and a person helps after that', () => {
  const begun = [['move it to december 2nd at 3pm', 'move'], ['no']] as const;
  expect(lastOf(talk([knee], begun))).toMatchObject({ kind: 'ask', slot: 'day' });
  const other = talk([knee], [...begun, ['then cancel it', 'cancel']]);
  expect(lastOf(other)?.text).toContain('cancel your appointment');
  const lost = talk([knee], [...begun, ['hm'], ['hm'], ['hm']]);
  expect(lastOf(lost)?.kind).toBe('person');
});

test('where there is no visit, or nothing free, a person does it', () => {
  expect(lastOf(talk([], [['cancel my visit', 'cancel']]))?.kind).toBe('person');
  const full = { ...knee, openings: [] };
  expect(lastOf(talk([full], [['move my visit', 'move']]))?.kind).toBe('person');
  expect(lastOf(talk([full], [['cancel my visit', 'cancel']]))?.kind).toBe('read-back');
});

test('without a system of visits the day and time are asked for', () => {
  const { say } = next(beginning, { text: 'move my visit', intent: 'move', nowMs, zone });
  expect(say).toMatchObject({ kind: 'ask', slot: 'day' });
});
