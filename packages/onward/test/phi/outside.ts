/**
 * The systems outside, on loopback, and as loose-tongued as systems are: whatever they are asked,
 * they say back what they were told and tell of people, in answers, errors, headers and
 * acknowledgements.
 */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { startEhr } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import type { EhrFixture } from '../../src/connectors/fhir-r4/ehr.fixture.ts';
import { FrameReader, frame } from '../../src/connectors/index.ts';
import { serveLoopback } from '../../src/connectors/outbound.fixture.ts';
import type { Given, Taken } from '../../src/connectors/outbound.fixture.ts';
import { reply, serveMail } from '../../src/connectors/smtp/server.fixture.ts';
import type { TakenMail } from '../../src/connectors/smtp/server.fixture.ts';
import type { Json } from '../../src/core/index.ts';
import type { Person } from './people.ts';
import { chartOf, sayings } from './chart.ts';

export interface Outside {
  /** The environment of a process that speaks with these systems. */
  readonly variables: Readonly<Record<string, string>>;
  readonly ehr: EhrFixture;
  readonly mails: readonly TakenMail[];
  /** Requests, mails and messages that were taken so far. */
  taken(): number;
  close(): Promise<void>;
}

export const secrets = {
  EHR_SECRET: 'a-long-secret-of-the-ehr',
  BILLING_SECRET: 'whsec_of_billing',
  BILLING_KEY: 'rk_of_billing',
  SCHEDULER_SECRET: 'secret-of-the-scheduler',
  SCHEDULER_KEY: 'cal_of_ours',
  SMS_ACCOUNT: `AC${'0'.repeat(32)}`,
  SMS_TOKEN: 'token-of-texts',
  SMS_FROM: '+15550100100',
  SMS_PUBLIC_URL: 'https://edge.clinic.example/in/sms',
  MAIL_SECRET: `whsec_${Buffer.alloc(24, 3).toString('base64')}`,
  MAIL_FROM: 'desk@clinic.example',
  FORMS_SECRET: `whsec_${Buffer.alloc(24, 5).toString('base64')}`,
  INTAKE_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  METER_SECRET: `whsec_${Buffer.alloc(24, 9).toString('base64')}`,
} as const;

/** Starts them all. */
export async function startOutside(people: readonly Person[]): Promise<Outside> {
  let turn = 0;
  const next = (): Person => {
    turn += 1;
    const person = people[turn % people.length];
    if (person === undefined) throw new Error('nobody is there');
    return person;
  };
  const serve = (answer: (taken: Taken, person: Person) => Given) =>
    serveLoopback((taken) => loose(taken, { person: next(), turn, answer }));
  const billing = await serve(asBilling);
  const scheduler = await serve(asScheduler);
  const sms = await serve(asTexts);
  const forms = await serve(asForms);
  const list = await serve((taken, person) => asList(taken, person, people));
  const ehr = await startEhr();
  // An EHR that is out of breath now and then.
  ehr.faults = { before: () => (turn++ % 9 === 0 ? 503 : undefined) };
  const mail = await serveMail({
    onRcptTo(_address, _session, done) {
      if (turn++ % 3 === 0) done(Object.assign(reply(550), { message: sayings(next())[0] }));
      else done();
    },
  });
  const hospital = await serveHospital(next);
  const web = [billing, scheduler, sms, forms, list];
  return {
    ehr,
    mails: mail.taken,
    taken: () =>
      web.reduce((sum, each) => sum + each.taken.length, 0) +
      ehr.asked.length +
      mail.taken.length +
      hospital.taken(),
    variables: {
      ...secrets,
      EHR_URL: ehr.url,
      HOSPITAL_URL: `mllp://127.0.0.1:${hospital.port}`,
      BILLING_URL: billing.url,
      SCHEDULER_URL: scheduler.url,
      SMS_URL: sms.url,
      MAIL_URL: `smtp://127.0.0.1:${mail.port}`,
      FORMS_URL: `${forms.url}/hook`,
      LIST_URL: `${list.url}/list`,
      LIST_ITEM_URL: `${list.url}/list/{id}`,
    },
    async close() {
      for (const each of [...web, ehr, mail, hospital]) await each.close();
    },
  };
}

interface Loose {
  readonly person: Person;
  readonly turn: number;
  readonly answer: (taken: Taken, person: Person) => Given;
}

/** Every fourth answer is an error, every eleventh none; all of them tell of somebody. */
function loose(taken: Taken, { person, turn, answer }: Loose): Given {
  if (turn % 11 === 0) return 'drop';
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-patient': encodeURIComponent(`${person.given} ${person.family}`),
    'x-mrn': person.mrn,
    'set-cookie': `phone=${person.phone}; Path=/`,
    location: `https://elsewhere.example/${encodeURIComponent(person.email)}`,
  };
  const body = { error: sayings(person), given: taken.body, of: chartOf(person) };
  if (turn % 4 === 0) {
    const status = [400, 401, 404, 409, 422, 429, 500, 503, 302][(turn / 4) % 9] ?? 500;
    return { status, headers, body };
  }
  const given = answer(taken, person);
  return given === 'drop' ? given : { ...given, headers };
}

const asBilling = ({ method, path }: Taken, person: Person): Given => {
  const id = /pi_\w+/.exec(path)?.[0] ?? `pi_${person.label.replaceAll('-', '')}`;
  const payment = { ...paymentOf(person), id };
  if (method === 'POST') return { status: 200, body: { ...payment, id: `re_${id}` } };
  return { status: 200, body: path.includes('?') ? { data: [payment] } : payment };
};

/** A payment as the provider keeps it. */
export function paymentOf(person: Person): Record<string, Json> {
  return {
    id: `pi_${person.label.replaceAll('-', '')}`,
    customer: `cus_${person.label.replaceAll('-', '')}`,
    client_reference_id: person.mrn,
    amount: 5_000,
    amount_received: 4_900,
    currency: 'usd',
    status: 'succeeded',
    description: sayings(person).join('; '),
    receipt_email: person.email,
    metadata: { onward_subject: person.mrn, name: `${person.given} ${person.family}` },
    billing_details: chartOf(person),
  };
}

const asScheduler = ({ path, method }: Taken, person: Person): Given => {
  const uid = /bookings\/([\w-]+)/.exec(path)?.[1] ?? 'uid-none';
  const booking = {
    ...bookingOf(person),
    uid,
    status: method === 'POST' ? 'cancelled' : 'accepted',
  };
  return { status: 200, body: { status: 'success', data: booking } };
};

/** A booking as the scheduler keeps it. */
export function bookingOf(person: Person): Record<string, Json> {
  const start = new Date(Date.now() + 86_400_000);
  const end = new Date(start.getTime() + 1_800_000);
  return {
    uid: `uid-${person.label}`,
    title: `Visit of ${person.given} ${person.family}`,
    description: sayings(person).join(' '),
    start: start.toISOString(),
    end: end.toISOString(),
    startTime: start.toISOString(),
    endTime: end.toISOString(),
    status: 'ACCEPTED',
    attendees: [{ name: `${person.given} ${person.family}`, email: person.email }],
    responses: {
      attendeePhoneNumber: { value: person.phone },
      notes: { value: sayings(person)[1] ?? '' },
    },
    metadata: { patient: person.mrn, ssn: person.ssn },
  };
}

const asTexts = ({ method, path }: Taken, person: Person): Given => {
  const message = {
    sid: `SM${Buffer.from(person.label).toString('hex').padStart(32, '0').slice(-32)}`,
    to: person.phone,
    from: secrets.SMS_FROM,
    body: sayings(person)[0] ?? '',
    status: 'delivered',
    direction: 'outbound-api',
    error_code: null,
    error_message: sayings(person)[1] ?? '',
    date_created: new Date().toUTCString(),
  };
  if (method === 'POST') return { status: 201, body: message };
  return { status: 200, body: path.includes('Messages.json') ? { messages: [message] } : message };
};

const asForms = ({ body }: Taken, person: Person): Given => {
  const asked = /"type":"(look-up|refetch)"/.test(body);
  const who = /MRN-\d+/.exec(body)?.[0] ?? person.mrn;
  const seen = { id: `seen-${who}`, type: 'seen', patient: { ...chartOf(person), id: who } };
  if (asked) return { status: 200, body: { events: [seen], of: chartOf(person) } };
  return { status: 200, body: { plan: sayings(person)[0] ?? '', note: chartOf(person) } };
};

function asList({ path }: Taken, person: Person, people: readonly Person[]): Given {
  const item = (each: Person): Json => ({
    id: `item-${each.label}`,
    type: 'listed',
    patient: { ...chartOf(each), id: each.mrn },
    note: sayings(each),
  });
  const wrong = { id: { name: person.given }, type: 'listed', patient: sayings(person) };
  if (path.startsWith('/list/')) return { status: 200, body: item(person) };
  return { status: 200, body: { items: [...people.map(item), wrong], of: chartOf(person) } };
}

/** A line that acknowledges, now and then with an error, and always with a word on somebody. */
async function serveHospital(next: () => Person) {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    const reader = new FrameReader(1_048_576);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      for (const each of reader.push(chunk)) {
        if (each.kind !== 'message') continue;
        const control = Buffer.from(each.bytes).toString('utf8').split('|')[9] ?? '';
        const [say = '', more = ''] = sayings(next());
        const code = ['AA', 'AA', 'AE', 'AR'][count++ % 4] ?? 'AA';
        const header = 'MSH|^~\\&|X|X|X|X|20261102||ACK|1|P|2.5.1';
        const answer = [
          header,
          `MSA|${code}|${control}|${say}`,
          `ERR||PID^1^5|101^${more}|E|${say}`,
        ];
        socket.write(frame(Buffer.from(answer.join('\r'))));
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    taken: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
