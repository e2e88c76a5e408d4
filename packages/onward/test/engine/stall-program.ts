/** A program in which something stands still for each reason there is. */
import { compileObject, defineProgram } from '../../src/core/index.ts';
import type { Connector, Manifest, Program } from '../../src/core/index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;
const said = { refs: patient, data: {} } as const;
const names = ['chart', 'urgent', 'shift', 'call', 'order', 'rule', 'pace', 'tell'];
const manifest: Manifest = {
  events: {
    ...Object.fromEntries(names.map((name) => [name, said])),
    result: { refs: patient, data: { good: { kind: 'flag' } } },
    ...Object.fromEntries(['delivered', 'failed'].map((name) => [`message.${name}`, said])),
  },
  commands: { order: { args: {}, returns: {} } },
  lookUps: { result: { events: ['result'] } },
  idempotent: true,
  quietMs: 3_600_000,
};
const connector: Connector = { name: 'any', describe: () => ({ manifest }) };
const ladder = { escalate: ['lead'], every: '30d' };
const system = { connector: 'any', owner: 'desk', settings: {} };
const ignore = Object.fromEntries(
  ['lab.result', 'web.result'].map((type) => [type, 'it changes nothing']),
);

interface Steps {
  readonly [step: string]: object;
}

/** It begins at the first of its steps. */
function journey(name: string, steps: Steps, more: object) {
  return {
    journey: name,
    subject: 'patient',
    owner: 'desk',
    enrol: { on: `web.${name}`, 'once-per': 'subject' },
    start: Object.keys(steps)[0],
    ...more,
    stages: { only: { steps: { ...steps, over: { end: 'over' } } } },
  };
}

const task = (owner: string, within = '4h') => ({
  task: 'do',
  owner,
  actions: { done: 'over' },
  within,
  overdue: ladder,
});
const wait = {
  await: 'lab.result',
  from: 'lab',
  within: '6h',
  then: 'over',
  overdue: ladder,
};

const source = {
  program: 'stalls',
  calendars: { always: { zone: 'UTC', week: { 'mon-sun': '00:00-24:00' } } },
  teams: {
    desk: { calendar: 'always', people: ['p-1'], fallback: 'lead' },
    night: { calendar: 'always', people: ['p-2', 'p-3'], fallback: 'lead' },
  },
  roles: { lead: { calendar: 'always', people: ['p-4'] } },
  exceptions: { within: '20d', escalate: ['lead'], every: '30d' },
  systems: { lab: system, ehr: system, web: system, post: system },
  templates: { hello: { version: 1, purpose: 'care', channels: ['sms'] } },
  journeys: [
    journey('chart', { result: wait }, { ignore: { 'web.result': 'nothing' } }),
    journey(
      'urgent',
      { result: { ...wait, safety: '30m' } },
      {
        ignore: { 'web.result': 'nothing' },
      },
    ),
    journey('shift', { hand: task('night') }, { ignore }),
    journey('call', { ring: task('desk') }, { ignore }),
    journey(
      'order',
      { ready: { ...task('desk', '10d'), on: { 'web.result': { run: { 'ehr.order': {} } } } } },
      { ignore: { 'lab.result': 'nothing' } },
    ),
    journey(
      'rule',
      {
        result: {
          await: 'web.result',
          from: 'web',
          within: '10d',
          on: {
            'web.result': [{ when: { is: { 'event.good': true } }, to: 'over' }],
          },
          overdue: ladder,
        },
      },
      { ignore: { 'lab.result': 'nothing' } },
    ),
    journey(
      'pace',
      { work: task('desk', '20d') },
      {
        ignore,
        clocks: { whole: { target: '10d', owner: 'lead' } },
      },
    ),
    journey(
      'tell',
      {
        say: {
          message: 'hello',
          via: 'post',
          channels: ['sms'],
          until: 'delivered',
          within: '2h',
          then: 'over',
          overdue: ladder,
        },
      },
      { ignore },
    ),
  ],
};

/** The compiled program. */
export const stalling: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(defineProgram(source as never), { any: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
