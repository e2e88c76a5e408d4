/** A program whose journeys say one thing each to the same people: messages, consent, two hours. */
import { compileObject, defineProgram } from '../src/core/index.ts';
import type { Connector, EventType, FactTypes, Manifest, Program } from '../src/core/index.ts';
import { event } from './stage.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;
function told(data: FactTypes = {}): EventType {
  return { refs: patient, data };
}
export const channel = 'sms';
const manifest: Manifest = {
  events: {
    started: told({ zone: { kind: 'zone' } }),
    billed: told(),
    moved: told({ start: { kind: 'instant' } }),
    'reply.stop': { ...told({ answered: { kind: 'flag' } }), consent: { grants: false, channel } },
    'reply.start': { ...told(), consent: { grants: true, channel } },
    ...Object.fromEntries(
      ['delivered', 'failed'].map((name) => [`message.${name}`, { refs: {}, data: {} }]),
    ),
  },
  commands: {},
  lookUps: {},
  idempotent: true,
};
const connector: Connector = { name: 'desk', describe: () => ({ manifest }) };
const ladder = { escalate: ['lead'], every: '1d' };

/** A journey that says one thing and is over when the person knows it. */
function saying(journey: string, template: string, on: string) {
  const tell = {
    message: template,
    via: 'sys',
    within: '3d',
    overdue: ladder,
    then: 'rest',
  } as const;
  return {
    journey,
    subject: 'patient',
    owner: 'desk',
    facts: { zone: 'zone', start: 'instant' } as const,
    enrol: { on, 'once-per': 'event' as const, set: zoneOf(on) },
    start: 'tell',
    on: { 'sys.moved': { set: { start: 'event.start' }, inform: 'moved' } },
    stages: {
      only: { steps: { tell, rest: { wait: { for: '9d' }, then: 'end' }, end: { end: 'ok' } } },
    },
  };
}

function zoneOf(on: string): { readonly zone?: string } {
  return on === 'sys.started' ? { zone: 'event.zone' } : {};
}

const source = defineProgram({
  program: 'people',
  calendars: {
    office: { zone: 'Europe/Berlin', week: { 'mon-sun': '08:00-21:00' } },
  },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  systems: { sys: { connector: 'desk', owner: 'lead', settings: {} } },
  templates: {
    welcome: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
    invoice: { version: 1, purpose: 'billing', channels: ['sms'] },
    moved: { version: 1, purpose: 'care', channels: ['sms'], facts: ['start'] },
    goodbye: { version: 1, purpose: 'care', channels: ['sms'] },
  },
  messages: {
    hours: 'office',
    priority: ['care'],
    recipient: { zone: 'zone' },
    answers: { stop: { template: 'goodbye' } },
  },
  journeys: [
    saying('care', 'welcome', 'sys.started'),
    saying('bill', 'invoice', 'sys.billed'),
    saying('again', 'welcome', 'sys.billed'),
  ],
});

/** The program with some of its journeys: `care`, `bill`, `again`. */
export function people(journeys: readonly string[]): Program {
  const chosen = source.journeys.filter(({ journey }) => journeys.includes(journey));
  const { program, problems } = compileObject({ ...source, journeys: chosen }, { desk: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}

/** A person comes to the clinic; they begin `care`. */
export const started = (zone = 'Europe/Berlin') => event('started', 'ann', { data: { zone } });
/** They are billed, and begin `bill` and `again`. */
export const billed = () => event('billed', 'ann');
