/** What people answer: stop in their own words, one click in a mail, a button behind a link. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Clinic, day, hour } from './communications/clinic.ts';
import { morning } from './communications/moments.ts';
import { Person } from './communications/person.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await Clinic.open();
});
afterAll(() => clinic.stop());

interface Shown {
  readonly step: string;
  readonly obligations: readonly { readonly name: string; readonly owner: string }[];
}

function shown(journey: string): Promise<Shown> {
  return clinic.read<Shown>(`journeys/${journey}`);
}

async function consents(journey: string): Promise<readonly string[]> {
  const path = `journeys/${journey}/messages`;
  const read = await clinic.read<{ consents: { grants: boolean; channel: string }[] }>(path);
  return read.consents.map(({ grants, channel }) => `${channel} ${grants ? 'yes' : 'no'}`);
}

async function unmatched(): Promise<readonly unknown[]> {
  return (await clinic.read<{ unmatched: readonly unknown[] }>('unmatched')).unmatched;
}

async function said(person: Person): Promise<readonly string[]> {
  return (await person.told()).map(({ over, kind }) => `${over} ${kind}`);
}

/** A person whose reminder comes by mail, since they want no texts; at the time of the reminder. */
async function mailed(): Promise<{ person: Person; journey: string; start: number }> {
  const person = new Person(clinic);
  const start = morning(clinic, 5);
  const journey = await person.book('visit', start);
  await person.texts('STOP');
  await clinic.pass(start - 3 * day);
  expect(await said(person)).toEqual(['email Reminder']);
  return { person, journey, start };
}

test('stop in free text: one answer, no text after it, a mail, then somebody', async () => {
  const person = new Person(clinic);
  const start = morning(clinic, 5);
  const journey = await person.book('visit', start);
  expect((await person.texts('please stop texting me')).status).toBe(202);
  expect((await person.texts('Stop texting me, please!')).status).toBe(202);
  await clinic.idle();
  expect(await said(person)).toEqual(['sms You']);
  await clinic.pass(start - 3 * day);
  expect(await said(person)).toEqual(['sms You', 'email Reminder']);
  const withheld = { channel: 'sms', fate: 'withheld', why: 'the person has said no' };
  expect(await clinic.messages(journey)).toMatchObject([
    { template: 'stopped', fate: 'sent' },
    { template: 'reminder', channel: 'email', fate: 'sent' },
    { template: 'reminder', ...withheld },
  ]);
  await clinic.bounce(person.mails[0]?.envelopeId ?? '', 'failed', '5.1.1');
  await clinic.idle();
  const { obligations } = await shown(journey);
  expect(obligations).toContainEqual(
    expect.objectContaining({ name: 'reminder:failed', owner: 'desk' }),
  );
  expect(await consents(journey)).toEqual(['sms no', 'sms no']);
  await clinic.pass(clinic.now + hour);
  await person.texts('please start texting me again');
  await person.move('visit', start + day);
  await clinic.idle();
  expect(await said(person)).toEqual(['sms You', 'email Reminder', 'sms Welcome', 'sms Moved']);
});

test('stop holds for what is queued already, and for what is not yet asked for', async () => {
  const person = new Person(clinic);
  const start = morning(clinic, 5);
  const journey = await person.book('visit', start);
  clinic.world.down = { status: 429, body: { code: 20429 } };
  clinic.jump(start - 3 * day);
  await clinic.idle();
  await person.texts('Take me off your list');
  clinic.world.down = undefined;
  await clinic.pass(clinic.now + hour);
  expect(await said(person)).toEqual(['sms You', 'email Reminder']);
  await person.move('visit', start + day);
  await clinic.idle();
  expect((await said(person)).at(-1)).toBe('email Moved');
  const fates = (await clinic.messages(journey)).map(({ template, channel, fate }) => {
    return `${template} ${channel} ${fate}`;
  });
  expect(fates).toContain('reminder sms withheld');
});

test('what is said at the end and may not be is somebody’s', async () => {
  const { person, journey } = await mailed();
  await person.cancel('visit');
  await clinic.idle();
  expect(await said(person)).toEqual(['email Reminder']);
  const last = { template: 'cancelled', fate: 'withheld', why: 'the person has said no' };
  expect(await clinic.messages(journey)).toContainEqual(expect.objectContaining(last));
  const owned = { type: 'cancelled', reason: 'ONW-JOURNEY-ENDED', owner: 'lead' };
  expect(await unmatched()).toContainEqual(expect.objectContaining(owned));
  const other = new Person(clinic);
  await other.book('visit', morning(clinic, 5));
  await other.cancel('visit');
  await clinic.idle();
  const [kept] = other.kept;
  if (kept !== undefined) await clinic.receipt(kept, 'undelivered');
  const lost = { type: 'sms.message.failed', reason: 'ONW-JOURNEY-ENDED', owner: 'desk' };
  expect(await unmatched()).toContainEqual(expect.objectContaining(lost));
});

test('a mail is left with one click, and by nobody who merely looks', async () => {
  const { person, journey, start } = await mailed();
  const { headers } = await PostalMime.parse(person.mails[0]?.text ?? '');
  const header = headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
  const link = /<(https:[^>]+)>/u.exec(header)?.[1] ?? '';
  expect(await clinic.browse(link)).toBe(200);
  expect(await clinic.browse(link, { method: 'HEAD' })).toBe(200);
  expect(await consents(journey)).toEqual(['sms no']);
  const click = { method: 'POST', body: new URLSearchParams('List-Unsubscribe=One-Click') };
  expect(await clinic.browse(link, click)).toBe(200);
  expect(await clinic.browse(link, click)).toBe(200);
  expect(await consents(journey)).toEqual(['sms no', 'email no']);
  await person.move('visit', start + day);
  await clinic.pass(start);
  expect(await said(person)).toEqual(['email Reminder']);
  // Nobody may write to them: somebody calls.
  const { obligations } = await shown(journey);
  expect(obligations.map(({ name }) => name)).toContain('moved:rejected');
});

test('the button behind a link of a mail moves the journey', async () => {
  const { person, journey } = await mailed();
  const { text = '' } = await PostalMime.parse(person.mails[0]?.text ?? '');
  const link = /https:\S+/u.exec(text)?.[0] ?? '';
  expect(await clinic.browse(link)).toBe(200);
  expect(await shown(journey)).toMatchObject({ obligations: [{ step: 'booked' }] });
  const press = { method: 'POST', body: new URLSearchParams('pressed=yes') };
  expect(await clinic.browse(link, press)).toBe(200);
  expect(await shown(journey)).toMatchObject({ obligations: [{ step: 'confirmed' }] });
  // The reminder was of the stage: what was said stays said.
  await clinic.pass(clinic.now + day);
  expect(await said(person)).toEqual(['email Reminder']);
});

test('a calendar has one entry of a visit, whatever becomes of it', async () => {
  const person = new Person(clinic);
  const start = morning(clinic, 5);
  await person.book('visit', start, 'video-booked');
  await clinic.pass(clinic.now + hour);
  await person.move('visit', start + day);
  await clinic.pass(clinic.now + hour);
  await person.cancel('visit');
  await clinic.idle();
  const entries = await Promise.all(
    person.mails.map(async ({ text }) => {
      const { attachments } = await PostalMime.parse(text, { attachmentEncoding: 'utf8' });
      const content = attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
      const ics = typeof content === 'string' ? content : '';
      const of = (name: string): string => new RegExp(`^${name}:(.*)$`, 'mu').exec(ics)?.[1] ?? '';
      return { method: of('METHOD'), uid: of('UID'), start: of('DTSTART'), order: of('SEQUENCE') };
    }),
  );
  expect(entries.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
  expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1);
  expect(entries[0]?.uid).toMatch(/^[0-9a-f]{32}@clinic\.example$/u);
  const times = entries.map((each) => each.start).slice(0, 2);
  expect(times).toEqual([start, start + day].map(stampOf));
  const orders = entries.map(({ order }) => Number(order));
  expect(orders).toEqual(orders.toSorted((a, b) => a - b));
  expect(new Set(orders).size).toBe(3);
});

function stampOf(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/gu, '');
}
