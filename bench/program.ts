/**
 * The program of the bench: five events in a row, a deadline of seven days and a command at each.
 */
import { compileObject } from '../packages/onward/src/core/index.ts';
import type { Program } from '../packages/onward/src/core/index.ts';
import { connectors } from '../packages/onward/src/connectors/index.ts';

const caseEvent = { refs: { case: {} } };
const outside = {
  connector: 'api',
  owner: 'desk',
  settings: {
    events: {
      start: caseEvent,
      paid: caseEvent,
      form: caseEvent,
      booked: caseEvent,
      visited: caseEvent,
      left: caseEvent,
    },
  },
};
const notes = {
  connector: 'webhook',
  owner: 'desk',
  settings: { secret: 'NOTES_SECRET', url: 'NOTES_URL', commands: { note: {} } },
};

const goNoting = (to: string): object => ({ to, run: { 'notes.note': {} } });

function awaiting(event: string, to: string): object {
  return {
    await: `outside.${event}`,
    from: 'outside',
    owner: 'desk',
    within: '7d',
    overdue: { escalate: ['lead'], every: '1d' },
    then: goNoting(to),
  };
}

const journey = (afterVisit: 'rest' | 'form'): object => ({
  journey: 'case',
  subject: 'case',
  enrol: { on: 'outside.start', 'once-per': 'subject' },
  start: 'begin',
  on: { 'outside.left': { to: 'done' } },
  stages: {
    all: {
      steps: {
        begin: { decide: [goNoting('pay')] },
        pay: awaiting('paid', 'form'),
        form: awaiting('form', 'book'),
        book: awaiting('booked', 'visit'),
        visit: awaiting('visited', afterVisit),
        rest: { wait: { for: '7d' }, owner: 'desk', then: 'done' },
        done: { end: 'done' },
      },
    },
  },
});

/** Where a visit leads to the next form, events never come to an end. */
export function compileBenchProgram(afterVisit: 'rest' | 'form' = 'rest'): Program {
  const { program, problems } = compileObject(
    {
      program: 'bench',
      calendars: { office: { zone: 'UTC', week: { 'mon-fri': '09:00-17:00' } } },
      teams: { desk: { calendar: 'office', people: ['p-1'] } },
      roles: { lead: { calendar: 'office', people: ['p-2'] } },
      exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
      systems: { outside, notes },
      journeys: [journey(afterVisit)],
    },
    connectors,
  );
  if (program === undefined) {
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
  }
  return program;
}
