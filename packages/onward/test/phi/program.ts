/** A program with a system of every connector, whose journeys send everything there is to send. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectors } from '../../src/connectors/index.ts';
import type { Json } from '../../src/core/index.ts';
import { mrnSystem } from '../../src/connectors/fhir-r4/people.fixture.ts';

const patient = { path: '/patient/id', system: 'clinic' };
const hello = { version: 1, subject: 'Your visit', text: 'Please call us. Reply STOP to end.' };

/** Settings by system; each system is called after what it is. */
const systems = {
  clinic: { connector: 'api' },
  portal: {
    connector: 'api',
    settings: { events: { noted: { refs: { patient: { system: 'clinic' } } } } },
  },
  ehr: {
    connector: 'fhir-r4',
    settings: {
      url: 'EHR_URL',
      subscription: { secret: 'EHR_SECRET' },
      'patient-system': 'clinic',
      'identifier-system': mrnSystem,
      contacts: { phone: 'sms', email: 'mail', 'calling-code': '1' },
      texts: { 'call-back': 'Call the patient back about the result.' },
      commands: {
        'ask-call-back': { do: 'create-task', set: { text: 'call-back', owner: 'Organization/o' } },
      },
    },
  },
  hospital: {
    connector: 'hl7v2',
    settings: {
      zone: 'America/New_York',
      'patient-system': 'clinic',
      url: 'HOSPITAL_URL',
      'acknowledge-within': '5s',
      commands: { book: { do: 'book', with: ['start'] } },
    },
  },
  billing: {
    connector: 'stripe',
    settings: {
      secret: 'BILLING_SECRET',
      key: 'BILLING_KEY',
      url: 'BILLING_URL',
      'subject-system': 'clinic',
    },
  },
  scheduler: {
    connector: 'calcom',
    settings: {
      secret: 'SCHEDULER_SECRET',
      key: 'SCHEDULER_KEY',
      url: 'SCHEDULER_URL',
      subject: { metadata: 'patient', system: 'clinic' },
      contacts: { phone: 'sms', email: 'mail' },
    },
  },
  sms: {
    connector: 'twilio',
    settings: {
      account: 'SMS_ACCOUNT',
      token: 'SMS_TOKEN',
      from: 'SMS_FROM',
      'public-url': 'SMS_PUBLIC_URL',
      url: 'SMS_URL',
      templates: { hello },
    },
  },
  // Reads what people write to `sms`: what it keeps of it is sealed, what it tells is closed words.
  desk: {
    connector: 'assistant',
    settings: { texts: 'sms', region: 'us', zone: 'America/Chicago' },
  },
  mail: {
    connector: 'smtp',
    settings: {
      url: 'MAIL_URL',
      tls: 'none',
      from: 'MAIL_FROM',
      secret: 'MAIL_SECRET',
      templates: { hello },
    },
  },
  forms: {
    connector: 'webhook',
    settings: {
      secret: 'FORMS_SECRET',
      url: 'FORMS_URL',
      id: '/id',
      refetch: true,
      messages: true,
      events: {
        submitted: {
          when: { '/type': 'submitted' },
          refs: { patient },
          data: { complete: { path: '/complete', type: 'flag' } },
        },
        seen: { when: { '/type': 'seen' }, refs: { patient } },
      },
      commands: { welcome: { args: {}, returns: { plan: { path: '/plan', type: ['basic'] } } } },
      'look-ups': { seen: { events: ['seen'] } },
    },
  },
  intake: {
    connector: 'form',
    settings: {
      secret: 'INTAKE_SECRET',
      id: '/id',
      forms: {
        phq: {
          refs: { patient },
          answers: {
            consent: { path: '/consent', type: 'flag' },
            told: { path: '/story', presence: true },
          },
        },
      },
    },
  },
  meter: {
    connector: 'device',
    settings: {
      secret: 'METER_SECRET',
      items: '/readings',
      device: { path: '/serial', of: 'subject' },
      refs: { patient },
      value: '/value',
      time: '/at',
      kinds: {
        spo2: {
          bands: [
            { name: 'low', max: 90 },
            { name: 'well', min: 90 },
          ],
        },
      },
    },
  },
  list: {
    connector: 'http-poll',
    settings: {
      url: 'LIST_URL',
      item: 'LIST_ITEM_URL',
      items: '/items',
      id: '/id',
      events: { listed: { when: { '/type': 'listed' }, refs: { patient } } },
      'look-ups': { listed: { of: 'clinic', events: ['listed'] } },
    },
  },
} as const;

/** Systems whose connector is part of the product. */
const present = Object.entries(systems).filter(([, { connector }]) => connector in connectors);

/** Which connectors the program uses. */
export const used: readonly string[] = present.map(([, { connector }]) => connector);

const overdue = { escalate: ['lead'], every: '1d' };
const failed = { rejected: 'look', exhausted: 'look', unknown: 'look' };

/** A command, or a message, that is tried soon and then looked at by a person. */
const asks = (command: string, args: Json = {}): Json => ({
  command,
  args,
  within: '1h',
  retry: { attempts: 3, first: '1s' },
  done: 'by-mail',
  ...failed,
  late: { ignore: 'somebody looks' },
  overdue: { then: 'look' },
});

const tells = (via: string, channel: string, then: string): Json => ({
  message: 'hello',
  via,
  channels: [channel],
  until: 'sent',
  within: '30m',
  then,
  overdue: { then },
});

interface Line {
  readonly system: keyof typeof systems;
  /** Events that begin it. */
  readonly on: readonly string[];
  readonly facts?: Record<string, Json>;
  readonly set?: Record<string, Json>;
  readonly first?: Json;
}

const lines: readonly Line[] = [
  { system: 'portal', on: ['noted'] },
  {
    system: 'ehr',
    on: ['appointment.booked', 'result.final', 'task.requested', 'form.completed'],
    first: asks('ehr.ask-call-back'),
  },
  {
    system: 'hospital',
    on: [
      'appointment.booked',
      'patient.admitted',
      'patient.registered',
      'person.updated',
      'result.final',
      'referral.received',
      'order.placed',
    ],
    facts: { who: { ref: 'clinic' } },
    set: { who: 'event.patient' },
    first: asks('hospital.book', { patient: 'fact.who', start: 'now' }),
  },
  {
    system: 'billing',
    on: ['payment.succeeded'],
    facts: { payment: { ref: 'billing' } },
    set: { payment: 'event.payment-intent' },
    first: asks('billing.refund', { 'payment-intent': 'fact.payment' }),
  },
  {
    system: 'scheduler',
    on: ['booking.created'],
    facts: { booking: { ref: 'scheduler' } },
    set: { booking: 'event.booking' },
    first: asks('scheduler.cancel', { booking: 'fact.booking' }),
  },
  { system: 'sms', on: ['reply.other', 'reply.help', 'reply.confirm'] },
  { system: 'forms', on: ['submitted'], first: asks('forms.welcome') },
  { system: 'intake', on: ['phq.submitted'] },
  { system: 'meter', on: ['spo2.low', 'spo2.well'] },
  { system: 'list', on: ['listed'] },
];

/** Every event of every system, with a reason why it changes nothing. */
function ignored(): Record<string, string> {
  const all = present.flatMap(([name, system]) => {
    const settings: Json = 'settings' in system ? system.settings : {};
    const described = connectors[system.connector]?.describe(settings);
    const events =
      described !== undefined && 'manifest' in described ? described.manifest.events : {};
    return Object.keys(events).map((event) => [`${name}.${event}`, 'told to nobody'] as const);
  });
  return Object.fromEntries(all);
}

function journey({ system, on, facts = {}, set, first }: Line): Json {
  const asked = system === 'forms' ? 'forms.seen' : 'ehr.appointment';
  return {
    journey: `of-${system}`,
    subject: 'patient',
    owner: 'desk',
    facts,
    enrol: on.map((event) => ({
      on: `${system}.${event}`,
      'once-per': 'event',
      ...(set === undefined ? {} : { set }),
    })),
    start: first === undefined ? 'by-mail' : 'ask',
    ignore: ignored(),
    stages: {
      all: {
        steps: {
          ...(first === undefined ? {} : { ask: first }),
          'by-mail': tells('mail', 'email', 'by-sms'),
          'by-sms': tells('sms', 'sms', 'answer'),
          answer: {
            await: 'forms.seen',
            from: 'forms',
            within: '2s',
            then: 'look',
            overdue: { 'look-up': 'forms.seen', then: 'look' },
          },
          look: {
            task: 'look-at-it',
            within: '1d',
            brief: [asked],
            actions: { done: 'done', again: { to: 'by-sms', milestone: 'tried-again' } },
            overdue,
          },
          done: { end: 'done' },
        },
      },
    },
  };
}

/** Writes it into a folder that is made; JSON is YAML. */
export async function writeProgram(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = new Set(present.map(([name]) => name));
  const journeys = lines.filter(({ system }) => names.has(system));
  const program = {
    program: 'canaries',
    journeys: journeys.map(({ system }) => `of-${system}.yaml`),
    calendars: { office: { zone: 'UTC', week: { 'mon-sun': '00:00-23:59' } } },
    teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
    roles: { lead: { calendar: 'office', people: ['p-2'] } },
    exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
    templates: { hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] } },
    systems: Object.fromEntries(
      present.map(([name, system]) => [name, { owner: 'desk', ...system }]),
    ),
  };
  const write = (name: string, value: Json): Promise<void> =>
    writeFile(join(folder, name), JSON.stringify(value, undefined, 1));
  await write('program.yaml', program);
  for (const each of journeys) await write(`of-${each.system}.yaml`, journey(each));
}
