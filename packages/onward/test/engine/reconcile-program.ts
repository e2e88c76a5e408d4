/** A clinic of one scheduler, that can be asked about a person and read as a list. */
import { compileObject, defineProgram } from '../../src/core/language/index.ts';
import type {
  Connector,
  EventType,
  FactTypes,
  Program,
  Reconciliation,
} from '../../src/core/index.ts';

const event = (data: FactTypes = {}, isOwn = true): EventType => ({
  refs: {
    patient: { system: 'clinic', of: 'subject' },
    ...(isOwn ? { booking: { system: '', of: 'journey' } as const } : {}),
  },
  data,
});
const start: FactTypes = { start: { kind: 'instant' } };

/** `list`: as a connector of a system with a list says it. */
function connectorOf(list: 'all' | 'recent' | undefined): Connector {
  const spoken = ['referred', 'booked', 'moved', 'cancelled', 'visited'];
  return {
    name: 'desk',
    describe: () => ({
      manifest: {
        events: {
          referred: event({}, false),
          booked: event(start),
          moved: event(start),
          cancelled: event(start),
          visited: event(),
        },
        commands: {
          note: { args: {}, returns: {} },
          book: {
            args: { booking: { kind: 'ref', system: '' }, start: { kind: 'instant' } },
            returns: {},
          },
        },
        lookUps: { visit: { events: spoken, ...(list === undefined ? {} : { list }) } },
        idempotent: true,
      },
    }),
  };
}

const clinic: Connector = {
  name: 'nobody',
  describe: () => ({ manifest: { events: {}, commands: {}, lookUps: {}, idempotent: true } }),
};

export interface Desk {
  readonly list?: 'all' | 'recent';
  readonly reconcile?: Partial<
    Record<keyof Reconciliation['policy'], 'apply' | 'propose' | 'task'>
  > & {
    readonly every?: string;
    readonly 'per-minute'?: number;
    readonly write?: Readonly<Record<string, string>>;
  };
}

/** A visit: referred, booked (or moved, or cancelled), visited. */
export function deskProgram({ list, reconcile = {} }: Desk = {}): Program {
  const booked = { set: { start: 'event.start' }, to: 'visit' } as const;
  const source = defineProgram({
    program: 'desk',
    calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
    teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
    roles: { lead: { calendar: 'office', people: ['p-2'] } },
    exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
    systems: {
      sys: {
        connector: 'desk',
        owner: 'desk',
        settings: {},
        reconcile: { visit: { 'per-minute': 60_000, ...reconcile } },
      },
      clinic: { connector: 'nobody', owner: 'desk', settings: {} },
    },
    templates: {},
    journeys: [
      {
        journey: 'visit',
        subject: 'patient',
        owner: 'lead',
        facts: { start: 'instant' },
        enrol: { on: 'sys.referred', 'once-per': 'subject' },
        start: 'booking',
        ignore: { 'sys.referred': 'it has begun' },
        stages: {
          all: {
            on: { 'sys.booked': booked, 'sys.moved': booked },
            steps: {
              booking: {
                await: 'sys.booked',
                from: 'sys',
                owner: 'desk',
                within: '30d',
                on: { 'sys.booked': booked },
                ignore: { 'sys.cancelled': 'nothing is booked' },
                defer: { 'sys.visited': '30d' },
                overdue: { escalate: ['lead'], every: '1d' },
              },
              visit: {
                await: 'sys.visited',
                from: 'sys',
                owner: 'desk',
                within: '30d',
                on: {
                  'sys.visited': 'done',
                  'sys.cancelled': { to: 'booking', set: { start: null } },
                },
                overdue: { escalate: ['lead'], every: '1d' },
              },
              done: { end: 'done' },
            },
          },
        },
      },
    ],
  });
  const { program, problems } = compileObject(source, { desk: connectorOf(list), nobody: clinic });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
