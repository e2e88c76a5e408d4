/** Programs that take back what they asked for when the patient gives up. */
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

export const undoOne = clinicProgram({
  program: 'undo-one',
  systems: ['clinic', 'app', 'shop'],
  journeys: [
    {
      journey: 'device',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'agree',
      stages: {
        asking: {
          on: { 'app.withdrew': 'withdrawn' },
          ignore: { 'shop.delivered': 'nothing was ordered yet' },
          steps: {
            agree: { task: 'agree', ...desk, actions: { order: 'ship', no: 'refused' } },
          },
        },
        ordering: {
          on: { 'app.withdrew': 'recall' },
          steps: {
            ship: {
              command: 'shop.ship',
              undo: 'recall',
              owner: 'desk',
              within: '1d',
              done: 'delivery',
              rejected: 'refused',
              exhausted: 'refused',
              unknown: 'trace',
              late: { ignore: 'it is called back in any case' },
              ignore: { 'shop.delivered': 'the answer to the order comes first' },
              overdue: ladder,
            },
            delivery: {
              await: 'shop.delivered',
              from: 'shop',
              owner: 'desk',
              within: '5d',
              on: { 'shop.delivered': 'done' },
              overdue: { then: 'trace' },
            },
            trace: {
              task: 'trace-the-parcel',
              ...desk,
              on: { 'shop.delivered': 'done' },
              actions: { came: 'done', lost: 'recall' },
            },
          },
        },
        undoing: {
          ignore: {
            'app.withdrew': 'it is being undone',
            'shop.delivered': 'it goes back',
          },
          steps: {
            recall: {
              command: 'shop.recall',
              owner: 'desk',
              within: '1d',
              done: 'withdrawn',
              rejected: 'recall-by-hand',
              exhausted: 'recall-by-hand',
              unknown: 'recall-by-hand',
              late: 'exception',
              overdue: ladder,
            },
            'recall-by-hand': {
              task: 'call-the-shop',
              ...desk,
              actions: { recalled: 'withdrawn' },
            },
            done: { end: 'delivered' },
            refused: { end: 'refused' },
            withdrawn: { end: 'withdrawn', abort: true },
          },
        },
      },
    },
  ],
});

export const undoTwo = clinicProgram({
  program: 'undo-two',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'home-visit',
      subject: 'patient',
      facts: { room: 'flag', nurse: 'flag' },
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'agree',
      on: { 'app.withdrew': 'what-to-undo' },
      stages: {
        planning: {
          steps: {
            agree: {
              task: 'agree',
              ...desk,
              actions: { yes: { to: 'book', set: { room: true } }, no: 'refused' },
            },
            book: {
              command: 'clinic.book',
              undo: 'cancel-room',
              owner: 'desk',
              within: '1h',
              done: { to: 'assign', set: { nurse: true } },
              rejected: { to: 'no-room', set: { room: false } },
              exhausted: { to: 'no-room', set: { room: false } },
              unknown: 'ask-room',
              late: { ignore: 'it is cancelled in any case' },
              overdue: ladder,
            },
            'ask-room': {
              task: 'ask-whether-it-is-booked',
              ...desk,
              actions: { booked: { to: 'assign', set: { nurse: true } }, unclear: 'what-to-undo' },
            },
            'no-room': {
              task: 'find-another',
              ...desk,
              actions: { found: 'visit', none: 'refused' },
            },
            assign: {
              command: 'clinic.assign',
              undo: 'release-nurse',
              owner: 'nurses',
              within: '1h',
              done: 'visit',
              rejected: { to: 'ask-nurse', set: { nurse: false } },
              exhausted: { to: 'ask-nurse', set: { nurse: false } },
              unknown: 'ask-nurse',
              late: { ignore: 'the nurse is released in any case' },
              overdue: { escalate: ['chief'], every: '1h' },
            },
            'ask-nurse': {
              task: 'find-a-nurse',
              ...nurses,
              actions: { found: 'visit', none: 'what-to-undo' },
            },
            visit: { task: 'visit', ...nurses, actions: { visited: 'visited' } },
            'what-to-undo': {
              decide: [
                { when: { is: { nurse: true } }, to: 'release-nurse' },
                { when: { is: { room: true } }, to: 'cancel-room' },
                { to: 'withdrawn' },
              ],
            },
          },
        },
        undoing: {
          ignore: { 'app.withdrew': 'it is being undone' },
          steps: {
            'release-nurse': {
              command: 'clinic.release',
              owner: 'nurses',
              within: '1h',
              done: 'cancel-room',
              rejected: 'release-by-hand',
              exhausted: 'release-by-hand',
              unknown: 'release-by-hand',
              late: 'exception',
              overdue: { escalate: ['chief'], every: '1h' },
            },
            'release-by-hand': {
              task: 'call-the-nurse',
              ...nurses,
              actions: { told: 'cancel-room' },
            },
            'cancel-room': {
              command: 'clinic.cancel-room',
              owner: 'desk',
              within: '1h',
              done: 'withdrawn',
              rejected: 'cancel-by-hand',
              exhausted: 'cancel-by-hand',
              unknown: 'cancel-by-hand',
              late: 'exception',
              overdue: ladder,
            },
            'cancel-by-hand': { task: 'call-the-house', ...desk, actions: { told: 'withdrawn' } },
            visited: { end: 'visited' },
            refused: { end: 'refused' },
            withdrawn: { end: 'withdrawn', abort: true },
          },
        },
      },
    },
  ],
});
