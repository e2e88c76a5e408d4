/**
 * A program whose end does not depend on the order in which its events come: what comes before its
 * step is kept for it, and every deadline leaves room for what is late.
 */
import { compileObject, defineProgram } from '../../src/core/language/index.ts';
import type { EventType, FactTypes, Program } from '../../src/core/language/index.ts';
import type { Connector } from '../../src/core/index.ts';

const event = (data: FactTypes = {}): EventType => ({
  refs: { patient: { system: '', of: 'subject' } },
  data,
});

const connector: Connector = {
  name: 'plain',
  describe: () => ({
    manifest: {
      events: {
        started: event({ urgent: { kind: 'flag' } }),
        paid: event({ amount: { kind: 'count', max: 1_000 } }),
        filled: event({ score: { kind: 'count', max: 10 } }),
        booked: event({ start: { kind: 'instant' } }),
        visited: event(),
      },
      commands: {
        note: { args: { amount: { kind: 'count', max: 1_000 } }, returns: {} },
        alarm: { args: {}, returns: {} },
      },
      lookUps: {},
      idempotent: true,
    },
  }),
};

const patient = { from: 'sys', owner: 'desk', within: '30d' } as const;
const overdue = { escalate: ['lead'], every: '1d' };
const kept = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`sys.${name}`, '30d']));

const source = defineProgram({
  program: 'any-order',
  calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  systems: { sys: { connector: 'plain', owner: 'desk', settings: {} } },
  templates: {},
  journeys: [
    {
      journey: 'case',
      subject: 'patient',
      owner: 'lead',
      facts: { urgent: 'flag', amount: { count: 1_000 }, score: { count: 10 }, start: 'instant' },
      enrol: { on: 'sys.started', 'once-per': 'subject', set: { urgent: 'event.urgent' } },
      start: 'payment',
      stages: {
        all: {
          steps: {
            payment: {
              await: 'sys.paid',
              ...patient,
              on: { 'sys.paid': { to: 'form', set: { amount: 'event.amount' } } },
              defer: kept('filled', 'booked', 'visited'),
              overdue,
            },
            form: {
              await: 'sys.filled',
              ...patient,
              on: {
                'sys.filled': { to: 'booking', set: { score: 'event.score' }, milestone: 'known' },
              },
              defer: kept('booked', 'visited'),
              overdue,
            },
            booking: {
              await: 'sys.booked',
              ...patient,
              on: {
                'sys.booked': {
                  to: 'visit',
                  set: { start: 'event.start' },
                  run: { 'sys.note': { amount: 'fact.amount' } },
                },
              },
              defer: kept('visited'),
              overdue,
            },
            visit: {
              await: 'sys.visited',
              ...patient,
              on: {
                'sys.visited': [
                  { when: { gte: { score: 5 } }, to: 'alarm', milestone: 'seen' },
                  { to: 'done', milestone: 'seen' },
                ],
              },
              overdue,
            },
            alarm: {
              command: 'sys.alarm',
              owner: 'desk',
              within: '1d',
              done: 'alarmed',
              rejected: 'done',
              exhausted: 'done',
              unknown: 'done',
              late: 'exception',
              overdue: { then: 'done' },
            },
            alarmed: { end: 'alarmed' },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const anyOrder: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(source, { plain: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
