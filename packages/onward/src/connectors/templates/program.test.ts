import { expect, test } from 'vitest';

import { compileObject } from '../../core/index.ts';
import type { CompileResult } from '../../core/index.ts';
import { connectors } from '../index.ts';

const visit = {
  journey: 'visit',
  subject: 'patient',
  owner: 'desk',
  facts: { start: 'instant', booking: { ref: 'scheduler' }, payment: { ref: 'billing' } },
  enrol: {
    on: 'scheduler.booking.created',
    'once-per': 'event',
    set: { start: 'event.start', booking: 'event.booking' },
  },
  start: 'told',
  stages: {
    whole: {
      on: {
        'scheduler.booking.rescheduled': {
          set: { start: 'event.start', booking: 'event.booking' },
        },
        'sms.reply.cancel': { to: 'release' },
      },
      steps: {
        told: {
          message: 'hello',
          via: 'mail',
          channels: ['email'],
          until: 'delivered',
          within: '4h',
          then: 'done',
          overdue: { then: 'texted' },
          reminders: [
            { template: 'hello', via: 'mail', before: { start: '24h' } },
            { template: 'soon', before: { start: '2h' } },
          ],
        },
        texted: {
          message: 'hello',
          via: 'sms',
          channels: ['sms'],
          until: 'sent',
          within: '4h',
          then: 'done',
          overdue: { then: 'release' },
        },
        release: {
          ignore: { 'sms.message.failed': 'told-otherwise' },
          command: 'scheduler.cancel',
          args: { booking: 'fact.booking' },
          within: '1h',
          done: 'refund',
          rejected: 'done',
          exhausted: 'done',
          unknown: 'done',
          late: 'exception',
          overdue: { then: 'done' },
        },
        refund: {
          command: 'billing.refund',
          args: { 'payment-intent': 'fact.payment' },
          within: '1h',
          done: 'done',
          rejected: 'done',
          exhausted: 'done',
          unknown: 'done',
          late: 'exception',
          overdue: { then: 'done' },
        },
        done: { end: 'done' },
      },
    },
  },
};

const hello = { version: 1, subject: 'Hello', text: 'Hello' };
/** Only one of the systems has this text, and only over one channel. */
const soon = { version: 1, text: 'At {{ start | date: "%H:%M" }}' };
const program = {
  program: 'booking',
  calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  templates: {
    hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
    soon: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
  },
  systems: {
    billing: { connector: 'stripe', owner: 'desk', settings: { secret: 'BILLING' } },
    scheduler: {
      connector: 'calcom',
      owner: 'desk',
      settings: { secret: 'CAL', contacts: { phone: 'sms', email: 'mail' } },
    },
    sms: {
      connector: 'twilio',
      owner: 'desk',
      settings: {
        from: 'FROM',
        'public-url': 'SMS',
        args: { start: 'instant' },
        templates: { hello, soon },
      },
    },
    mail: {
      connector: 'smtp',
      owner: 'desk',
      settings: { url: 'MAIL', from: 'FROM', secret: 'BOUNCES', templates: { hello } },
    },
  },
  journeys: [visit],
};

function errorsOf({ problems }: CompileResult): unknown {
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

test('a program that books, mails, texts and refunds compiles', () => {
  const result = compileObject(program, connectors);
  expect(errorsOf(result)).toEqual([]);
});

test('a reminder goes by the system that has its text, over the channels it carries', () => {
  const { program: compiled } = compileObject(program, connectors);
  const { reminders } = compiled?.journeys['visit']?.steps['told'] ?? { reminders: [] };
  expect(reminders).toMatchObject([
    { template: 'hello', via: 'mail', channels: ['email'] },
    { template: 'soon', via: 'sms', channels: ['sms'] },
  ]);
});

test('a reminder over channels of several systems goes by the system of each', () => {
  const text = JSON.stringify(program).replace('"via":"mail","before"', '"before"');
  const { program: compiled, problems } = compileObject(JSON.parse(text), connectors);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { reminders } = compiled?.journeys['visit']?.steps['told'] ?? { reminders: [] };
  expect(reminders).toMatchObject([
    { template: 'hello', via: 'sms', channels: ['sms', 'email'], systems: ['sms', 'mail'] },
    { template: 'soon', via: 'sms', channels: ['sms'] },
  ]);
});

test('a receipt that a system cannot give is not awaited', () => {
  const text = JSON.stringify(program).replace('"until":"sent"', '"until":"replied"');
  const { problems } = compileObject(JSON.parse(text), connectors);
  expect(problems.map(({ code }) => code)).toContain('ONW-LANG-MESSAGE');
});
