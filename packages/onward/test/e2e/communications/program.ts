/** A clinic that reminds of visits: texts first, mails behind them, calendars kept up to date. */
import { connectors } from '../../../src/connectors/index.ts';
import { compileObject } from '../../../src/core/index.ts';
import type { Program } from '../../../src/core/index.ts';

const when = '{{ start | day }}, {{ start | time }}';
const written = (words: string) => ({ version: 1, subject: words, text: words });
const words = {
  reminder: written(`Reminder: ${when}.`),
  moved: written(`Moved: ${when}.`),
  cancelled: written('Cancelled.'),
};

const invited = { start: 'start', duration: '30m', summary: 'A visit' };
const video = {
  'video-booked': { ...written(`Booked: ${when}.`), invite: invited },
  'video-moved': { ...written(`Moved: ${when}.`), invite: { ...invited, changes: 'video-booked' } },
  'video-cancelled': { ...written('Cancelled.'), invite: { cancels: 'video-booked' } },
};

const news = { ...written(`Reminder: ${when}. {{ 'confirm' | link }}`), subscribed: true };
const args = { start: 'instant' };

const sms = {
  connector: 'twilio',
  owner: 'desk',
  settings: {
    from: 'SMS_FROM',
    'public-url': 'SMS_PUBLIC',
    url: 'TWILIO_URL',
    args,
    templates: {
      ...words,
      stopped: { version: 1, text: 'You will get no more texts.' },
      back: { version: 1, text: 'Welcome back.' },
    },
  },
};
const mail = {
  connector: 'smtp',
  owner: 'desk',
  settings: {
    url: 'MAIL_URL',
    tls: 'none',
    from: 'MAIL_FROM',
    secret: 'MAIL_SECRET',
    'public-url': 'MAIL_PUBLIC',
    args,
    templates: { ...words, ...video, reminder: news },
  },
};

const visit = { path: '/visit', of: 'journey' };
const patient = { path: '/patient' };
const start = { path: '/start', type: 'instant' };
const known = {
  patient,
  visit,
  phone: { path: '/phone', system: 'sms' },
  email: { path: '/email', system: 'mail' },
};
const booking = {
  refs: known,
  data: { start, zone: { path: '/zone', type: 'zone' } },
};
const scheduler = {
  connector: 'webhook',
  owner: 'desk',
  settings: {
    secret: 'SCHEDULER_SECRET',
    id: '/id',
    time: '/at',
    events: {
      booked: { when: { '/type': 'booked' }, ...booking },
      'video-booked': { when: { '/type': 'video-booked' }, ...booking },
      moved: { when: { '/type': 'moved' }, refs: { patient, visit }, data: { start } },
      cancelled: { when: { '/type': 'cancelled' }, refs: { patient, visit } },
      arrived: { when: { '/type': 'arrived' }, refs: { patient, visit } },
    },
  },
};

const seeing = {
  await: 'scheduler.arrived',
  from: 'scheduler',
  within: { until: 'start', plus: '2h', else: '14d' },
  owner: 'desk',
  overdue: { then: 'missed' },
};
const ends = {
  seen: { end: 'seen' },
  missed: { end: 'missed' },
  'called-off': { end: 'called-off' },
};

/** A journey about one visit, which says what it says when the visit moves or is off. */
function journey(name: string, said: { readonly moved: string; readonly cancelled: string }) {
  return {
    journey: name,
    subject: 'patient',
    owner: 'desk',
    facts: { start: 'instant', zone: 'zone' },
    on: {
      'scheduler.moved': { set: { start: 'event.start' }, inform: said.moved },
      'scheduler.cancelled': { to: 'called-off', inform: said.cancelled },
    },
  };
}
const enrolled = (on: string) => ({
  on,
  'once-per': 'event',
  set: { start: 'event.start', zone: 'event.zone' },
});

const journeys = [
  {
    ...journey('visit', { moved: 'moved', cancelled: 'cancelled' }),
    enrol: enrolled('scheduler.booked'),
    start: 'booked',
    stages: {
      ahead: {
        reminders: [{ template: 'reminder', before: { start: '3d' } }],
        steps: {
          booked: {
            ...seeing,
            on: { 'scheduler.arrived': 'seen', 'mail.reply.confirm': 'confirmed' },
          },
          confirmed: { ...seeing, on: { 'scheduler.arrived': 'seen' } },
          ...ends,
        },
      },
    },
  },
  {
    ...journey('video', { moved: 'video-moved', cancelled: 'video-cancelled' }),
    enrol: enrolled('scheduler.video-booked'),
    start: 'told',
    stages: {
      ahead: {
        steps: {
          told: { decide: [{ to: 'booked', inform: 'video-booked' }] },
          booked: { ...seeing, on: { 'scheduler.arrived': 'seen' } },
          ...ends,
        },
      },
    },
  },
];

const both = ['sms', 'email'];
const source = {
  program: 'visits',
  calendars: {
    office: { zone: 'America/New_York', week: { 'mon-sun': '08:00-18:00' } },
    waking: { zone: 'America/New_York', week: { 'mon-sun': '08:00-21:00' } },
  },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  systems: { scheduler, sms, mail },
  templates: {
    reminder: { version: 1, purpose: 'care', channels: both, facts: ['start'] },
    moved: { version: 1, purpose: 'change', channels: both, facts: ['start'] },
    cancelled: { version: 1, purpose: 'change', channels: both },
    'video-booked': { version: 1, purpose: 'change', channels: ['email'], facts: ['start'] },
    'video-moved': { version: 1, purpose: 'change', channels: ['email'], facts: ['start'] },
    'video-cancelled': { version: 1, purpose: 'change', channels: ['email'] },
    stopped: { version: 1, purpose: 'answer', channels: ['sms'] },
    back: { version: 1, purpose: 'answer', channels: ['sms'] },
  },
  messages: {
    hours: 'waking',
    'any-time': ['change'],
    priority: ['change', 'care'],
    recipient: { zone: 'zone' },
    answers: { stop: { template: 'stopped' }, start: { template: 'back' } },
  },
  journeys,
};

export function clinicProgram(): Program {
  const { program, problems } = compileObject(source, connectors);
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}
