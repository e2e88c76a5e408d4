/** Programs with lines side by side: how they join, what they share, and what one does to all. */
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

export const joinAll = clinicProgram({
  program: 'join-all',
  systems: ['clinic', 'lab'],
  journeys: [
    {
      journey: 'work-up',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'both',
      stages: {
        examining: {
          steps: {
            both: {
              tracks: {
                body: {
                  start: 'exam',
                  steps: {
                    exam: {
                      task: 'examine',
                      ...nurses,
                      ignore: { 'lab.result': 'the other line hears it' },
                      actions: { done: 'examined' },
                    },
                    examined: { end: 'ok' },
                  },
                },
                blood: {
                  start: 'sample',
                  steps: {
                    sample: {
                      await: 'lab.result',
                      from: 'lab',
                      owner: 'nurses',
                      within: '3d',
                      on: { 'lab.result': 'sampled' },
                      overdue: { then: 'chase' },
                    },
                    chase: {
                      task: 'call-the-laboratory',
                      ...nurses,
                      on: { 'lab.result': 'sampled' },
                      actions: { found: 'sampled' },
                    },
                    sampled: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'report',
            },
            report: {
              task: 'write-report',
              ...desk,
              ignore: { 'lab.result': 'the report has one' },
              actions: { sent: 'done' },
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

export const joinAny = clinicProgram({
  program: 'join-any',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'contact',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'either',
      stages: {
        reaching: {
          steps: {
            either: {
              tracks: {
                phone: {
                  start: 'call',
                  steps: {
                    call: { task: 'call', ...desk, actions: { reached: 'called' } },
                    called: { end: 'ok' },
                  },
                },
                paper: {
                  start: 'form',
                  steps: {
                    form: {
                      await: 'app.form',
                      from: 'app',
                      owner: 'desk',
                      within: '2d',
                      on: { 'app.form': 'filled' },
                      overdue: ladder,
                    },
                    filled: { end: 'ok' },
                  },
                },
              },
              join: 'any',
              then: { to: 'plan', milestone: 'reached' },
            },
            plan: {
              task: 'plan',
              ...desk,
              ignore: { 'app.form': 'the plan is being made' },
              actions: { planned: 'done' },
            },
            done: { end: 'done' },
          },
        },
      },
    },
  ],
});

const vote = (name: string) => ({
  start: `ask-${name}`,
  steps: {
    [`ask-${name}`]: {
      task: `ask-${name}`,
      ...nurses,
      actions: { yes: `yes-${name}`, veto: 'refused' },
    },
    [`yes-${name}`]: { end: 'yes' },
  },
});

export const twoOfThree = clinicProgram({
  program: 'two-of-three',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'board',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'votes',
      stages: {
        voting: {
          steps: {
            votes: {
              tracks: { first: vote('first'), second: vote('second'), third: vote('third') },
              join: { count: 2 },
              then: 'tell',
            },
            tell: { task: 'tell', ...desk, actions: { told: 'accepted' } },
            accepted: { end: 'accepted' },
            refused: { end: 'refused' },
          },
        },
      },
    },
  ],
});

export const oneLeadsOut = clinicProgram({
  program: 'one-leads-out',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'admission',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'admit',
      stages: {
        admitting: {
          steps: {
            admit: {
              tracks: {
                consent: {
                  start: 'ask',
                  steps: {
                    ask: {
                      task: 'ask-for-consent',
                      ...nurses,
                      actions: { given: 'consented', refused: 'closed' },
                    },
                    consented: { end: 'ok' },
                  },
                },
                record: {
                  start: 'chart',
                  steps: {
                    chart: {
                      command: 'clinic.chart',
                      owner: 'desk',
                      within: '1h',
                      done: 'charted',
                      rejected: 'by-hand',
                      exhausted: 'by-hand',
                      unknown: 'by-hand',
                      late: { ignore: 'an empty chart harms nobody' },
                      overdue: { then: 'by-hand' },
                    },
                    'by-hand': { task: 'open-chart', ...desk, actions: { opened: 'charted' } },
                    charted: { end: 'ok' },
                  },
                },
              },
              on: { 'app.withdrew': 'closed' },
              join: 'all',
              then: 'welcome',
            },
            welcome: {
              task: 'welcome',
              ...desk,
              on: { 'app.withdrew': 'closed' },
              actions: { welcomed: 'done' },
            },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});
