/** What providers say of messages, in any order; and one person's day, in the person's own zone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Clinic, day, hour, minute } from './communications/clinic.ts';
import { morning } from './communications/moments.ts';
import { Person } from './communications/person.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await Clinic.open();
});
afterAll(() => clinic.stop());

/** A person at the time of their reminder, which Twilio has taken. */
async function reminded(): Promise<{ person: Person; journey: string; start: number }> {
  const person = new Person(clinic);
  const start = morning(clinic, 5);
  const journey = await person.book('visit', start);
  await clinic.pass(start - 3 * day);
  expect(person.kept).toHaveLength(1);
  return { person, journey, start };
}

async function hear(person: Person, ...told: readonly string[]): Promise<void> {
  const [kept] = person.kept;
  if (kept === undefined) throw new Error('There is no text.');
  for (const each of told) expect((await clinic.receipt(kept, each)).status).toBe(202);
  await clinic.idle();
}

function takenBy({ kept, mails }: Person): readonly number[] {
  return [kept.length, mails.length];
}

test('the second text of a day waits for the next morning where the person is', async () => {
  const person = new Person(clinic, 'America/Los_Angeles');
  const start = morning(clinic, 6) + 4 * hour;
  await person.book('one', start);
  const journey = await person.book('other', start + hour);
  await clinic.pass(start - 3 * day + hour + minute);
  expect((await person.told()).map(({ when }) => when)).toEqual([person.writes(start)]);
  const [waiting] = await clinic.messages(journey);
  expect(waiting).toMatchObject({
    template: 'reminder',
    fate: 'deferred',
    why: 'the person has other messages on that day',
  });
  expect(waiting?.sentence).toMatch(/waits until .+11:00: the person has other messages/u);
  await clinic.pass(start - day);
  const [, second] = await person.told();
  expect(second?.when).toBe(person.writes(start + hour));
  const at = { timeZone: 'America/Los_Angeles', weekday: 'short', hour: 'numeric' } as const;
  const say = (ms: number): string => new Intl.DateTimeFormat('en-US', at).format(ms);
  const next = say(start - 2 * day).slice(0, 3);
  expect(say(second?.at ?? 0).replaceAll(/\s/gu, ' ')).toBe(`${next} 8 AM`);
});

test('receipts that come late, twice and out of order send nothing again', async () => {
  const { person, journey } = await reminded();
  await clinic.pass(clinic.now + day);
  await hear(person, 'delivered', 'sent', 'delivered');
  expect(takenBy(person)).toEqual([1, 0]);
  expect(await clinic.messages(journey)).toMatchObject([{ fate: 'sent', known: 'delivered' }]);
});

test('failed after delivered: the person has it, and nothing is sent again', async () => {
  const { person, journey } = await reminded();
  await hear(person, 'delivered', 'failed', 'undelivered');
  await clinic.pass(clinic.now + day);
  expect(takenBy(person)).toEqual([1, 0]);
  expect(await clinic.messages(journey)).toMatchObject([{ fate: 'sent', known: 'delivered' }]);
});

test('failed, twice and in both words: one mail, whatever is told later', async () => {
  const { person, journey } = await reminded();
  await hear(person, 'failed', 'undelivered', 'failed', 'delivered');
  expect(takenBy(person)).toEqual([1, 1]);
  const id = person.mails[0]?.envelopeId ?? '';
  await clinic.bounce(id, 'delayed', '4.4.1');
  await clinic.bounce(id, 'delivered', '2.0.0');
  await clinic.bounce(id, 'failed', '5.2.2');
  await clinic.pass(clinic.now + day);
  expect(takenBy(person)).toEqual([1, 1]);
  const { obligations } = await clinic.read<{ obligations: readonly unknown[] }>(
    `journeys/${journey}`,
  );
  expect(obligations).toHaveLength(1);
});

test('a mail server that defers, then refuses: it is tried again, then somebody’s', async () => {
  const { person, journey } = await reminded();
  clinic.moods.set(person.email, { refuse: 451 });
  await hear(person, 'failed');
  expect(takenBy(person)).toEqual([1, 0]);
  clinic.moods.set(person.email, { refuse: 550 });
  await clinic.pass(clinic.now + hour);
  expect(takenBy(person)).toEqual([1, 0]);
  const { obligations } = await clinic.read<{ obligations: readonly unknown[] }>(
    `journeys/${journey}`,
  );
  expect(obligations).toContainEqual(
    expect.objectContaining({ name: 'reminder:rejected', owner: 'desk' }),
  );
  const fates = (await clinic.messages(journey)).map(({ channel, fate }) => `${channel} ${fate}`);
  expect(fates).toContain('email failed');
});

test('a receipt about a time that is true no more sends nothing', async () => {
  const { person, start } = await reminded();
  await person.move('visit', start + 5 * day);
  await hear(person, 'failed');
  await clinic.pass(start + 3 * day);
  const told = (await person.told()).map(({ over, kind, when }) => `${over} ${kind} ${when}`);
  const when = person.writes(start + 5 * day);
  expect(told).toEqual([`sms Moved ${when}`, `sms Reminder ${when}`]);
});

test('the text of a reschedule goes over the next channel, too', async () => {
  const person = new Person(clinic);
  const start = morning(clinic, 9);
  await person.book('visit', start);
  await person.move('visit', start + day);
  await clinic.idle();
  await hear(person, 'undelivered');
  const told = (await person.told()).map(({ over, kind, when }) => `${over} ${kind} ${when}`);
  expect(told).toEqual([`email Moved ${person.writes(start + day)}`]);
});
