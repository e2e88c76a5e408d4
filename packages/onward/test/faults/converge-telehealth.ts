/** The telehealth program with patients, systems and a staff that acts. */
import { begin } from '../stage.ts';
import { believing, hour } from './converge-play.ts';
import type { Happening, Play } from './converge-play.ts';

export const telehealth: Play = {
  name: 'telehealth',
  program: believing('01-telehealth'),
  systems: ['billing', 'forms', 'scheduler', 'lab', 'messaging'],
  journeys: 1,
  story,
  react(effect, { person, at, key }) {
    if (effect.kind === 'command' && effect.command === 'order-lab') {
      // An order of the laboratory has a result the day after.
      const own = { order: `order-${person}` };
      const data = { abnormal: person % 7 === 0 };
      const result = { system: 'lab', event: 'result.final', person, at: at + 24, own, data };
      return { then: [result] };
    }
    if (effect.kind === 'message' && effect.template === 'result-ready') {
      const told = { system: 'messaging', event: 'message.delivered', person, at: at + 0.1 };
      return { then: [{ ...told, answers: key }] };
    }
    return {};
  },
  staff: ['care-team', 'medical-director'],
  seenTo: { 'review-result': 'normal', 'tell-the-patient-by-phone': 'told' },
  afterwards: {},
  believed: { facts: ['appointment', 'visit'], milestones: ['booked'] },
};

function story(person: number): readonly Happening[] {
  const from = (person % 48) + 1;
  const visit = from + 96 + (person % 5) * 7;
  const start = begin + visit * hour;
  const own = { appointment: `visit-${person}` };
  const bill = { 'payment-intent': `pi-${person}` };
  const scheduler = { system: 'scheduler', person, own };
  const moved = person % 5 === 0 ? 24 : 0;
  return [
    { system: 'billing', event: 'checkout.completed', person, at: from, own: bill },
    { system: 'billing', event: 'payment.succeeded', person, at: from + 0.2, own: bill },
    {
      ...{ system: 'forms', event: 'intake.submitted', person, at: from + 6 },
      data: { complete: true },
    },
    { ...scheduler, event: 'appointment.booked', at: from + 20, data: { start } },
    ...(moved === 0
      ? []
      : [
          {
            ...{ ...scheduler, event: 'appointment.rescheduled', at: from + 40 },
            data: { start: start + moved * hour },
            instead: 'appointment.booked',
          },
        ]),
    { ...scheduler, event: 'appointment.arrived', at: visit + moved + 0.1 },
  ];
}
