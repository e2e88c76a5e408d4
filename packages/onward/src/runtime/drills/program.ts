/** What drills are played on: one journey that waits for one system. */
import { compileObject, defineProgram } from '../../core/index.ts';
import type { Connector, Program } from '../../core/index.ts';

const refs = {
  subject: { system: '', of: 'subject' },
  thing: { system: '', of: 'journey' },
} as const;

const connector: Connector = {
  name: 'drill',
  describe: () => ({
    manifest: {
      events: {
        begun: { refs, data: {} },
        said: { refs, data: { value: { kind: 'count', max: 9 } } },
      },
      commands: {},
      lookUps: { thing: { events: ['begun', 'said'], list: 'all' } },
      idempotent: true,
    },
  }),
};

/** Made once; it compiles, or no drill could ever be played. */
export function drillProgram(): Program {
  made ??= compiled();
  return made;
}

let made: Program | undefined;

function compiled(): Program {
  const source = defineProgram({
    program: 'drill',
    calendars: { always: { zone: 'UTC', week: { 'mon-sun': '00:00-24:00' } } },
    teams: { drillers: { calendar: 'always', people: ['p-drill'], fallback: 'lead' } },
    roles: { lead: { calendar: 'always', people: ['p-lead'] } },
    exceptions: { within: '1h', escalate: ['lead'], every: '1h' },
    systems: { drill: { connector: 'drill', owner: 'drillers' } },
    templates: {},
    journeys: [
      {
        journey: 'drill',
        subject: 'subject',
        owner: 'drillers',
        facts: { value: { count: 9 } },
        enrol: { on: 'drill.begun', 'once-per': 'event' },
        start: 'waiting',
        ignore: { 'drill.begun': 'it has begun' },
        stages: {
          all: {
            steps: {
              waiting: {
                await: 'drill.said',
                from: 'drill',
                within: '1h',
                on: {
                  'drill.said': [
                    { when: { is: { 'event.value': 9 } }, to: 'done' },
                    { set: { value: 'event.value' } },
                  ],
                },
                overdue: { escalate: ['lead'], every: '1h' },
              },
              done: { end: 'done' },
            },
          },
        },
        on: {},
      },
    ],
  });
  const { program } = compileObject(source, { drill: connector });
  if (program === undefined) throw new TypeError('The program of the drills does not compile.');
  return program;
}
