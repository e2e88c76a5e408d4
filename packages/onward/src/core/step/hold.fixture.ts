/** A program that waits for a chart in every way: results, orders, look-ups, and for safety. */
import type { Connector, Manifest } from '../connector.ts';
import { compileObject, defineProgram } from '../language/index.ts';
import type { Program } from '../language/index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;
const said = { refs: patient, data: {} } as const;
const manifest: Manifest = {
  events: {
    routine: said,
    urgent: said,
    calling: said,
    result: said,
    seen: said,
    ...Object.fromEntries(['delivered', 'failed'].map((name) => [`message.${name}`, said])),
  },
  commands: { order: { args: {}, returns: {} } },
  lookUps: { result: { events: ['result'] } },
  idempotent: true,
  quietMs: 3_600_000,
};
const connector: Connector = { name: 'chart', describe: () => ({ manifest }) };
const ladder = { escalate: ['lead'], every: '4h' };
const system = { connector: 'chart', owner: 'desk', settings: {} };
const enrol = (on: string) => ({ on: `web.${on}`, 'once-per': 'subject' as const });
const quiet = {
  ignore: Object.fromEntries(
    ['ehr.result', 'ehr.seen', 'web.result'].map((type) => [type, 'it changes nothing']),
  ),
};

const source = defineProgram({
  program: 'held',
  calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-sun': '00:00-24:00' } } },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1h', escalate: ['lead'], every: '4h' },
  systems: { ehr: system, web: system },
  templates: { hello: { version: 1, purpose: 'care', channels: ['sms'] } },
  journeys: [
    {
      journey: 'routine',
      subject: 'patient',
      owner: 'desk',
      enrol: enrol('routine'),
      start: 'result',
      ...quiet,
      clocks: { whole: { counts: ['us', 'partner'], target: '2d' } },
      stages: {
        only: {
          steps: {
            result: {
              await: 'ehr.result',
              from: 'ehr',
              within: '6h',
              on: { 'ehr.result': { to: 'order', milestone: 'told' } },
              overdue: { 'look-up': 'ehr.result', then: 'chase' },
            },
            order: {
              command: 'ehr.order',
              done: 'over',
              rejected: 'chase',
              exhausted: 'chase',
              unknown: 'chase',
              late: 'exception',
              within: '2h',
              overdue: ladder,
            },
            chase: {
              task: 'chase',
              actions: { done: 'over' },
              within: '1d',
              overdue: ladder,
            },
            over: { end: 'over' },
          },
        },
      },
    },
    {
      journey: 'urgent',
      subject: 'patient',
      owner: 'desk',
      enrol: enrol('urgent'),
      start: 'result',
      facts: { seen: 'flag' },
      on: { 'ehr.seen': { set: { seen: true } } },
      ignore: { 'web.result': 'it changes nothing' },
      stages: {
        only: {
          steps: {
            result: {
              await: 'ehr.result',
              from: 'ehr',
              within: '3h',
              safety: '30m',
              then: 'over',
              overdue: { then: 'chase' },
            },
            chase: { task: 'chase', actions: { done: 'over' }, within: '1d', overdue: ladder },
            over: { end: 'over' },
          },
        },
      },
    },
    {
      journey: 'calling',
      subject: 'patient',
      owner: 'desk',
      enrol: enrol('calling'),
      start: 'call',
      ...quiet,
      stages: {
        only: {
          steps: {
            call: { task: 'call', actions: { done: 'over' }, within: '4h', overdue: ladder },
            over: { end: 'over' },
          },
        },
      },
    },
  ],
});

/** The compiled program. */
export const holdable: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(source, { chart: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
