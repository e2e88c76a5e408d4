/** A program with every kind of step, compiled by hand, and a way to drive a journey through it. */
import type { Journey, Program, Step, Transitions } from '../language/model.ts';
import { step } from '../step/index.ts';
import type { EventInput, Input, State } from '../step/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Sunday, 22 November 2026, 08:00 in New York. */
export const start = Date.UTC(2026, 10, 22, 13, 0);

function to(name: string, milestone?: string): Transitions {
  return [{ to: name, set: [], run: [], ...(milestone === undefined ? {} : { milestone }) }];
}

const base = { stage: 'onboarding', track: '', on: {}, reminders: [] };
const day = { kind: 'wall', ms: dayMs } as const;
const ladder = { escalate: ['operations-lead', 'director'], every: day };

const steps: Readonly<Record<string, Step>> = {
  payment: {
    ...base,
    kind: 'await',
    events: ['billing.payment.succeeded'],
    from: 'billing',
    owner: 'billing-desk',
    within: day,
    on: {
      'billing.payment.succeeded': { kind: 'go', transitions: to('order', 'paid') },
      'billing.payment.failed': { kind: 'go', transitions: to('payment-recovery') },
    },
    overdue: {
      lookUp: { system: 'billing', name: 'payment', withinMs: hourMs },
      escalate: [],
      then: to('payment-recovery'),
    },
  },
  'payment-recovery': {
    ...base,
    kind: 'task',
    task: 'call-about-payment',
    owner: 'billing-desk',
    within: day,
    actions: {
      paid: { with: {}, transitions: to('order') },
      promised: {
        with: { at: { kind: 'instant' }, sum: { kind: 'money' } },
        transitions: [
          { to: 'pause', set: [{ fact: 'promise', to: { kind: 'event', name: 'at' } }], run: [] },
        ],
      },
      'gave-up': { with: {}, transitions: to('withdrawn') },
    },
    brief: [],
    overdue: ladder,
  },
  order: {
    ...base,
    kind: 'command',
    call: { system: 'ehr', command: 'order-lab', args: {} },
    retry: { attempts: 3, firstMs: 1000, factor: 2, maxMs: 60_000 },
    owner: 'care-team',
    within: { kind: 'wall', ms: 4 * hourMs },
    done: to('tell'),
    rejected: to('payment-recovery'),
    exhausted: to('payment-recovery'),
    unknown: to('payment-recovery'),
    late: { kind: 'exception' },
    overdue: { escalate: [], then: to('choose') },
  },
  choose: {
    ...base,
    kind: 'decide',
    choose: [
      {
        when: { kind: 'lt', operand: 'calls', value: 2 },
        to: 'payment-recovery',
        set: [],
        run: [],
      },
      { to: 'withdrawn', set: [], run: [] },
    ],
  },
  tell: {
    ...base,
    kind: 'message',
    template: 'welcome',
    via: 'messaging',
    channels: ['sms', 'email'],
    until: 'delivered',
    owner: 'care-team',
    within: { kind: 'wall', ms: 4 * hourMs },
    then: to('pause'),
    overdue: {
      escalate: [],
      park: { owner: 'operations-lead', reason: 'not-told', reviewEvery: day },
    },
  },
  pause: {
    ...base,
    kind: 'wait',
    owner: 'care-team',
    within: { kind: 'wall', ms: 2 * dayMs },
    then: to('other'),
  },
  other: {
    ...base,
    kind: 'depends',
    journey: 'plan',
    milestone: 'ready',
    reached: to('both'),
    ended: {},
    neverStarted: to('payment-recovery'),
    owner: 'care-team',
    within: day,
    overdue: ladder,
  },
  both: {
    ...base,
    kind: 'tracks',
    tracks: { papers: 'consent', visit: 'booking' },
    join: 2,
    then: to('held'),
  },
  consent: {
    ...base,
    track: 'papers',
    kind: 'task',
    task: 'collect-consent',
    owner: 'care-team',
    within: { kind: 'business-days', days: 1 },
    actions: { signed: { with: {}, transitions: to('papers-done') } },
    brief: [],
    overdue: ladder,
  },
  'papers-done': { ...base, track: 'papers', kind: 'end', outcome: 'signed' },
  booking: {
    ...base,
    track: 'visit',
    kind: 'await',
    events: ['scheduler.visit.booked', 'scheduler.visit.declined'],
    from: 'scheduler',
    owner: 'billing-desk',
    within: day,
    on: { 'scheduler.visit.booked': { kind: 'go', transitions: to('visit-done') } },
    overdue: { escalate: [], then: to('visit-done') },
  },
  'visit-done': { ...base, track: 'visit', kind: 'end', outcome: 'booked' },
  held: {
    ...base,
    kind: 'park',
    owner: 'operations-lead',
    reason: 'nobody-answers',
    within: { kind: 'wall', ms: 14 * dayMs },
    actions: {
      'try-again': { with: {}, transitions: to('payment') },
      close: { with: {}, transitions: to('completed') },
    },
  },
  completed: { ...base, kind: 'end', outcome: 'completed' },
  withdrawn: { ...base, kind: 'end', outcome: 'withdrawn' },
};

const journey: Journey = {
  name: 'first-visit',
  subject: 'patient',
  owner: 'operations-lead',
  facts: { calls: { kind: 'count', max: 3 }, promise: { kind: 'instant' } },
  enrol: [{ on: 'billing.checkout.completed', oncePer: 'subject', set: [] }],
  start: 'payment',
  on: {},
  stages: {
    onboarding: { on: { 'billing.payment.disputed': { kind: 'exception', owner: 'director' } } },
  },
  steps,
  milestones: ['paid'],
};

const office = {
  zone: 'America/New_York',
  week: [0, 1, 2, 3, 4, 5, 6].map((weekday) => (weekday < 5 ? ([[540, 1020]] as const) : [])),
  holidays: [],
  overrides: {},
};
const team = { role: false, calendar: 'office', people: ['p-101'] };
const noTypes = { events: {}, commands: {}, lookUps: {} };

export const program: Program = {
  format: 1,
  program: 'telehealth',
  calendars: { office, utc: { ...office, zone: 'UTC' } },
  teams: {
    'billing-desk': team,
    'care-team': team,
    'operations-lead': { ...team, role: true },
    director: { ...team, calendar: 'utc', role: true },
  },
  codes: {},
  systems: {
    billing: { ...noTypes, connector: 'stripe', owner: 'billing-desk', settings: {} },
    scheduler: { ...noTypes, connector: 'hl7v2', owner: 'billing-desk', settings: {} },
  },
  templates: {},
  exceptions: { within: day, escalate: ['operations-lead'], every: day },
  journeys: { 'first-visit': journey },
};

export function event(type: string): EventInput {
  const source = type.slice(0, type.indexOf('.'));
  return { kind: 'event', type, source, id: `evt-${type}`, occurredAt: start, data: {} };
}

/** The state after the inputs, from the beginning; each at its own hour after `start`. */
export function after(...inputs: readonly (readonly [hour: number, input: Input])[]): State {
  let state = take(
    null,
    { kind: 'enrol', journey: 'first-visit', event: event('billing.checkout.completed') },
    0,
  );
  for (const [hour, input] of inputs) state = take(state, input, hour);
  return state;
}

export function take(state: State | null, input: Input, hour: number): State {
  const result = step(program, state, input, start + hour * hourMs);
  if (result.kind === 'refused') throw new Error(`refused: ${result.code}`);
  return result.state;
}

/** A person's override, which reaches any step at once. */
export function moveTo(name: string): Input {
  return { kind: 'control', control: 'override', actor: 'p-101', to: name, reason: 'for-a-test' };
}

export const deadline: Input = { kind: 'deadline' };

export function at(hour: number): number {
  return start + hour * hourMs;
}
