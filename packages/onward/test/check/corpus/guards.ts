/** Programs that decide: instants, counts, flags, code lists, and guards made of guards. */
import { clinicProgram, desk, ladder, nurses } from './clinic.ts';

export const instants = clinicProgram({
  program: 'instants',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'visit',
      subject: 'patient',
      facts: { start: 'instant' },
      enrol: { on: 'clinic.booked', 'once-per': 'event', set: { start: 'event.start' } },
      start: 'sort',
      stages: {
        sorting: {
          owner: 'desk',
          steps: {
            sort: {
              decide: [
                { when: { after: { start: 'now+7d' } }, to: 'later' },
                { when: { after: { start: 'now' } }, to: 'soon' },
                { when: { before: { start: 'now-365d' } }, to: 'slip' },
                { when: { not: { known: 'start' } }, to: 'ask' },
                { to: 'past' },
              ],
            },
            ask: {
              task: 'ask-when',
              within: { business: '4h' },
              overdue: ladder,
              actions: {
                told: { with: { start: 'instant' }, to: 'sort', set: { start: 'event.start' } },
              },
            },
            later: { wait: { until: 'start', minus: '7d', else: '1d' }, then: 'soon' },
            soon: { task: 'prepare', ...desk, actions: { ready: 'prepared' } },
            past: { task: 'file', ...desk, actions: { filed: 'filed', wrong: 'slip' } },
            slip: { task: 'correct', ...desk, actions: { corrected: 'filed' } },
            prepared: { end: 'prepared' },
            filed: { end: 'filed' },
          },
        },
      },
    },
  ],
});

export const counts = clinicProgram({
  program: 'counts',
  systems: ['lab'],
  journeys: [
    {
      journey: 'score',
      subject: 'patient',
      facts: { score: { count: 10 } },
      enrol: { on: 'lab.result', 'once-per': 'event', set: { score: 'event.score' } },
      start: 'sort',
      stages: {
        sorting: {
          steps: {
            sort: {
              decide: [
                { when: { gte: { score: 8 } }, to: 'urgent' },
                { when: { gt: { score: 3 } }, to: 'soon' },
                { when: { lte: { score: 1 } }, to: 'fine' },
                { to: 'watch' },
              ],
            },
            urgent: {
              task: 'call-now',
              ...nurses,
              on: { 'lab.corrected': { to: 'check', set: { score: 'event.score' } } },
              actions: { called: 'told' },
            },
            soon: {
              task: 'call-this-week',
              ...nurses,
              on: { 'lab.corrected': { to: 'check', set: { score: 'event.score' } } },
              actions: { called: 'told' },
            },
            watch: {
              await: 'lab.corrected',
              from: 'lab',
              owner: 'nurses',
              within: '30d',
              on: {
                'lab.corrected': [
                  {
                    when: { gt: { 'event.score': 3 } },
                    to: 'check',
                    set: { score: 'event.score' },
                  },
                  { to: 'fine' },
                ],
              },
              overdue: { then: 'check' },
            },
            check: {
              task: 'compare-both',
              ...nurses,
              ignore: { 'lab.corrected': 'they are compared already' },
              actions: {
                settled: [{ when: { lt: { score: 4 } }, to: 'fine' }, { to: 'told' }],
              },
            },
            told: { end: 'told' },
            fine: { end: 'fine' },
          },
        },
      },
    },
  ],
});

export const groups = clinicProgram({
  program: 'groups',
  systems: ['app'],
  journeys: [
    {
      journey: 'plan',
      subject: 'patient',
      facts: { topic: { code: 'topics' }, plan: ['basic', 'plus'], consent: 'flag' },
      enrol: {
        on: 'app.joined',
        'once-per': 'subject',
        set: { topic: 'event.topic', plan: 'event.plan', consent: 'event.consent' },
      },
      start: 'sort',
      stages: {
        sorting: {
          steps: {
            sort: {
              decide: [
                { when: { not: { is: { consent: true } } }, to: 'nurse' },
                {
                  when: { all: [{ is: { topic: 'E11.9' } }, { is: { plan: 'plus' } }] },
                  to: 'coach',
                },
                { to: 'rest' },
              ],
            },
            rest: {
              decide: [
                {
                  when: { any: [{ is: { topic: 'I10' } }, { not: { known: 'plan' } }] },
                  to: 'ask',
                },
                { to: 'alone' },
              ],
            },
            nurse: { task: 'ask-for-consent', ...nurses, actions: { given: 'coach', no: 'alone' } },
            coach: { task: 'coach', ...desk, actions: { begun: 'coached' } },
            ask: { task: 'ask-for-the-plan', ...desk, actions: { clear: 'coach' } },
            coached: { end: 'coached' },
            alone: { end: 'alone' },
          },
        },
      },
    },
  ],
});

export const codeList = clinicProgram({
  program: 'code-list',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'topic',
      subject: 'patient',
      facts: { topic: { code: 'topics' } },
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'ask',
      stages: {
        asking: {
          steps: {
            ask: {
              task: 'code-the-topic',
              ...nurses,
              actions: {
                coded: {
                  with: { topic: { code: 'topics' } },
                  then: [
                    { when: { is: { 'event.topic': 'J45' } }, to: 'lungs' },
                    { to: 'sort', set: { topic: 'event.topic' } },
                  ],
                },
                none: 'closed',
              },
            },
            sort: {
              decide: [{ when: { is: { topic: 'I10' } }, to: 'heart' }, { to: 'sugar' }],
            },
            lungs: { task: 'inhaler', ...nurses, actions: { shown: 'done' } },
            heart: { task: 'measure', ...nurses, actions: { measured: 'done' } },
            sugar: { task: 'teach', ...nurses, actions: { taught: 'done' } },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const formGuards = clinicProgram({
  program: 'form-guards',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'intake',
      subject: 'patient',
      facts: { risk: { count: 5 } },
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'form',
      stages: {
        filling: {
          steps: {
            form: {
              await: 'app.form',
              from: 'app',
              owner: 'desk',
              within: '3d',
              on: {
                'app.form': [
                  { when: { not: { is: { 'event.complete': true } } }, to: 'help' },
                  { when: { gte: { 'event.risk': 4 } }, to: 'risky', set: { risk: 'event.risk' } },
                  { when: { known: 'event.risk' }, to: 'calm' },
                  { to: 'help' },
                ],
              },
              overdue: { then: 'help' },
            },
            help: {
              task: 'help-with-the-form',
              ...desk,
              on: {
                'app.form': [{ when: { is: { 'event.complete': true } }, to: 'calm' }, {}],
              },
              actions: { filled: 'calm', 'gave-up': 'closed' },
            },
            risky: {
              task: 'call-at-once',
              ...nurses,
              ignore: { 'app.form': 'a nurse is on it' },
              actions: { settled: [{ when: { gt: { risk: 4 } }, to: 'seen' }, { to: 'done' }] },
            },
            calm: {
              task: 'file-form',
              ...desk,
              ignore: { 'app.form': 'one is enough' },
              actions: { filed: 'done' },
            },
            seen: { end: 'seen' },
            done: { end: 'done' },
            closed: { end: 'closed' },
          },
        },
      },
    },
  ],
});

export const durations = clinicProgram({
  program: 'durations',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'fever',
      subject: 'patient',
      facts: { lasts: 'duration' },
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'ask',
      stages: {
        asking: {
          steps: {
            ask: {
              task: 'ask-how-long',
              ...nurses,
              actions: {
                told: { with: { lasts: 'duration' }, to: 'sort', set: { lasts: 'event.lasts' } },
                unclear: 'sort',
              },
            },
            sort: {
              decide: [
                { when: { lte: { lasts: '24h' } }, to: 'wait' },
                { when: { gt: { lasts: '3d' } }, to: 'see' },
                { when: { known: 'lasts' }, to: 'call' },
                { to: 'see' },
              ],
            },
            wait: { wait: { for: '1d' }, then: 'call', owner: 'nurses' },
            call: { task: 'call', ...nurses, actions: { better: 'gone', worse: 'see' } },
            see: { task: 'see', ...nurses, actions: { seen: 'seen' } },
            gone: { end: 'gone' },
            seen: { end: 'seen' },
          },
        },
      },
    },
  ],
});

export const fixedDay = clinicProgram({
  program: 'fixed-day',
  systems: ['clinic'],
  journeys: [
    {
      journey: 'tariff',
      subject: 'patient',
      facts: { start: 'instant' },
      enrol: { on: 'clinic.booked', 'once-per': 'event', set: { start: 'event.start' } },
      start: 'sort',
      on: {
        'clinic.moved': [
          { when: { before: { 'event.start': '2026-07-01T00:00:00Z' } }, to: 'old' },
          { when: { known: 'event.start' }, to: 'new' },
          {},
        ],
      },
      stages: {
        sorting: {
          steps: {
            sort: {
              decide: [
                { when: { before: { start: '2026-07-01T00:00:00Z' } }, to: 'old' },
                { when: { not: { known: 'start' } }, to: 'ask' },
                { to: 'new' },
              ],
            },
            ask: { task: 'ask-when', ...desk, actions: { summer: 'new', spring: 'old' } },
            old: {
              task: 'bill-as-before',
              ...desk,
              ignore: { 'clinic.moved': 'the bill is being written' },
              actions: { billed: 'billed' },
            },
            new: {
              task: 'bill-anew',
              ...desk,
              ignore: { 'clinic.moved': 'the bill is being written' },
              actions: { billed: 'billed' },
            },
            billed: { end: 'billed' },
          },
        },
      },
    },
  ],
});
