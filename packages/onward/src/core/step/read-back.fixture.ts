/** A program that writes a visit into a chart, and reads back what it wrote. */
import type { Connector, Manifest } from '../connector.ts';
import { compileObject, defineProgram } from '../language/index.ts';
import type { Program } from '../language/index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;
const visit = { visit: { system: '', of: 'journey' } } as const;
const start = { start: { kind: 'instant' } } as const;

const manifest: Manifest = {
  events: {
    booked: { refs: patient, data: start },
    moved: { refs: patient, data: start },
    'visit.planned': { refs: { ...patient, ...visit }, data: start },
    'visit.cancelled': { refs: { ...patient, ...visit }, data: start },
  },
  commands: {
    write: { args: start, returns: { visit: { kind: 'ref', system: '' } } },
  },
  lookUps: { visit: { events: ['visit.planned', 'visit.cancelled'] } },
  idempotent: true,
};
const connector: Connector = { name: 'chart', describe: () => ({ manifest }) };
const ladder = { escalate: ['lead'], every: '4h' };

const source = defineProgram({
  program: 'charted',
  calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-sun': '00:00-24:00' } } },
  teams: {
    desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' },
    keepers: { calendar: 'office', people: ['p-3'], fallback: 'lead' },
  },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '8h', escalate: ['lead'], every: '4h' },
  systems: { chart: { connector: 'chart', owner: 'keepers', settings: {} } },
  templates: {},
  journeys: [
    {
      journey: 'visit',
      subject: 'patient',
      owner: 'desk',
      facts: { start: 'instant', visit: { ref: 'chart' } },
      enrol: { on: 'chart.booked', 'once-per': 'subject', set: { start: 'event.start' } },
      start: 'write',
      on: { 'chart.moved': { set: { start: 'event.start' } } },
      ignore: Object.fromEntries(
        ['chart.booked', 'chart.visit.planned', 'chart.visit.cancelled'].map((type) => {
          return [type, 'it changes nothing'];
        }),
      ),
      stages: {
        only: {
          steps: {
            write: {
              command: 'chart.write',
              args: { start: 'fact.start' },
              within: '6h',
              'read-back': {
                'look-up': 'chart.visit',
                until: 'chart.visit.planned',
                every: '10m',
                within: '1h',
              },
              done: { to: 'due', set: { visit: 'event.visit' } },
              rejected: 'by-hand',
              exhausted: 'by-hand',
              unknown: 'by-hand',
              late: 'exception',
              overdue: { then: 'by-hand' },
            },
            'by-hand': {
              task: 'write-by-hand',
              actions: { written: 'due' },
              within: '1d',
              overdue: ladder,
            },
            due: {
              task: 'greet',
              actions: { greeted: 'over' },
              within: '30d',
              overdue: ladder,
            },
            over: { end: 'over' },
          },
        },
      },
    },
  ],
});

/** The compiled program. */
export const charted: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(source, { chart: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
