/**
 * The laws of the accounting, over random lives of a run: against a count of every single minute,
 * each asked of the platform's own clock and calendar rather than of ours.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAt } from '../calendar/index.ts';
import type { Party, Turn } from '../language/clock-model.ts';
import type { Calendar, Shift, Span } from '../language/model.ts';
import { begin, elapse, inPhase, measureOf, nextOf, stop } from './index.ts';
import type { Counting, Outage, Run } from './index.ts';

const minuteMs = 60_000;
const parties: readonly Party[] = ['us', 'subject', 'partner', 'outage'];

const shift: readonly Shift[] = [
  [540, 720],
  [780, 1020],
];
const week = [shift, shift, shift, shift, [[480, 840] as const], [], [[60, 240] as const]];
function office(zone: string, holidays: readonly string[]): Calendar {
  return { zone, week, holidays, overrides: { '2026-03-10': [[600, 660]] } };
}
/** Clocks change in New York on 8 March, in Berlin on 29 March, on Lord Howe on 5 April. */
const calendars = [
  undefined,
  office('America/New_York', ['2026-03-09']),
  office('Europe/Berlin', ['2026-03-30', '2026-04-03']),
  office('Australia/Lord_Howe', []),
  office('Asia/Kathmandu', ['2026-03-11']),
];

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a minute is working time, by the platform. */
function isOpen(calendar: Calendar | undefined, at: number): boolean {
  if (calendar === undefined) return true;
  const { zone } = calendar;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, format);
  const [date = '', time = ''] = format.format(at).split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const weekDay = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const shifts =
    calendar.overrides[date] ??
    (calendar.holidays.includes(date) ? [] : (calendar.week[weekDay] ?? []));
  const minute = hours * 60 + minutes;
  return shifts.some(([from, to]) => from <= minute && minute < to);
}

interface Leg {
  readonly minutes: number;
  readonly turn: Turn;
  readonly isPaused: boolean;
}
interface Life {
  readonly calendar: Calendar | undefined;
  readonly since: number;
  readonly counts: readonly Party[];
  readonly targetMinutes: number;
  readonly warnPercent: number;
  readonly legs: readonly Leg[];
  readonly outages: readonly Outage[];
}

const leg: fc.Arbitrary<Leg> = fc.record({
  minutes: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 2_000 })),
  turn: fc.constantFrom<Turn>('us', 'subject', 'partner'),
  isPaused: fc.boolean(),
});
const zero = Date.UTC(2026, 2, 5);
const moment = fc.integer({ min: 0, max: 32 * 1440 }).map((minutes) => zero + minutes * minuteMs);
const life: fc.Arbitrary<Life> = fc.record({
  calendar: fc.constantFrom(...calendars),
  since: moment,
  counts: fc.uniqueArray(fc.constantFrom(...parties), { minLength: 1 }),
  targetMinutes: fc.integer({ min: 1, max: 900 }),
  warnPercent: fc.integer({ min: 1, max: 99 }),
  legs: fc.array(leg, { maxLength: 8 }),
  outages: fc.array(
    fc.tuple(moment, fc.integer({ min: 1, max: 600 })).map(([from, minutes]) => {
      return { from, to: from + minutes * minuteMs };
    }),
    { maxLength: 3 },
  ),
});

function countingOf({ calendar, counts, targetMinutes, warnPercent }: Life): Counting {
  const ms = targetMinutes * minuteMs;
  const span: Span = calendar === undefined ? { kind: 'wall', ms } : { kind: 'business-time', ms };
  return {
    clock: { counts, target: { span, owner: 'lead', warnPercent } },
    measure: measureOf(calendar),
  };
}

/** Plays the legs, looking at the clock after so many minutes each time, or once a leg. */
function played(of: Life, every = Infinity): Run {
  const by = countingOf(of);
  const { outages, since } = of;
  let run = begin(by, since, { turn: 'us', isPaused: false });
  for (const { minutes, turn, isPaused } of of.legs) {
    run = inPhase(by, run, { turn, isPaused });
    const end = run.at + minutes * minuteMs;
    while (run.at < end) {
      run = elapse(by, run, { to: Math.min(end, run.at + every * minuteMs), outages });
    }
  }
  return stop(run);
}

/** The same, counted on the fingers. */
function countedByHand({ calendar, since, counts, targetMinutes, legs, outages }: Life) {
  const charged = { us: 0, subject: 0, partner: 0, outage: 0 };
  let [at, counted] = [since, 0];
  let breached: number | undefined;
  for (const { minutes, turn, isPaused } of legs) {
    for (let minute = 0; minute < minutes; minute += 1, at += minuteMs) {
      const isOut = outages.some(({ from, to }) => from <= at && at < to);
      const party = isOut ? 'outage' : turn;
      charged[party] += minuteMs;
      if (isPaused || !counts.includes(party) || !isOpen(calendar, at)) continue;
      counted += minuteMs;
      if (counted === targetMinutes * minuteMs) breached = at + minuteMs;
    }
  }
  return { charged, counted, breached, at };
}

const runs = { numRuns: Number(process.env['ONWARD_CLOCK_LIVES'] ?? 400) };

test('every minute is charged to one party, and the target passes at its instant', () => {
  fc.assert(
    fc.property(life, (of) => {
      const run = played(of);
      const byHand = countedByHand(of);
      const { us, subject, partner, outage } = run.charged;
      expect(us + subject + partner + outage).toBe((run.stopped ?? 0) - of.since);
      expect(run.charged).toEqual(byHand.charged);
      expect(run.counted).toBe(byHand.counted);
      expect(run.breached).toBe(byHand.breached);
      expect(run.stopped).toBe(byHand.at);
    }),
    runs,
  );
});

test('how often it is looked at makes no difference', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 1, max: 500 }), (of, every) => {
      expect(played(of, every)).toEqual(played(of));
    }),
    runs,
  );
});

test('what is due is due: nothing passes before, and looking then finds it passed', () => {
  fc.assert(
    fc.property(life, (of) => {
      const by = countingOf(of);
      const run = begin(by, of.since, { turn: 'us', isPaused: false });
      const { due } = run;
      if (due === undefined) return;
      expect(nextOf(by, run)).toBeLessThanOrEqual(due);
      const warned = elapse(by, run, { to: nextOf(by, run) ?? 0 });
      expect(warned.warned ?? warned.breached).toBe(nextOf(by, run));
      const before = elapse(by, run, { to: due - 1 });
      expect(before.breached).toBeUndefined();
      expect(before.due).toBe(due);
      expect(elapse(by, run, { to: due }).breached).toBe(due);
      expect(elapse(by, run, { to: due + 1e9 }).breached).toBe(due);
    }),
    runs,
  );
});

test('a target in working days that is never paused passes where a deadline would', () => {
  fc.assert(
    fc.property(life, fc.integer({ min: 1, max: 6 }), (of, days) => {
      const { calendar, since } = of;
      if (calendar === undefined) return;
      const span: Span = { kind: 'business-days', days };
      const measure = measureOf(calendar);
      const by: Counting = { clock: { counts: parties, target: { span, owner: 'lead' } }, measure };
      let run = begin(by, since, { turn: 'us', isPaused: false });
      for (const { minutes, turn } of of.legs) {
        run = elapse(by, run, { to: run.at + minutes * minuteMs });
        run = inPhase(by, run, { turn, isPaused: false });
      }
      const due = dueAt(calendar, since, span);
      expect(run.breached ?? run.due).toBe(due);
      expect(measure.length(since, due)).toBe(run.budget);
    }),
    runs,
  );
});
