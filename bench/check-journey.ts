/** A long journey: six stages of ten steps of every usual kind, that depend on five facts. */
import type { JourneyInput } from '../packages/onward/src/core/index.ts';

type StageInput = NonNullable<JourneyInput['stages']>[string];
type Steps = StageInput['steps'];
type Way = Extract<Steps[string], { decide: unknown }>['decide'][number];

const ladder = { escalate: ['lead'], every: '1d' };
const work = { within: { business: '1d' }, overdue: ladder };

/** What tells a stage from the others: on what it branches, and what it learns. */
interface Part {
  readonly name: string;
  /** What the answer to the message sets. */
  readonly learns?: Readonly<Record<string, string>>;
  /** What is heard in all of the stage. */
  readonly on?: StageInput['on'];
  /** Where `sort` leads by the facts, before `visit` that takes the rest. */
  readonly sorts: readonly (Way & { readonly to: 'verify' | 'prepare' })[];
}

const parts: readonly Part[] = [
  {
    name: 'intake',
    learns: { consent: 'event.consent' },
    sorts: [
      { when: { is: { urgent: true } }, to: 'verify' },
      { when: { is: { consent: false } }, to: 'prepare' },
    ],
  },
  {
    name: 'plan',
    sorts: [
      { when: { not: { known: 'plan' } }, to: 'prepare' },
      { when: { is: { plan: 'trial' } }, to: 'prepare' },
      { when: { is: { plan: 'plus' } }, to: 'verify' },
    ],
  },
  {
    name: 'first',
    on: { 'sys.resulted': { set: { risk: 'event.risk' } } },
    sorts: [{ when: { is: { plan: 'plus' } }, to: 'verify' }],
  },
  {
    name: 'result',
    sorts: [
      { when: { gte: { risk: 7 } }, to: 'prepare' },
      { when: { gte: { risk: 3 } }, to: 'verify' },
    ],
  },
  { name: 'second', sorts: [{ when: { gte: { risk: 7 } }, to: 'verify' }] },
  { name: 'after', sorts: [{ when: { lt: { missed: 2 } }, to: 'verify' }] },
];

const everyFact = {
  any: [
    { is: { urgent: true } },
    { is: { consent: false } },
    { is: { plan: 'trial' } },
    { is: { plan: 'plus' } },
    { gte: { risk: 7 } },
    { gte: { risk: 3 } },
    { lt: { missed: 2 } },
  ],
};

/** The journey; with `keepsFacts` its last step asks for all of them, so none can be forgotten. */
export function longJourney({ keepsFacts }: { readonly keepsFacts: boolean }): JourneyInput {
  const stages = parts.map((part, at): [string, StageInput] => {
    const next = parts[at + 1]?.name;
    const steps = stepsOf(part, next === undefined ? 'finish' : `${next}-tell`);
    return [part.name, { target: '14d', owner: 'desk', ...heard(part), steps }];
  });
  return {
    journey: 'care',
    subject: 'patient',
    facts: {
      urgent: 'flag',
      consent: 'flag',
      plan: ['basic', 'plus', 'trial'],
      risk: { count: 9 },
      missed: { count: 3 },
    },
    enrol: { on: 'sys.referred', 'once-per': 'subject', set: { urgent: 'event.urgent' } },
    start: 'intake-tell',
    on: {
      'sys.withdrew': 'left',
      'sys.sent': { set: { plan: 'event.plan' } },
    },
    ignore: {
      'sys.replied': 'nothing is asked',
      'sys.missed': 'nobody is expected',
      'sys.resulted': 'the result of the first visit counts',
    },
    stages: { ...Object.fromEntries(stages), end: { steps: endsOf(keepsFacts) } },
  };
}

/** The first step decides whether every fact matters to the last. */
function endsOf(keepsFacts: boolean): Steps {
  return {
    finish: {
      decide: keepsFacts ? [{ when: everyFact, to: 'left' }, { to: 'done' }] : [{ to: 'done' }],
    },
    done: { end: 'done' },
    left: { end: 'left' },
  };
}

function heard({ name, on }: Part): Pick<StageInput, 'ignore' | 'on'> {
  const ignore = { 'sys.visited': `${name} expects no visit now` };
  return on === undefined ? { ignore } : { ignore, on };
}

/** Ten steps: tell, wait for an answer, sort, ask a system, see the patient, write it down. */
function stepsOf({ name, learns, sorts }: Part, next: string): Steps {
  const to = (step: string): string => `${name}-${step}`;
  const answered = learns === undefined ? to('sort') : { to: to('sort'), set: learns };
  const seen = { to: to('report'), milestone: `${name}-seen` };
  return {
    [to('tell')]: {
      message: 'hello',
      via: 'sys',
      until: 'read',
      within: '1d',
      then: to('answer'),
      overdue: { then: to('call') },
    },
    [to('answer')]: {
      await: 'sys.replied',
      from: 'sys',
      within: '3d',
      on: { 'sys.replied': answered },
      overdue: { then: to('call') },
    },
    [to('call')]: {
      task: 'call',
      ...work,
      on: { 'sys.replied': answered },
      actions: { reached: to('prepare'), 'no-answer': to('pause'), 'gave-up': 'left' },
    },
    [to('pause')]: { wait: { for: { business: '1d' } }, then: to('call') },
    [to('sort')]: {
      decide: [...sorts.map((way) => ({ ...way, to: to(way.to) })), { to: to('visit') }],
    },
    [to('verify')]: {
      command: 'sys.verify',
      within: '4h',
      done: to('visit'),
      rejected: to('prepare'),
      exhausted: to('prepare'),
      unknown: to('prepare'),
      late: { ignore: 'it is asked again when it is needed' },
      overdue: ladder,
    },
    [to('prepare')]: { task: 'prepare', ...work, actions: { ready: to('visit'), stop: 'left' } },
    [to('visit')]: {
      await: ['sys.visited', 'sys.missed'],
      from: 'sys',
      within: '7d',
      on: { 'sys.visited': seen, 'sys.missed': to('find-out') },
      overdue: { 'look-up': 'sys.visit', then: to('find-out') },
    },
    [to('find-out')]: {
      task: 'find-out',
      ...work,
      on: { 'sys.visited': seen },
      actions: {
        came: seen,
        again: { to: to('visit'), set: { missed: { add: 1 } } },
        stop: 'left',
      },
    },
    [to('report')]: { task: 'report', ...work, actions: { sent: next, 'sent-later': next } },
  };
}
