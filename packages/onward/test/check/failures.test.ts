/**
 * Ways in which other products lose people, each told small: the compiler refuses it, or the proof
 * refutes it with the reason; and what mends it is proved.
 */
import { expect, test } from 'vitest';
import { check, compileObject, step } from '../../src/core/index.ts';
import type {
  Connector,
  EventType,
  Input,
  Program,
  PropertyId,
  State,
} from '../../src/core/index.ts';
import { changed } from './mutation/edit.ts';
import type { Path } from './mutation/edit.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Friday 9 January 2026, 16:00 UTC: the weekend comes. */
const now = Date.UTC(2026, 0, 9, 16);
const never = { kind: 'wall', ms: Infinity };

const said: EventType = { refs: { patient: { system: '', of: 'subject' } }, data: {} };
const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'];
const words: Connector = {
  name: 'words',
  describe: () => ({
    manifest: {
      events: {
        ...Object.fromEntries(
          ['referred', 'sampled', 'booked', 'paid', 'approved', 'withdrew'].map((name) => [
            name,
            said,
          ]),
        ),
        ...Object.fromEntries(
          receipts.map((name) => [`message.${name}`, { refs: {}, data: {} }] as const),
        ),
      },
      commands: { ship: { args: {}, returns: {} }, recall: { args: {}, returns: {} } },
      lookUps: {},
      idempotent: true,
    },
  }),
};

const ladder = { escalate: ['lead'], every: '1d' };
const work = { owner: 'desk', within: '1d', overdue: ladder };
const done = { end: 'done' };
const call = { task: 'call', ...work, actions: { called: 'done' } };

/** A journey of one stage, begun by a referral; `own` stands beside its steps. */
function journey(steps: object, own: object = {}): object {
  return {
    journey: 'care',
    subject: 'patient',
    enrol: { on: 'sys.referred', 'once-per': 'subject' },
    start: Object.keys(steps)[0],
    stages: { all: { steps } },
    ...own,
  };
}

/** Compiles journeys; `own` takes the place of the program's own parts. */
function compiling(journeys: readonly object[], own: object = {}) {
  const source = {
    program: 'small',
    calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
    teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
    roles: { lead: { calendar: 'office', people: ['p-2'] } },
    exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
    systems: { sys: { connector: 'words', owner: 'desk' } },
    templates: { nudge: { version: 1, purpose: 'care', channels: ['email'] } },
    journeys,
    ...own,
  };
  return compileObject(source, { words });
}

function compiled(journeys: readonly object[], own: object = {}): Program {
  const { program, problems } = compiling(journeys, own);
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}

/** What the compiler says of a program that it refuses, a line for each place. */
function refusal(journeys: readonly object[], own: object = {}): readonly string[] {
  const { program, problems } = compiling(journeys, own);
  expect(program).toBeUndefined();
  return problems.map(
    ({ path, message }) => `${path.replace('/journeys/0/stages/all/steps', '')} ${message}`,
  );
}

type Refuted = Readonly<Partial<Record<PropertyId, string>>>;

/** What is refuted of a journey, by property, each in its sentence; nothing when it is proved. */
function refuted(program: Program, name = 'care'): Refuted {
  const report = check(program, { now }).journeys.find((each) => each.journey === name);
  expect(report?.verdict).not.toBe('unknown');
  const found = report?.properties.flatMap(({ id, verdict, counterexample }) => {
    return verdict === 'refuted' ? [[id, counterexample?.says ?? ''] as const] : [];
  });
  return Object.fromEntries(found ?? []);
}

/** A compiled journey with one thing changed that no source can say. */
const edited = (program: Program, path: Path, value: unknown): Program =>
  changed(program, ['journeys', 'care', 'steps', ...path], value);

test('an escalation that is stored never runs: its deadline never comes', () => {
  const program = compiled([journey({ call, done })]);
  expect(refuted(program)).toEqual({});
  const { within: _, ...undated } = call;
  expect(refusal([journey({ call: undated, done })])).toEqual([
    '/call/within "within" is missing.',
  ]);
  expect(refusal([journey({ call: { ...call, within: 'never' }, done })])).toEqual([
    '/call/within "never" cannot stand here.',
  ]);
  expect(refuted(edited(program, ['call', 'within'], never))).toMatchObject({
    C1: 'call has no date by which it must be done.',
    C2: expect.stringContaining('call stays with desk'),
  });
});

test('an escalation stops at its first rung: the time to the next never ends', () => {
  const program = compiled([journey({ call, done })]);
  expect(refusal([journey({ call: { ...call, overdue: { escalate: ['lead'] } }, done })])).toEqual([
    '/call/overdue/escalate A ladder needs `every`, the time between its rungs.',
  ]);
  expect(refuted(edited(program, ['call', 'overdue', 'every'], never))).toMatchObject({
    C1: 'call has no date by which it must be done.',
  });
});

test('an escalation ends with a team, where everyone thinks that somebody else will', () => {
  const overdue = { escalate: ['desk'], every: '1d' };
  expect(refusal([journey({ call: { ...call, overdue }, done })])).toEqual([
    '/call/overdue/escalate/0 The ladder ends with the team "desk", where nobody is accountable.',
  ]);
  const program = compiled([journey({ call, done })]);
  expect(refuted(edited(program, ['call', 'overdue', 'escalate'], ['desk']))).toMatchObject({
    C1: 'call ends with desk, a team, where nobody is accountable.',
    C2: expect.stringContaining('call stays with desk'),
  });
});

test('a timer pauses for ever: a park that nobody looks at again', () => {
  const park = { owner: 'lead', reason: 'abroad' };
  const held = { park: { ...park, 'review-every': '7d' }, actions: { back: 'call' } };
  const asked = { ...call, actions: { called: 'done', abroad: 'held' } };
  const program = compiled([journey({ call: asked, held, done })]);
  expect(refuted(program)).toEqual({});
  expect(refusal([journey({ call: asked, held: { ...held, park }, done })])).toEqual([
    '/held/park/review-every "review-every" is missing.',
  ]);
  expect(refuted(edited(program, ['held', 'within'], never))).toMatchObject({
    C1: 'abroad has no date by which it must be done.',
  });
});

/** Feeds inputs to the step, each at its time, and says what is pending after each. */
function pending(program: Program, inputs: readonly (readonly [number, Input])[]) {
  let state: State | null = null;
  return inputs.map(([at, input]) => {
    const result = step(program, state, input, now + at);
    if (result.kind === 'refused') throw new Error(result.message);
    state = result.state;
    return state.obligations.map(({ kind, owner, due }) => [kind, owner, due - now] as const);
  });
}

test('a timer pauses for ever: the clocks of a parked journey rest, the review does not', () => {
  const overdue = { park: { owner: 'lead', reason: 'no-answer', 'review-every': '2d' } };
  const program = compiled([journey({ call: { ...call, overdue }, done })]);
  expect(refuted(program)).toEqual({});
  const from = { type: 'sys.referred', source: 'sys', id: 'e-1' };
  const referred = { kind: 'event' as const, ...from, occurredAt: now, data: {} };
  const resume = { kind: 'control', control: 'resume', actor: 'p-2' } as const;
  expect(
    pending(program, [
      [0, { kind: 'enrol', journey: 'care', event: referred }],
      [day, { kind: 'deadline' }],
      [3 * day, { kind: 'deadline' }],
      [4 * day, resume],
    ]),
  ).toEqual([
    [['task', 'desk', day]],
    [['park', 'lead', 3 * day]],
    [['park', 'lead', 5 * day]],
    [['task', 'desk', 5 * day]],
  ]);
  const endless = edited(program, ['call', 'overdue', 'park', 'reviewEvery'], never);
  expect(refuted(endless)).toMatchObject({ C1: 'no-answer has no date by which it must be done.' });
});

/** A track of one task, with what its actions lead to. */
function track(name: string, actions: object, steps: object = {}): object {
  return { start: name, steps: { [name]: { task: name, ...work, actions }, ...steps } };
}
const ending = (name: string): object =>
  track(name, { ready: `${name}-ended` }, { [`${name}-ended`]: { end: 'ok' } });

test('a join misses a track: it waits for one that goes round for ever', () => {
  const tracks = { exam: ending('exam'), talk: track('talk', { again: 'talk' }) };
  const both = { tracks, join: 'all', then: 'done' };
  expect(refuted(compiled([journey({ both, done })]))).toMatchObject({
    C5: 'From talk no end can be reached any more.',
    C8: 'done is never reached.',
  });
});

test('a join misses a track: it waits for one that only leads elsewhere', () => {
  const tracks = { exam: ending('exam'), talk: track('talk', { refused: 'closed' }) };
  const both = { tracks, join: 'all', then: 'done' };
  const program = compiled([journey({ both, done, closed: { end: 'closed' } })]);
  expect(refuted(program)).toMatchObject({ C8: 'done is never reached.' });
});

test('a join misses a track: it counts more than can end', () => {
  const both = {
    tracks: { exam: ending('exam'), talk: ending('talk') },
    join: 'all',
    then: 'done',
  };
  expect(refusal([journey({ both: { ...both, join: { count: 3 } }, done })])).toEqual([
    '/both/join/count The join waits for more tracks than there are: 2.',
  ]);
  const program = compiled([journey({ both, done })]);
  expect(refuted(program)).toEqual({});
  expect(refuted(edited(program, ['both', 'join'], 3))).toMatchObject({
    C1: 'All tracks of both that can end have ended, and nothing joins them.',
  });
});

test('an event comes in the gap before the step that handles it', () => {
  const waiting = (name: string, to: string): object => {
    return { await: name, from: 'sys', ...work, on: { [name]: to } };
  };
  const pay = { ...waiting('sys.paid', 'done'), ignore: { 'sys.booked': 'it is booked' } };
  const book = waiting('sys.booked', 'pay');
  expect(refuted(compiled([journey({ book, pay, done })]))).toEqual({
    C4: 'sys.paid comes at book, and nothing says what follows.',
  });
  const keeping = { ...book, defer: { 'sys.paid': '14d' } };
  expect(refuted(compiled([journey({ book: keeping, pay, done })]))).toEqual({});
});

test('a wait for a journey that never starts', () => {
  const lab = journey(
    { see: { task: 'see', ...work, actions: { seen: 'done' } }, done },
    { journey: 'lab', enrol: { on: 'sys.sampled', 'once-per': 'subject' } },
  );
  const wait = { depends: { journey: 'lab' }, ended: { done: 'done' }, ...work };
  const invite = { task: 'invite', ...work, actions: { invited: 'wait', declined: 'done' } };
  expect(refusal([journey({ wait, invite, done }), lab])).toEqual([
    '/wait/never-started "never-started" is missing.',
  ]);
  const program = compiled([
    journey({ wait: { ...wait, 'never-started': 'invite' }, invite, done }),
    lab,
  ]);
  expect(refuted(program)).toEqual({});
  expect(refuted(edited(program, ['wait', 'neverStarted'], []))).toMatchObject({
    C10: 'Nothing leads on when lab never starts.',
  });
});

test('two journeys wait for each other without an end', () => {
  const waiting = (name: string, other: string, on: string): object => {
    const wait = {
      depends: { journey: other },
      ended: { done: 'done' },
      'never-started': 'done',
      owner: 'desk',
      within: '3d',
      overdue: { then: 'call' },
    };
    const enrol = { on, 'once-per': 'subject' };
    return journey({ wait, call, done }, { journey: name, enrol });
  };
  const program = compiled([
    waiting('care', 'lab', 'sys.referred'),
    waiting('lab', 'care', 'sys.sampled'),
  ]);
  expect(refuted(program)).toEqual({});
  expect(refuted(program, 'lab')).toEqual({});
  for (const within of [undefined, never]) {
    expect(refuted(edited(program, ['wait', 'within'], within))).toMatchObject({
      C10: 'It waits for lab without an end.',
    });
  }
});

test('reminders of an approval go round for ever, and nobody is told', () => {
  const on = { 'sys.approved': 'done' };
  const remind = {
    message: 'nudge',
    via: 'sys',
    owner: 'desk',
    within: '4h',
    on,
    then: 'approval',
    overdue: { then: 'approval' },
  };
  const approval = { await: 'sys.approved', from: 'sys', ...work, on };
  const around = { ...approval, overdue: { then: 'remind' } };
  expect(refuted(compiled([journey({ remind, approval: around, done })]))).toMatchObject({
    C2: 'When everyone is silent, deadlines lead round in a circle, and nobody is told.',
    C7: 'It can go round remind → approval → remind for ever without a decision or a milestone.',
  });
  // Reminded once, then whoever is accountable is told.
  expect(refuted(compiled([journey({ remind, approval, done })]))).toEqual({});
});

test('what was sent is not called back on one of the ways to give up', () => {
  const shipping = (gaveUp: string): Program =>
    compiled([
      journey({
        ship: {
          command: 'sys.ship',
          undo: 'recall',
          ...work,
          done: 'ask',
          rejected: 'refused',
          exhausted: 'refused',
          unknown: 'recall',
          late: { ignore: 'it is called back in any case' },
        },
        ask: {
          task: 'ask',
          ...work,
          actions: { keeps: 'done', returns: 'recall', 'gave-up': gaveUp },
        },
        recall: {
          command: 'sys.recall',
          ...work,
          done: 'left',
          rejected: 'by-hand',
          exhausted: 'by-hand',
          unknown: 'by-hand',
          late: 'exception',
        },
        'by-hand': { task: 'call-the-shop', ...work, actions: { recalled: 'left' } },
        done,
        refused: { end: 'refused' },
        left: { end: 'left', abort: true },
      }),
    ]);
  expect(refuted(shipping('left'))).toEqual({
    C9: 'The journey is given up at left, and ship is not undone.',
  });
  expect(refuted(shipping('recall'))).toEqual({});
});

test('an owner is away at weekends, and nobody stands in', () => {
  const desk = { calendar: 'office', people: ['p-1'] };
  const on = (team: object): Program =>
    compiled([journey({ call, done })], { teams: { desk: team } });
  expect(refuted(on(desk))).toEqual({ C11: 'Nobody stands in when desk is away.' });
  expect(refuted(on({ ...desk, fallback: 'lead' }))).toEqual({});
});

test('an owner is a team that nobody is in', () => {
  const desk = { calendar: 'office', people: [], fallback: 'lead' };
  expect(refusal([journey({ call, done })], { teams: { desk } })).toEqual([
    '/teams/desk/people A list cannot stand here.',
  ]);
  const program = changed(compiled([journey({ call, done })]), ['teams', 'desk', 'people'], []);
  expect(refuted(program)).toEqual({ C11: 'desk has no people.' });
});
