/** Programs with lines side by side that share a fact or an event, or nothing at all. */
import { clinicProgram, desk, nurses } from './clinic.ts';

export const sharedFact = clinicProgram({
  program: 'shared-fact',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'screening',
      subject: 'patient',
      facts: { positive: 'flag', risk: { count: 5 } },
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'screen',
      stages: {
        screening: {
          ignore: { 'app.form': 'the questions are answered' },
          steps: {
            screen: {
              tracks: {
                test: {
                  start: 'swab',
                  steps: {
                    swab: {
                      task: 'swab',
                      ...nurses,
                      actions: {
                        positive: { to: 'swabbed', set: { positive: true } },
                        negative: { to: 'swabbed', set: { positive: false } },
                      },
                    },
                    swabbed: { end: 'ok' },
                  },
                },
                talk: {
                  start: 'questions',
                  steps: {
                    questions: {
                      await: 'app.form',
                      from: 'app',
                      owner: 'desk',
                      within: '2d',
                      on: { 'app.form': { to: 'weigh', set: { risk: 'event.risk' } } },
                      overdue: { then: 'weigh' },
                    },
                    weigh: {
                      decide: [{ when: { is: { positive: true } }, to: 'warn' }, { to: 'asked' }],
                    },
                    warn: { task: 'warn', ...nurses, actions: { warned: 'asked' } },
                    asked: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: [{ when: { gte: { risk: 3 } }, to: 'isolate' }, { to: 'done' }],
            },
            isolate: { task: 'isolate', ...nurses, actions: { isolated: 'done' } },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

const measure = (name: string) => ({
  start: `${name}-reading`,
  steps: {
    [`${name}-reading`]: {
      await: 'app.reading',
      from: 'app',
      owner: 'nurses',
      within: '1d',
      on: { 'app.reading': `${name}-known` },
      overdue: { then: `${name}-call` },
    },
    [`${name}-call`]: {
      task: `call-about-${name}`,
      ...nurses,
      on: { 'app.reading': `${name}-known` },
      actions: { told: `${name}-known` },
    },
    [`${name}-known`]: { end: 'known' },
  },
});

export const sameEvent = clinicProgram({
  program: 'same-event',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'measuring',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'measure',
      stages: {
        measuring: {
          steps: {
            measure: {
              tracks: { heart: measure('heart'), weight: measure('weight') },
              join: 'all',
              then: 'done',
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

const line = (name: string) => ({
  start: `${name}-first`,
  steps: {
    [`${name}-first`]: { task: `${name}-first`, ...desk, actions: { next: `${name}-second` } },
    [`${name}-second`]: { task: `${name}-second`, ...desk, actions: { next: `${name}-end` } },
    [`${name}-end`]: { end: 'ok' },
  },
});

export const fourLines = clinicProgram({
  program: 'four-lines',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'moving-in',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'move',
      stages: {
        moving: {
          steps: {
            move: {
              tracks: {
                bed: line('bed'),
                food: line('food'),
                drugs: line('drugs'),
                kin: line('kin'),
              },
              join: 'all',
              then: 'done',
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const orderBeside = clinicProgram({
  program: 'order-beside',
  systems: ['clinic', 'lab'],
  journeys: [
    {
      journey: 'discharge',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'leave',
      stages: {
        leaving: {
          steps: {
            leave: {
              tracks: {
                blood: {
                  start: 'order',
                  steps: {
                    order: {
                      command: 'lab.order',
                      owner: 'nurses',
                      within: '2h',
                      done: 'ordered',
                      rejected: 'by-hand',
                      exhausted: 'by-hand',
                      unknown: 'by-hand',
                      late: 'exception',
                      overdue: { escalate: ['chief'], every: '2h' },
                    },
                    'by-hand': {
                      task: 'order-by-phone',
                      ...nurses,
                      actions: { ordered: 'ordered' },
                    },
                    ordered: { end: 'ok' },
                  },
                },
                letter: {
                  start: 'write',
                  steps: {
                    write: { task: 'write-letter', ...desk, actions: { written: 'written' } },
                    written: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'left',
            },
            left: { end: 'left' },
          },
        },
      },
    },
  ],
});
