/** Programs with lines side by side in which one waits, keeps or holds for all of them. */
import { clinicProgram, desk, nurses } from './clinic.ts';
import { screening } from './depends.ts';

export const parkInATrack = clinicProgram({
  program: 'park-in-a-track',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'intake',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'prepare',
      stages: {
        preparing: {
          steps: {
            prepare: {
              tracks: {
                paper: {
                  start: 'form',
                  steps: {
                    form: {
                      await: 'app.form',
                      from: 'app',
                      owner: 'desk',
                      within: '3d',
                      on: { 'app.form': 'filled' },
                      overdue: { park: { owner: 'lead', reason: 'no-form', 'review-every': '2d' } },
                    },
                    filled: { end: 'ok' },
                  },
                },
                room: {
                  start: 'clean',
                  steps: {
                    clean: {
                      task: 'clean-the-room',
                      ...nurses,
                      ignore: { 'app.form': 'the other line hears it' },
                      actions: { clean: 'cleaned' },
                    },
                    cleaned: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'ready',
            },
            ready: { end: 'ready' },
          },
        },
      },
    },
  ],
});

export const dependsInATrack = clinicProgram({
  program: 'depends-in-a-track',
  systems: ['clinic', 'lab'],
  journeys: [
    screening,
    {
      journey: 'surgery',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'event' },
      start: 'prepare',
      stages: {
        preparing: {
          steps: {
            prepare: {
              tracks: {
                clearing: {
                  start: 'cleared',
                  steps: {
                    cleared: {
                      depends: { journey: 'screening', milestone: 'screened' },
                      reached: { to: 'clear', milestone: 'cleared' },
                      ended: { finished: 'ask', dropped: 'off' },
                      'never-started': 'ask',
                      owner: 'nurses',
                      within: '4d',
                      overdue: { then: 'ask' },
                    },
                    ask: {
                      task: 'examine-here',
                      ...nurses,
                      actions: { fit: 'clear', unfit: 'off' },
                    },
                    clear: { end: 'ok' },
                  },
                },
                room: {
                  start: 'book',
                  steps: {
                    book: { task: 'book-the-room', ...desk, actions: { booked: 'booked' } },
                    booked: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'operate',
            },
            operate: { task: 'operate', ...nurses, actions: { operated: 'done' } },
            done: { end: 'done' },
            off: { end: 'off' },
          },
        },
      },
    },
  ],
});

export const keptInATrack = clinicProgram({
  program: 'kept-in-a-track',
  systems: ['clinic', 'app'],
  journeys: [
    {
      journey: 'first-day',
      subject: 'patient',
      enrol: { on: 'clinic.referred', 'once-per': 'subject' },
      start: 'arrive',
      stages: {
        arriving: {
          steps: {
            arrive: {
              tracks: {
                desk: {
                  start: 'greet',
                  steps: {
                    greet: {
                      task: 'greet',
                      ...desk,
                      defer: { 'app.form': '2d' },
                      actions: { greeted: 'form' },
                    },
                    form: {
                      await: 'app.form',
                      from: 'app',
                      owner: 'desk',
                      within: '1d',
                      on: { 'app.form': 'filled' },
                      overdue: { escalate: ['lead'], every: '1d' },
                    },
                    filled: { end: 'ok' },
                  },
                },
                ward: {
                  start: 'bed',
                  steps: {
                    bed: { task: 'make-the-bed', ...nurses, actions: { made: 'made' } },
                    made: { end: 'ok' },
                  },
                },
              },
              join: 'all',
              ignore: { 'app.form': 'the form is filled in' },
              then: 'stay',
            },
            stay: {
              task: 'look-after',
              ...nurses,
              exception: { 'app.form': 'desk' },
              actions: { left: 'left' },
            },
            left: { end: 'left' },
          },
        },
      },
    },
  ],
});
