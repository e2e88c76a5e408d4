/** Programs of several journeys that wait for each other. */
import type { JourneyInput } from '../../../src/core/index.ts';
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

/** Can end in both ways with and without its milestone, so that every way on has its day. */
export const screening: JourneyInput = {
  journey: 'screening',
  subject: 'patient',
  enrol: { on: 'lab.sampled', 'once-per': 'subject' },
  start: 'screen',
  stages: {
    screening: {
      steps: {
        screen: {
          task: 'screen',
          ...nurses,
          actions: {
            fit: { to: 'file', milestone: 'screened' },
            waived: 'finished',
            unfit: 'dropped',
          },
        },
        file: { task: 'file', ...desk, actions: { filed: 'finished', moved: 'dropped' } },
        finished: { end: 'finished' },
        dropped: { end: 'dropped' },
      },
    },
  },
};

export const onMilestone = clinicProgram({
  program: 'on-milestone',
  systems: ['clinic', 'lab'],
  journeys: [
    screening,
    {
      journey: 'surgery',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'cleared',
      stages: {
        clearing: {
          steps: {
            cleared: {
              depends: { journey: 'screening', milestone: 'screened' },
              reached: 'plan',
              ended: { finished: 'plan', dropped: 'closed' },
              'never-started': 'invite',
              ...desk,
            },
            invite: {
              task: 'invite-to-screening',
              ...desk,
              actions: { invited: 'cleared', 'gave-up': 'closed' },
            },
            plan: { task: 'plan-surgery', ...nurses, actions: { planned: 'done' } },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const onEnd = clinicProgram({
  program: 'on-end',
  systems: ['clinic', 'lab'],
  journeys: [
    screening,
    {
      journey: 'letter',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'screened',
      on: { 'clinic.cancelled': 'closed' },
      stages: {
        waiting: {
          steps: {
            screened: {
              depends: { journey: 'screening' },
              ended: { finished: 'write', dropped: 'closed' },
              'never-started': 'write-without',
              owner: 'desk',
              within: { business: '10d' },
              overdue: { then: 'write-without' },
            },
            write: { task: 'write-letter', ...desk, actions: { sent: 'done' } },
            'write-without': { task: 'write-without', ...desk, actions: { sent: 'done' } },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const onEachOther = clinicProgram({
  program: 'on-each-other',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'care',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'payer',
      stages: {
        caring: {
          steps: {
            payer: {
              depends: { journey: 'billing', milestone: 'cleared' },
              reached: 'plan',
              ended: { paid: 'plan', unpaid: 'closed' },
              'never-started': 'clear-by-hand',
              owner: 'desk',
              within: '5d',
              overdue: { then: 'clear-by-hand' },
            },
            'clear-by-hand': {
              task: 'call-the-payer',
              ...desk,
              actions: { cleared: 'plan', refused: 'closed' },
            },
            plan: {
              task: 'plan-care',
              ...nurses,
              actions: { planned: { to: 'care', milestone: 'planned' }, 'not-needed': 'cared' },
            },
            care: { task: 'give-care', ...nurses, actions: { given: 'cared', left: 'closed' } },
            cared: { end: 'cared' },
            closed: { end: 'closed' },
          },
        },
      },
    },
    {
      journey: 'billing',
      subject: 'patient',
      enrol: { on: 'app.joined', 'once-per': 'subject' },
      start: 'planned',
      stages: {
        billing: {
          owner: 'desk',
          steps: {
            planned: {
              depends: { journey: 'care', milestone: 'planned' },
              reached: 'charge',
              ended: { cared: 'charge', closed: 'unpaid' },
              'never-started': 'ask',
              within: { business: '3d' },
              overdue: { escalate: ['lead'], every: '1d', then: 'ask' },
            },
            ask: {
              task: 'ask-the-ward',
              within: '1d',
              overdue: ladder,
              actions: { planned: 'charge', not: 'unpaid' },
            },
            charge: {
              task: 'charge',
              within: '1d',
              overdue: ladder,
              actions: {
                cleared: { to: 'send', milestone: 'cleared' },
                free: 'paid',
                failed: 'unpaid',
              },
            },
            send: {
              task: 'send-bill',
              within: '1d',
              overdue: ladder,
              actions: { paid: 'paid', 'not-paid': 'unpaid' },
            },
            paid: { end: 'paid' },
            unpaid: { end: 'unpaid' },
          },
        },
      },
    },
  ],
});
