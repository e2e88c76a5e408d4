/**
 * The laws of a person's attention, over random lives of several journeys: bookings, moves,
 * cancellations, parks, words on consent, receipts, systems that fail, policies that change, and a
 * clock that goes on in leaps. `ONWARD_ATTENTION_LIVES=100000` lives more of them.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { journeyId } from '../core/index.ts';
import type { Caps, ConsentRecord, EventInput, Input, Program } from '../core/index.ts';
import {
  appointments,
  informing,
  Patient,
  say,
  withHours,
} from '../core/step/reminders.fixture.ts';
import { messageName } from '../store/index.ts';
import type { MessageRow, PersonRow } from '../store/index.ts';
import { weigh } from './attention.ts';
import type { Asking, Heard, MessageOrder } from './attention.ts';
import { plannedOf } from './forecast.ts';

const hour = 3_600_000;
const day = 24 * hour;
const begin = Date.UTC(2026, 9, 20, 9);
const lives = Number(process.env['ONWARD_ATTENTION_LIVES'] ?? 1_000);
const zone = 'Europe/Berlin';

/** One says what becomes of visits; what the other has told and is true no more is put right. */
const programs = [informing, appointments].map(withHours);
const policies: readonly Program[] = [
  { day: 1, week: 3 },
  { day: 2, week: 9 },
  { day: 1, week: 1 },
].flatMap((caps) => {
  const messages = { hours: 'waking', anyTime: [], caps, mergeMs: hour, priority: [], optIn: [] };
  return programs.map((program) => ({ ...program, messages }));
});

type Deed =
  | { readonly kind: 'input'; readonly who: number; readonly play: (now: number) => Input }
  | { readonly kind: 'word'; readonly grants: boolean; readonly channel?: string }
  | { readonly kind: 'system'; readonly works: boolean }
  | { readonly kind: 'receipt'; readonly what: string }
  | { readonly kind: 'caps'; readonly day: number; readonly week: number }
  | { readonly kind: 'time' };

const reviewEvery = { kind: 'wall', ms: 7 * day } as const;
const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
const who = fc.integer({ min: 0, max: 2 });
const inputs: fc.Arbitrary<(now: number) => Input> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(3, 20, 26, 50, 100, 200).map(booked) },
  fc.constantFrom('cancelled', 'answered', 'arrived').map((type) => () => say(type)),
  fc.constant(() => ({ kind: 'control', control: 'park', actor: 'p-1', parking }) as const),
  fc.constant(() => ({ kind: 'control', control: 'resume', actor: 'p-1' }) as const),
);

function booked(ahead: number): (now: number) => EventInput {
  return (now) => say('booked', { start: now + ahead * hour });
}

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('input'), who, play: inputs }) },
  { weight: 6, arbitrary: fc.constant({ kind: 'time' } as const) },
  fc.record({
    kind: fc.constant('word'),
    grants: fc.boolean(),
    channel: fc.constantFrom('sms', 'email'),
  }),
  fc.record({ kind: fc.constant('word'), grants: fc.boolean() }),
  fc.record({ kind: fc.constant('system'), works: fc.boolean() }),
  fc.constantFrom({ kind: 'caps', day: 1, week: 2 }, { kind: 'caps', day: 2, week: 5 }),
  fc.record({ kind: fc.constant('receipt'), what: fc.constantFrom('delivered', 'failed') }),
) as fc.Arbitrary<Deed>;

const life = fc.record({
  policy: fc.constantFrom(...policies),
  deeds: fc.array(
    fc.record({ deed: deeds, after: fc.constantFrom(0, hour / 4, hour, 7 * hour, 26 * hour) }),
    { maxLength: 25 },
  ),
});

interface Order {
  readonly row: MessageOrder;
  readonly nextAt: number;
}

interface Said {
  readonly at: number;
  readonly matter: string;
  readonly channel: string;
  readonly journey: number;
  /** The time of the visit, where it states one. */
  readonly start: number | undefined;
}

/** One person: their journeys, what is on its way to them, and what is kept of it. */
class Person {
  now = begin;
  readonly said: Said[] = [];
  readonly consents: ConsentRecord[] = [];
  readonly ledger = new Map<string, MessageRow>();
  /** The most that any of its policies has allowed. */
  loosest: Caps;
  #program: Program;
  readonly #journeys: readonly Patient[];
  #waiting: Order[] = [];
  #works = true;
  #last: { readonly who: number; readonly key: string } | undefined;

  constructor(program: Program) {
    this.#program = program;
    this.loosest = program.messages?.caps ?? { day: 0, week: 0 };
    this.#journeys = [0, 1, 2].map(() => new Patient(begin, program));
    this.#journeys.forEach((patient, id) => this.#collect(patient, id));
  }

  do(deed: Deed): void {
    if (deed.kind === 'input') this.#take(deed.who, deed.play(this.now));
    else if (deed.kind === 'system') this.#works = deed.works;
    else if (deed.kind === 'caps') this.#limit(deed);
    else if (deed.kind === 'word') {
      const { kind: _word, ...word } = deed;
      const id = String(this.consents.length);
      this.consents.push({ ...word, at: this.now, source: 'test', id });
    } else if (deed.kind === 'receipt' && this.#last !== undefined) {
      const event = { ...say(`message.${deed.what}`), answers: this.#last.key };
      this.#take(this.#last.who, event);
    }
    this.#timers();
    this.#dispatch();
  }

  /** Another policy from now on. */
  #limit({ day: inDay, week }: Caps): void {
    const { messages } = this.#program;
    if (messages === undefined) return;
    this.#program = { ...this.#program, messages: { ...messages, caps: { day: inDay, week } } };
    const { loosest } = this;
    this.loosest = { day: Math.max(loosest.day, inDay), week: Math.max(loosest.week, week) };
  }

  /** Time goes on until nothing is on its way any more. */
  finish(): void {
    this.#works = true;
    for (let round = 0; round < 400; round += 1) {
      const nextAt = Math.min(
        ...this.#waiting.map((order) => order.nextAt),
        ...this.#journeys.map(({ state }) => state.messages?.next ?? Infinity),
      );
      if (nextAt === Infinity) break;
      this.now = Math.max(this.now, nextAt);
      this.#timers();
      this.#dispatch();
    }
    expect(this.#waiting, 'on its way for ever').toEqual([]);
  }

  /** The last time that a person was told is true, or somebody is to tell them. */
  believesTruly(): void {
    this.#journeys.forEach(({ state }, id) => {
      const last = this.said.findLast(
        ({ journey, start }) => journey === id && start !== undefined,
      );
      const { start = 0, at = 0 } = last ?? {};
      if (state.status === 'ended' || state.parked !== undefined || start <= this.now) return;
      if (state.facts['start'] === start) return;
      const isTold = this.said.some(({ journey, at: later }) => journey === id && later > at);
      const isOwned = state.obligations.some(({ kind, owner }) => {
        return kind === 'exception' && owner === 'lead';
      });
      // Of two visits that are cancelled, the same words are said once.
      const isSaid = [...this.ledger.values()].some((row) => {
        return row.journey === id && row.fate === 'merged' && row.at > at;
      });
      expect(isTold || isSaid || isOwned, 'believes what is not true').toBe(true);
    });
  }

  #take(at: number, input: Input): void {
    const patient = this.#journeys[at];
    if (patient?.take(input, this.now) === true) this.#collect(patient, at);
  }

  #timers(): void {
    this.#journeys.forEach((patient, at) => {
      const { messages } = patient.state;
      if (messages?.next === undefined || messages.next > this.now) return;
      if (patient.take({ kind: 'deadline' }, this.now)) this.#collect(patient, at);
    });
  }

  #collect(patient: Patient, journey: number): void {
    for (const effect of patient.last?.effects ?? []) {
      if (effect.kind !== 'message') continue;
      const seq = patient.state.version;
      const of = { batch: 0, place: 0, journey, subject: 0, program: 0, attempts: 0 };
      const row = { ...of, seq, effect, nextAt: this.now, started: false };
      this.#waiting.push({ row, nextAt: this.now });
    }
  }

  #dispatch(): void {
    for (let round = 0; round < 20; round += 1) {
      const due = this.#waiting.filter(({ nextAt }) => nextAt <= this.now);
      if (due.length === 0) return;
      this.#waiting = this.#waiting.filter(({ nextAt }) => nextAt > this.now);
      const person = this.#row();
      const askings = due.map(({ row }): Asking => {
        const answer = { resolve: () => undefined, reject: () => undefined };
        return { row, program: this.#program, answer };
      });
      const heard = new Map<Asking, Heard>();
      const planned = person.journeys.flatMap(({ id, state }) => {
        return plannedOf({ id, program: this.#program, state });
      });
      const rows = weigh({ person, planned, askings, now: this.now }, heard);
      for (const row of rows) this.ledger.set(messageName(row), row);
      for (const asking of askings) this.#end(asking, heard.get(asking));
    }
    throw new Error('The same messages are asked for again and again.');
  }

  #row(): PersonRow {
    const sent = [...this.ledger.values()].filter(({ fate, at }) => {
      return fate === 'sent' && at > this.now - 8 * day;
    });
    const journeys = this.#journeys.map(({ state }, id) => ({ id, program: 0, state }));
    return { subject: 0, consents: this.consents, sent, journeys };
  }

  #end({ row }: Asking, heard: Heard | undefined): void {
    expect(heard, 'every message is answered').toBeDefined();
    if (heard === undefined) return;
    if (heard.kind === 'retry') {
      const nextAt = this.now + (heard.afterMs ?? hour);
      expect(nextAt, 'put off to a later time').toBeGreaterThan(this.now);
      this.#waiting.push({ row, nextAt });
      return;
    }
    const isSent = heard.kind === 'heard' && this.#works;
    if (heard.kind === 'heard') this.#say(heard.row, isSent);
    if (isSent || heard.kind === 'done') return;
    this.#answer(row);
  }

  /** A message that is not sent goes another way, or is somebody's. */
  #answer({ journey, seq, effect }: MessageOrder): void {
    const { template, step, index } = effect;
    const key = `${seq}.${index}`;
    const about = { kind: 'outcome', name: template, passing: true, step, data: {} } as const;
    this.#take(journey, { ...about, key, outcome: 'rejected' });
    const patient = this.#journeys[journey];
    if (patient === undefined || patient.state.status === 'ended') return;
    const [first] = patient.last?.entries ?? [];
    const isLate = first?.kind === 'taken' && first.how === 'late';
    const isAgain = (patient.last?.effects ?? []).length > 0;
    const isHeld = patient.state.messages?.settled.some(({ sent }) => sent?.askAt !== undefined);
    const isOwned = patient.state.obligations.some(({ name, owner }) => {
      return name.startsWith(`${template}:`) && owner === 'lead';
    });
    expect(isLate || isAgain || isHeld === true || isOwned, 'nobody hears of it').toBe(true);
  }

  #say(row: MessageOrder, isSent: boolean): void {
    const name = messageName({ ...row, index: row.effect.index });
    const kept = this.ledger.get(name);
    const patient = this.#journeys[row.journey];
    if (kept === undefined || patient === undefined) throw new Error('It is not kept.');
    expect(kept.fate).toBe('leaving');
    this.ledger.set(name, { ...kept, fate: isSent ? 'sent' : 'failed' });
    if (!isSent) return;
    const { channel, args = {} } = row.effect;
    expect(patient.state.facts, 'says what is true').toMatchObject(args);
    expect(patient.state.parked).toBeUndefined();
    const start = typeof args['start'] === 'number' ? args['start'] : undefined;
    this.said.push({ at: this.now, matter: kept.matter, channel, journey: row.journey, start });
    this.#last = { who: row.journey, key: `${row.seq}.${row.effect.index}` };
    this.#permitted(channel);
  }

  /** The last word on the channel is no no. */
  #permitted(channel: string): void {
    const last = this.consents.findLast((word) => {
      return word.channel === undefined || word.channel === channel;
    });
    const isTie = this.consents.some(({ at, grants }) => at === last?.at && !grants);
    if (!isTie) expect(last?.grants ?? true, 'after a no').toBe(true);
    expect(last?.grants, 'after a no').not.toBe(false);
  }
}

function local(at: number): { readonly day: number; readonly hour: number } {
  const parts = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const date = new Intl.DateTimeFormat('en-CA', parts).format(at);
  const clock = { timeZone: zone, hour: 'numeric', hourCycle: 'h23' } as const;
  const hourNow = Number(new Intl.DateTimeFormat('en', clock).format(at));
  return { day: Date.parse(date) / day, hour: hourNow };
}

/** No hour is broken and no cap passed; the same matter over another channel counts once. */
function keeps(caps: Caps, said: readonly Said[]): void {
  const firsts = new Map<string, number>();
  const sends = new Set<string>();
  for (const { at, matter, channel } of said) {
    const { hour: hourNow, day: today } = local(at);
    expect(hourNow).toBeGreaterThanOrEqual(8);
    expect(hourNow).toBeLessThan(21);
    if (!firsts.has(matter)) firsts.set(matter, today);
    const once = `${matter} ${channel}`;
    expect(sends.has(once), 'said twice').toBe(false);
    sends.add(once);
  }
  const days = [...firsts.values()];
  for (const first of new Set(days)) {
    expect(days.filter((each) => each === first).length).toBeLessThanOrEqual(caps.day);
    const week = days.filter((each) => each >= first && each < first + 7);
    expect(week.length).toBeLessThanOrEqual(caps.week);
  }
}

test('over all journeys: nothing twice, at night, over a cap, after a no, or lost', () => {
  let sent = 0;
  const fates = new Map<string, number>();
  fc.assert(
    fc.property(life, ({ policy, deeds: all }) => {
      const person = new Person(policy);
      for (const { deed, after } of all) {
        person.now += after;
        person.do(deed);
      }
      person.finish();
      keeps(person.loosest, person.said);
      person.believesTruly();
      sent += person.said.length;
      for (const { fate, rule, journey } of person.ledger.values()) {
        expect(journeyId(journey)).toMatch(/^jrn_/);
        expect(fate, 'it has come to its end').not.toBe('deferred');
        if (fate === 'withheld') expect(rule).toBeDefined();
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
      }
    }),
    { numRuns: lives },
  );
  expect(sent).toBeGreaterThan(lives);
  // Each of the fates was met: what is not is not tested.
  const met = ['failed', 'merged', 'sent', 'superseded', 'withheld'];
  expect([...fates.keys()].toSorted()).toEqual(met);
}, 3_600_000);
