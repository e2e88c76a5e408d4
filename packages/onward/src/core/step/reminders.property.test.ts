/**
 * The laws of reminders, over random lives: bookings, moves, cancellations, parks, overrides,
 * answers, faults, and a clock that goes on in small steps, in leaps, or from timer to timer.
 * `ONWARD_REMINDER_LIVES=100000` lives more of them.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextWake } from './index.ts';
import type { Input, State } from './index.ts';
import type { Program } from '../language/model.ts';
import { appointments, informing, Patient, reminded, say, withHours } from './reminders.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const begin = Date.UTC(2026, 10, 23, 9);
const lives = Number(process.env['ONWARD_REMINDER_LIVES'] ?? 2_000);

type Play = (state: State, now: number, patient: Patient) => Input;

const reviewEvery = { kind: 'wall', ms: 7 * day } as const;
const plays: fc.Arbitrary<Play> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Play>(() => ({ kind: 'deadline' })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(-day, -minute, 0, hour, 2 * hour, 3 * hour, 25 * hour, 3 * day, 9 * day)
      .map(
        (ahead): Play =>
          (_, now) =>
            say('booked', { start: now + ahead }),
      ),
  },
  // To the same few times, again and again: away and back.
  fc.constantFrom(2, 3, 4).map(
    (days): Play =>
      () =>
        say('booked', { start: begin + days * day }),
  ),
  fc.constantFrom('cancelled', 'answered', 'started', 'arrived').map(
    (type): Play =>
      () =>
        say(type),
  ),
  fc.constantFrom('sides', 'form', 'visit', 'left').map((to): Play => () => {
    return { kind: 'control', control: 'override', actor: 'p-1', to, reason: 'asked' };
  }),
  fc.constant<Play>(() => {
    const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
    return { kind: 'control', control: 'park', actor: 'p-1', parking };
  }),
  fc.constant<Play>(() => ({ kind: 'control', control: 'resume', actor: 'p-1' })),
  fc.constantFrom('done', 'gave-up').map((action): Play => ({ obligations }) => {
    const { slot, opened } = obligations[0] ?? { slot: 0, opened: 0 };
    return { kind: 'act', slot, opened, action, actor: 'p-1', data: {} };
  }),
  fc.constantFrom('rejected', 'exhausted', 'unknown').map((outcome): Play => (_, __, patient) => {
    const about = {
      kind: 'outcome',
      name: 'visit',
      passing: true,
      step: 'visit',
      data: {},
    } as const;
    return { ...about, key: patient.key(), outcome };
  }),
  fc.constantFrom('failed', 'delivered').map((what): Play => (_, __, patient) => {
    return { ...say(`message.${what}`), answers: patient.key() };
  }),
  fc.constant<Play>(() => ({ kind: 'fault', code: 'ONW-STEP-FAULT' })),
);

const life = fc.array(
  fc.record({
    play: plays,
    // From timer to timer, or by some time that the timers know nothing of.
    after: fc.constantFrom<number | 'timer'>(
      'timer',
      'timer',
      0,
      1_000,
      10 * minute,
      hour,
      20 * hour,
      4 * day,
    ),
  }),
  { maxLength: 30 },
);

/** What a journey has said of its messages so far. */
class Told {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Keys that are planned and of which nothing more is known. */
  readonly open = new Set<string>();
  readonly sent = new Set<string>();

  /** Takes what one input said; what was said must be possible. */
  take(patient: Patient, now: number): void {
    const { state } = patient;
    for (const entry of reminded(patient.last?.entries ?? [])) {
      const { key, how } = entry;
      if (how === 'moved') expect(this.open.delete(entry.from), 'moved from a plan').toBe(true);
      if (how === 'planned' || how === 'moved') {
        expect(this.sent.has(key), 'planned though it was sent').toBe(false);
        this.open.add(key);
        continue;
      }
      if (how === 'cancelled') expect(this.open.has(key), 'cancelled of a plan').toBe(true);
      this.open.delete(key);
      if (how !== 'sent') continue;
      expect(this.sent.has(key), 'sent twice').toBe(false);
      this.sent.add(key);
      agrees(state, { key, now, hours: this.#program.messages !== undefined });
    }
    for (const key of this.open) expect(isDone(state, key), 'open and settled').toBe(false);
  }
}

/** What transitions ask for: it is said of a step that was left, and at the very end. */
const informs = ['moved', 'gone', 'thanks'];

/** Whatever leaves, on whichever channel, is about what the journey knows, where it stands. */
function leaves({ state, last }: Patient): void {
  for (const effect of last?.effects ?? []) {
    if (effect.kind !== 'message') continue;
    const { passing, step, template, args = {} } = effect;
    expect(passing).toBe(true);
    expect(state.parked).toBeUndefined();
    expect(state.facts).toMatchObject(args);
    if (informs.includes(template) || isNews(state, { template, step })) continue;
    expect(state.status).toBe('open');
    expect(state.places.map((place) => place.step)).toContain(step);
  }
}

/** What was told and is true no more is put right, also of a step that was left. */
function isNews(
  { messages }: State,
  { template, step }: { readonly template: string; readonly step: string },
): boolean {
  const news = messages?.informs ?? [];
  return news.some((each) => each.telling.template === template && each.step === step);
}

/** What is sent says what the state that is committed with it says. */
function agrees(
  state: State,
  { key, now, hours }: { readonly key: string; readonly now: number; readonly hours: boolean },
): void {
  const [, about = '', offset, instant] = key.split('/');
  if (about === '!') return;
  expect(state.status).toBe('open');
  expect(state.parked).toBeUndefined();
  if (about.startsWith('@')) {
    const place = state.places.find(({ step }) => step === about.slice(1));
    expect(place?.since).toBe(Number(instant));
  } else {
    expect(state.facts[about]).toBe(Number(instant));
    // What is for the night may be said the evening before.
    const early = hours ? 12 * hour : 0;
    expect(now).toBeGreaterThanOrEqual(Number(instant) + Number(offset) - early);
    expect(now).toBeLessThan(Number(instant));
  }
}

function isDone({ messages }: State, key: string): boolean {
  return messages?.settled.some((each) => each.key === key) ?? false;
}

/** Whatever is planned has its timer, and nothing planned is forgotten at the end. */
function isAccounted({ state }: Patient, open: ReadonlySet<string>): void {
  const next = state.messages?.next;
  const isHeld = state.messages?.settled.some(({ sent }) => sent?.askAt !== undefined) ?? false;
  expect(next !== undefined, 'a timer while something is planned').toBe(open.size > 0 || isHeld);
  if (next !== undefined) expect(nextWake(state)).toBeLessThanOrEqual(next);
  if (state.status === 'ended') expect(state.messages).toBeUndefined();
  expect(state.messages?.settled.length ?? 0).toBeLessThanOrEqual(40);
}

/**
 * Nothing is asked for at night, by the platform's own clock; what is said at the very end is held
 * at the moment of sending.
 */
function keepsHours({ last, state }: Patient, now: number): void {
  if (state.status === 'ended') return;
  if (last?.effects.some(({ kind }) => kind === 'message') !== true) return;
  const parts = { timeZone: 'Europe/Berlin', hour: 'numeric', hourCycle: 'h23' } as const;
  const hourNow = Number(new Intl.DateTimeFormat('en', parts).format(now));
  expect(hourNow).toBeGreaterThanOrEqual(8);
  expect(hourNow).toBeLessThan(21);
}

type Lived = readonly { readonly play: Play; readonly after: number | 'timer' }[];

function live(plan: Lived, program: Program): number {
  let now = begin;
  const told = new Told(program);
  const patient = new Patient(now, program);
  told.take(patient, now);
  for (const { play, after } of plan) {
    const timer = nextWake(patient.state) ?? now;
    now = Math.max(now, after === 'timer' ? timer : now + after);
    const before = structuredClone(patient.state);
    const input = play(patient.state, now, patient);
    const wasDue = input.kind === 'deadline' && timer <= now;
    // The same again from what the database would give back.
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
    const taken = patient.take(input, now);
    if (wasDue && before.status === 'open') expect(taken, 'a timer that has fired').toBe(true);
    if (!taken) continue;
    told.take(patient, now);
    leaves(patient);
    if (program.messages !== undefined) keepsHours(patient, now);
    isAccounted(patient, told.open);
  }
  // Time goes on until nothing is planned: then nothing may be open.
  for (let round = 0; round < 50 && patient.state.messages?.next !== undefined; round++) {
    now = Math.max(now, nextWake(patient.state) ?? now);
    expect(patient.take({ kind: 'deadline' }, now)).toBe(true);
    told.take(patient, now);
  }
  expect([...told.open]).toEqual([]);
  return told.sent.size;
}

test.each([
  ['at any time', appointments],
  ['within hours', withHours(appointments)],
  ['with news, at any time', informing],
  ['with news, within hours', withHours(informing)],
])(
  '%s: no message twice, none against the state, each to an end',
  (_, program) => {
    let sent = 0;
    fc.assert(
      fc.property(life, (plan) => {
        sent += live(plan, program);
      }),
      { numRuns: lives },
    );
    expect(sent).toBeGreaterThan(lives / 4);
  },
  3_600_000,
);
