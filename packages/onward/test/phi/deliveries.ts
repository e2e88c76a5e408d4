/** What systems send of a person: one good delivery by each way in, with all there is to know. */
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { chartOf, sayings } from './chart.ts';
import { bookingOf, paymentOf, secrets } from './outside.ts';
import type { Person } from './people.ts';

/** One way in: where, what, and how it is signed. */
export interface Door {
  readonly system: string;
  readonly path: string;
  /** A good body; the number tells deliveries of one person apart. */
  body(person: Person, number: number): string;
  /** Headers that prove where the bytes come from, or do not. */
  sign(body: Buffer, proof: Proof): Record<string, string>;
}

export interface Proof {
  readonly id: string;
  readonly forged?: boolean;
}

/** Standard Webhooks over any bytes: the published signer takes text alone. */
function standard(secret: string): Door['sign'] {
  return (body, { id, forged }) => {
    const at = new Date();
    const signer = new Webhook(forged === true ? secrets.FORMS_SECRET.replace(/B/, 'C') : secret);
    const isText = Buffer.from(body.toString('utf8')).equals(body);
    const timestamp = String(Math.floor(at.getTime() / 1_000));
    const key = Buffer.from(secret.slice(6), 'base64');
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body);
    return {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': isText
        ? signer.sign(id, at, body.toString('utf8'))
        : `v1,${mac.digest('base64')}`,
    };
  };
}

const hmac = (algorithm: string, secret: string, forged = false) =>
  createHmac(algorithm, forged ? 'another' : secret);

const label = ({ label: name }: Person): string => name.replaceAll('-', '');
const patient = (person: Person) => ({ ...chartOf(person), id: person.mrn });

const forms: Door = {
  system: 'forms',
  path: '/in/forms',
  body: (person, number) =>
    JSON.stringify({
      id: `f-${person.label}-${number}`,
      type: number % 2 === 0 ? 'submitted' : 'seen',
      patient: patient(person),
      complete: true,
      story: sayings(person),
    }),
  sign: standard(secrets.FORMS_SECRET),
};

const intake: Door = {
  system: 'intake',
  path: '/in/intake',
  body: (person, number) =>
    JSON.stringify({
      id: `i-${person.label}-${number}`,
      patient: patient(person),
      consent: true,
      story: sayings(person).join('\n'),
    }),
  sign: standard(secrets.INTAKE_SECRET),
};

const meter: Door = {
  system: 'meter',
  path: '/in/meter',
  body: (person, number) =>
    JSON.stringify({
      readings: [
        {
          serial: person.more.device?.[0] ?? `SN-${person.label}`,
          patient: patient(person),
          value: number % 2 === 0 ? 88.5 : 97,
          at: new Date(Date.now() - number * 1_000).toISOString(),
          wearer: sayings(person),
        },
      ],
      account: chartOf(person),
    }),
  sign: standard(secrets.METER_SECRET),
};

const portal: Door = {
  system: 'portal',
  path: '/v1/events',
  body: (person, number) =>
    JSON.stringify({
      specversion: '1.0',
      id: `p-${person.label}-${number}`,
      source: `https://portal.example/${encodeURIComponent(person.family)}/${person.mrn}`,
      type: 'portal.noted',
      data: { patient: person.mrn },
      note: sayings(person),
    }),
  sign: () => ({ 'content-type': 'application/json' }),
};

const billing: Door = {
  system: 'billing',
  path: '/in/billing',
  body: (person, number) =>
    JSON.stringify({
      id: `evt_${label(person)}${number}`,
      type: 'payment_intent.succeeded',
      created: Math.floor(Date.now() / 1_000),
      data: { object: paymentOf(person) },
    }),
  sign(body, { forged }) {
    const at = Math.floor(Date.now() / 1_000);
    const mac = hmac('sha256', secrets.BILLING_SECRET, forged).update(`${at}.`).update(body);
    return { 'stripe-signature': `t=${at},v1=${mac.digest('hex')}` };
  },
};

const scheduler: Door = {
  system: 'scheduler',
  path: '/in/scheduler',
  body: (person, number) =>
    JSON.stringify({
      triggerEvent: number % 2 === 0 ? 'BOOKING_CREATED' : 'BOOKING_RESCHEDULED',
      createdAt: new Date().toISOString(),
      payload: bookingOf(person),
    }),
  sign(body, { forged }) {
    const mac = hmac('sha256', secrets.SCHEDULER_SECRET, forged).update(body);
    return { 'x-cal-signature-256': mac.digest('hex') };
  },
};

const sms: Door = {
  system: 'sms',
  path: '/in/sms',
  body: (person, number) =>
    new URLSearchParams({
      MessageSid: `SM${Buffer.from(`${person.label}${number}`).toString('hex').padStart(32, '0')}`,
      AccountSid: secrets.SMS_ACCOUNT,
      From: person.phone,
      To: secrets.SMS_FROM,
      Body: number % 2 === 0 ? sayings(person).join(' ') : 'help',
      FromCity: person.city,
      FromZip: person.postcode,
      ProfileName: `${person.given} ${person.family}`,
      NumMedia: '0',
      SmsStatus: 'received',
    }).toString(),
  sign(body, { forged }) {
    const form = new URLSearchParams(body.toString('utf8'));
    const names = [...new Set(form.keys())].toSorted((a, b) => (a < b ? -1 : 1));
    const text = names.map((name) => name + form.getAll(name).join('')).join('');
    const mac = hmac('sha1', secrets.SMS_TOKEN, forged).update(secrets.SMS_PUBLIC_URL + text);
    return {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': mac.digest('base64'),
    };
  },
};

const mail: Door = {
  system: 'mail',
  path: '/in/mail',
  body: (person) => bounce(person, ''),
  sign: standard(secrets.MAIL_SECRET),
};

/** A notification that a mail did not arrive (RFC 3464), with the mail it is about. */
export function bounce(person: Person, returned: string): string {
  const [first = '', second = '', third = ''] = sayings(person);
  return [
    'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
    `To: ${person.email}`,
    `Subject: =?utf-8?B?${Buffer.from(first).toString('base64')}?=`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
    '',
    '--=_b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    second,
    '--=_b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example',
    '',
    `Final-Recipient: rfc822; ${person.email}`,
    'Action: failed',
    `Status: 5.1.1 (${third})`,
    `Diagnostic-Code: smtp; 550 ${first}`,
    '',
    '--=_b',
    'Content-Type: message/rfc822',
    '',
    returned,
    '--=_b--',
    '',
  ].join('\r\n');
}

const ehr: Door = {
  system: 'ehr',
  path: '/in/ehr',
  body: (person) =>
    JSON.stringify({
      resourceType: 'Appointment',
      id: `a-${person.label}`,
      status: 'booked',
      description: sayings(person)[1],
      comment: sayings(person)[0],
      text: { status: 'generated', div: `<div>${sayings(person).join(' ')}</div>` },
      participant: [{ actor: { display: `${person.given} ${person.family}` } }],
    }),
  sign: (_body, { forged }) => ({
    'content-type': 'application/fhir+json',
    authorization: `Bearer ${forged === true ? 'another' : secrets.EHR_SECRET}`,
  }),
};

/** Every way in over HTTP. */
export const doors: readonly Door[] = [
  forms,
  intake,
  meter,
  portal,
  billing,
  scheduler,
  sms,
  mail,
  ehr,
];

/** HL7 v2 of a person: a good message of each kind. */
export function hl7Of(person: Person, number: number): readonly string[] {
  const { given, family, birthDate, street, city, postcode, phone, mrn, ssn, more } = person;
  const plain = (text: string): string => text.replaceAll(/[|^~\\&\r\n]/g, ' ');
  const header = (type: string): string =>
    `MSH|^~\\&|SCHED|NORTH|ONWARD|CLINIC|20261102035900-0500||${type}` +
    `|${label(person)}${type.replaceAll(/\W/g, '')}${number}|P|2.5.1||||||UNICODE UTF-8`;
  const name = `${plain(family)}^${plain(given)}`;
  const pid =
    `PID|1||${mrn}^^^NORTH^MR~${ssn}^^^^SS||${name}||${birthDate.replaceAll('-', '')}|F|||` +
    `${plain(street)}^^${plain(city)}^^${postcode}||${phone}|||||${more.account?.[0] ?? ''}|${ssn}`;
  const [first = '', second = '', third = ''] = sayings(person).map(plain);
  const note = `NTE|1||${second}`;
  const obx = `OBX|1|TX|X^${first}||${third}||||||F`;
  const next = `NK1|1|${name}|SPO|${plain(street)}|${phone}`;
  const times = '^^30^20261105100000-0500^20261105103000-0500';
  const sch =
    `SCH|A${label(person)}|F${label(person)}||||${second}|||||${times}` +
    `|||||${name}|||||||||Booked`;
  return [
    [header('ADT^A01'), pid, next, `PV1|1|I|${plain(street)}|||||${name}`],
    [header('SIU^S12'), sch, pid, note],
    [
      header('ORU^R01'),
      pid,
      `OBR|1|O${label(person)}|L${label(person)}|X^${name}|||||||||||||||||||||F`,
      obx,
      note,
    ],
    [header('REF^I12'), `RF1|A|R|||||R${label(person)}`, pid, note],
  ].map((segments) => segments.join('\r'));
}
