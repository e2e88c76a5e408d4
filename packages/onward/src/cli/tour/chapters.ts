/** The breakdowns B1 to B5, each played with real traffic, and what must follow of each. */
import type { Sink } from '../compose/sink.ts';
import { dueText, earliest, type Guide } from './guide.ts';
import { Patient } from './patient.ts';
import type { Door } from './wire.ts';

export interface Stage {
  readonly guide: Guide;
  readonly door: Door;
  readonly sink: Sink;
  /** New in each run, so that a data folder can be toured again. */
  readonly tag: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export async function paymentMovesOn({ guide, door, sink, tag }: Stage): Promise<void> {
  guide.chapter('B1', 'A payment succeeds; onboarding must not stand still.');
  const first = new Patient(door, `${tag}-1`);
  const begun = await guide.happens(
    'billing: a checkout is completed (signed webhook)',
    first.checksOut(),
  );
  const journey = begun.journeys[0] ?? '';
  await guide.stands(journey, { step: 'payment', owner: 'billing-desk' });
  await guide.happens('billing: the payment succeeds (signed webhook)', first.pays());
  await guide.stands(journey, { step: 'intake-form', owner: 'onboarding' });

  const second = new Patient(door, `${tag}-2`);
  const other = await guide.happens(
    'billing: another checkout; its payment webhook is lost',
    second.checksOut(),
  );
  const lost = other.journeys[0] ?? '';
  // What billing itself would say of this customer's payments.
  sink.answer('billing', ({ path }) => {
    if (!path.includes(second.customer)) return undefined;
    return { status: 200, body: { object: 'list', data: [second.paid()] } };
  });
  await guide.passes('a day passes, and nobody says anything', lost);
  await guide.stands(lost, { step: 'intake-form', owner: 'onboarding' });
  guide.check(
    sink.taken.some(({ system, path }) => system === 'billing' && path.includes(second.customer)),
    'billing was asked at the deadline, and the payment was found',
  );
}

/** Paid, onboarded and booked; gives the journey. */
async function booked(guide: Guide, patient: Patient, start: number): Promise<string> {
  return guide.happenAll(
    'a patient has paid, sent the form and booked a visit (webhooks and HL7)',
    [
      () => patient.checksOut(),
      () => patient.pays(),
      () => patient.submitsForm(),
      () => patient.slot('booked', start),
    ],
  );
}

export async function rescheduled({ guide, door, sink, tag }: Stage): Promise<void> {
  guide.chapter('B2', 'A visit is rescheduled; nothing may go on as it was.');
  const patient = new Patient(door, `${tag}-3`);
  const [before, after] = [door.now() + 5 * dayMs, door.now() + 8 * dayMs];
  const journey = await booked(guide, patient, before);
  const old = await guide.stands(journey, { step: 'visit-due', owner: 'scheduling' });
  const asked = updates(sink).length;
  await guide.happens(
    'scheduler: the visit is moved (HL7 SIU^S13 over MLLP)',
    patient.slot('rescheduled', after),
  );
  const moved = await guide.stands(journey, { step: 'visit-due' });
  guide.check(
    earliest(moved) > earliest(old),
    `the deadline moved with the visit, to ${dueText(moved)}`,
  );
  const { messages } = moved.explain;
  const [reminder, ...more] = messages.filter(({ template }) => template === 'visit-reminder');
  // A day before the visit; the deadline is two hours after it.
  const at = new Date(earliest(moved) - 26 * hourMs).toISOString();
  guide.check(
    reminder?.at === at && more.length === 0,
    'the reminder moved with it; the one for the old time is never sent',
  );
  guide.check(
    messages.some(({ template }) => template === 'visit-moved'),
    'whoever knew the old time is told the new one',
  );
  await until(() => updates(sink).length > asked);
  guide.check(updates(sink).length > asked, 'the EHR was told the new time');
}

function updates(sink: Sink): readonly unknown[] {
  return sink.taken.filter(
    ({ system, body }) => system === 'ehr' && member(body, 'type') === 'update-appointment',
  );
}

export async function formSubmitted({ guide, door, tag }: Stage): Promise<void> {
  guide.chapter('B3', 'A form is submitted, or never comes; either way something follows.');
  const one = new Patient(door, `${tag}-4`);
  const journey = await guide.happenAll('a patient has paid (signed webhooks)', [
    () => one.checksOut(),
    () => one.pays(),
  ]);
  await guide.happens('forms: the intake form is submitted (signed webhook)', one.submitsForm());
  await guide.stands(journey, { step: 'booking', owner: 'scheduling' });

  const two = new Patient(door, `${tag}-5`);
  const silent = await guide.happenAll('another patient has paid, and sends no form', [
    () => two.checksOut(),
    () => two.pays(),
  ]);
  await guide.passes('two days pass', silent);
  await guide.stands(silent, { step: 'intake-help', owner: 'onboarding' });
}

export async function resultReviewed({ guide, door, sink, tag }: Stage): Promise<void> {
  guide.chapter('B4', 'A lab result arrives; follow-up does not depend on someone looking.');
  const patient = new Patient(door, `${tag}-6`);
  const start = door.now() + dayMs;
  const journey = await booked(guide, patient, start);
  await guide.moveTo('the day of the visit comes', start);
  await guide.happens(
    'scheduler: the patient has arrived (HL7 SIU^S14)',
    patient.slot('arrived', start),
  );
  await guide.stands(journey, { step: 'lab-result', owner: 'lab-desk' });
  await guide.happens(
    'lab: the result is final, and out of range (HL7 ORU^R01)',
    patient.result(true),
  );
  const review = await guide.stands(journey, { step: 'review', owner: 'care-team' });
  guide.check(
    review.facts['abnormal'] === true,
    'known of the result: that it is abnormal, and nothing else',
  );
  await guide.passes('nobody looks', journey);
  await guide.stands(journey, { step: 'review', owner: 'medical-director' });
  await guide.acts('the medical director decides that the patient must be called back', journey, {
    task: 'review-result',
    action: 'act',
    actor: 'p-002',
  });
  await guide.stands(journey, { step: 'call-back', owner: 'care-team' });
  await guide.acts('the care team reaches the patient', journey, {
    task: 'call-the-patient-back',
    action: 'reached',
    actor: 'p-401',
  });
  await guide.stands(journey, { step: 'follow-up' });
  const key = await messageKey(sink, journey, 'result-ready');
  await guide.happens(
    'messaging: the follow-up is delivered (signed webhook)',
    patient.receives(key),
  );
  await guide.stands(journey, { status: 'ended' });
}

export async function visitMissed({ guide, door, sink, tag }: Stage): Promise<void> {
  guide.chapter('B5', 'A visit is missed; recovery begins by itself.');
  const patient = new Patient(door, `${tag}-7`);
  const start = door.now() + dayMs;
  const journey = await booked(guide, patient, start);
  await guide.moveTo('the day of the visit comes', start + hourMs);
  await guide.happens('scheduler: nobody came (HL7 SIU^S26)', patient.slot('no-show', start));
  await guide.stands(journey, { step: 'rebook', owner: 'scheduling' });
  const key = await messageKey(sink, journey, 'please-rebook');
  await guide.happens(
    'messaging: the invitation to book again is delivered',
    patient.receives(key),
  );
  await guide.stands(journey, { step: 'booking', owner: 'scheduling' });
  await guide.passes('nobody books', journey);
  await guide.stands(journey, { step: 'book-by-phone', owner: 'scheduling' });
}

/** The key of the newest such message of the journey, as the messaging system was told it. */
async function messageKey(sink: Sink, journey: string, template: string): Promise<string> {
  const find = (): unknown => {
    const sent = sink.taken.findLast(({ system, body }) => {
      const isOf = system === 'messaging' && member(body, 'journey') === journey;
      return isOf && member(member(body, 'args'), 'template') === template;
    });
    return member(sent?.body, 'key');
  };
  await until(() => typeof find() === 'string');
  return String(find());
}

function member(body: unknown, name: string): unknown {
  const isObject = typeof body === 'object' && body !== null;
  return isObject ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
}

const patienceMs = 10_000;

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!holds() && performance.now() < deadline) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
