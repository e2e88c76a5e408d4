/** Clocks in the step: when they run, whom they charge, and who is told when they run out. */
import { expect, test } from 'vitest';
import { measured, Played, say, unmeasured } from './clocks.fixture.ts';
import { nextDue, nextWake } from './index.ts';

const hour = 3_600_000;
/** New York is five hours behind in winter. */
const at = (local: string): number => Date.parse(`${local}:00-05:00`);
const monday = at('2026-11-23T10:00');

function hows(played: Played, clock: string): readonly string[] {
  return played.told(clock).map(({ how }) => how);
}

function exceptions({ state }: Played): readonly string[] {
  return state.obligations.flatMap(({ kind, name }) => (kind === 'exception' ? [name] : []));
}

test('every hour is charged to whose turn it is', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday + 5 * hour); // the partner's
  life.take(say('formed'), monday + 29 * hour); // the subject's
  life.act('done', monday + 32 * hour); // ours
  life.act('done', monday + 33 * hour); // two tracks, one of them ours
  life.take(say('answered'), monday + 43 * hour); // the other, a partner's
  life.take(say('arrived'), monday + 44 * hour); // a wait that is the partner's
  const charged = { us: 4 * hour, subject: 24 * hour, partner: 16 * hour, outage: 0 };
  expect(life.run('whole')).toMatchObject({ charged, stopped: monday + 44 * hour });
  expect(life.state.status).toBe('ended');
  expect(life.told('whole')).toEqual([
    { kind: 'clock', clock: 'whole', how: 'started', at: monday },
    {
      kind: 'clock',
      clock: 'whole',
      how: 'stopped',
      at: monday + 44 * hour,
      charged,
      counted: 44 * hour,
    },
  ]);
});

test('a target in working time passes at its instant, over a holiday, and is told once', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), at('2026-11-24T11:30'));
  // Three working days from Tuesday: Thanksgiving and the weekend do not count.
  const due = at('2026-11-30T11:30');
  expect(life.run('to-visit')).toMatchObject({ due, counted: 0, budget: 24 * hour });
  // Half of 24 hours: 5½ on Tuesday, 6½ on Wednesday.
  const warns = at('2026-11-25T15:30');
  expect(nextWake(life.state)).toBe(warns);
  expect(life.take({ kind: 'deadline' }, warns)).toBe(true);
  expect(exceptions(life)).toEqual(['to-visit:target-near']);
  expect(nextWake(life.state)).toBe(due);
  expect(nextDue(life.state)?.due).toBeGreaterThan(due);
  // The timer fires late.
  expect(life.take({ kind: 'deadline' }, due + 3 * hour)).toBe(true);
  expect(life.run('to-visit')).toMatchObject({ breached: due, counted: 27 * hour });
  expect(exceptions(life)).toEqual(['to-visit:target-passed']);
  expect(life.state.obligations.at(-1)).toMatchObject({ owner: 'lead' });
  expect(life.take({ kind: 'deadline' }, due + 4 * hour)).toBe(false);
  life.take(say('arrived'), due + 24 * hour);
  expect(hows(life, 'to-visit')).toEqual(['started', 'warned', 'breached', 'stopped']);
  expect(life.told('to-visit')[2]).toMatchObject({ at: due });
});

test('only the time of those who count does; it rests meanwhile, and is reset', () => {
  const life = new Played(measured, monday);
  expect(life.run('ours')).toMatchObject({ counted: 0, turn: 'partner' });
  life.take(say('paid'), monday + 10 * hour);
  life.take(say('formed'), monday + 20 * hour);
  expect(life.run('ours')).toMatchObject({ counted: 0, due: monday + 68 * hour });
  life.act('again', monday + 30 * hour);
  expect(life.run('ours')).toMatchObject({ counted: 10 * hour, turn: 'subject' });
  expect(life.run('ours')).not.toHaveProperty('due');
  life.take(say('formed'), monday + 130 * hour);
  expect(life.run('ours')).toMatchObject({ due: monday + 168 * hour });
  life.take(say('moved'), monday + 140 * hour);
  expect(life.run('ours')).toMatchObject({ since: monday + 140 * hour, counted: 0 });
  expect(life.run('ours')?.due).toBe(monday + 188 * hour);
  // Resting by name, though somebody of ours must act.
  life.act('done', monday + 150 * hour);
  expect(life.run('ours')).toMatchObject({ paused: true, turn: 'us', counted: 10 * hour });
  expect(hows(life, 'ours')).toEqual([
    'started',
    'paused',
    'resumed',
    'paused',
    'resumed',
    'reset',
    'paused',
  ]);
});

test('a hold rests a clock unless it says otherwise, and is ours', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  life.hold(monday + hour);
  life.resume(monday + 25 * hour);
  expect(life.run('whole')).toMatchObject({
    counted: hour,
    charged: { us: 24 * hour, subject: hour },
  });
  // It rests in no hold: Monday from ten to five, and Tuesday from nine to eleven.
  expect(life.run('waiting')).toMatchObject({ counted: 9 * hour });
});

test('between two moments a clock rests', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  life.take(say('asked'), monday + hour);
  expect(life.run('waiting')).toMatchObject({ paused: true, counted: hour });
  life.take(say('answered'), monday + 3 * hour);
  life.take(say('formed'), monday + 4 * hour);
  expect(life.run('waiting')).toMatchObject({ counted: 2 * hour, stopped: monday + 4 * hour });
  expect(hows(life, 'waiting')).toEqual(['started', 'paused', 'resumed', 'stopped']);
  // Back in the form, but within the same stage: it is not entered again.
  life.act('again', monday + 5 * hour);
  expect(hows(life, 'waiting')).toHaveLength(4);
});

test('what is late at the end is said, and owed by nobody', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  life.take(say('arrived'), monday + 2000 * hour);
  expect(hows(life, 'to-visit')).toEqual(['started', 'warned', 'breached', 'stopped']);
  expect(life.state.obligations).toEqual([]);
  expect(nextWake(life.state)).toBeUndefined();
});

test('a fault leaves the clocks for later', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday);
  const now = at('2026-11-24T18:00');
  life.take({ kind: 'fault', code: 'ONW-CALENDAR-EMPTY' }, now);
  expect(life.state.clocks?.next).toBe(now + 900_000);
  expect(hows(life, 'to-visit')).toEqual(['started']);
  life.take({ kind: 'deadline' }, now + 900_000);
  expect(hows(life, 'to-visit')).toEqual(['started', 'warned']);
});

test('a clock that runs backwards charges nothing', () => {
  const life = new Played(measured, monday);
  life.take(say('paid'), monday - hour);
  life.take(say('formed'), monday + hour);
  expect(life.run('whole')).toMatchObject({ charged: { us: 0, subject: hour, partner: 0 } });
});

test('a journey without clocks has none', () => {
  const life = new Played(unmeasured, monday);
  life.take(say('paid'), monday);
  expect(life.state).not.toHaveProperty('clocks');
});
