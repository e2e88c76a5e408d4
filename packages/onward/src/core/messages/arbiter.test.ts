/** One person's attention: who is heard, who waits, who is told no, and why. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Calendar, MessagePolicy } from '../language/model.ts';
import { arbitrate } from './arbiter.ts';
import type { Attention, Fate, Sent, Wish } from './arbiter.ts';
import type { ConsentRecord } from './consent.ts';

const hour = 3_600_000;
const day = 24 * hour;
const zone = 'Australia/Lord_Howe';
const week = Array.from({ length: 7 }, () => [[480, 1260] as const]);
const waking: Calendar = { zone, week, holidays: [], overrides: {} };
const policy: MessagePolicy = {
  hours: 'waking',
  anyTime: ['safety'],
  caps: { day: 1, week: 3 },
  priority: ['care', 'billing'],
  mergeMs: hour,
  optIn: ['news'],
};
/** 10:00 on Lord Howe, which keeps half an hour of summer time. */
const ten = Date.UTC(2026, 10, 22, 23);

function attention(change: Partial<Attention> = {}): Attention {
  const hours = (template: string) => (template === 'alarm' ? undefined : waking);
  return { now: ten, policy, hours, zone, consents: [], sent: [], ...change };
}

function wish(key: string, change: Partial<Wish> = {}): Wish {
  const is = { template: 'visit', purpose: 'care', channel: 'sms' };
  return { key, matter: key, words: key, at: ten, until: Infinity, ...is, ...change };
}

function sent(key: string, at: number, change: Partial<Sent> = {}): Sent {
  return { key, matter: key, purpose: 'care', channel: 'sms', words: key, at, ...change };
}

function fates(wishes: readonly Wish[], change: Partial<Attention> = {}): Record<string, Fate> {
  return Object.fromEntries(arbitrate(wishes, attention(change)));
}

test('what matters more is heard first; the other waits, and knows for whom', () => {
  const invoice = wish('invoice', { purpose: 'billing', at: ten - hour });
  expect(fates([invoice, wish('visit')])).toEqual({
    visit: { kind: 'send' },
    invoice: { kind: 'defer', until: ten + 22 * hour, rule: 'cap-day', by: 'visit' },
  });
});

test('what is planned for later today holds the place against what matters less', () => {
  const later = wish('visit', { at: ten + 3 * hour, until: ten + 6 * hour });
  const invoice = wish('invoice', { purpose: 'billing' });
  expect(fates([invoice, later])).toMatchObject({
    visit: { kind: 'send' },
    invoice: { kind: 'defer', by: 'visit' },
  });
});

test('three a week: the fourth waits until a day has gone out of the week', () => {
  const before = [0, 1, 2].map((ago) => sent(`s${ago}`, ten - (ago + 1) * day));
  expect(fates([wish('visit')], { sent: before })).toEqual({
    visit: { kind: 'defer', until: ten - 2 * hour + 4 * day, rule: 'cap-week', by: 's0' },
  });
});

test('what would be of no use by then is not sent, so that a person is told now', () => {
  const before = [sent('before', ten - hour)];
  expect(fates([wish('visit', { until: ten + 6 * hour })], { sent: before })).toEqual({
    visit: { kind: 'withhold', rule: 'cap-day', by: 'before' },
  });
});

test('the same matter over another channel counts once; what is urgent counts not at all', () => {
  const before = [sent('visit', ten - hour)];
  const email = wish('again', { matter: 'visit', channel: 'email' });
  const alarm = wish('alarm', { template: 'alarm', purpose: 'safety', at: ten - 9 * hour });
  const all = fates([email, alarm, wish('other')], { sent: before });
  expect([all['again'], all['alarm']]).toEqual([{ kind: 'send' }, { kind: 'send' }]);
  expect(all['other']).toMatchObject({ kind: 'defer', by: 'visit' });
});

test('the same words within the hour are said once', () => {
  const [one, two] = ['one', 'two'].map((key) => wish(key, { words: 'same' }));
  expect(fates([two, one].flatMap((each) => each ?? []))).toEqual({
    one: { kind: 'send' },
    two: { kind: 'merge', into: 'one', at: ten },
  });
  const before = [sent('zero', ten - hour / 2, { words: 'same' })];
  expect(fates([wish('one', { words: 'same' })], { sent: before })).toEqual({
    one: { kind: 'merge', into: 'zero', at: ten - hour / 2 },
  });
});

test('a no is a no over its channel and for its purpose; what needs a yes has none', () => {
  const no: ConsentRecord = {
    grants: false,
    channel: 'sms',
    at: ten - day,
    source: 'sms',
    id: '1',
  };
  const email = wish('email', { channel: 'email' });
  const answer = wish('answer', { isAnswer: true });
  const news = wish('news', { purpose: 'news', channel: 'email' });
  expect(fates([wish('sms'), email, answer, news], { consents: [no] })).toMatchObject({
    sms: { kind: 'withhold', rule: 'consent' },
    email: { kind: 'send' },
    answer: { kind: 'send' },
    news: { kind: 'withhold' },
  });
  expect(fates([news])).toEqual({ news: { kind: 'withhold', rule: 'no-consent' } });
  const yes: ConsentRecord = {
    grants: true,
    purpose: 'news',
    at: ten - hour,
    source: 'form',
    id: '2',
  };
  expect(fates([news], { consents: [yes] })).toEqual({ news: { kind: 'send' } });
  const again: ConsentRecord = { ...no, at: ten, grants: true };
  expect(fates([wish('sms')], { consents: [no, again] })).toEqual({ sms: { kind: 'send' } });
});

const wishes: fc.Arbitrary<readonly Wish[]> = fc.uniqueArray(
  fc.record({
    key: fc.integer({ min: 0, max: 40 }).map(String),
    matter: fc.integer({ min: 0, max: 30 }).map((each) => `m${each}`),
    template: fc.constantFrom('visit', 'form'),
    purpose: fc.constantFrom('care', 'billing', 'safety', 'news', 'else'),
    channel: fc.constantFrom('sms', 'email'),
    words: fc.integer({ min: 0, max: 25 }).map((each) => `w${each}`),
    at: fc.integer({ min: -3 * 24, max: 12 * 24 }).map((hours) => ten + hours * hour),
    until: fc.oneof(
      fc.constant(Infinity),
      fc.integer({ min: 0, max: 14 * 24 }).map((hours) => ten + hours * hour),
    ),
  }),
  { maxLength: 20, selector: ({ key }) => key },
);
const words: fc.Arbitrary<readonly ConsentRecord[]> = fc.array(
  fc
    .record({
      grants: fc.boolean(),
      channel: fc.constantFrom('sms', 'email', undefined),
      purpose: fc.constantFrom('care', 'news', undefined),
      at: fc.integer({ min: -100, max: 0 }).map((hours) => ten + hours * hour),
    })
    .map(({ channel, purpose, ...word }) => ({
      ...word,
      source: 'test',
      id: 'test',
      ...(channel === undefined ? {} : { channel }),
      ...(purpose === undefined ? {} : { purpose }),
    })),
  { maxLength: 4 },
);

/** The local day by the platform's own calendar. */
function dayOf(at: number): number {
  const parts = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return Date.parse(new Intl.DateTimeFormat('en-CA', parts).format(at)) / day;
}

function hourOf(at: number): number {
  const parts = { timeZone: zone, hour: 'numeric', hourCycle: 'h23' } as const;
  return Number(new Intl.DateTimeFormat('en', parts).format(at));
}

/** When each is said; undefined: it is not. */
function saidAt({ at }: Wish, fate: Fate | undefined): number | undefined {
  if (fate?.kind === 'send') return Math.max(at, ten);
  return fate?.kind === 'defer' ? fate.until : undefined;
}

test('no cap is passed, no hour broken, no word ignored, in whichever order they come', () => {
  fc.assert(
    fc.property(wishes, words, fc.boolean(), (all, consents, isEarly) => {
      const history = isEarly ? [sent('h1', ten - day), sent('h2', ten - 2 * day)] : [];
      const judged = arbitrate(all, attention({ consents, sent: history }));
      expect(arbitrate(all.toReversed(), attention({ consents, sent: history }))).toEqual(judged);
      expect(judged.size).toBe(all.length);
      for (const each of all) {
        const fate = judged.get(each.key);
        const at = saidAt(each, fate);
        if (fate?.kind === 'defer') expect(fate.until).toBeGreaterThan(ten);
        if (fate?.kind === 'merge') {
          const other = all.find(({ key }) => key === fate.into);
          expect(other && saidAt(other, judged.get(other.key))).toBe(fate.at);
          expect(other?.words).toBe(each.words);
        }
        if (at === undefined) continue;
        expect(at).toBeLessThanOrEqual(each.until);
        const last = consents
          .filter(({ channel = each.channel }) => channel === each.channel)
          .filter(({ purpose = each.purpose }) => purpose === each.purpose)
          .toSorted((a, b) => a.at - b.at || Number(b.grants) - Number(a.grants))
          .at(-1);
        expect(last?.grants ?? true).toBe(true);
        if (each.purpose === 'safety') continue;
        expect(hourOf(at)).toBeGreaterThanOrEqual(8);
        expect(hourOf(at)).toBeLessThan(21);
      }
      const firsts = firstDays(all, judged, history);
      for (const from of new Set(firsts)) {
        const inDay = firsts.filter((each) => each === from).length;
        const inWeek = firsts.filter((each) => each >= from && each < from + 7).length;
        expect(inDay).toBeLessThanOrEqual(1);
        expect(inWeek).toBeLessThanOrEqual(3);
      }
    }),
    { numRuns: 3_000 },
  );
});

/** The days on which matters are counted. */
function firstDays(
  all: readonly Wish[],
  judged: ReadonlyMap<string, Fate>,
  history: readonly Sent[],
): readonly number[] {
  const said = all.flatMap((each) => {
    const at = saidAt(each, judged.get(each.key));
    return at === undefined || each.purpose === 'safety' ? [] : [{ matter: each.matter, at }];
  });
  const byMatter = new Map(history.map(({ matter, at }) => [matter, [at]]));
  for (const { matter, at } of said) byMatter.set(matter, [...(byMatter.get(matter) ?? []), at]);
  return [...byMatter.values()].flatMap((times) => (times.length === 1 ? times.map(dayOf) : []));
}
