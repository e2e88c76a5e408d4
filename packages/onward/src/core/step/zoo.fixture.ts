/** A program with one of everything: every kind of step, track, guard, ladder and handler. */
import type { Connector, Manifest } from '../connector.ts';
import { compileObject, defineProgram } from '../language/index.ts';
import type { EventType, FactTypes, Program } from '../language/index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;

function event(data: FactTypes = {}): EventType {
  return { refs: patient, data };
}

const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'];

const manifest: Manifest = {
  events: {
    started: event({ urgent: { kind: 'flag' } }),
    arrived: event(),
    moved: event({ start: { kind: 'instant' } }),
    scored: event({ score: { kind: 'count', max: 10 } }),
    left: event(),
    noise: event(),
    early: event(),
    odd: event(),
    ...Object.fromEntries(receipts.map((name) => [`message.${name}`, { refs: {}, data: {} }])),
  },
  commands: {
    order: { args: {}, returns: { urgent: { kind: 'flag' } } },
    note: { args: { at: { kind: 'instant' } }, returns: {} },
  },
  lookUps: { arrival: { events: ['arrived'] } },
  idempotent: true,
};
const zooConnector: Connector = { name: 'zoo', describe: () => ({ manifest }) };

const ladder = { escalate: ['lead', 'chief'], every: '1d' };
const desk = { owner: 'desk', within: '1d', overdue: ladder } as const;

const source = defineProgram({
  program: 'zoo',
  calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-fri': '09:00-17:00' } } },
  teams: {
    desk: { calendar: 'office', people: ['p-1', 'p-2'] },
    night: { calendar: 'office', people: ['p-3'], fallback: 'lead' },
  },
  roles: {
    lead: { calendar: 'office', people: ['p-4'] },
    chief: { calendar: 'office', people: ['p-5'] },
  },
  exceptions: { within: { business: '1d' }, escalate: ['lead'], every: '1d' },
  systems: { sys: { connector: 'zoo', owner: 'night', settings: {} } },
  templates: { hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] } },
  journeys: [
    {
      journey: 'main',
      subject: 'patient',
      owner: 'lead',
      facts: {
        urgent: 'flag',
        tries: { count: 2 },
        start: 'instant',
        score: { count: 10 },
        color: ['red', 'blue'],
      },
      enrol: {
        on: 'sys.started',
        'once-per': 'subject',
        set: { urgent: 'event.urgent', color: 'red' },
      },
      start: 'arrival',
      on: { 'sys.left': { to: 'gone' }, 'sys.moved': { set: { start: 'event.start' } } },
      ignore: { 'sys.noise': 'it is only noise' },
      exception: { 'sys.odd': 'chief' },
      stages: {
        first: {
          target: '2d',
          steps: {
            arrival: {
              await: 'sys.arrived',
              from: 'sys',
              within: { until: 'start', plus: '2h', else: '1d' },
              owner: 'desk',
              on: {
                'sys.arrived': [
                  { when: { is: { urgent: true } }, to: 'both', milestone: 'here' },
                  { to: 'triage', milestone: 'here', run: { 'sys.note': { at: 'now' } } },
                ],
              },
              defer: { 'sys.early': '3d', 'sys.scored': '12h', 'sys.odd': '2d' },
              overdue: { 'look-up': 'sys.arrival', then: 'chase' },
            },
            chase: {
              task: 'call',
              ...desk,
              within: { business: '4h' },
              actions: {
                found: { with: { start: 'instant' }, to: 'arrival', set: { start: 'event.start' } },
                'no-answer': [
                  { when: { lt: { tries: 2 } }, to: 'chase', set: { tries: { add: 1 } } },
                  { to: 'held' },
                ],
              },
            },
            triage: {
              decide: [
                { when: { gte: { score: 5 } }, to: 'order' },
                { when: { after: { start: 'now+7d' } }, to: 'pause' },
                { to: 'tell' },
              ],
            },
            pause: { wait: { for: '2d' }, then: 'tell', owner: 'desk' },
          },
        },
        second: {
          on: { 'sys.scored': { set: { score: 'event.score' } } },
          steps: {
            both: {
              tracks: {
                body: {
                  start: 'exam',
                  steps: {
                    exam: {
                      task: 'examine',
                      ...desk,
                      actions: { done: 'examined', away: 'gone' },
                      exception: { 'sys.odd': 'desk', 'sys.scored': 'desk' },
                    },
                    examined: { end: 'ok' },
                  },
                },
                mind: {
                  start: 'ask',
                  steps: {
                    ask: {
                      await: 'sys.scored',
                      from: 'sys',
                      owner: 'night',
                      within: '3d',
                      on: { 'sys.scored': { to: 'asked', set: { score: 'event.score' } } },
                      overdue: {
                        park: { owner: 'lead', reason: 'no-score', 'review-every': '2d' },
                      },
                    },
                    asked: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: [{ when: { lt: { score: 3 } }, to: 'tell' }, { to: 'order' }],
            },
            order: {
              command: 'sys.order',
              owner: 'desk',
              within: '4h',
              done: { to: 'tell', set: { urgent: 'event.urgent' } },
              rejected: 'chase',
              exhausted: 'chase',
              unknown: 'chase',
              late: 'exception',
              overdue: { then: 'chase' },
            },
            tell: {
              message: 'hello',
              via: 'sys',
              until: 'read',
              within: '1d',
              owner: 'desk',
              then: 'other',
              overdue: { escalate: ['lead'], every: '1d', then: 'held' },
            },
            other: {
              depends: { journey: 'side', milestone: 'half' },
              reached: 'done',
              ended: { finished: 'done', dropped: 'held' },
              'never-started': 'held',
              within: '2d',
              owner: 'desk',
              overdue: ladder,
            },
            held: {
              park: { owner: 'lead', reason: 'stuck', 'review-every': { business: '5d' } },
              actions: { again: 'arrival', close: 'gone' },
            },
            done: { end: 'done' },
            gone: { end: 'gone' },
          },
        },
      },
    },
    {
      journey: 'side',
      subject: 'patient',
      owner: 'chief',
      facts: {},
      enrol: { on: 'sys.early', 'once-per': 'event' },
      start: 'work',
      stages: {
        only: {
          steps: {
            work: {
              task: 'work',
              ...desk,
              actions: { half: { to: 'rest', milestone: 'half' }, drop: 'dropped' },
            },
            rest: { task: 'rest', ...desk, actions: { finish: 'finished' } },
            finished: { end: 'finished' },
            dropped: { end: 'dropped' },
          },
        },
      },
    },
  ],
});

/** The compiled zoo. */
export const zoo: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(source, { zoo: zooConnector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
