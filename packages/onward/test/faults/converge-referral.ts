/**
 * The referral program with patients, systems and a staff that acts. Each person is referred, and
 * has a result of the laboratory: two journeys, one of which waits for the other.
 */
import { begin, ref } from '../stage.ts';
import { believing, hour } from './converge-play.ts';
import type { Happening, Play, Reaction } from './converge-play.ts';

export const referral: Play = {
  name: 'referral',
  program: believing('02-referral'),
  systems: ['hospital', 'payer', 'messaging', 'scheduler', 'ehr'],
  journeys: 2,
  story,
  react(effect, { person, at, key }) {
    if (effect.kind === 'command') return done(effect, { person, at });
    if (effect.kind !== 'message') return {};
    const told = { system: 'messaging', event: 'message.delivered', person, at: at + 0.1 };
    return { then: [{ ...told, answers: key }] };
  },
  staff: ['intake', 'scheduling', 'clinicians', 'operations-lead', 'medical-director'],
  seenTo: {
    'read-the-referral': 'accept',
    'report-to-the-referrer': 'sent',
    'tell-the-patient-by-phone': 'told',
    'enter-the-visit-in-the-ehr': 'entered',
  },
  // Everybody came: whoever finds out is told so.
  afterwards: { 'find-out-if-the-visit-took-place': 'kept' },
  believed: {
    facts: ['booking', 'start', 'end', 'charted', 'record'],
    milestones: [],
  },
};

function done(
  { command, args }: { readonly command: string; readonly args: Happening['data'] & object },
  { person, at }: { readonly person: number; readonly at: number },
): Reaction {
  const own = { appointment: `chart-${person}` };
  const shown = { system: 'ehr', event: 'appointment.booked', person, at, own } as const;
  const { start = 0, end = 0 } = args;
  const writes = [{ ...shown, data: { status: 'booked', start, end }, instead: shown.event }];
  if (command === 'book-visit') return { data: { appointment: ref(own.appointment) }, writes };
  if (command === 'move-visit') return { writes };
  if (command === 'check-eligibility') {
    const answer = { system: 'payer', event: 'eligibility.answered', person, at: at + 1 };
    return { then: [{ ...answer, data: { covered: true } }] };
  }
  if (command !== 'ask-review') return {};
  const task = { task: `task-${person}` };
  const reviewed = { system: 'ehr', event: 'task.completed', person, at: at + 2, own: task };
  return { data: { task: ref(task.task) }, then: [{ ...reviewed, data: { status: 'completed' } }] };
}

function story(person: number): readonly Happening[] {
  const from = (person % 48) + 1;
  const visit = from + 120 + (person % 5) * 7;
  const start = begin + visit * hour;
  const end = start + hour / 2;
  const hospital = { system: 'hospital', person };
  const scheduler = { system: 'scheduler', person, own: { booking: `visit-${person}` } };
  const moved = person % 5 === 0 ? 24 : 0;
  return [
    {
      ...{ ...hospital, event: 'referral.received', at: from },
      own: { referral: `referral-${person}` },
    },
    { ...scheduler, event: 'booking.created', at: from + 30, data: { start, end } },
    ...(moved === 0
      ? []
      : [
          {
            ...{ ...scheduler, event: 'booking.rescheduled', at: from + 60 },
            data: { start: start + moved * hour, end: end + moved * hour },
            instead: 'booking.created',
          },
        ]),
    {
      ...{ ...hospital, event: 'result.final', at: from + 70, data: { critical: false } },
      own: { filler: `filler-${person}` },
    },
    { ...hospital, event: 'patient.arrived', at: visit + moved + 0.1 },
  ];
}
