/** Programs about what is said: kept for later, heard anywhere, made an exception, sent out. */
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

export const keptAtAStep = clinicProgram({
  program: 'kept-at-a-step',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'intake',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'booking',
      stages: {
        arranging: {
          steps: {
            booking: {
              await: 'clinic.booked',
              from: 'clinic',
              owner: 'desk',
              within: '2d',
              on: { 'clinic.booked': 'form' },
              defer: { 'app.form': '14d' },
              overdue: ladder,
            },
            form: {
              await: 'app.form',
              from: 'app',
              owner: 'desk',
              within: '2d',
              on: { 'app.form': 'done' },
              ignore: { 'clinic.booked': 'it is booked already' },
              overdue: { then: 'help' },
            },
            help: {
              task: 'help-with-the-form',
              ...desk,
              on: { 'app.form': 'done' },
              ignore: { 'clinic.booked': 'it is booked already' },
              actions: { filled: 'done', 'gave-up': 'closed' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const keptInAStage = clinicProgram({
  program: 'kept-in-a-stage',
  systems: ['clinic', 'lab'],
  journeys: [
    {
      journey: 'check-up',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'weigh',
      stages: {
        examining: {
          owner: 'nurses',
          defer: { 'lab.result': '7d' },
          steps: {
            weigh: {
              task: 'weigh',
              within: '1d',
              overdue: { escalate: ['chief'], every: '1d' },
              actions: { weighed: 'listen' },
            },
            listen: {
              task: 'listen',
              within: '1d',
              overdue: { escalate: ['chief'], every: '1d' },
              actions: { clear: 'result', noisy: 'talk' },
            },
          },
        },
        talking: {
          on: { 'lab.result': 'talk-again' },
          steps: {
            talk: { task: 'talk', ...nurses, actions: { talked: 'result' } },
            result: {
              task: 'look-for-the-result',
              ...nurses,
              actions: { found: 'talk-again', none: 'closed' },
            },
            'talk-again': {
              task: 'talk-again',
              ...nurses,
              ignore: { 'lab.result': 'it is being talked about' },
              actions: { talked: 'done' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const leavesFromAnywhere = clinicProgram({
  program: 'leaves-from-anywhere',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'coaching',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'chart',
      on: { 'app.withdrew': 'left' },
      stages: {
        opening: {
          ignore: { 'app.answered': 'nothing was asked yet' },
          steps: {
            chart: {
              command: 'clinic.chart',
              owner: 'desk',
              within: '1h',
              done: 'question',
              rejected: 'open',
              exhausted: 'open',
              unknown: 'open',
              late: { ignore: 'a chart without a stay harms nobody' },
              overdue: { escalate: ['lead'], every: '4h' },
            },
            open: { task: 'open-chart', ...desk, actions: { opened: 'question' } },
          },
        },
        coaching: {
          steps: {
            question: {
              await: 'app.answered',
              from: 'app',
              owner: 'desk',
              within: '3d',
              on: {
                'app.answered': [
                  { when: { is: { 'event.yes': true } }, to: 'coach' },
                  { to: 'refused' },
                ],
              },
              overdue: { then: 'coach' },
            },
            coach: {
              task: 'coach',
              ...nurses,
              ignore: { 'app.answered': 'they are talking' },
              actions: { coached: 'done' },
            },
            done: { end: 'done' },
            refused: { end: 'refused' },
            left: { end: 'left' },
          },
        },
      },
    },
  ],
});

export const plannedException = clinicProgram({
  program: 'planned-exception',
  systems: ['lab'],
  journeys: [
    {
      journey: 'result',
      subject: 'patient',
      enrol: { on: 'lab.sampled', 'once-per': 'event' },
      start: 'result',
      stages: {
        waiting: {
          exception: { 'lab.lost': 'nurses' },
          steps: {
            result: {
              await: 'lab.result',
              from: 'lab',
              owner: 'nurses',
              within: '2d',
              on: { 'lab.result': 'review' },
              overdue: { escalate: ['chief'], every: '1d' },
            },
          },
        },
        reading: {
          ignore: { 'lab.lost': 'the result is here' },
          steps: {
            review: {
              task: 'review-result',
              ...nurses,
              exception: { 'lab.result': 'nurses' },
              actions: { read: 'done' },
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const twoChannels = clinicProgram({
  program: 'two-channels',
  systems: ['clinic', 'mail'],
  journeys: [
    {
      journey: 'news',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'tell',
      stages: {
        telling: {
          owner: 'desk',
          steps: {
            tell: {
              message: 'hello',
              via: 'mail',
              channels: ['email', 'sms'],
              until: 'read',
              within: '1d',
              then: 'confirm',
              overdue: { then: 'call' },
            },
            confirm: {
              message: 'reminder',
              via: 'mail',
              until: 'confirmed',
              within: { business: '1d' },
              then: 'known',
              overdue: { escalate: ['lead'], every: '1d', then: 'call' },
            },
            call: {
              task: 'tell-by-phone',
              within: '1d',
              overdue: ladder,
              actions: { told: 'known', 'not-reached': 'held' },
            },
            held: {
              park: { owner: 'lead', reason: 'not-told', 'review-every': '3d' },
              actions: { again: 'tell', known: 'known' },
            },
            known: { end: 'known' },
          },
        },
      },
    },
  ],
});

export const answeredInTime = clinicProgram({
  program: 'answered-in-time',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'coverage',
      subject: 'patient',
      facts: { covered: 'flag' },
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'verify',
      stages: {
        verifying: {
          owner: 'desk',
          steps: {
            verify: {
              command: 'clinic.verify',
              within: '2h',
              done: { to: 'sort', set: { covered: 'event.covered' } },
              rejected: { to: 'refused', set: { covered: false } },
              exhausted: 'by-hand',
              unknown: 'by-hand',
              late: 'exception',
              overdue: { escalate: ['lead'], every: '2h' },
            },
            sort: {
              decide: [
                { when: { is: { covered: true } }, to: 'accepted' },
                { when: { is: { covered: false } }, to: 'refused' },
                { to: 'by-hand' },
              ],
            },
            'by-hand': {
              task: 'call-the-insurer',
              within: { business: '1d' },
              overdue: ladder,
              actions: { yes: 'accepted', no: 'refused' },
            },
            accepted: { end: 'accepted' },
            refused: { end: 'refused' },
          },
        },
      },
    },
  ],
});

export const leftByDeadline = clinicProgram({
  program: 'left-by-deadline',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'record',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'chart',
      stages: {
        opening: {
          steps: {
            chart: {
              command: 'clinic.chart',
              owner: 'desk',
              within: '1h',
              done: 'charted',
              rejected: 'refused',
              exhausted: 'by-hand',
              unknown: 'by-hand',
              late: { ignore: 'whoever opens one by hand sees the other' },
              overdue: { then: 'by-hand' },
            },
            'by-hand': { task: 'open-chart', ...desk, actions: { opened: 'charted' } },
            charted: { end: 'charted' },
            refused: { end: 'refused' },
          },
        },
      },
    },
  ],
});
