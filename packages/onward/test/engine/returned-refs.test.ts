/** What a system called the thing we asked it for is how it speaks of it later. */
import { afterEach, expect, test } from 'vitest';
import { compileObject, defineProgram } from '../../src/core/language/index.ts';
import type { Connector, Manifest, Program } from '../../src/core/index.ts';
import { event, ref, Stage } from '../stage.ts';

const booking = { kind: 'ref', system: '' } as const;
const manifest: Manifest = {
  events: {
    asked: { refs: { patient: { system: '', of: 'subject' } }, data: {} },
    confirmed: { refs: { booking: { system: '', of: 'journey' } }, data: {} },
  },
  commands: { book: { args: {}, returns: { booking } } },
  lookUps: {},
  idempotent: true,
};
const booker: Connector = { name: 'booker', describe: () => ({ manifest }) };

/** Asks a system for a booking, and waits for word of that booking. */
function compileProgram(): Program {
  const ladder = { escalate: ['lead'], every: '1d' };
  const asked = {
    within: '1h',
    done: 'wait',
    rejected: 'failed',
    exhausted: 'failed',
    unknown: 'failed',
    late: { ignore: 'nobody waits for it' },
    overdue: ladder,
  };
  const { program } = compileObject(
    defineProgram({
      program: 'bookings',
      calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-fri': '09:00-17:00' } } },
      teams: { desk: { calendar: 'office', people: ['p-1'] } },
      roles: { lead: { calendar: 'office', people: ['p-2'] } },
      exceptions: { within: { business: '1d' }, escalate: ['lead'], every: '1d' },
      systems: { sys: { connector: 'booker', owner: 'desk', settings: {} } },
      journeys: [
        {
          journey: 'booking',
          subject: 'patient',
          owner: 'desk',
          enrol: { on: 'sys.asked', 'once-per': 'subject' },
          start: 'book',
          stages: {
            all: {
              steps: {
                book: { command: 'sys.book', ...asked },
                wait: {
                  await: 'sys.confirmed',
                  from: 'sys',
                  within: '2d',
                  on: { 'sys.confirmed': 'confirmed' },
                  overdue: ladder,
                },
                confirmed: { end: 'confirmed' },
                failed: { end: 'failed' },
              },
            },
          },
        },
      ],
    }),
    { booker },
  );
  if (program === undefined) throw new Error('The program does not compile.');
  return program;
}

/** Word of a booking, by its id alone. */
function confirmed(id: string) {
  const refs = [{ name: 'booking', ref: ref(id), of: 'journey' as const }];
  return event('confirmed', id, { refs, data: { booking: ref(id) } });
}

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.leave();
  stage = undefined;
});

test('an event that names only what a command returned finds its journey', async () => {
  stage = await Stage.set({
    program: compileProgram(),
    send: () => ({ kind: 'done', data: { booking: ref('booking-7') } }),
  });
  const [begun] = await stage.send(event('asked', 'ann'));
  await stage.engine.idle();
  expect(await stage.send(confirmed('booking-7'))).toMatchObject([
    { status: 'accepted', journeys: begun?.journeys },
  ]);
});

test('one that came before the answer waits for it', async () => {
  const answered = Promise.withResolvers<void>();
  stage = await Stage.set({
    program: compileProgram(),
    async send() {
      await answered.promise;
      return { kind: 'done', data: { booking: ref('booking-8') } };
    },
  });
  const [begun] = await stage.send(event('asked', 'bea'));
  expect(await stage.send(confirmed('booking-8'))).toMatchObject([{ status: 'unmatched' }]);
  answered.resolve();
  await stage.engine.idle();
  const state = await stage.state(begun?.journeys[0] ?? '');
  expect(state).toMatchObject({ status: 'ended', outcome: 'confirmed' });
});
