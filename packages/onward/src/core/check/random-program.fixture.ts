/**
 * Random programs: journeys of every kind of step, led to each other at random. Most are wrong in
 * some way; whatever they are, the proof must say of them what the step then does.
 */
import fc from 'fast-check';
import type {
  FactTypes,
  Guard,
  Handlers,
  Journey,
  Overdue,
  Program,
  ReadBack,
  Reminder,
  Step,
  Transition,
  Transitions,
  Within,
} from '../language/model.ts';
import { clock } from './random-clock.fixture.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export const factTypes: FactTypes = {
  flag: { kind: 'flag' },
  tries: { kind: 'count', max: 3 },
  color: { kind: 'one-of', values: ['red', 'green', 'blue'] },
  start: { kind: 'instant' },
};
/** Events e0…e3; each brings the same data. */
export const eventTypes = ['s.e0', 's.e1', 's.e2', 's.e3'];
export const eventData: FactTypes = {
  flag: { kind: 'flag' },
  color: { kind: 'one-of', values: ['red', 'green', 'blue'] },
  start: { kind: 'instant' },
  number: { kind: 'count', max: 9 },
};

const guard: fc.Arbitrary<Guard> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Guard>({ kind: 'is', operand: 'flag', value: true }) },
  fc.constant<Guard>({ kind: 'lt', operand: 'tries', value: 2 }),
  fc.constant<Guard>({ kind: 'is', operand: 'color', value: 'red' }),
  fc.constant<Guard>({ kind: 'known', operand: 'start' }),
  fc.constant<Guard>({
    kind: 'after',
    operand: 'start',
    time: { kind: 'now', offsetMs: 2 * dayMs },
  }),
  fc.constant<Guard>({
    kind: 'not',
    of: { kind: 'is', operand: 'flag', value: true },
  }),
);
const dataGuard: fc.Arbitrary<Guard> = fc.oneof(
  guard,
  fc.constant<Guard>({ kind: 'is', operand: 'event.flag', value: true }),
  fc.constant<Guard>({ kind: 'gte', operand: 'event.number', value: 5 }),
);

const assignments: fc.Arbitrary<Transition['set']> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  fc.constantFrom(
    [{ fact: 'flag', to: { kind: 'value', value: true } }],
    [{ fact: 'flag', to: { kind: 'value', value: false } }],
    [{ fact: 'tries', to: { kind: 'add', by: 1 } }],
    [{ fact: 'color', to: { kind: 'value', value: 'red' } }],
    [{ fact: 'start', to: { kind: 'now' } }],
    [{ fact: 'start', to: { kind: 'clear' } }],
  ) as fc.Arbitrary<Transition['set']>,
);
const dataAssignments: fc.Arbitrary<Transition['set']> = fc.oneof(
  { weight: 2, arbitrary: assignments },
  fc.constantFrom(
    [{ fact: 'flag', to: { kind: 'event', name: 'flag' } }],
    [{ fact: 'start', to: { kind: 'event', name: 'start' } }],
    [{ fact: 'color', to: { kind: 'event', name: 'color' } }],
  ) as fc.Arbitrary<Transition['set']>,
);

/** Ways to some of these steps, or staying; usually the last one always holds. */
function ways(to: readonly string[], hasData = false): fc.Arbitrary<Transitions> {
  const way = fc.record({
    to: fc.option(fc.constantFrom(...to), { nil: undefined, freq: 8 }),
    set: hasData ? dataAssignments : assignments,
    milestone: fc.option(fc.constant('m'), { nil: undefined, freq: 8 }),
  });
  const toTransition = (
    {
      to: target,
      set,
      milestone,
    }: { to?: string | undefined; set: Transition['set']; milestone?: string | undefined },
    when?: Guard,
  ): Transition => ({
    ...(when === undefined ? {} : { when }),
    ...(target === undefined ? {} : { to: target }),
    ...(milestone === undefined ? {} : { milestone }),
    set,
    run: [],
  });
  return fc
    .tuple(
      fc.array(fc.tuple(way, hasData ? dataGuard : guard), { maxLength: 2 }),
      fc.option(way, { nil: undefined, freq: 12 }),
    )
    .map(([guarded, last]) => [
      ...guarded.map(([each, when]) => toTransition(each, when)),
      ...(last === undefined ? [] : [toTransition(last)]),
    ]);
}

const within: fc.Arbitrary<Within> = fc.oneof(
  fc.constantFrom(4, 24, 72).map((hours): Within => ({ kind: 'wall', ms: hours * hourMs })),
  fc.constant<Within>({ kind: 'business-days', days: 1 }),
  fc.constant<Within>({
    kind: 'fact',
    fact: 'start',
    offsetMs: hourMs,
    otherwise: { kind: 'wall', ms: dayMs },
  }),
);

function overdue(to: readonly string[]): fc.Arbitrary<Overdue> {
  const every = { kind: 'wall', ms: dayMs } as const;
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant<Overdue>({ escalate: ['lead'], every }) },
    fc.constant<Overdue>({ escalate: ['desk', 'lead'], every }),
    ways(to).map((then): Overdue => ({ escalate: [], then })),
    ways(to).map((then): Overdue => ({ escalate: ['lead'], every, then })),
    ways(to).map((then): Overdue => ({
      escalate: [],
      then,
      lookUp: { system: 's', name: 'look', withinMs: hourMs },
    })),
    fc.constant<Overdue>({
      escalate: [],
      park: { owner: 'lead', reason: 'held', reviewEvery: { kind: 'wall', ms: dayMs } },
    }),
  );
}

function handlers(to: readonly string[]): fc.Arbitrary<Handlers> {
  const handler = fc.oneof(
    { weight: 5, arbitrary: ways(to, true).map((transitions) => ({ kind: 'go', transitions })) },
    fc.constant({ kind: 'ignore', reason: 'it changes nothing' }),
    fc.constant({ kind: 'defer', forMs: 3 * dayMs }),
    fc.constant({ kind: 'exception', owner: 'lead' }),
  );
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...eventTypes), handler), {
      selector: ([event]) => event,
      maxLength: 3,
    })
    .map((pairs) => Object.fromEntries(pairs) as Handlers);
}

interface Line {
  readonly stage: string;
  readonly track: string;
  /** Steps that may be led to. */
  readonly to: readonly string[];
}

/** Messages that are planned beside the way on, at times and under guards of all kinds. */
const reminders: fc.Arbitrary<readonly Reminder[]> = fc.array(
  fc
    .record({
      time: fc.constantFrom(
        { offsetMs: 0 },
        { offsetMs: hourMs },
        { offsetMs: 30 * hourMs },
        { fact: 'start', offsetMs: -dayMs },
        { fact: 'start', offsetMs: hourMs },
      ),
      when: fc.option(guard, { nil: undefined, freq: 2 }),
      channels: fc.constantFrom(['sms'], ['sms', 'email']),
    })
    .map(({ time, when, channels }): Reminder => {
      return { template: 'hello', via: 's', channels, ...time, ...(when ? { when } : {}) };
    }),
  { maxLength: 2 },
);

/** A step of some kind on a line; most of them are about nothing but their way on. */
function step(line: Line): fc.Arbitrary<Step> {
  return fc.tuple(bareStep(line), fc.oneof(fc.constant([]), reminders)).map(([bare, planned]) => {
    return bare.kind === 'decide' ? bare : { ...bare, reminders: planned };
  });
}

/** Done is what its system says; until then it is not answered yet, for the proof. */
const readBack: ReadBack = {
  system: 's',
  lookUp: 'look',
  until: ['s.e0'],
  with: {},
  everyMs: hourMs,
  withinMs: 4 * hourMs,
};

function bareStep({ stage, track, to }: Line): fc.Arbitrary<Step> {
  const base = { stage, track, reminders: [] };
  const owned = fc.record({ within, overdue: overdue(to), on: handlers(to) });
  const owner = 'desk';
  return fc.oneof(
    fc.tuple(owned, ways(to, true)).map(([rest, transitions]): Step => {
      const on = { 's.e0': { kind: 'go', transitions }, ...rest.on } as Handlers;
      return { kind: 'await', ...base, owner, ...rest, on, events: ['s.e0'], from: 's' };
    }),
    fc.tuple(owned, ways(to), ways(to)).map(([rest, yes, no]): Step => {
      const actions = { yes: { with: {}, transitions: yes }, no: { with: {}, transitions: no } };
      return { kind: 'task', ...base, owner, ...rest, task: 'call', actions, brief: [] };
    }),
    fc
      .tuple(owned, ways(to), ways(to), ways(to), ways(to), fc.boolean(), fc.boolean())
      .map(([rest, done, rejected, exhausted, unknown, isLoose, isRead]): Step => ({
        kind: 'command',
        ...base,
        owner,
        ...rest,
        call: { system: 's', command: 'do', args: {} },
        retry: { attempts: 3, firstMs: 2_000, factor: 2, maxMs: 60_000 },
        done,
        rejected,
        exhausted,
        unknown,
        late: isLoose ? { kind: 'exception' } : { kind: 'ignore', reason: 'seen' },
        ...(isRead && rest.within.kind !== 'fact' ? { readBack } : {}),
      })),
    fc.tuple(owned, ways(to)).map(([rest, then]): Step => ({
      kind: 'message',
      ...base,
      owner,
      ...rest,
      template: 'hello',
      via: 's',
      channels: ['sms', 'email'],
      until: 'delivered',
      then,
    })),
    fc
      .tuple(within, ways(to), handlers(to))
      .map(([span, then, on]): Step => ({ kind: 'wait', ...base, owner, within: span, then, on })),
    ways(to).map((choose): Step => ({ kind: 'decide', ...base, on: {}, choose })),
    fc
      .tuple(owned, ways(to), ways(to), ways(to))
      .map(([rest, reached, ended, neverStarted]): Step => ({
        kind: 'depends',
        ...base,
        owner,
        ...rest,
        journey: 'other',
        milestone: 'half',
        reached,
        ended: { finished: ended },
        neverStarted,
      })),
    fc.tuple(ways(to), handlers(to)).map(([again, on]): Step => ({
      kind: 'park',
      ...base,
      owner: 'lead',
      reason: 'stuck',
      within: { kind: 'wall', ms: 2 * dayMs },
      on,
      actions: { again: { with: {}, transitions: again } },
    })),
  );
}

function end(track: string, outcome: string): Step {
  return { kind: 'end', stage: 'only', track, reminders: [], on: {}, outcome };
}

const rootSteps = ['a', 'b', 'c', 'd'];
const rootTo = [...rootSteps, 'end', 'end', 'gone'];

const tracks: fc.Arbitrary<Readonly<Record<string, Step>>> = fc
  .integer({ min: 2, max: 3 })
  .chain((count) => {
    const names = ['x', 'y', 'z'].slice(0, count);
    const lines = names.map((track) => {
      const own = [`${track}1`, `${track}2`, `${track}-end`, `${track}-end`];
      const line = { stage: 'only', track, to: [...own, 'gone'] };
      return fc.tuple(step(line), step(line)).map(([one, two]): Readonly<Record<string, Step>> => ({
        [`${track}1`]: one,
        [`${track}2`]: two,
        [`${track}-end`]: end(track, 'ok'),
      }));
    });
    return fc
      .tuple(
        fc.tuple(...lines),
        ways(rootTo),
        fc.integer({ min: 1, max: count }),
        handlers(rootTo),
        reminders,
      )
      .map(([steps, then, join, on, planned]) => ({
        c: {
          kind: 'tracks' as const,
          stage: 'only',
          track: '',
          reminders: planned,
          on,
          tracks: Object.fromEntries(names.map((name) => [name, `${name}1`])),
          join: join === 1 ? 1 : count,
          then,
        },
        ...Object.assign({}, ...steps),
      }));
  });

const journey: fc.Arbitrary<Journey> = fc
  .record({
    clock: fc.option(clock, { nil: undefined }),
    root: fc.tuple(...rootSteps.map(() => step({ stage: 'only', track: '', to: rootTo }))),
    side: fc.option(tracks, { nil: undefined, freq: 2 }),
    on: handlers(rootTo),
    set: dataAssignments,
  })
  .map(({ root, side, on, set, clock: measured }): Journey => {
    const steps = Object.fromEntries(rootSteps.map((name, at) => [name, root[at]])) as Record<
      string,
      Step
    >;
    return {
      name: 'main',
      subject: 'patient',
      owner: 'lead',
      facts: factTypes,
      enrol: [{ on: 's.begin', oncePer: 'subject', set }],
      start: 'a',
      on,
      stages: { only: { on: {} } },
      steps: { ...steps, ...side, end: end('', 'done'), gone: end('', 'gone') },
      milestones: ['m'],
      ...(measured === undefined ? {} : { clocks: { measured } }),
    };
  });

const other: Journey = {
  name: 'other',
  subject: 'patient',
  facts: {},
  enrol: [],
  start: 'fin',
  on: {},
  stages: { only: { on: {} } },
  steps: { fin: end('', 'finished') },
  milestones: ['half'],
};

const week = [1, 2, 3, 4, 5].map(() => [[540, 1020] as const]);

/** A program around a journey of these facts, steps and events. */
export const programOf = (main: Journey): Program => ({
  format: 1,
  program: 'random',
  calendars: {
    office: { zone: 'Europe/Berlin', week: [...week, [], []], holidays: [], overrides: {} },
  },
  teams: {
    desk: { role: false, calendar: 'office', people: ['p-1'], fallback: 'lead' },
    lead: { role: true, calendar: 'office', people: ['p-2'] },
  },
  codes: {},
  systems: {
    s: {
      connector: 'any',
      owner: 'desk',
      events: Object.fromEntries(
        ['begin', 'e0', 'e1', 'e2', 'e3', 'message.failed'].map((name) => {
          return [name, { refs: {}, data: name.includes('.') ? {} : eventData }];
        }),
      ),
      commands: { do: { args: {}, returns: {} } },
      lookUps: { look: { events: ['e0'] } },
      settings: {},
    },
  },
  templates: { hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] } },
  exceptions: {
    within: { kind: 'wall', ms: dayMs },
    escalate: ['lead'],
    every: { kind: 'wall', ms: dayMs },
  },
  journeys: { main, other },
});

/** A program with one random journey. */
export const randomProgram: fc.Arbitrary<Program> = journey.map(programOf);
