/** Programs on one line: straight ones, and every kind of loop that makes progress. */
import { clinicProgram, desk, ladder } from './clinic.ts';

export const linear = clinicProgram({
  program: 'linear',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'referral',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'booking',
      stages: {
        arranging: {
          ignore: { 'clinic.arrived': 'nobody is expected yet' },
          steps: {
            booking: {
              await: 'clinic.booked',
              from: 'clinic',
              owner: 'desk',
              within: '2d',
              on: { 'clinic.booked': 'visit' },
              overdue: { then: 'book-by-phone' },
            },
            'book-by-phone': {
              task: 'book-by-phone',
              ...desk,
              on: { 'clinic.booked': 'visit' },
              actions: { booked: 'visit', declined: 'closed' },
            },
          },
        },
        visiting: {
          ignore: { 'clinic.booked': 'one visit is enough' },
          steps: {
            visit: {
              await: 'clinic.arrived',
              from: 'clinic',
              owner: 'desk',
              within: '14d',
              on: { 'clinic.arrived': { to: 'report', milestone: 'seen' } },
              overdue: { then: 'ask' },
            },
            ask: {
              task: 'find-out',
              ...desk,
              on: { 'clinic.arrived': { to: 'report', milestone: 'seen' } },
              actions: { came: { to: 'report', milestone: 'seen' }, missed: 'closed' },
            },
            report: {
              task: 'write-report',
              ...desk,
              ignore: { 'clinic.arrived': 'the visit is known' },
              actions: { sent: 'done' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const countedReminders = clinicProgram({
  program: 'counted-reminders',
  systems: ['clinic', 'app', 'mail'],
  journeys: [
    {
      journey: 'answer',
      subject: 'patient',
      facts: { tries: { count: 3 } },
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'remind',
      stages: {
        asking: {
          steps: {
            remind: {
              message: 'reminder',
              via: 'mail',
              owner: 'desk',
              within: '4h',
              on: { 'app.answered': 'done' },
              then: 'answer',
              overdue: { then: 'call' },
            },
            answer: {
              await: 'app.answered',
              from: 'app',
              owner: 'desk',
              within: '2d',
              on: { 'app.answered': 'done' },
              overdue: { then: 'again' },
            },
            again: {
              decide: [
                { when: { lt: { tries: 2 } }, to: 'remind', set: { tries: { add: 1 } } },
                { to: 'call' },
              ],
            },
            call: {
              task: 'call',
              ...desk,
              on: { 'app.answered': 'done' },
              actions: { answered: 'done', 'gave-up': 'closed' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const retriedCheck = clinicProgram({
  program: 'retried-check',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'coverage',
      subject: 'patient',
      facts: { tries: { count: 3 } },
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'check',
      stages: {
        checking: {
          steps: {
            check: {
              command: 'clinic.verify',
              owner: 'desk',
              within: '1h',
              done: [
                { when: { is: { 'event.covered': true } }, to: 'covered' },
                { to: 'self-pay' },
              ],
              rejected: 'by-hand',
              exhausted: 'again',
              unknown: 'again',
              late: 'exception',
              overdue: { escalate: ['lead'], every: '4h' },
            },
            again: {
              decide: [
                { when: { lt: { tries: 3 } }, to: 'pause', set: { tries: { add: 1 } } },
                { to: 'by-hand' },
              ],
            },
            pause: { wait: { for: '1h' }, then: 'check', owner: 'desk' },
            'by-hand': {
              task: 'ask-the-insurer',
              ...desk,
              actions: { covered: 'covered', 'not-covered': 'self-pay' },
            },
            covered: { end: 'covered' },
            'self-pay': { end: 'self-pay' },
          },
        },
      },
    },
  ],
});

export const humanLoop = clinicProgram({
  program: 'human-loop',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'welcome',
      subject: 'patient',
      owner: 'desk',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'call',
      stages: {
        calling: {
          steps: {
            call: {
              task: 'call',
              within: '1d',
              overdue: ladder,
              actions: { reached: 'done', 'no-answer': 'pause', 'gave-up': 'closed' },
            },
            pause: { wait: { for: { business: '1d' } }, then: 'call' },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const monthlySupply = clinicProgram({
  program: 'monthly-supply',
  systems: ['app', 'shop'],
  journeys: [
    {
      journey: 'supply',
      subject: 'patient',
      enrol: { on: 'app.joined', 'once-per': 'subject' },
      start: 'due',
      stages: {
        supplying: {
          owner: 'desk',
          steps: {
            due: { wait: { for: '30d' }, then: 'ship', on: { 'app.withdrew': 'closed' } },
            ship: {
              command: 'shop.ship',
              within: '1d',
              done: { to: 'due', milestone: 'supplied' },
              rejected: 'by-hand',
              exhausted: 'by-hand',
              unknown: 'by-hand',
              late: { ignore: 'nothing more is sent to whoever has left' },
              on: { 'app.withdrew': 'closed' },
              overdue: ladder,
            },
            'by-hand': {
              task: 'ship-by-hand',
              within: '1d',
              on: { 'app.withdrew': 'closed' },
              actions: { shipped: 'due', stop: 'closed' },
              overdue: ladder,
            },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const missedVisits = clinicProgram({
  program: 'missed-visits',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'visit',
      subject: 'patient',
      facts: { start: 'instant', missed: { count: 2 } },
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'booking',
      stages: {
        arranging: {
          ignore: {
            'clinic.arrived': 'nobody is expected yet',
            'clinic.missed': 'nobody is expected yet',
          },
          steps: {
            booking: {
              await: 'clinic.booked',
              from: 'clinic',
              owner: 'desk',
              within: { business: '2d' },
              on: { 'clinic.booked': { to: 'visit', set: { start: 'event.start' } } },
              overdue: { 'look-up': 'clinic.booking', then: 'book-by-phone' },
            },
            'book-by-phone': {
              task: 'book-by-phone',
              ...desk,
              on: { 'clinic.booked': { to: 'visit', set: { start: 'event.start' } } },
              actions: {
                booked: { with: { start: 'instant' }, to: 'visit', set: { start: 'event.start' } },
                declined: 'closed',
              },
            },
          },
        },
        visiting: {
          steps: {
            visit: {
              await: ['clinic.arrived', 'clinic.missed'],
              from: 'clinic',
              owner: 'desk',
              within: { until: 'start', plus: '2h', else: '14d' },
              on: {
                'clinic.arrived': 'seen',
                'clinic.missed': { to: 'after', set: { missed: { add: 1 } } },
                'clinic.booked': { set: { start: 'event.start' } },
              },
              overdue: { then: 'ask' },
            },
            ask: {
              task: 'find-out',
              ...desk,
              on: {
                'clinic.arrived': 'seen',
                'clinic.missed': { to: 'after', set: { missed: { add: 1 } } },
              },
              ignore: { 'clinic.booked': 'first what became of this one' },
              actions: { came: 'seen', missed: { to: 'after', set: { missed: { add: 1 } } } },
            },
            after: { decide: [{ when: { lt: { missed: 2 } }, to: 'booking' }, { to: 'closed' }] },
            seen: { end: 'seen' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const severalEnrolments = clinicProgram({
  program: 'several-enrolments',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'triage',
      subject: 'patient',
      facts: { urgent: 'flag' },
      enrol: [
        {
          on: 'clinic.referred',
          'once-per': 'event',
          when: { is: { 'event.urgent': true } },
          set: { urgent: true },
        },
        { on: 'clinic.referred', 'once-per': 'subject', set: { urgent: false } },
        { on: 'app.joined', 'once-per': 'subject' },
      ],
      start: 'sort',
      stages: {
        sorting: {
          owner: 'desk',
          steps: {
            sort: {
              decide: [
                { when: { is: { urgent: true } }, to: 'today' },
                { when: { known: 'urgent' }, to: 'this-week' },
                { to: 'ask' },
              ],
            },
            ask: {
              task: 'ask-how-urgent',
              within: { business: '2h' },
              overdue: ladder,
              actions: {
                told: { with: { urgent: 'flag' }, to: 'sort', set: { urgent: 'event.urgent' } },
              },
            },
            today: {
              task: 'see-today',
              within: { business: '4h' },
              overdue: ladder,
              actions: { seen: 'done' },
            },
            'this-week': {
              task: 'see-this-week',
              within: { business: '3d' },
              overdue: ladder,
              actions: { seen: 'done' },
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});
