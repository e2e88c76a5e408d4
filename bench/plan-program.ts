/** A program of one visit that can be moved, with as many reminders of it as are asked for. */
import { compileObject, defineProgram } from '../packages/onward/src/core/index.ts';
import type { Connector, Program } from '../packages/onward/src/core/index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;
const visit = { refs: patient, data: { start: { kind: 'instant' } } } as const;
const receipt = { refs: {}, data: {} };

const clinic: Connector = {
  name: 'clinic',
  describe: () => ({
    manifest: {
      events: { booked: visit, moved: visit, 'message.failed': receipt },
      commands: {},
      lookUps: {},
      idempotent: true,
    },
  }),
};

/** Reminders from one hour before the visit to as many hours as there are. */
export function appointmentsWith(reminders: number): Program {
  const source = defineProgram({
    program: 'appointments',
    calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
    roles: { lead: { calendar: 'office', people: ['p-1'] } },
    exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
    systems: { clinic: { connector: 'clinic', owner: 'lead', settings: {} } },
    templates: { visit: { version: 1, purpose: 'care', channels: ['sms'] } },
    journeys: [
      {
        journey: 'visit',
        subject: 'patient',
        owner: 'lead',
        facts: { start: 'instant' },
        enrol: { on: 'clinic.booked', 'once-per': 'subject', set: { start: 'event.start' } },
        start: 'due',
        on: { 'clinic.moved': { set: { start: 'event.start' } } },
        stages: {
          whole: {
            steps: {
              due: {
                wait: { until: 'start', else: '30d' },
                then: 'over',
                reminders: Array.from({ length: reminders }, (_, index) => {
                  return { template: 'visit', before: { start: `${index + 1}h` } };
                }),
              },
              over: { end: 'over' },
            },
          },
        },
      },
    ],
  });
  const { program, problems } = compileObject(source, { clinic });
  if (program === undefined) throw new Error(JSON.stringify(problems));
  return program;
}
