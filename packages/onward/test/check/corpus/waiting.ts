/** Programs about deadlines: ladders, look-ups, parks, waits, and working time in two zones. */
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

export const ladderOfOne = clinicProgram({
  program: 'ladder-of-one',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'approval',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'review',
      stages: {
        deciding: {
          steps: {
            review: {
              task: 'review-referral',
              ...desk,
              actions: { approve: { to: 'approved', milestone: 'approved' }, refuse: 'refused' },
            },
            approved: { end: 'approved' },
            refused: { end: 'refused' },
          },
        },
      },
    },
  ],
});

export const ladderOfTwo = clinicProgram({
  program: 'ladder-of-two',
  systems: ['lab'],
  journeys: [
    {
      journey: 'sample',
      subject: 'patient',
      enrol: { on: 'lab.sampled', 'once-per': 'event' },
      start: 'result',
      stages: {
        waiting: {
          steps: {
            result: {
              await: 'lab.result',
              from: 'lab',
              owner: 'desk',
              within: { business: '2d' },
              on: { 'lab.result': 'done' },
              overdue: { escalate: ['nurses', 'chief'], every: '4h' },
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const ladderOfThree = clinicProgram({
  program: 'ladder-of-three',
  systems: ['lab', 'clinic'],
  journeys: [
    {
      journey: 'sample',
      subject: 'patient',
      enrol: { on: 'lab.sampled', 'once-per': 'event' },
      start: 'interpret',
      stages: {
        reading: {
          steps: {
            interpret: {
              task: 'read-the-sample',
              owner: 'desk',
              within: { business: '6h' },
              brief: ['lab.result', 'clinic.booking'],
              actions: { normal: 'done', odd: 'second' },
              overdue: { escalate: ['nurses', 'lead', 'chief'], every: { business: '1d' } },
            },
            second: {
              task: 'ask-a-colleague',
              ...nurses,
              actions: { normal: 'done', ill: 'treat' },
            },
            treat: { end: 'treat' },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const ladderThenPark = clinicProgram({
  program: 'ladder-then-park',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'recall',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'reach',
      on: { 'app.withdrew': 'closed' },
      stages: {
        reaching: {
          steps: {
            reach: {
              task: 'reach-the-patient',
              owner: 'desk',
              within: '1d',
              on: { 'app.answered': 'done' },
              actions: { reached: 'done' },
              overdue: { escalate: ['nurses', 'lead'], every: '6h', then: 'held' },
            },
            held: {
              park: { owner: 'lead', reason: 'nobody-answers', 'review-every': '7d' },
              on: { 'app.answered': 'call-back' },
              actions: { again: 'reach', close: 'closed' },
            },
            'call-back': {
              task: 'call-back',
              ...desk,
              ignore: { 'app.answered': 'a call is due already' },
              actions: { reached: 'done' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const lookUp = clinicProgram({
  program: 'look-up',
  systems: ['lab'],
  journeys: [
    {
      journey: 'result',
      subject: 'patient',
      facts: { score: { count: 10 } },
      enrol: { on: 'lab.sampled', 'once-per': 'event' },
      start: 'result',
      ignore: { 'lab.corrected': 'a reviewer looks at the last value' },
      stages: {
        waiting: {
          steps: {
            result: {
              await: 'lab.result',
              from: 'lab',
              owner: 'nurses',
              within: { business: '2d' },
              on: { 'lab.result': { to: 'review', set: { score: 'event.score' } } },
              overdue: { 'look-up': 'lab.result', 'look-up-within': '30m', then: 'chase' },
            },
            chase: {
              task: 'call-the-laboratory',
              ...nurses,
              on: { 'lab.result': { to: 'review', set: { score: 'event.score' } } },
              actions: {
                found: {
                  with: { score: { count: 10 } },
                  to: 'review',
                  set: { score: 'event.score' },
                },
                lost: 'lost',
              },
            },
            review: {
              task: 'review-result',
              ...nurses,
              on: { 'lab.corrected': { set: { score: 'event.score' } } },
              ignore: { 'lab.result': 'it is under review' },
              actions: { fine: 'done', act: 'treat' },
            },
            lost: { end: 'lost' },
            treat: { end: 'treat' },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const parkedWhenOverdue = clinicProgram({
  program: 'parked-when-overdue',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'intake',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'form',
      stages: {
        filling: {
          on: { 'app.withdrew': 'closed' },
          steps: {
            form: {
              await: 'app.form',
              from: 'app',
              owner: 'desk',
              within: '3d',
              on: { 'app.form': 'check' },
              overdue: { park: { owner: 'lead', reason: 'no-form', 'review-every': '2d' } },
            },
          },
        },
        checking: {
          steps: {
            check: {
              task: 'check-form',
              ...desk,
              on: { 'app.withdrew': 'closed' },
              ignore: { 'app.form': 'the first one is being checked' },
              actions: { complete: 'done', incomplete: 'form' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const heldOnPurpose = clinicProgram({
  program: 'held-on-purpose',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'call',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'hold',
      stages: {
        calling: {
          steps: {
            hold: {
              park: { owner: 'lead', reason: 'season', 'review-every': { business: '10d' } },
              on: { 'app.answered': 'call' },
              actions: { resume: 'call', close: 'closed' },
            },
            call: {
              task: 'call',
              ...desk,
              ignore: { 'app.answered': 'a call is due already' },
              actions: { reached: 'done', later: 'hold' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const beforeTheVisit = clinicProgram({
  program: 'before-the-visit',
  systems: ['clinic', 'mail'],
  journeys: [
    {
      journey: 'reminder',
      subject: 'patient',
      facts: { start: 'instant' },
      enrol: { on: 'clinic.booked', 'once-per': 'event', set: { start: 'event.start' } },
      start: 'prepare',
      on: {
        'clinic.moved': {
          set: { start: 'event.start' },
          run: { 'clinic.update': { start: 'event.start' } },
        },
        'clinic.cancelled': 'off',
      },
      stages: {
        before: {
          ignore: { 'clinic.arrived': 'too early to be this visit' },
          steps: {
            prepare: {
              wait: { until: 'start', minus: '24h', else: { business: '2d' } },
              then: 'remind',
              owner: 'desk',
            },
            remind: {
              message: 'reminder',
              via: 'mail',
              until: 'read',
              owner: 'desk',
              within: '12h',
              then: 'visit',
              overdue: { then: 'visit' },
            },
          },
        },
        visiting: {
          steps: {
            visit: {
              await: 'clinic.arrived',
              from: 'clinic',
              owner: 'desk',
              within: { until: 'start', plus: '2h', else: '3d' },
              on: { 'clinic.arrived': 'seen' },
              overdue: { then: 'ask' },
            },
            ask: {
              task: 'find-out',
              ...desk,
              on: { 'clinic.arrived': 'seen' },
              actions: { came: 'seen', missed: 'off' },
            },
            seen: { end: 'seen' },
            off: { end: 'off' },
          },
        },
      },
    },
  ],
});

export const twoZones = clinicProgram({
  program: 'two-zones',
  systems: ['lab', 'app'],
  calendars: {
    office: {
      zone: 'America/New_York',
      week: { 'mon-thu': ['08:00-12:00', '13:00-18:00'], fri: '08:00-14:00' },
      holidays: ['2026-11-26', '2026-12-25', '2027-01-01'],
      overrides: { '2026-12-24': '08:00-12:00' },
    },
    nights: {
      zone: 'Asia/Manila',
      week: { 'mon-sat': ['00:00-06:00', '22:00-24:00'] },
      holidays: ['2026-12-30'],
    },
  },
  teams: {
    desk: { calendar: 'office', people: ['p-1'], fallback: 'watch' },
    watch: { calendar: 'nights', people: ['p-2', 'p-3'], fallback: 'lead' },
  },
  roles: { lead: { calendar: 'office', people: ['p-5', 'p-6'] } },
  journeys: [
    {
      journey: 'alarm',
      subject: 'patient',
      enrol: { on: 'lab.sampled', 'once-per': 'event' },
      start: 'look',
      stages: {
        watching: {
          owner: 'watch',
          steps: {
            look: {
              task: 'look-at-it',
              within: { business: '1h' },
              actions: { harmless: 'rest', real: 'act' },
              overdue: { escalate: ['desk', 'lead'], every: { business: '30m' } },
            },
            rest: { wait: { for: { business: '3d' } }, then: 'look-again' },
            'look-again': {
              task: 'look-again',
              owner: 'desk',
              within: { business: '1d' },
              on: { 'app.reading': 'done' },
              actions: { better: 'done', worse: 'act' },
              overdue: ladder,
            },
          },
        },
        acting: {
          steps: {
            act: { task: 'send-help', ...desk, actions: { sent: 'helped' } },
            helped: { end: 'helped' },
            done: { end: 'done' },
          },
        },
      },
      ignore: { 'app.reading': 'only the second look needs one' },
    },
  ],
});
